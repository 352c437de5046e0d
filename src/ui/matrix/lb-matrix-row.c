#include "config.h"

#include "ui/matrix/lb-matrix-row.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "ui/dataset/lb-image-state.h"
#include "ui/matrix/lb-matrix-cell.h"
#include "ui/matrix/lb-matrix-head.h"
#include "ui/matrix/lb-matrix-words.h"
#include "ui/widgets/lb-text-line.h"
#include "ui/widgets/lb-thumbnail.h"

struct _LbMatrixRow
{
  GtkWidget parent_instance;

  GtkWidget *head;      /* child: the picture and the name */
  GtkWidget *thumbnail; /* in it */
  GtkWidget *name;      /* in it */
  GtkWidget *words;     /* (nullable): child: why there are no cells */
  GPtrArray *cells;     /* (element-type LbMatrixCell): children, by column; NULL out of sight */
  GPtrArray *spares;    /* (element-type LbMatrixCell): children that show nothing */

  const LbMatrixGeometry *geometry; /* (unowned) of the grid */
  LbImage *image;                   /* (owned) (nullable) */
  gboolean has_words;
};

G_DEFINE_FINAL_TYPE (LbMatrixRow, lb_matrix_row, GTK_TYPE_WIDGET)

static void
lb_matrix_row_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  LbMatrixRow *self = LB_MATRIX_ROW (widget);

  /* The grid says how large it is; the head is what grows with the text. */
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (self->head, orientation, -1, minimum, natural, NULL, NULL);
}

static void
place (GtkWidget *child, int left, int child_width, int width, int height)
{
  const gboolean rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (
    child, &(GtkAllocation) { rtl ? width - left - child_width : left, 0, child_width, height },
    -1);
}

static void
lb_matrix_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LbMatrixRow *self = LB_MATRIX_ROW (widget);
  const LbMatrixGeometry *geometry = self->geometry;

  if (geometry == NULL)
    return;

  place (self->head, 0, geometry->name_width, width, height);
  if (self->words != NULL && self->has_words)
    place (self->words, geometry->name_width, MAX (0, width - geometry->name_width), width, height);
  for (guint i = 0; i < self->cells->len && i < geometry->n_columns; i++)
    {
      GtkWidget *cell = g_ptr_array_index (self->cells, i);
      const int scroll = i < geometry->n_pinned ? 0 : geometry->scroll;

      if (cell != NULL)
        place (cell, geometry->lefts[i] - scroll, geometry->widths[i], width, height);
    }
}

static void
lb_matrix_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LbMatrixRow *self = LB_MATRIX_ROW (widget);
  const LbMatrixGeometry *geometry = self->geometry;
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const float height = (float) gtk_widget_get_height (widget);
  const float rest = (float) (gtk_widget_get_width (widget) - geometry->pinned_width);

  gtk_snapshot_push_clip (
    snapshot, &GRAPHENE_RECT_INIT (rtl ? 0 : (float) geometry->pinned_width, 0, rest, height));
  for (guint i = geometry->n_pinned; i < self->cells->len; i++)
    if (g_ptr_array_index (self->cells, i) != NULL)
      gtk_widget_snapshot_child (widget, g_ptr_array_index (self->cells, i), snapshot);
  gtk_snapshot_pop (snapshot);

  for (guint i = 0; i < geometry->n_pinned && i < self->cells->len; i++)
    if (g_ptr_array_index (self->cells, i) != NULL)
      gtk_widget_snapshot_child (widget, g_ptr_array_index (self->cells, i), snapshot);
  if (self->words != NULL && self->has_words)
    gtk_widget_snapshot_child (widget, self->words, snapshot);
  gtk_widget_snapshot_child (widget, self->head, snapshot);
}

static void
unparent (gpointer widget)
{
  if (widget != NULL)
    gtk_widget_unparent (widget);
}

static void
lb_matrix_row_dispose (GObject *object)
{
  LbMatrixRow *self = LB_MATRIX_ROW (object);

  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->spares, g_ptr_array_unref);
  g_clear_pointer (&self->words, gtk_widget_unparent);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_object (&self->image);

  G_OBJECT_CLASS (lb_matrix_row_parent_class)->dispose (object);
}

static void
lb_matrix_row_class_init (LbMatrixRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lb_matrix_row_dispose;
  widget_class->measure = lb_matrix_row_measure;
  widget_class->size_allocate = lb_matrix_row_size_allocate;
  widget_class->snapshot = lb_matrix_row_snapshot;

  gtk_widget_class_set_css_name (widget_class, "matrix-row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
make_head (LbMatrixRow *self)
{
  self->head = g_object_new (GTK_TYPE_BOX, "css-name", "matrix-name", "spacing", 8, "focusable",
                             TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW_HEADER, NULL);
  self->thumbnail = g_object_new (LB_TYPE_THUMBNAIL, "aspect", 1.25, "natural-width", 38,
                                  "minimum-width", 38, "valign", GTK_ALIGN_CENTER,
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->thumbnail, "row");
  self->name =
    g_object_new (LB_TYPE_TEXT_LINE, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, "hexpand", TRUE, "valign",
                  GTK_ALIGN_CENTER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (self->head), self->thumbnail);
  gtk_box_append (GTK_BOX (self->head), self->name);
  gtk_widget_set_overflow (self->head, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
}

static void
lb_matrix_row_init (LbMatrixRow *self)
{
  self->cells = g_ptr_array_new_with_free_func (unparent);
  self->spares = g_ptr_array_new_with_free_func (unparent);
  make_head (self);
}

GtkWidget *
lb_matrix_row_new (void)
{
  return g_object_new (LB_TYPE_MATRIX_ROW, NULL);
}

/* Gives column @column a cell, or takes it away. */
static GtkWidget *
provide (LbMatrixRow *self, guint column, gboolean wanted)
{
  GtkWidget *cell = g_ptr_array_index (self->cells, column);

  if (wanted == (cell != NULL))
    return cell;

  if (!wanted)
    {
      gtk_widget_set_child_visible (cell, FALSE);
      g_ptr_array_add (self->spares, cell);
      g_ptr_array_index (self->cells, column) = NULL;
      return NULL;
    }

  if (self->spares->len > 0)
    {
      cell = g_ptr_array_steal_index_fast (self->spares, self->spares->len - 1);
      gtk_widget_set_child_visible (cell, TRUE);
    }
  else
    {
      cell = lb_matrix_cell_new ();
      gtk_widget_set_parent (cell, GTK_WIDGET (self));
    }
  g_ptr_array_index (self->cells, column) = cell;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_COL_INDEX,
                                  (int) column + 2, -1);
  return cell;
}

static gboolean
is_in_sight (const LbMatrixGeometry *geometry, guint column)
{
  return column < geometry->n_pinned || (column >= geometry->first && column < geometry->end);
}

static gboolean
is_chosen (const LbMatrixGrid *grid, guint nth, guint column)
{
  LbMatrixRange range;

  return lb_matrix_grid_get_range ((LbMatrixGrid *) grid, &range) && column >= range.left &&
         column <= range.right && nth >= MIN (range.first, (guint) MAX (0, grid->fill_to)) &&
         nth <= MAX (range.last, (guint) MAX (0, grid->fill_to)) &&
         (grid->fill_to >= 0 || (nth >= range.first && nth <= range.last));
}

/* @image: its name */
static void
show_cell (GtkWidget *cell, LbMatrixGrid *grid, guint nth, guint column, const char *image)
{
  LbCellValues *values = lb_matrix_sheet_get_values (grid->sheet);
  const char *path = lb_matrix_sheet_get_path (grid->sheet, column);
  LbCellTally *tally = lb_cell_census_get_tally (lb_matrix_sheet_get_census (grid->sheet), path);
  const guint value = lb_matrix_sheet_get_value (grid->sheet, nth, column);
  const gboolean grouped = g_strcmp0 (lb_matrix_sheet_get_group (grid->sheet), path) == 0;
  g_autofree char *text = lb_matrix_value_words (values, value);
  const char *field = lb_matrix_head_get_title (g_ptr_array_index (grid->heads, column + 1));
  g_autofree char *name = lb_matrix_cell_words (field, image, text);
  g_autofree char *outlier = lb_matrix_outlier_words (values, tally, value);
  const LbMatrixLook look = {
    .text = text,
    .name = name,
    .description = outlier != NULL ? outlier : "",
    .empty = value == 0,
    .repeated = grouped && value != 0,
    .outlier = outlier != NULL,
    .selected = is_chosen (grid, nth, column),
    .active = grid->active == (int) nth && grid->column == (int) column,
  };

  lb_matrix_cell_show (LB_MATRIX_CELL (cell), &look);
}

static void
show_words (LbMatrixRow *self, LbMatrixGrid *grid, guint nth, const char *words)
{
  g_autofree char *shown_name = lb_visible_text (lb_image_shown_name (self->image));
  /* Translators: the name of an image, and why it has no cells */
  g_autofree char *name = g_strdup_printf (_ ("%1$s: %2$s"), shown_name, words);
  const LbMatrixLook look = { .text = words,
                              .name = name,
                              .description = "",
                              .is_words = TRUE,
                              .active = grid->active == (int) nth && grid->column >= 0 };

  if (self->words == NULL)
    {
      self->words = lb_matrix_cell_new ();
      gtk_widget_set_parent (self->words, GTK_WIDGET (self));
    }
  lb_matrix_cell_show (LB_MATRIX_CELL (self->words), &look);
}

static void
show_head (LbMatrixRow *self, LbMatrixGrid *grid, guint nth)
{
  g_autofree char *name = lb_visible_text (lb_image_shown_name (self->image));
  const gboolean active = grid->active == (int) nth && grid->column < 0;

  gtk_widget_set_visible (self->name, !grid->narrow);
  if (g_strcmp0 (lb_text_line_get_text (LB_TEXT_LINE (self->name)), name) != 0)
    {
      lb_text_line_set_text (LB_TEXT_LINE (self->name), name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->head), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }
  if (active)
    gtk_widget_add_css_class (self->head, "active");
  else
    gtk_widget_remove_css_class (self->head, "active");
}

void
lb_matrix_row_show (LbMatrixRow *self, LbMatrixGrid *grid, guint nth)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (grid->sheet, nth);
  const char *words = lb_matrix_row_words (lb_matrix_sheet_get_record (grid->sheet, nth));
  const guint n_columns = grid->geometry.n_columns;
  const gboolean active = grid->active == (int) nth;

  g_return_if_fail (LB_IS_MATRIX_ROW (self));

  self->geometry = &grid->geometry;
  if (g_set_object (&self->image, entry->image))
    lb_thumbnail_set_image (LB_THUMBNAIL (self->thumbnail), grid->session,
                            grid->session != NULL ? entry->image : NULL);
  self->has_words = words != NULL;
  show_head (self, grid, nth);

  for (guint i = n_columns; i < self->cells->len; i++)
    provide (self, i, FALSE);
  g_ptr_array_set_size (self->cells, (int) n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      const gboolean wanted =
        words == NULL && (is_in_sight (&grid->geometry, i) || (active && grid->column == (int) i));
      GtkWidget *cell = provide (self, i, wanted);

      if (cell != NULL)
        show_cell (cell, grid, nth, i, lb_text_line_get_text (LB_TEXT_LINE (self->name)));
    }
  if (words != NULL)
    show_words (self, grid, nth, words);
  if (self->words != NULL)
    gtk_widget_set_child_visible (self->words, words != NULL);
  lb_matrix_row_show_selected (self,
                               gtk_selection_model_is_selected (grid->selection, entry->position));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ROW_INDEX,
                                  (int) nth + 2, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
lb_matrix_row_show_selected (LbMatrixRow *self, gboolean selected)
{
  g_return_if_fail (LB_IS_MATRIX_ROW (self));

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_CHECKED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

GtkWidget *
lb_matrix_row_get_cell (LbMatrixRow *self, int column)
{
  g_return_val_if_fail (LB_IS_MATRIX_ROW (self), NULL);

  if (column < 0)
    return self->head;
  if (self->has_words)
    return self->words;

  return column < (int) self->cells->len ? g_ptr_array_index (self->cells, (guint) column) : NULL;
}

gboolean
lb_matrix_row_is_cut (LbMatrixRow *self, int column)
{
  GtkWidget *cell = lb_matrix_row_get_cell (self, column);
  GtkWidget *words = cell != NULL ? gtk_widget_get_last_child (cell) : NULL;

  return LB_IS_TEXT_LINE (words) && gtk_widget_get_visible (words) &&
         lb_text_line_is_cut (LB_TEXT_LINE (words));
}
