#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tables as a spreadsheet puts them on the clipboard: a line a row, a tab between cells. A cell
 * with a tab, a line break or a quote at its beginning stands in quotes, with quotes in it doubled.
 */

/* A table of texts; every row has as many cells, of which a short one leaves out the last. */
typedef struct _LbTsv LbTsv;

LbTsv *lb_tsv_new (guint n_rows, guint n_columns);
/* Fails with LB_ERROR_INVALID what is no valid UTF-8, has a quote that is not closed, or more than
 * @max_cells cells. */
LbTsv *lb_tsv_read (const char *text, guint max_cells, GError **error);
void lb_tsv_free (LbTsv *self);
guint lb_tsv_get_n_rows (const LbTsv *self);
guint lb_tsv_get_n_columns (const LbTsv *self);
/* (nullable): NULL for a cell that is left out. */
const char *lb_tsv_get (const LbTsv *self, guint row, guint column);
void lb_tsv_set (LbTsv *self, guint row, guint column, const char *text);
/* (transfer full) */
char *lb_tsv_write (const LbTsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbTsv, lb_tsv_free)

G_END_DECLS
