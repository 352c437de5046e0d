#include "config.h"

#include "ui/matrix/lb-matrix-grid-private.h"
#include "ui/matrix/lb-matrix-head.h"
#include "ui/matrix/lb-matrix-row.h"

/* Which cell is active, and the keyboard. */

static int
last_entry (LbMatrixGrid *self)
{
  return (int) lb_matrix_sheet_get_n_entries (self->sheet) - 1;
}

static int
last_column (LbMatrixGrid *self)
{
  return (int) lb_matrix_sheet_get_n_columns (self->sheet) - 1;
}

int
lb_matrix_grid_get_active (LbMatrixGrid *self, int *column)
{
  g_return_val_if_fail (LB_IS_MATRIX_GRID (self), -1);

  if (column != NULL)
    *column = self->column;
  return self->active;
}

LbImage *
lb_matrix_grid_get_active_image (LbMatrixGrid *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_GRID (self), NULL);

  return self->active >= 0 ? self->active_image : NULL;
}

gboolean
lb_matrix_grid_get_range (LbMatrixGrid *self, LbMatrixRange *range)
{
  g_return_val_if_fail (LB_IS_MATRIX_GRID (self), FALSE);

  if (self->active < 0 || self->column < 0 || self->active_image == NULL)
    return FALSE;

  range->first = (guint) MIN (self->active, self->anchor);
  range->last = (guint) MAX (self->active, self->anchor);
  range->left = (guint) MIN (self->column, self->anchor_column);
  range->right = (guint) MAX (self->column, self->anchor_column);
  return TRUE;
}

gboolean
lb_matrix_grid_holds_focus (LbMatrixGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return FALSE;

  return gtk_widget_get_ancestor (focus, LB_TYPE_MATRIX_HEAD) == NULL;
}

void
lb_matrix_grid_focus_active (LbMatrixGrid *self)
{
  GtkWidget *row = self->active >= 0 ? lb_matrix_grid_get_row (self, self->active) : NULL;
  GtkWidget *cell =
    LB_IS_MATRIX_ROW (row) ? lb_matrix_row_get_cell (LB_MATRIX_ROW (row), self->column) : row;

  if (cell != NULL)
    gtk_widget_grab_focus (cell);
}

/* The rows are others; the image stays the active one, if it is there still. */
void
lb_matrix_grid_find_active (LbMatrixGrid *self)
{
  const int last = last_entry (self);
  const int block = self->anchor - self->active;
  int nth = self->active;

  if (self->active_image != NULL)
    {
      nth = lb_matrix_sheet_find (self->sheet, self->active_image);
      if (nth < 0)
        nth = self->active;
    }
  if (nth > last)
    nth = last;
  if (nth < 0)
    {
      self->active = self->anchor = -1;
      g_clear_object (&self->active_image);
      return;
    }

  /* A block whose rows were torn apart is none. */
  self->anchor = nth == self->active && nth + block <= last &&
                     lb_matrix_sheet_has_kept (self->sheet, (guint) MIN (nth, nth + block),
                                               (guint) MAX (nth, nth + block))
                   ? nth + block
                   : nth;
  self->active = nth;
  g_set_object (&self->active_image, lb_matrix_sheet_get_entry (self->sheet, (guint) nth)->image);
  self->column = MIN (self->column, last_column (self));
  self->anchor_column =
    self->anchor == nth ? self->column : MIN (self->anchor_column, last_column (self));
}

static void
scroll_to_column (LbMatrixGrid *self, int column)
{
  const LbMatrixGeometry *geometry = &self->geometry;
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int scroll = geometry->scroll;

  if (column < (int) geometry->n_pinned || self->hadjustment == NULL ||
      column >= (int) geometry->n_columns)
    return;

  if (geometry->lefts[column] + geometry->widths[column] - scroll > geometry->width)
    scroll = geometry->lefts[column] + geometry->widths[column] - geometry->width;
  if (geometry->lefts[column] - scroll < geometry->pinned_width)
    scroll = geometry->lefts[column] - geometry->pinned_width;
  if (scroll != geometry->scroll)
    gtk_adjustment_set_value (self->hadjustment,
                              rtl ? geometry->content_width - geometry->width - scroll : scroll);
}

void
lb_matrix_grid_go (LbMatrixGrid *self, int nth, int column, gboolean extend)
{
  const gboolean focused = lb_matrix_grid_holds_focus (self);

  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  if (last_entry (self) < 0)
    return;

  self->active = CLAMP (nth, 0, last_entry (self));
  self->column = CLAMP (column, -1, last_column (self));
  g_set_object (&self->active_image,
                lb_matrix_sheet_get_entry (self->sheet, (guint) self->active)->image);
  if (!extend || self->anchor < 0 || self->anchor_column < 0 || self->column < 0)
    {
      self->anchor = self->active;
      self->anchor_column = self->column;
    }
  lb_matrix_grid_scroll_to (self, (guint) self->active);
  scroll_to_column (self, self->column);
  lb_matrix_grid_update_rows (self, TRUE);
  if (focused)
    lb_matrix_grid_focus_active (self);
  lb_matrix_grid_emit_moved (self);
}

/* The keyboard goes to a head, which comes into sight. */
static gboolean
focus_head (LbMatrixGrid *self, int column, GtkDirectionType direction)
{
  if (column < 0 || column + 1 >= (int) self->heads->len)
    return FALSE;

  scroll_to_column (self, column);
  return gtk_widget_child_focus (g_ptr_array_index (self->heads, (guint) column + 1), direction);
}

gboolean
lb_matrix_grid_focus (GtkWidget *widget, GtkDirectionType direction)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (widget);
  GtkWidget *focus = gtk_widget_get_focus_child (widget);
  int nth = focus != NULL && LB_IS_MATRIX_HEAD (focus) ? 0 : -1;

  /* The menu of a head is in that. */
  if (nth == 0 && gtk_widget_child_focus (focus, direction))
    return TRUE;
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return FALSE;
  if (focus == NULL)
    return gtk_widget_grab_focus (widget);
  if (self->editor != NULL && focus == self->editor)
    return TRUE;

  /* From the heads to the cells, and back to the head of the column. */
  if (nth < 0)
    return direction == GTK_DIR_TAB_BACKWARD && focus_head (self, MAX (0, self->column), direction);

  for (guint i = 0; i < self->heads->len; i++)
    if (g_ptr_array_index (self->heads, i) == focus)
      nth = (int) i;
  if (direction == GTK_DIR_TAB_FORWARD && nth + 1 < (int) self->heads->len)
    return focus_head (self, nth, direction);
  if (direction == GTK_DIR_TAB_FORWARD)
    return gtk_widget_grab_focus (widget);

  return focus_head (self, nth - 2, direction);
}

void
lb_matrix_grid_activate (LbMatrixGrid *self)
{
  const LbMatrixEntry *entry = NULL;
  const LbCellRecord *record = NULL;

  if (self->active < 0)
    return;

  entry = lb_matrix_sheet_get_entry (self->sheet, (guint) self->active);
  if (entry->image == NULL)
    {
      lb_matrix_sheet_set_folded (self->sheet, entry->group, !entry->folded);
      return;
    }

  record = lb_matrix_sheet_get_record (self->sheet, (guint) self->active);
  if (self->column < 0 || record == NULL ||
      lb_cell_record_get_kind (record) != LB_CELL_RECORD_PROMPT)
    lb_matrix_grid_emit_open (self);
  else
    lb_matrix_grid_emit_edit (self);
}

static void
toggle_selected (LbMatrixGrid *self)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self->sheet, (guint) self->active);

  guint position;

  if (entry->image == NULL)
    lb_matrix_grid_activate (self);
  else if (!lb_matrix_sheet_find_position (self->sheet, entry, &position))
    return;
  else if (gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_unselect_item (self->selection, position);
  else
    gtk_selection_model_select_item (self->selection, position, FALSE);
}

/* At the head of a group the arrows fold it. */
static gboolean
fold (LbMatrixGrid *self, int step)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self->sheet, (guint) self->active);

  if (entry->image != NULL)
    return FALSE;

  lb_matrix_sheet_set_folded (self->sheet, entry->group, step < 0);
  return TRUE;
}

static void
show_menu (LbMatrixGrid *self)
{
  graphene_rect_t place;

  lb_matrix_grid_get_place (self, self->active, self->column, &place);
  lb_matrix_grid_emit_menu (self, place.origin.x + 12, place.origin.y + place.size.height);
}

static int
page_rows (LbMatrixGrid *self)
{
  return MAX (
    1, (gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height) / self->row_height - 1);
}

/* Keys that move. FALSE for another one. */
static gboolean
move (LbMatrixGrid *self, guint keyval, gboolean control, gboolean extend)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int last = last_entry (self);
  int nth = self->active;
  int column = self->column;

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:   nth = control ? 0 : nth - 1; break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down: nth = control ? last : nth + 1; break;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      {
        const int step = ((keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left) != rtl) ? -1 : 1;

        if (fold (self, step))
          return TRUE;
        column = !control ? column + step : step < 0 ? -1 : last_column (self);
        break;
      }
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      column = control ? 0 : -1;
      nth = control ? 0 : nth;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      column = last_column (self);
      nth = control ? last : nth;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:   nth -= page_rows (self); break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down: nth += page_rows (self); break;
    default:                   return FALSE;
    }

  /* A block has cells only, and does not end at the head of a group. */
  if (extend)
    column = MAX (column, 0);
  nth = CLAMP (nth, 0, last);
  while (extend && nth > 0 && nth < last &&
         lb_matrix_sheet_get_entry (self->sheet, (guint) nth)->image == NULL)
    nth += nth < self->active ? -1 : 1;
  lb_matrix_grid_go (self, nth, column, extend);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                LbMatrixGrid *self)
{
  const GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  const gboolean control = (modifiers & GDK_CONTROL_MASK) != 0;
  const gboolean shift = (modifiers & GDK_SHIFT_MASK) != 0;

  if (self->active < 0 || !lb_matrix_grid_holds_focus (self) || self->editor != NULL ||
      (modifiers & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  if (move (self, keyval, control, shift))
    return GDK_EVENT_STOP;

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && shift))
    show_menu (self);
  else if (modifiers != 0)
    return GDK_EVENT_PROPAGATE;
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    lb_matrix_grid_activate (self);
  else if (keyval == GDK_KEY_F2 && self->column >= 0 && self->active_image != NULL)
    lb_matrix_grid_activate (self);
  else if (keyval == GDK_KEY_space || keyval == GDK_KEY_KP_Space)
    toggle_selected (self);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

void
lb_matrix_grid_follow_keys (LbMatrixGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
