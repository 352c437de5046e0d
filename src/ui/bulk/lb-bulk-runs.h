#pragma once

#include "jobs/lb-bulk-job.h"

G_BEGIN_DECLS

/**
 * LbBulkRuns:
 *
 * The imports that were begun here, whichever page is shown. There is one for a session. Signals:
 * changed (LbDataset): the import of a dataset is at another place; not-started (LbDataset, char
 * *why, translated): it did not begin; ended (LbDataset, char *words, translated): it is over.
 */
#define LB_TYPE_BULK_RUNS (lb_bulk_runs_get_type ())
G_DECLARE_FINAL_TYPE (LbBulkRuns, lb_bulk_runs, LB, BULK_RUNS, GObject)

/* (transfer none): of @session, made when it is first asked for. */
LbBulkRuns *lb_bulk_runs_get (LbSession *session);
/* FALSE when there is one for @dataset. */
gboolean lb_bulk_runs_start (LbBulkRuns *self, LbDataset *dataset, LbBulkJob *job);
/* (nullable) (transfer none): until the import is over. */
LbBulkJob *lb_bulk_runs_find (LbBulkRuns *self, LbDataset *dataset);
/* Whether some import has not reached the service yet, and would not go on without us. */
gboolean lb_bulk_runs_is_preparing (LbBulkRuns *self);
/* Stops what has not reached the service. @dataset: (nullable): all */
void lb_bulk_runs_stop (LbBulkRuns *self, LbDataset *dataset);

G_END_DECLS
