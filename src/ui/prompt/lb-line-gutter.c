#include "config.h"

#include "ui/prompt/lb-line-gutter.h"

#include "ui/prompt/lb-json-view.h"

#define MIN_DIGITS 2
#define MAX_NUMBER 32 /* bytes */

struct _LbLineGutter
{
  GtkSourceGutterRendererText parent_instance;

  guint n_digits; /* that there is room for */
};

G_DEFINE_FINAL_TYPE (LbLineGutter, lb_line_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER_TEXT)

static void
lb_line_gutter_query_data (GtkSourceGutterRenderer *renderer,
                           GtkSourceGutterLines *lines,
                           guint line)
{
  GtkSourceGutterRendererText *text = GTK_SOURCE_GUTTER_RENDERER_TEXT (renderer);
  LbTextFolds *folds =
    lb_json_view_get_folds (LB_JSON_VIEW (gtk_source_gutter_lines_get_view (lines)));
  char number[MAX_NUMBER] = "";

  if (lb_text_folds_is_hidden (folds, line))
    gtk_source_gutter_renderer_text_set_text (text, number, 0);
  else if (gtk_source_gutter_lines_is_cursor (lines, line))
    gtk_source_gutter_renderer_text_set_markup (
      text, number, g_snprintf (number, sizeof number, "<b>%u</b>", line + 1));
  else
    gtk_source_gutter_renderer_text_set_text (text, number,
                                              g_snprintf (number, sizeof number, "%u", line + 1));
}

static void
lb_line_gutter_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  LbLineGutter *self = LB_LINE_GUTTER (widget);
  g_autofree char *digits = g_strnfill (self->n_digits, '8');
  g_autofree char *widest = g_strdup_printf ("<b>%s</b>", digits);
  int width = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_source_gutter_renderer_text_measure_markup (GTK_SOURCE_GUTTER_RENDERER_TEXT (self),
                                                      widest, &width, NULL);
      width += 2 * gtk_source_gutter_renderer_get_xpad (GTK_SOURCE_GUTTER_RENDERER (self));
    }
  *minimum = width;
  *natural = width;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
buffer_changed_cb (LbLineGutter *self, GtkTextBuffer *buffer)
{
  guint n_digits = 1;

  for (int left = gtk_text_buffer_get_line_count (buffer); left >= 10; left /= 10)
    n_digits++;
  n_digits = MAX (n_digits, MIN_DIGITS);
  if (self->n_digits == n_digits)
    return;

  self->n_digits = n_digits;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The number of the line that the cursor is on is bold. */
static void
cursor_moved_cb (LbLineGutter *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
lb_line_gutter_change_buffer (GtkSourceGutterRenderer *renderer, GtkSourceBuffer *old_buffer)
{
  GtkSourceBuffer *buffer = gtk_source_gutter_renderer_get_buffer (renderer);

  GTK_SOURCE_GUTTER_RENDERER_CLASS (lb_line_gutter_parent_class)
    ->change_buffer (renderer, old_buffer);
  if (old_buffer != NULL)
    g_signal_handlers_disconnect_by_data (old_buffer, renderer);
  if (buffer == NULL)
    return;

  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed_cb), renderer,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb),
                           renderer, G_CONNECT_SWAPPED);
  buffer_changed_cb (LB_LINE_GUTTER (renderer), GTK_TEXT_BUFFER (buffer));
}

static gboolean
lb_line_gutter_query_activatable (GtkSourceGutterRenderer *renderer,
                                  GtkTextIter *iter,
                                  GdkRectangle *area)
{
  return TRUE;
}

/* A press leads to the line, two select it. */
static void
lb_line_gutter_activate (GtkSourceGutterRenderer *renderer,
                         GtkTextIter *iter,
                         GdkRectangle *area,
                         guint button,
                         GdkModifierType state,
                         int n_presses)
{
  GtkTextIter end = *iter;

  if (button != GDK_BUTTON_PRIMARY)
    return;

  if (n_presses > 1 && !gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_select_range (gtk_text_iter_get_buffer (iter), &end, iter);
}

static void
lb_line_gutter_class_init (LbLineGutterClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  GTK_WIDGET_CLASS (klass)->measure = lb_line_gutter_measure;
  renderer_class->query_data = lb_line_gutter_query_data;
  renderer_class->change_buffer = lb_line_gutter_change_buffer;
  renderer_class->query_activatable = lb_line_gutter_query_activatable;
  renderer_class->activate = lb_line_gutter_activate;
}

static void
lb_line_gutter_init (LbLineGutter *self)
{
  self->n_digits = MIN_DIGITS;
}

GtkSourceGutterRenderer *
lb_line_gutter_new (void)
{
  return g_object_new (LB_TYPE_LINE_GUTTER, "alignment-mode",
                       GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, "xalign", 1.0f, "yalign",
                       0.5f, "xpad", 6, NULL);
}
