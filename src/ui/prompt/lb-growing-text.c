#include "config.h"

#include "ui/prompt/lb-growing-text.h"

/* Behind the last letter. */
#define CURSOR_WIDTH 1
/* What is longer is broken at any width, so that nobody has to know how wide all of it would be. */
#define NATURAL_CHARACTERS 1000
#define N_HEIGHTS 4

typedef struct
{
  int width; /* 0: none */
  int height;
} Height;

struct _LbGrowingText
{
  GtkWidget parent_instance;

  GtkWidget *view; /* (unowned) child */

  /* What was measured, which for a long text is slow: of this text in this font. */
  guint font_serial;
  int natural_width; /* or -1 */
  Height heights[N_HEIGHTS];
  guint next_height; /* the oldest */
};

G_DEFINE_FINAL_TYPE (LbGrowingText, lb_growing_text, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
lb_growing_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
forget_measures (LbGrowingText *self)
{
  self->natural_width = -1;
  memset (self->heights, 0, sizeof self->heights);
}

static GtkTextBuffer *
get_buffer (LbGrowingText *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static int
measure_natural_width (LbGrowingText *self)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  int width;

  gtk_text_buffer_get_start_iter (get_buffer (self), &start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, NATURAL_CHARACTERS);
  text = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
  layout = gtk_widget_create_pango_layout (self->view, text);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + CURSOR_WIDTH;
}

static int
measure_height (LbGrowingText *self, int width)
{
  g_autofree char *text = lb_growing_text_dup_text (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->view, text);
  int height;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  /* The view keeps room for the cursor on each line, and wraps sooner for it. */
  pango_layout_set_width (layout, MAX (width - CURSOR_WIDTH, 1) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  /* The view rounds each paragraph by itself. */
  return height + gtk_text_buffer_get_line_count (get_buffer (self)) - 1;
}

static int
find_height (LbGrowingText *self, int width)
{
  Height *height;

  for (guint i = 0; i < N_HEIGHTS; i++)
    if (self->heights[i].width == width)
      return self->heights[i].height;

  height = &self->heights[self->next_height];
  self->next_height = (self->next_height + 1) % N_HEIGHTS;
  *height = (Height) { width, measure_height (self, width) };
  return height->height;
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
  const guint font_serial = pango_context_get_serial (gtk_widget_get_pango_context (self->view));

  if (font_serial != self->font_serial)
    forget_measures (self);
  self->font_serial = font_serial;
  if (self->natural_width < 0)
    self->natural_width = measure_natural_width (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->view, orientation, -1, minimum, NULL, NULL, NULL);
      *natural = MAX (*minimum, self->natural_width);
      return;
    }

  *minimum = find_height (self, MAX (for_size >= 0 ? for_size : self->natural_width, 1));
  *natural = *minimum;
}

static void
lb_growing_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (lb_growing_text_parent_class)->css_changed (widget, change);
  forget_measures (LB_GROWING_TEXT (widget));
}

static void
lb_growing_text_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbGrowingText *self = LB_GROWING_TEXT (widget);

  gtk_widget_measure (self->view, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->view, &(const GtkAllocation) { 0, 0, width, height }, baseline);
}

/* All of the text has its place, so there is nothing to scroll to. While the view is still too low
 * for what was typed, or too narrow, it would scroll to the cursor, and stay so. */
static void
scrolled_cb (GtkAdjustment *adjustment)
{
  gtk_adjustment_set_value (adjustment, 0);
}

static void
hold_still (GtkWidget *view)
{
  GtkAdjustment *across = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  GtkAdjustment *down = gtk_adjustment_new (0, 0, 0, 0, 0, 0);

  gtk_scrollable_set_hadjustment (GTK_SCROLLABLE (view), across);
  gtk_scrollable_set_vadjustment (GTK_SCROLLABLE (view), down);
  /* After the view has taken up the value, so that it takes up this one as well. */
  g_signal_connect_after (across, "value-changed", G_CALLBACK (scrolled_cb), NULL);
  g_signal_connect_after (down, "value-changed", G_CALLBACK (scrolled_cb), NULL);
}

static void
text_changed_cb (LbGrowingText *self)
{
  forget_measures (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
  widget_class->css_changed = lb_growing_text_css_changed;
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
  hold_still (self->view);
  forget_measures (self);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
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
  GtkTextIter start, end;

  g_return_val_if_fail (LB_IS_GROWING_TEXT (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}
