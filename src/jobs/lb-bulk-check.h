#pragma once

#include <libdex.h>

#include "jobs/lb-bulk-report.h"

G_BEGIN_DECLS

/* Checks a ZIP file or a folder whole, before any of it is sent (R74..R81). Properties (notify):
 * n-found, n-checked (uint), checking (boolean). */
#define LB_TYPE_BULK_CHECK (lb_bulk_check_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkCheck, lb_bulk_check, LB, BULK_CHECK, GObject)

/* @takes_texts: as for lb_bulk_report_new(). */
LbBulkCheck *lb_bulk_check_new (gboolean takes_texts);
/* @files: (element-type GFile): one ZIP file, or files and folders; once. Resolves TRUE when the
 * report is whole, whatever it says; rejects with LB_ERROR_CANCELLED. */
DexFuture *lb_bulk_check_run (LbBulkCheck *self, GListModel *files);
void lb_bulk_check_cancel (LbBulkCheck *self);
/* (transfer none): fills while the check runs. */
LbBulkReport *lb_bulk_check_get_report (LbBulkCheck *self);
guint lb_bulk_check_get_n_found (LbBulkCheck *self);
guint lb_bulk_check_get_n_checked (LbBulkCheck *self);
gboolean lb_bulk_check_get_checking (LbBulkCheck *self);

G_END_DECLS
