#pragma once

#include <adwaita.h>

#include "ui/dataset/lb-image-tally.h"

G_BEGIN_DECLS

/* The row of chips over the grid. Properties: show (int, LbImageShow). */
#define LB_TYPE_FILTER_CHIPS (lb_filter_chips_get_type ())
G_DECLARE_FINAL_TYPE (LbFilterChips, lb_filter_chips, LB, FILTER_CHIPS, AdwBin)

/* @tally: (nullable) */
void lb_filter_chips_set_tally (LbFilterChips *self, LbImageTally *tally);
/* Shows the chips that go by cells, and how many cells those are. */
void lb_filter_chips_set_with_cells (LbFilterChips *self, gboolean with_cells);
void lb_filter_chips_set_cells (LbFilterChips *self, guint n_outliers, guint n_empty);
LbImageShow lb_filter_chips_get_show (LbFilterChips *self);
void lb_filter_chips_set_show (LbFilterChips *self, LbImageShow show);
/* The count as the chip shows it. */
const char *lb_filter_chips_get_count (LbFilterChips *self, LbImageShow show);

G_END_DECLS
