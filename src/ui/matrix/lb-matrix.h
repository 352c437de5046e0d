#pragma once

#include <adwaita.h>

#include "session/lb-session.h"
#include "ui/matrix/lb-matrix-footer.h"
#include "ui/matrix/lb-matrix-tools.h"

G_BEGIN_DECLS

/**
 * LbMatrix:
 *
 * The captions of a dataset as a table: images as rows, fields as columns. Its columns are kept in
 * the settings. It reads nothing before it is shown first.
 *
 * Properties: narrow (boolean: one field at a time). Signals: activate (guint position); menu
 * (guint position, GtkWidget *widget, double x, double y).
 */
#define LB_TYPE_MATRIX (lb_matrix_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrix, lb_matrix, LB, MATRIX, AdwBin)

/* Once. @images: (element-type LbImage): all of the dataset; @selection: of those shown; @tools,
 * @footer: what stands over and under it. The actions "matrix" are put into @around. */
void lb_matrix_set_model (LbMatrix *self,
                          LbSession *session,
                          LbDataset *dataset,
                          GListModel *images,
                          GtkSelectionModel *selection);
void lb_matrix_set_bars (LbMatrix *self,
                         GtkWidget *around,
                         LbMatrixTools *tools,
                         LbMatrixFooter *footer);
/* (transfer none) (nullable): the image of the row where the keyboard is. */
LbImage *lb_matrix_get_focused (LbMatrix *self);
void lb_matrix_scroll_to (LbMatrix *self, guint position, GtkListScrollFlags flags);
/* Goes to column @path, which becomes one if it is none. */
void lb_matrix_show_column (LbMatrix *self, const char *path);

G_END_DECLS
