#pragma once

#include "jobs/lb-cell-census.h"

G_BEGIN_DECLS

/**
 * LbMatrixEntry:
 * @image: (nullable): the image of a row, or %NULL for the head of a group
 * @record: (nullable): of a row, until its caption is read
 * @position: of the image in the model
 * @group: of a head, and of the rows below it: the value that they have in common, 0 for no value;
 *   0 without groups
 * @n_images: of a head: how many rows it has, shown or folded
 * @folded: of a head
 *
 * One row of the matrix, from the top.
 */
typedef struct
{
  LbImage *image;
  const LbCellRecord *record;
  guint position;
  guint group;
  guint n_images;
  gboolean folded;
} LbMatrixEntry;

/**
 * LbMatrixSheet:
 *
 * The images of a model as rows, and fields of their captions as columns: sorted and grouped by the
 * values of a column, without any widget. Rows come in the order of the model where nothing else is
 * said. For the main thread; what changes in a turn of the main loop is seen together. Many rows
 * are sorted and counted on another thread: until then they stay as they were.
 *
 * Signals: changed: the rows, the columns, or what stands in them are others. judged: other cells
 * stand out.
 */
#define LB_TYPE_MATRIX_SHEET (lb_matrix_sheet_get_type ())
G_DECLARE_FINAL_TYPE (LbMatrixSheet, lb_matrix_sheet, LB, MATRIX_SHEET, GObject)

/* @images: (element-type LbImage): those that @table follows; @shown: (element-type LbImage): of
 * these */
LbMatrixSheet *lb_matrix_sheet_new (LbCellTable *table, GListModel *images, GListModel *shown);
/* (transfer none): of the columns, over all images. */
LbCellCensus *lb_matrix_sheet_get_census (LbMatrixSheet *self);
LbCellValues *lb_matrix_sheet_get_values (LbMatrixSheet *self);

/* @paths: (array zero-terminated=1): fields, as #LbCellRecord has them. */
void lb_matrix_sheet_set_columns (LbMatrixSheet *self, const char *const *paths);
guint lb_matrix_sheet_get_n_columns (LbMatrixSheet *self);
const char *lb_matrix_sheet_get_path (LbMatrixSheet *self, guint column);
/* -1 for a field that is no column. */
int lb_matrix_sheet_find_column (LbMatrixSheet *self, const char *path);
/* What the rows have in a column. */
LbCellTally *lb_matrix_sheet_get_tally (LbMatrixSheet *self, guint column);

/* @path: (nullable): NULL for the order of the model. Empty cells come last in either direction. */
void lb_matrix_sheet_set_sort (LbMatrixSheet *self, const char *path, gboolean descending);
const char *lb_matrix_sheet_get_sort (LbMatrixSheet *self, gboolean *descending);
/* @path: (nullable): NULL for no groups. Those without a value come first. */
void lb_matrix_sheet_set_group (LbMatrixSheet *self, const char *path);
const char *lb_matrix_sheet_get_group (LbMatrixSheet *self);
void lb_matrix_sheet_set_folded (LbMatrixSheet *self, guint group, gboolean folded);

guint lb_matrix_sheet_get_n_images (LbMatrixSheet *self);
guint lb_matrix_sheet_get_n_entries (LbMatrixSheet *self);
/* Until the next change. */
const LbMatrixEntry *lb_matrix_sheet_get_entry (LbMatrixSheet *self, guint nth);
/* While it tells of a change: whether entries @first to @last are the same rows as before. */
gboolean lb_matrix_sheet_has_kept (LbMatrixSheet *self, guint first, guint last);
/* The position of the image of an entry in the model, which may be another already; FALSE where it
 * is gone, and for the head of a group. */
gboolean
lb_matrix_sheet_find_position (LbMatrixSheet *self, const LbMatrixEntry *entry, guint *position);
/* The entry of @image (nullable), or that of the group that it is folded in; -1 for none. */
int lb_matrix_sheet_find (LbMatrixSheet *self, LbImage *image);
/* (nullable): until it is read. */
const LbCellRecord *lb_matrix_sheet_get_record (LbMatrixSheet *self, guint nth);
/* The number of the value; 0 for none, and for the head of a group. */
guint lb_matrix_sheet_get_value (LbMatrixSheet *self, guint nth, guint column);
/* (transfer full): the positions in the model of all rows that say @value in @column; 0: that are
 * empty there. */
GArray *lb_matrix_sheet_find_value (LbMatrixSheet *self, guint column, guint value);

G_END_DECLS
