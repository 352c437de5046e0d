#pragma once

#include "model/lb-cell-record.h"
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
 * The rows of a matrix as they were at one time, to be sorted and grouped by their values on any
 * thread. Made, read and at last let go of on the main thread.
 */
typedef struct _LbMatrixOrder LbMatrixOrder;

/* @sort, @group: (nullable): fields; @n_lines: how many will be added. */
LbMatrixOrder *lb_matrix_order_new (
  LbCellValues *values, const char *sort, gboolean descending, const char *group, guint n_lines);
LbMatrixOrder *lb_matrix_order_ref (LbMatrixOrder *self);
void lb_matrix_order_unref (LbMatrixOrder *self);
/* @record: (nullable). In the order of the model, before it is run. */
void
lb_matrix_order_add (LbMatrixOrder *self, LbImage *image, LbCellRecord *record, guint position);
/* Once, on any thread: brings the lines into their order. Those without a value come last in
 * either direction, but first among groups. */
void lb_matrix_order_run (LbMatrixOrder *self);
/* Whether there is nothing to be compared. */
gboolean lb_matrix_order_is_plain (const LbMatrixOrder *self);
gboolean lb_matrix_order_has_groups (const LbMatrixOrder *self);
guint lb_matrix_order_get_length (const LbMatrixOrder *self);
const LbMatrixLine *lb_matrix_order_get (const LbMatrixOrder *self, guint nth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbMatrixOrder, lb_matrix_order_unref)

G_END_DECLS
