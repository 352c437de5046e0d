#include "config.h"

#include "ui/matrix/lb-matrix-grid-private.h"

/* Columns made wider and narrower by the edges of their heads. */

#define EDGE_REACH 6
#define LEAST_WIDTH 60
#define MOST_WIDTH 900

/* The column whose end is at @x, @y in the heads, or -1. What is pinned covers what scrolls. */
static int
edge_at (LbMatrixGrid *self, double x, double y)
{
  const LbMatrixGeometry *geometry = &self->geometry;
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int left = (int) (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x);

  if (self->sheet == NULL || self->narrow || y >= self->head_height)
    return -1;

  for (guint i = 0; i < geometry->n_columns; i++)
    {
      const int scroll = i < geometry->n_pinned ? 0 : geometry->scroll;
      const int end = geometry->lefts[i] + geometry->widths[i] - scroll;

      if (ABS (left - end) <= EDGE_REACH &&
          (i < geometry->n_pinned || end > geometry->pinned_width))
        return (int) i;
    }

  return -1;
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, LbMatrixGrid *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   edge_at (self, x, y) >= 0 ? "col-resize" : NULL);
}

static void
set_given (LbMatrixGrid *self, const char *path, int width)
{
  g_hash_table_insert (self->given, g_strdup (path),
                       GINT_TO_POINTER (CLAMP (width, LEAST_WIDTH, MOST_WIDTH)));
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, LbMatrixGrid *self)
{
  const int column = edge_at (self, x, y);

  if (column < 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_CLAIMED);
  g_set_str (&self->resized, lb_matrix_sheet_get_path (self->sheet, (guint) column));
  self->begun_width = self->geometry.widths[column];
}

static void
update_cb (GtkGestureDrag *drag, double dx, double dy, LbMatrixGrid *self)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (self->resized == NULL || (int) dx == 0)
    return;

  set_given (self, self->resized, self->begun_width + (int) (rtl ? -dx : dx));
  lb_matrix_grid_rebuild (self);
}

/* A press alone, as the first of two, gives no width. */
static void
end_cb (GtkGestureDrag *drag, double dx, double dy, LbMatrixGrid *self)
{
  g_autofree char *path = g_steal_pointer (&self->resized);
  const int width = path != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (self->given, path)) : 0;

  if (width > 0 && (int) dx != 0)
    lb_matrix_grid_emit_resized (self, path, width);
}

/* Only now: what is below the pointer is another head then. */
static void
released_cb (GtkGestureClick *click, int n_press, double x, double y, LbMatrixGrid *self)
{
  const int column = edge_at (self, x, y);

  if (column >= 0 && n_press == 2)
    lb_matrix_grid_emit_resized (self, lb_matrix_sheet_get_path (self->sheet, (guint) column), 0);
}

void
lb_matrix_grid_follow_edges (LbMatrixGrid *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  /* Before the buttons that are the heads. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (end_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_group (drag, click);
}

void
lb_matrix_grid_set_widths (LbMatrixGrid *self, GVariant *widths)
{
  GVariantIter iter;
  const char *path = NULL;
  guint width;

  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  g_hash_table_remove_all (self->given);
  g_variant_iter_init (&iter, widths);
  while (g_variant_iter_next (&iter, "{&su}", &path, &width))
    set_given (self, path, (int) MIN (width, MOST_WIDTH));
  if (self->sheet != NULL)
    lb_matrix_grid_rebuild (self);
}

int
lb_matrix_grid_get_width (LbMatrixGrid *self, guint column)
{
  g_return_val_if_fail (LB_IS_MATRIX_GRID (self), 0);
  g_return_val_if_fail (column < self->geometry.n_columns, 0);

  return self->geometry.widths[column];
}
