#pragma once

#include <gtk/gtk.h>

#include "jobs/lb-matrix-sheet.h"

G_BEGIN_DECLS

/**
 * LbMatrixRange:
 * @first: the first entry
 * @last: the last entry
 * @left: the first column
 * @right: the last column
 *
 * A block of cells. Heads of groups in it have none.
 */
typedef struct
{
  guint first;
  guint last;
  guint left;
  guint right;
} LbMatrixRange;

/**
 * LbMatrixGrid:
 *
 * A sheet as a table that scrolls: the heads and the first columns stay. Only what is in sight has
 * widgets. It knows which cell the keyboard is at and which block of cells is chosen, and writes
 * nothing by itself. Row headers show and change the selection of the images.
 *
 * Properties: narrow (boolean: pictures without names, and one column that has the rest).
 * Signals: moved: the cell or the block is another; edit: the value is to be changed; open (guint
 * position): the image; menu (guint position, double x, double y): of the image, in the grid's
 * coordinates; cell-menu (double x, double y); fill (guint first, guint last): the block is to be
 * repeated in these entries above or below it; resized (utf8 path, int width): a column was given
 * a width in pixels, 0 for the one that suits what is in it.
 */
#define LB_TYPE_MATRIX_GRID (lb_matrix_grid_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixGrid, lb_matrix_grid, LB, MATRIX_GRID, GtkWidget)

/* Once. @session: (nullable): for the pictures; @selection: of what @sheet shows. */
void lb_matrix_grid_set_sheet (LbMatrixGrid *self,
                               LbSession *session,
                               LbMatrixSheet *sheet,
                               GtkSelectionModel *selection);
/* How many of the columns, from the first, stay at the start. */
void lb_matrix_grid_set_n_pinned (LbMatrixGrid *self, guint n_pinned);
/* @widths: a{su}: of columns that have one of their own, in pixels. */
void lb_matrix_grid_set_widths (LbMatrixGrid *self, GVariant *widths);
/* As it is now, in pixels. */
int lb_matrix_grid_get_width (LbMatrixGrid *self, guint column);
void lb_matrix_grid_set_writable (LbMatrixGrid *self, gboolean writable);

/* The entry where the keyboard is, -1 for none; @column: (out) (optional): -1 for the image. */
int lb_matrix_grid_get_active (LbMatrixGrid *self, int *column);
/* (transfer none) (nullable): the image of that row. */
LbImage *lb_matrix_grid_get_active_image (LbMatrixGrid *self);
/* Goes there and shows it; @extend: the block reaches from where it began to there. */
void lb_matrix_grid_go (LbMatrixGrid *self, int nth, int column, gboolean extend);
/* FALSE where there is no block of cells, as at an image or at the head of a group. */
gboolean lb_matrix_grid_get_range (LbMatrixGrid *self, LbMatrixRange *range);
/* Shows @editor (transfer none) in the place of the active cell; NULL takes it away. */
void lb_matrix_grid_set_editor (LbMatrixGrid *self, GtkWidget *editor);
void lb_matrix_grid_scroll_to (LbMatrixGrid *self, guint nth);

G_END_DECLS
