#pragma once

#include "ui/matrix/lb-matrix-grid-private.h"

G_BEGIN_DECLS

/* One image of the matrix: its picture and name, and cells for the columns in sight. Recycled. */
#define LB_TYPE_MATRIX_ROW (lb_matrix_row_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixRow, lb_matrix_row, LB, MATRIX_ROW, GtkWidget)

GtkWidget *lb_matrix_row_new (void);
/* Shows entry @nth of @grid, which keeps it. */
void lb_matrix_row_show (LbMatrixRow *self, LbMatrixGrid *grid, guint nth);
/* Only what the selection of the images changes. */
void lb_matrix_row_show_selected (LbMatrixRow *self, gboolean selected);
/* (nullable): @column -1 is the image. */
GtkWidget *lb_matrix_row_get_cell (LbMatrixRow *self, int column);
/* Whether the cell has not room for all it says. */
gboolean lb_matrix_row_is_cut (LbMatrixRow *self, int column);

G_END_DECLS
