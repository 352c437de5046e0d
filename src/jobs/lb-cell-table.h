#pragma once

#include "model/lb-cell-record.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCellTable:
 *
 * What the captions of a dataset say, field by field, followed as they change. They are read on
 * another thread, only those that have changed, many at a time. For the main thread.
 *
 * Signal: changed: some of them say something else, or there are other images.
 */
#define LB_TYPE_CELL_TABLE (lb_cell_table_get_type ())
G_DECLARE_FINAL_TYPE (LbCellTable, lb_cell_table, LB, CELL_TABLE, GObject)

/* @images: (element-type LbImage): live */
LbCellTable *lb_cell_table_new (LbDataset *dataset, GListModel *images);
/* (transfer none): the fields and values that the records are made of. */
LbCellValues *lb_cell_table_get_values (LbCellTable *self);
/* (transfer none) (nullable): until it is read; what was read last while it changes. */
const LbCellRecord *lb_cell_table_get (LbCellTable *self, LbImage *image);
/* Whether more captions wait to be read than are read together: it goes on at once. */
gboolean lb_cell_table_is_behind (LbCellTable *self);
/* Resolves TRUE once all is read. */
DexFuture *lb_cell_table_settle (LbCellTable *self);

G_END_DECLS
