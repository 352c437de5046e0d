#pragma once

#include "jobs/lb-cell-table.h"
#include "model/lb-cell-tally.h"

G_BEGIN_DECLS

/**
 * LbCellCensus:
 *
 * What some fields of all captions of a dataset have in them, whatever a filter shows: which values
 * stand out, which images have such cells or empty ones, and whose field it is. Where there are
 * many images, they are counted on another thread. For the main thread.
 *
 * Signal: changed: it was counted anew; now and then within the call that asked.
 */
#define LB_TYPE_CELL_CENSUS (lb_cell_census_get_type ())
G_DECLARE_FINAL_TYPE (LbCellCensus, lb_cell_census, LB, CELL_CENSUS, GObject)

/* @images: (element-type LbImage): those that @table follows */
LbCellCensus *lb_cell_census_new (LbCellTable *table, GListModel *images);
/* @paths: (array zero-terminated=1): the fields that count from now on. */
void lb_cell_census_set_paths (LbCellCensus *self, const char *const *paths);
/* The table says something else. */
void lb_cell_census_count (LbCellCensus *self);
/* (transfer none) (nullable): what all images have in field @path, as it was counted last. */
LbCellTally *lb_cell_census_get_tally (LbCellCensus *self, const char *path);
/* Of a field of objects: the number of the name that the object has in nearly all images; 0 for
 * none. */
guint lb_cell_census_get_owner (LbCellCensus *self, const char *path);
/* Cells, in all of the fields. */
guint lb_cell_census_get_n_outliers (LbCellCensus *self);
guint lb_cell_census_get_n_empty (LbCellCensus *self);
gboolean lb_cell_census_has_outlier (LbCellCensus *self, LbImage *image);
gboolean lb_cell_census_has_empty (LbCellCensus *self, LbImage *image);

G_END_DECLS
