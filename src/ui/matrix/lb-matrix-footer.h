#pragma once

#include <adwaita.h>

#include "jobs/lb-matrix-sheet.h"

G_BEGIN_DECLS

/* What is in a column of the matrix, and what can be done with the cells chosen. Signal: value
 * (guint): the images with this value are wanted, 0 for those without one. */
#define LB_TYPE_MATRIX_FOOTER (lb_matrix_footer_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixFooter, lb_matrix_footer, LB, MATRIX_FOOTER, AdwBin)

/* @column: of @sheet, or -1; @n_cells: chosen, @n_empty of them without a value. */
void lb_matrix_footer_show (
  LbMatrixFooter *self, LbMatrixSheet *sheet, int column, guint n_cells, guint n_empty);
void lb_matrix_footer_set_narrow (LbMatrixFooter *self, gboolean narrow);
/* What is under way, in the place of the number of cells; NULL: nothing any more. */
void lb_matrix_footer_set_busy (LbMatrixFooter *self, const char *words);

G_END_DECLS
