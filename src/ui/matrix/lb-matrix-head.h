#pragma once

#include "jobs/lb-matrix-sheet.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The head of a column of the matrix: what it is, what is in it, and the menu of what can be done
 * with it, whose actions are "matrix.sort", "matrix.group", "matrix.pin", "matrix.hide" and
 * "matrix.move". That of the images has no menu. */
#define LB_TYPE_MATRIX_HEAD (lb_matrix_head_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixHead, lb_matrix_head, LB, MATRIX_HEAD, GtkWidget)

GtkWidget *lb_matrix_head_new (void);
void lb_matrix_head_show_column (LbMatrixHead *self,
                                 LbMatrixSheet *sheet,
                                 guint column,
                                 gboolean pinned);
/* @narrow: there is no room for words. */
void lb_matrix_head_show_images (LbMatrixHead *self, guint n_images, gboolean narrow);
/* (transfer none): the column in words. */
const char *lb_matrix_head_get_title (LbMatrixHead *self);
/* How wide it would be with all its words. */
int lb_matrix_head_get_wish (LbMatrixHead *self);

G_END_DECLS
