#pragma once

#include "model/lb-cell-record.h"
#include "model/lb-cell-tally.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbMatrixLine:
 * @image: an image
 * @record: (nullable): its cells, once they are read
 * @position: where it is in its model
 * @group: the value that it has in common with those beside it, 0 for no value and without groups
 *
 * A row of the matrix, folded or not.
 */
typedef struct
{
  LbImage *image;
  LbCellRecord *record;
  guint position;
  guint group;
  const char *group_key; /* "" without a value, or without groups */
  const char *sort_key;  /* (nullable): NULL without a value */
} LbMatrixLine;

/**
 * LbMatrixOrder:
 *
 * The rows of a matrix as they were at one time, to be sorted and grouped by their values, and
 * their cells to be counted, on any thread. Made, read and at last let go of on the main thread.
 */
typedef struct _LbMatrixOrder LbMatrixOrder;

/* @sort, @group: (nullable): fields; @n_lines: how many will be added. */
LbMatrixOrder *lb_matrix_order_new (
  LbCellValues *values, const char *sort, gboolean descending, const char *group, guint n_lines);
LbMatrixOrder *lb_matrix_order_ref (LbMatrixOrder *self);
void lb_matrix_order_unref (LbMatrixOrder *self);
/* Before it is run. */
/* @image: (transfer full), in the order of the model; @record: (nullable). */
void lb_matrix_order_add (LbMatrixOrder *self, LbImage *image, const LbCellRecord *record);
/* @path: the number of a field that is to be counted. */
void lb_matrix_order_add_column (LbMatrixOrder *self, guint path);
/* Once, on any thread: brings the lines into their order and counts what is in the columns. Those
 * without a value come last in either direction, but first among groups. */
void lb_matrix_order_run (LbMatrixOrder *self);
/* (transfer full) (nullable): what the lines have in a column that was added, once. */
LbCellTally *lb_matrix_order_steal_tally (LbMatrixOrder *self, guint path);
/* (transfer full): what the lines have in any field. */
LbCellTally *lb_matrix_order_count (const LbMatrixOrder *self, guint path);
gboolean lb_matrix_order_has_groups (const LbMatrixOrder *self);
guint lb_matrix_order_get_length (const LbMatrixOrder *self);
const LbMatrixLine *lb_matrix_order_get (const LbMatrixOrder *self, guint nth);
/* The one that is at @position in the model. */
const LbMatrixLine *lb_matrix_order_get_at (const LbMatrixOrder *self, guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMatrixOrder, lb_matrix_order_unref)

G_END_DECLS
