#include "config.h"

#include "ui/prompt/lb-growing-text.h"

/* Behind the last letter. */
#define CURSOR_WIDTH 1

struct _LbGrowingText
{
  GtkWidget parent_instance;

  GtkWidget *view; /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (LbGrowingText, lb_growing_text, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
lb_growing_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* @width: in pixels, or -1 for as wide as the text is. */
static void
measure_text (LbGrowingText *self, int width, int *text_width, int *text_height)
{
  g_autofree char *text = lb_growing_text_dup_text (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->view, text);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width >= 0 ? MAX (width, 1) * PANGO_SCALE : -1);
  pango_layout_get_pixel_size (layout, text_width, text_height);
  /* The view rounds each paragraph by itself. */
  *text_height +=
    gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view))) - 1;
}

static void
lb_growing_text_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  LbGrowingText *self = LB_GROWING_TEXT (widget);

  int width, height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_text (self, -1, &width, &height);
      gtk_widget_measure (self->view, orientation, -1, minimum, NULL, NULL, NULL);
      *natural = MAX (*minimum, width + CURSOR_WIDTH);
      return;
    }

  /* The view keeps room for the cursor on each line, and wraps sooner for it. */
  measure_text (self, for_size >= 0 ? for_size - CURSOR_WIDTH : -1, &width, &height);
  *minimum = height;
  *natural = height;
}

static void
lb_growing_text_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbGrowingText *self = LB_GROWING_TEXT (widget);

  gtk_widget_measure (self->view, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->view, &(const GtkAllocation) { 0, 0, width, height }, baseline);
}

static gboolean
lb_growing_text_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LB_GROWING_TEXT (widget)->view);
}

static void
lb_growing_text_dispose (GObject *object)
{
  LbGrowingText *self = LB_GROWING_TEXT (object);

  g_clear_pointer (&self->view, gtk_widget_unparent);

  G_OBJECT_CLASS (lb_growing_text_parent_class)->dispose (object);
}

static void
lb_growing_text_class_init (LbGrowingTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_growing_text_dispose;
  widget_class->get_request_mode = lb_growing_text_get_request_mode;
  widget_class->measure = lb_growing_text_measure;
  widget_class->size_allocate = lb_growing_text_size_allocate;
  widget_class->grab_focus = lb_growing_text_grab_focus;

  gtk_widget_class_set_css_name (widget_class, "growing-text");
}

static void
lb_growing_text_init (LbGrowingText *self)
{
  self->view = gtk_text_view_new ();
  g_object_set (self->view, "wrap-mode", GTK_WRAP_WORD_CHAR, "accepts-tab", FALSE, NULL);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                           G_CALLBACK (gtk_widget_queue_resize), self, G_CONNECT_SWAPPED);
}

GtkWidget *
lb_growing_text_new (void)
{
  return g_object_new (LB_TYPE_GROWING_TEXT, NULL);
}

GtkTextView *
lb_growing_text_get_view (LbGrowingText *self)
{
  g_return_val_if_fail (LB_IS_GROWING_TEXT (self), NULL);

  return GTK_TEXT_VIEW (self->view);
}

char *
lb_growing_text_dup_text (LbGrowingText *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_val_if_fail (LB_IS_GROWING_TEXT (self), NULL);

  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}
