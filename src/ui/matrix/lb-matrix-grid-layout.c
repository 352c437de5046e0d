#include "config.h"

#include "ui/matrix/lb-matrix-fold.h"
#include "ui/matrix/lb-matrix-grid-private.h"
#include "ui/matrix/lb-matrix-head.h"
#include "ui/matrix/lb-matrix-row.h"

#include "ui/matrix/lb-matrix-words.h"

#define ROW_HEIGHT 42
#define FOLD_HEIGHT 32
#define HEAD_HEIGHT 46
#define NAME_CHARS 14 /* of a name, beside the picture */
#define NAME_REST 62  /* the picture, and what is around it */
#define NARROW_NAME 58
#define LEAST_WIDTH 110
#define MOST_WIDTH 240
#define CELL_REST 24 /* around the words of a cell */
#define HANDLE_SIZE 9
#define BAR_ROOM 70

/* Measuring. */

/* How wide a text is, with the font of the grid. */
static int
text_width (LbMatrixGrid *self, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* As wide as its head and its most frequent values want, and so from then on. */
static int
column_width (LbMatrixGrid *self, guint column)
{
  const char *path = lb_matrix_sheet_get_path (self->sheet, column);
  LbCellTally *tally = lb_matrix_sheet_get_tally (self->sheet, column);
  int width = GPOINTER_TO_INT (g_hash_table_lookup (self->given, path));
  g_autoptr (GArray) counts = NULL;

  if (width == 0)
    width = GPOINTER_TO_INT (g_hash_table_lookup (self->widths, path));
  if (width > 0)
    return width;

  width = MAX (LEAST_WIDTH, lb_matrix_head_get_wish (g_ptr_array_index (self->heads, column + 1)));
  counts = lb_cell_tally_list (tally, 3);
  for (guint i = 0; i < counts->len; i++)
    {
      g_autofree char *words = lb_matrix_value_words (lb_matrix_sheet_get_values (self->sheet),
                                                      g_array_index (counts, LbCellCount, i).value);

      width = MAX (width, text_width (self, words) + CELL_REST);
    }
  width = MIN (width, MOST_WIDTH);
  if (counts->len > 0)
    g_hash_table_insert (self->widths, g_strdup (path), GINT_TO_POINTER (width));
  return width;
}

static void
measure_heights (LbMatrixGrid *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "Ég");
  int line = 0;
  int head = 0;

  pango_layout_get_pixel_size (layout, NULL, &line);
  self->row_height = MAX (ROW_HEIGHT, line + 18);
  self->fold_height = MAX (FOLD_HEIGHT, line + 8);
  self->head_height = HEAD_HEIGHT;
  for (guint i = 0; i < self->heads->len; i++)
    {
      gtk_widget_measure (g_ptr_array_index (self->heads, i), GTK_ORIENTATION_VERTICAL, -1, &head,
                          NULL, NULL, NULL);
      self->head_height = MAX (self->head_height, head);
    }
}

static void
measure_tops (LbMatrixGrid *self)
{
  const guint n = lb_matrix_sheet_get_n_entries (self->sheet);
  int top = 0;

  g_array_set_size (self->tops, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self->sheet, i);

      g_array_index (self->tops, int, i) = top;
      top += entry->image != NULL ? self->row_height : self->fold_height;
    }
  g_array_index (self->tops, int, n) = top;
}

/* Which of the columns that scroll are in sight. */
static void
update_sight (LbMatrixGrid *self)
{
  LbMatrixGeometry *geometry = &self->geometry;
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAdjustment *adjustment = self->hadjustment;
  double value = 0;

  if (adjustment != NULL)
    value = rtl
              ? gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
                  gtk_adjustment_get_value (adjustment)
              : gtk_adjustment_get_value (adjustment);
  geometry->scroll = (int) CLAMP (value, 0, MAX (0, geometry->content_width - geometry->width));
  geometry->first = geometry->n_pinned;
  while (geometry->first < geometry->n_columns &&
         geometry->lefts[geometry->first] + geometry->widths[geometry->first] - geometry->scroll <=
           geometry->pinned_width)
    geometry->first++;
  geometry->end = geometry->first;
  while (geometry->end < geometry->n_columns &&
         geometry->lefts[geometry->end] - geometry->scroll < geometry->width)
    geometry->end++;
}

static gboolean
has_given_width (LbMatrixGrid *self, guint column)
{
  return !self->narrow &&
         g_hash_table_contains (self->given, lb_matrix_sheet_get_path (self->sheet, column));
}

/* Where there is more room than the columns want they share it, but for those whose width
 * somebody has chosen. */
static void
share_rest (LbMatrixGrid *self)
{
  LbMatrixGeometry *geometry = &self->geometry;
  const int rest = geometry->width - geometry->content_width;
  int n = 0;
  int nth = 0;
  int moved = 0;

  for (guint i = 0; i < geometry->n_columns; i++)
    n += !has_given_width (self, i);
  if (n == 0 || rest <= 0)
    return;

  for (guint i = 0; i < geometry->n_columns; i++)
    {
      geometry->lefts[i] += moved;
      if (has_given_width (self, i))
        continue;
      nth++;
      geometry->widths[i] += rest * nth / n - moved;
      moved = rest * nth / n;
    }
  geometry->content_width = geometry->width;
}

static void
measure_columns (LbMatrixGrid *self, int width)
{
  LbMatrixGeometry *geometry = &self->geometry;
  const guint n = lb_matrix_sheet_get_n_columns (self->sheet);
  g_autofree char *sample = g_strnfill (NAME_CHARS, 'n');
  int left;

  geometry->width = width;
  geometry->n_columns = n;
  geometry->lefts = g_renew (int, geometry->lefts, n + 1);
  geometry->widths = g_renew (int, geometry->widths, n + 1);
  geometry->name_width = self->narrow ? NARROW_NAME : text_width (self, sample) + NAME_REST;
  left = geometry->name_width;
  for (guint i = 0; i < n; i++)
    {
      geometry->lefts[i] = left;
      geometry->widths[i] =
        self->narrow ? MAX (0, width - geometry->name_width) : column_width (self, i);
      left += geometry->widths[i];
    }
  geometry->content_width = left;
  share_rest (self);
  /* What is pinned must leave room for something else. */
  geometry->n_pinned = MIN (self->n_pinned, n);
  while (geometry->n_pinned > 0 &&
         geometry->lefts[geometry->n_pinned - 1] + geometry->widths[geometry->n_pinned - 1] >
           MAX (geometry->name_width, width - LEAST_WIDTH))
    geometry->n_pinned--;
  geometry->pinned_width = geometry->n_pinned > 0 ? geometry->lefts[geometry->n_pinned - 1] +
                                                      geometry->widths[geometry->n_pinned - 1]
                                                  : geometry->name_width;
}

/* Rows. */

/* It is hidden when nobody has taken it (see hide_spares()). */
static void
release_row (LbMatrixGrid *self, GtkWidget *row)
{
  g_ptr_array_add (LB_IS_MATRIX_ROW (row) ? self->spares : self->folds, row);
}

static void
hide_spares (LbMatrixGrid *self)
{
  for (guint i = 0; i < self->spares->len; i++)
    gtk_widget_set_child_visible (g_ptr_array_index (self->spares, i), FALSE);
  for (guint i = 0; i < self->folds->len; i++)
    gtk_widget_set_child_visible (g_ptr_array_index (self->folds, i), FALSE);
}

static GtkWidget *
take_row (LbMatrixGrid *self, gboolean is_row)
{
  GPtrArray *spares = is_row ? self->spares : self->folds;
  GtkWidget *row = NULL;

  if (spares->len > 0)
    {
      row = g_ptr_array_steal_index_fast (spares, spares->len - 1);
      gtk_widget_set_child_visible (row, TRUE);
      return row;
    }

  row = is_row ? lb_matrix_row_new () : lb_matrix_fold_new ();
  /* Below the heads. */
  gtk_widget_insert_before (row, GTK_WIDGET (self),
                            self->heads->len > 0 ? g_ptr_array_index (self->heads, 0)
                                                 : self->handle);
  return row;
}

static int
n_entries (LbMatrixGrid *self)
{
  return self->tops->len > 0 ? (int) self->tops->len - 1 : 0;
}

static int
top_of (LbMatrixGrid *self, int nth)
{
  return g_array_index (self->tops, int, (guint) nth);
}

/* The entry that is at @y, from the top of the first; the last for what is below. */
static int
entry_at (LbMatrixGrid *self, int y)
{
  int low = 0;
  int high = n_entries (self) - 1;

  while (low < high)
    {
      const int middle = (low + high + 1) / 2;

      if (top_of (self, middle) <= y)
        low = middle;
      else
        high = middle - 1;
    }

  return low;
}

static void
show_row (LbMatrixGrid *self, GtkWidget *row, int nth)
{
  if (LB_IS_MATRIX_ROW (row))
    lb_matrix_row_show (LB_MATRIX_ROW (row), self, (guint) nth);
  else
    lb_matrix_fold_show (LB_MATRIX_FOLD (row), self, (guint) nth);
}

/* Provides entry @nth with a widget that shows it. */
static void
provide_row (LbMatrixGrid *self, int nth, gboolean anew)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self->sheet, (guint) nth);
  GtkWidget *row = lb_matrix_grid_get_row (self, nth);

  if (row != NULL && LB_IS_MATRIX_ROW (row) != (entry->image != NULL))
    {
      g_hash_table_remove (self->rows, GINT_TO_POINTER (nth));
      release_row (self, row);
      row = NULL;
    }
  if (row != NULL && !anew)
    return;

  if (row == NULL)
    {
      row = take_row (self, entry->image != NULL);
      g_hash_table_insert (self->rows, GINT_TO_POINTER (nth), row);
    }
  show_row (self, row, nth);
}

GtkWidget *
lb_matrix_grid_get_row (LbMatrixGrid *self, int nth)
{
  return g_hash_table_lookup (self->rows, GINT_TO_POINTER (nth));
}

/* The row with the focus stays, wherever it is. */
static void
release_others (LbMatrixGrid *self, int first, int last)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer row = NULL;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &key, &row))
    {
      const int nth = GPOINTER_TO_INT (key);

      if (nth >= first && nth <= last)
        continue;
      if (nth == self->active && nth < n_entries (self))
        continue;
      g_hash_table_iter_remove (&iter);
      release_row (self, row);
    }
}

void
lb_matrix_grid_update_rows (LbMatrixGrid *self, gboolean anew)
{
  const guint sight_first = self->geometry.first;
  const guint sight_end = self->geometry.end;
  const int height = gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height;
  const int top =
    self->vadjustment != NULL ? (int) gtk_adjustment_get_value (self->vadjustment) : 0;
  int first;
  int last;

  if (self->sheet == NULL || self->geometry.lefts == NULL)
    return;

  update_sight (self);
  anew = anew || sight_first != self->geometry.first || sight_end != self->geometry.end;
  if (n_entries (self) == 0 || height <= 0)
    {
      release_others (self, 0, -1);
      hide_spares (self);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      return;
    }

  first = entry_at (self, top);
  last = entry_at (self, top + height);
  release_others (self, first, last);
  for (int i = first; i <= last; i++)
    provide_row (self, i, anew);
  if (self->active >= 0 && self->active < n_entries (self) &&
      (self->active < first || self->active > last))
    provide_row (self, self->active, anew);
  hide_spares (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
lb_matrix_grid_update_heads (LbMatrixGrid *self)
{
  const guint n = lb_matrix_sheet_get_n_columns (self->sheet);

  while (self->heads->len > n + 1)
    gtk_widget_unparent (g_ptr_array_steal_index (self->heads, self->heads->len - 1));
  while (self->heads->len < n + 1)
    {
      GtkWidget *head = lb_matrix_head_new ();

      gtk_widget_insert_before (head, GTK_WIDGET (self), self->handle);
      g_ptr_array_add (self->heads, head);
    }
  lb_matrix_head_show_images (g_ptr_array_index (self->heads, 0),
                              lb_matrix_sheet_get_n_images (self->sheet), self->narrow);
  for (guint i = 0; i < n; i++)
    lb_matrix_head_show_column (g_ptr_array_index (self->heads, i + 1), self->sheet, i,
                                i < self->n_pinned);
}

void
lb_matrix_grid_rebuild (LbMatrixGrid *self)
{
  const gboolean focused = lb_matrix_grid_holds_focus (self);

  lb_matrix_grid_update_heads (self);
  measure_heights (self);
  measure_columns (self, gtk_widget_get_width (GTK_WIDGET (self)));
  measure_tops (self);
  lb_matrix_grid_update_adjustments (self);
  lb_matrix_grid_update_rows (self, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ROW_COUNT,
                                  n_entries (self) + 1, GTK_ACCESSIBLE_RELATION_COL_COUNT,
                                  (int) self->geometry.n_columns + 1, -1);
  if (focused && self->editor == NULL)
    lb_matrix_grid_focus_active (self);
}

/* Below the last row, where the bar of a selection may float over it; narrow there is none. */
static int
room_for_bar (LbMatrixGrid *self)
{
  return self->narrow ? 0 : BAR_ROOM;
}

void
lb_matrix_grid_update_adjustments (LbMatrixGrid *self)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  const int height = MAX (0, gtk_widget_get_height (GTK_WIDGET (self)) - self->head_height);
  const int content = MAX (width, self->geometry.content_width);
  const int rows = n_entries (self) > 0 ? top_of (self, n_entries (self)) : 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment,
                              rtl ? content - width - self->geometry.scroll : self->geometry.scroll,
                              0, content, 40, width * 0.9, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, gtk_adjustment_get_value (self->vadjustment), 0,
                              MAX (rows > 0 ? rows + room_for_bar (self) : 0, height),
                              self->row_height, height * 0.9, height);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Allocating. */

static void
place_child (GtkWidget *child, int left, int top, int child_width, int child_height, int width)
{
  const gboolean rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (
    child,
    &(GtkAllocation) { rtl ? width - left - child_width : left, top, child_width, child_height },
    -1);
}

static int
column_left (LbMatrixGrid *self, int column)
{
  const LbMatrixGeometry *geometry = &self->geometry;

  if (column < 0)
    return 0;

  return geometry->lefts[column] - ((guint) column < geometry->n_pinned ? 0 : geometry->scroll);
}

static int
column_extent (LbMatrixGrid *self, int column)
{
  return column < 0 ? self->geometry.name_width : self->geometry.widths[column];
}

static int
shown_top (LbMatrixGrid *self, int nth)
{
  const double value = self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;

  return top_of (self, nth) - (int) value + self->head_height;
}

void
lb_matrix_grid_get_place (LbMatrixGrid *self, int nth, int column, graphene_rect_t *place)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int width = column_extent (self, column);
  const int left = column_left (self, column);

  graphene_rect_init (
    place, (float) (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - left - width : left),
    (float) shown_top (self, nth), (float) width,
    (float) (top_of (self, nth + 1) - top_of (self, nth)));
}

static void
place_handle (LbMatrixGrid *self, int width)
{
  LbMatrixRange range;
  const gboolean shown =
    self->writable && self->editor == NULL && lb_matrix_grid_get_range (self, &range);
  int bottom = 0;
  int end = 0;

  if (shown)
    {
      bottom = shown_top (self, (int) range.last + 1);
      end = column_left (self, (int) range.right) + column_extent (self, (int) range.right);
    }
  gtk_widget_set_child_visible (
    self->handle, shown && bottom > self->head_height &&
                    (range.right < self->geometry.n_pinned || end > self->geometry.pinned_width));
  place_child (self->handle, end - HANDLE_SIZE / 2 - 2, bottom - HANDLE_SIZE / 2 - 2, HANDLE_SIZE,
               HANDLE_SIZE, width);
}

static void
place_heads (LbMatrixGrid *self, int width)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const int column = (int) i - 1;

      place_child (g_ptr_array_index (self->heads, i), column_left (self, column), 0,
                   column_extent (self, column), self->head_height, width);
    }
}

static void
lb_matrix_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (widget);
  const int row_height = self->row_height;
  const int head_height = self->head_height;
  int rows_height;
  GHashTableIter iter;
  gpointer nth = NULL;
  gpointer row = NULL;

  if (self->sheet == NULL)
    return;

  /* The text may be larger than before, too. */
  measure_heights (self);
  if (self->row_height != row_height)
    g_hash_table_remove_all (self->widths);
  if (self->geometry.width != width || self->row_height != row_height ||
      self->head_height != head_height)
    {
      measure_columns (self, width);
      measure_tops (self);
      update_sight (self);
    }
  rows_height = MAX (0, height - self->head_height);
  if (self->geometry.sized_width != width || self->row_height != row_height ||
      (self->vadjustment != NULL &&
       gtk_adjustment_get_page_size (self->vadjustment) != rows_height))
    {
      self->geometry.sized_width = width;
      lb_matrix_grid_update_adjustments (self);
      lb_matrix_grid_update_rows (self, TRUE);
    }

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &nth, &row))
    {
      const int entry = GPOINTER_TO_INT (nth);

      place_child (row, 0, shown_top (self, entry), width,
                   top_of (self, entry + 1) - top_of (self, entry), width);
    }
  place_heads (self, width);
  place_handle (self, width);
  if (self->editor != NULL && self->active >= 0)
    place_child (self->editor, column_left (self, self->column), shown_top (self, self->active),
                 column_extent (self, self->column), self->row_height, width);
}

static void
lb_matrix_grid_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum =
    orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * NARROW_NAME : HEAD_HEIGHT + 2 * ROW_HEIGHT;
  *natural = *minimum;
}

static void
lb_matrix_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbMatrixGrid *self = LB_MATRIX_GRID (widget);
  const LbMatrixGeometry *geometry = &self->geometry;
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const float pinned = (float) geometry->pinned_width;
  GHashTableIter iter;
  gpointer row = NULL;

  if (self->sheet == NULL)
    return;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, (float) self->head_height, width,
                                                         height - (float) self->head_height));
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    gtk_widget_snapshot_child (widget, row, snapshot);
  if (self->editor != NULL)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
  gtk_widget_snapshot_child (widget, self->handle, snapshot);
  gtk_snapshot_pop (snapshot);

  gtk_snapshot_push_clip (
    snapshot, &GRAPHENE_RECT_INIT (rtl ? 0 : pinned, 0, width - pinned, (float) self->head_height));
  for (guint i = geometry->n_pinned + 1; i < self->heads->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->heads, i), snapshot);
  gtk_snapshot_pop (snapshot);
  for (guint i = 0; i <= geometry->n_pinned && i < self->heads->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->heads, i), snapshot);
}

static void
lb_matrix_grid_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  if (LB_MATRIX_GRID (widget)->sheet != NULL)
    lb_matrix_grid_rebuild (LB_MATRIX_GRID (widget));
}

void
lb_matrix_grid_install_layout (GtkWidgetClass *widget_class)
{
  widget_class->measure = lb_matrix_grid_measure;
  widget_class->size_allocate = lb_matrix_grid_size_allocate;
  widget_class->snapshot = lb_matrix_grid_snapshot;
  widget_class->direction_changed = lb_matrix_grid_direction_changed;
}

gboolean
lb_matrix_grid_locate (LbMatrixGrid *self, double x, double y, int *nth, int *column)
{
  const LbMatrixGeometry *geometry = &self->geometry;
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int left = (int) (rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x);
  const double scrolled =
    self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0;
  const int down = (int) (y - self->head_height + scrolled);

  if (y < self->head_height || n_entries (self) == 0 || down >= top_of (self, n_entries (self)))
    return FALSE;

  *nth = entry_at (self, down);
  *column = -1;
  for (guint i = 0; i < geometry->n_columns && left >= geometry->name_width; i++)
    {
      const int start = column_left (self, (int) i);

      /* What is pinned covers what scrolls below it. */
      if (left >= start && left < start + geometry->widths[i] &&
          (i < geometry->n_pinned || left >= geometry->pinned_width))
        *column = (int) i;
    }

  return TRUE;
}

void
lb_matrix_grid_scroll_to (LbMatrixGrid *self, guint nth)
{
  int top;
  int bottom;
  double value;
  double page;

  g_return_if_fail (LB_IS_MATRIX_GRID (self));

  if (self->vadjustment == NULL || (int) nth >= n_entries (self))
    return;

  top = top_of (self, (int) nth);
  bottom = top_of (self, (int) nth + 1);
  value = gtk_adjustment_get_value (self->vadjustment);
  page = gtk_adjustment_get_page_size (self->vadjustment);
  page -= MIN (room_for_bar (self), page / 4);
  if (top < value)
    gtk_adjustment_set_value (self->vadjustment, top);
  else if (bottom > value + page)
    gtk_adjustment_set_value (self->vadjustment, bottom - page);
}
