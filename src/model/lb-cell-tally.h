#pragma once

#include "model/lb-cell-values.h"

G_BEGIN_DECLS

/**
 * LbCellCount:
 * @value: number of a value, the lowest of those that say the same
 * @n: how many cells have it
 */
typedef struct
{
  guint value;
  guint n;
} LbCellCount;

/**
 * LbCellTally:
 *
 * What one column of a table of captions has in it. Immutable.
 */
typedef struct _LbCellTally LbCellTally;

/* @cells: (array length=n_cells): numbers of values, 0 for an empty cell. */
LbCellTally *lb_cell_tally_new (LbCellValues *values, const guint *cells, guint n_cells);
void lb_cell_tally_free (LbCellTally *self);
guint lb_cell_tally_get_n_values (const LbCellTally *self);
guint lb_cell_tally_get_n_empty (const LbCellTally *self);
guint lb_cell_tally_get_n_filled (const LbCellTally *self);
/* (transfer none) (array length=n_counts): the most frequent first, else in the order of the
 * alphabet. */
const LbCellCount *lb_cell_tally_list (LbCellTally *self, guint *n_counts);
/* Whether @value (not 0) stands out: hardly a cell has it, where nearly all others have one value.
 * @common: (out) (optional): that value, and how many have it. */
gboolean lb_cell_tally_is_outlier (const LbCellTally *self, guint value, LbCellCount *common);
/* How many cells are outliers. */
guint lb_cell_tally_count_outliers (LbCellTally *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCellTally, lb_cell_tally_free)

G_END_DECLS
