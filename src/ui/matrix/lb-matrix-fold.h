#pragma once

#include "ui/matrix/lb-matrix-grid-private.h"

G_BEGIN_DECLS

/* The head of a group of rows: an arrow, the value, how many images. Recycled. */
#define LB_TYPE_MATRIX_FOLD (lb_matrix_fold_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixFold, lb_matrix_fold, LB, MATRIX_FOLD, GtkWidget)

GtkWidget *lb_matrix_fold_new (void);
/* Shows entry @nth of @grid. */
void lb_matrix_fold_show (LbMatrixFold *self, LbMatrixGrid *grid, guint nth);

G_END_DECLS
