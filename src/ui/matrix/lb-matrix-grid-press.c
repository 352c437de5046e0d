#include "config.h"

#include "ui/matrix/lb-matrix-grid-private.h"
#include "ui/matrix/lb-matrix-row.h"
#include "ui/matrix/lb-matrix-words.h"

/* The pointer. */

#define HANDLE_REACH 8

static void
select_image (LbMatrixGrid *self, const LbMatrixEntry *entry, int anchor, GdkModifierType state)
{
  const gboolean control = (state & GDK_CONTROL_MASK) != 0;
  const int nth = lb_matrix_sheet_find (self->sheet, entry->image);
  guint position;

  if ((state & GDK_SHIFT_MASK) != 0 && anchor >= 0)
    {
      g_autoptr (GtkBitset) chosen = gtk_bitset_new_empty ();
      g_autoptr (GtkBitset) all =
        gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (self->selection)));

      for (int i = MIN (anchor, nth); i <= MAX (anchor, nth); i++)
        {
          const LbMatrixEntry *one = lb_matrix_sheet_get_entry (self->sheet, (guint) i);

          if (lb_matrix_sheet_find_position (self->sheet, one, &position))
            gtk_bitset_add (chosen, position);
        }
      gtk_selection_model_set_selection (self->selection, chosen, control ? chosen : all);
      return;
    }

  if (!lb_matrix_sheet_find_position (self->sheet, entry, &position))
    return;
  if (control && gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_unselect_item (self->selection, position);
  else
    gtk_selection_model_select_item (self->selection, position, !control);
}

static gboolean
is_on_handle (LbMatrixGrid *self, double x, double y)
{
  graphene_rect_t bounds;

  if (!gtk_widget_get_child_visible (self->handle) ||
      !gtk_widget_compute_bounds (self->handle, GTK_WIDGET (self), &bounds))
    return FALSE;

  graphene_rect_inset (&bounds, -(HANDLE_REACH - 4), -(HANDLE_REACH - 4));
  return graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static gboolean
is_on_editor (LbMatrixGrid *self, double x, double y)
{
  graphene_rect_t bounds;

  return self->editor != NULL &&
         gtk_widget_compute_bounds (self->editor, GTK_WIDGET (self), &bounds) &&
         graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, LbMatrixGrid *self)
{
  const GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  const LbMatrixEntry *entry = NULL;
  const int anchor = self->anchor;
  int nth;
  int column;

  if (self->sheet == NULL || is_on_editor (self, x, y) || is_on_handle (self, x, y) ||
      !lb_matrix_grid_locate (self, x, y, &nth, &column))
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  entry = lb_matrix_sheet_get_entry (self->sheet, (guint) nth);
  lb_matrix_grid_go (self, nth, column, (state & GDK_SHIFT_MASK) != 0 && entry->image != NULL);
  lb_matrix_grid_focus_active (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (entry->image == NULL || n_press == 2)
    lb_matrix_grid_activate (self);
  else if (column < 0 && n_press == 1)
    select_image (self, entry, anchor, state);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, LbMatrixGrid *self)
{
  LbMatrixRange range;
  int nth;
  int column;

  if (self->sheet == NULL || self->editor != NULL ||
      !lb_matrix_grid_locate (self, x, y, &nth, &column))
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  /* The menu is about the block; a press beside it chooses what is under it. */
  if (column < 0 || !lb_matrix_grid_get_range (self, &range) || nth < (int) range.first ||
      nth > (int) range.last || column < (int) range.left || column > (int) range.right)
    lb_matrix_grid_go (self, nth, column, FALSE);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lb_matrix_grid_emit_menu (self, x, y);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, LbMatrixGrid *self)
{
  int nth;
  int column;

  self->drag_x = x;
  self->drag_y = y;
  self->filling = is_on_handle (self, x, y);
  self->selecting = !self->filling && self->sheet != NULL && !is_on_editor (self, x, y) &&
                    lb_matrix_grid_locate (self, x, y, &nth, &column) && column >= 0;
  if (self->filling)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  else if (!self->selecting)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

/* The entry under the pointer, or the last one that is in sight in its direction. */
static gboolean
locate_near (LbMatrixGrid *self, double x, double y, int *nth, int *column)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = gtk_widget_get_height (GTK_WIDGET (self));
  const double near_y = CLAMP (y, self->head_height, height - 1);

  if (lb_matrix_grid_locate (self, CLAMP (x, 0, width - 1), near_y, nth, column))
    return TRUE;

  *nth = (int) lb_matrix_sheet_get_n_entries (self->sheet) - 1;
  *column = self->column;
  return *nth >= 0;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, LbMatrixGrid *self)
{
  int nth;
  int column;

  if ((!self->filling && !self->selecting) ||
      !locate_near (self, self->drag_x + dx, self->drag_y + dy, &nth, &column))
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->filling)
    {
      if (self->fill_to != nth)
        {
          self->fill_to = nth;
          lb_matrix_grid_scroll_to (self, (guint) nth);
          lb_matrix_grid_update_rows (self, TRUE);
        }
      return;
    }
  if (lb_matrix_sheet_get_entry (self->sheet, (guint) nth)->image != NULL &&
      (nth != self->active || column != self->column))
    lb_matrix_grid_go (self, nth, MAX (column, 0), TRUE);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, LbMatrixGrid *self)
{
  const int fill_to = self->fill_to;
  LbMatrixRange range;

  self->selecting = FALSE;
  self->fill_to = -1;
  if (!self->filling)
    return;

  self->filling = FALSE;
  lb_matrix_grid_update_rows (self, TRUE);
  if (fill_to < 0 || !lb_matrix_grid_get_range (self, &range))
    return;
  if (fill_to > (int) range.last)
    lb_matrix_grid_emit_fill (self, range.last + 1, (guint) fill_to);
  else if (fill_to < (int) range.first)
    lb_matrix_grid_emit_fill (self, (guint) fill_to, range.first - 1);
}

static gboolean
query_tooltip_cb (LbMatrixGrid *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  LbCellTally *tally = NULL;
  GtkWidget *row = NULL;
  g_autofree char *words = NULL;
  graphene_rect_t place;
  int nth;
  int column;

  if (self->sheet == NULL || keyboard || !lb_matrix_grid_locate (self, x, y, &nth, &column) ||
      column < 0)
    return FALSE;

  row = lb_matrix_grid_get_row (self, nth);
  if (!LB_IS_MATRIX_ROW (row))
    return FALSE;

  tally = lb_cell_census_get_tally (lb_matrix_sheet_get_census (self->sheet),
                                    lb_matrix_sheet_get_path (self->sheet, (guint) column));
  words =
    lb_matrix_outlier_words (lb_matrix_sheet_get_values (self->sheet), tally,
                             lb_matrix_sheet_get_value (self->sheet, (guint) nth, (guint) column));
  if (words == NULL && lb_matrix_row_is_cut (LB_MATRIX_ROW (row), column))
    words =
      lb_matrix_value_words (lb_matrix_sheet_get_values (self->sheet),
                             lb_matrix_sheet_get_value (self->sheet, (guint) nth, (guint) column));
  if (words == NULL)
    return FALSE;

  lb_matrix_grid_get_place (self, nth, column, &place);
  gtk_tooltip_set_text (tooltip, words);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle) { (int) place.origin.x, (int) place.origin.y,
                                              (int) place.size.width, (int) place.size.height });
  return TRUE;
}

void
lb_matrix_grid_follow_pointer (LbMatrixGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  lb_matrix_grid_follow_edges (self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (drag, click);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
