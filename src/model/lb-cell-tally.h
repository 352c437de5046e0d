#pragma once

#include "model/lb-cell-values.h"

G_BEGIN_DECLS

#define LB_CELL_TALLY_LISTED 12 /* values; what is rarer is listed nowhere */

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
 * What one column of a table of captions has in it, counted cell by cell. For one thread at a time.
 */
typedef struct _LbCellTally LbCellTally;

LbCellTally *lb_cell_tally_new (LbCellValues *values);
void lb_cell_tally_free (LbCellTally *self);
/* @value: number of the value of a cell, 0 for an empty one. */
void lb_cell_tally_add (LbCellTally *self, guint value);
guint lb_cell_tally_get_n_values (LbCellTally *self);
guint lb_cell_tally_get_n_empty (LbCellTally *self);
guint lb_cell_tally_get_n_filled (LbCellTally *self);
/* (transfer full) (element-type LbCellCount): @most of the values, the most frequent first, else in
 * the order of the alphabet. They are looked for once, until a cell is added: where there are
 * thousands, on the thread that has counted them. */
GArray *lb_cell_tally_list (LbCellTally *self, guint most);
/* The value that nearly all cells have that have one; 0 where there is none, or too few cells. */
guint lb_cell_tally_get_common (LbCellTally *self);
/* Whether @value (not 0) stands out: hardly a cell has it, where nearly all others have one value.
 * @common: (out) (optional): that value, and how many have it. */
gboolean lb_cell_tally_is_outlier (LbCellTally *self, guint value, LbCellCount *common);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCellTally, lb_cell_tally_free)

G_END_DECLS
