#pragma once

#include <adwaita.h>

#include "jobs/lb-cell-census.h"
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
 * (guint position, GtkWidget *widget, double x, double y); judged: other cells stand out, or are
 * empty.
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
/* (transfer none) (nullable): of the columns; NULL before it is shown first. */
LbCellCensus *lb_matrix_get_census (LbMatrix *self);
/* (transfer none) (nullable): the field that the footer is about. */
const char *lb_matrix_get_field (LbMatrix *self);
/* (transfer full) (element-type LbImage): those that have cells in the block that is chosen. */
GPtrArray *lb_matrix_dup_block (LbMatrix *self);
/* (transfer none) (nullable): the image of the row where the keyboard is. */
LbImage *lb_matrix_get_focused (LbMatrix *self);
void lb_matrix_scroll_to (LbMatrix *self, guint position, GtkListScrollFlags flags);
/* Goes to column @path, which becomes one if it is none. */
void lb_matrix_show_column (LbMatrix *self, const char *path);

G_END_DECLS
