#pragma once

#include "jobs/lb-upload-job.h"

G_BEGIN_DECLS

/**
 * LbUploads:
 *
 * All uploads of the application, for any dataset, one after another. A GListModel of LbUploadJob
 * in the order in which they were added; the first runs at once, each further one when all before
 * it have ended, so that nothing added is ever refused. Jobs that have ended stay in the list, with
 * a result per file, until lb_uploads_clear(). Disposing of it stops everything.
 *
 * Properties (notify): active (LbUploadJob, nullable: the one that runs), running (boolean: some
 * file waits or is sent), n-total, n-done, n-failed, n-cancelled (uint, files of all jobs in the
 * list), fraction (double 0..1, of all files).
 * Signals: job-ended (LbUploadJob): a job has come to its end, failures or not; the next is not
 * started yet.
 */
#define LB_TYPE_UPLOADS (lb_uploads_get_type ())
G_DECLARE_FINAL_TYPE (LbUploads, lb_uploads, LB, UPLOADS, GObject)

LbUploads *lb_uploads_new (void);
/* @job: (transfer none): not started yet. */
void lb_uploads_add (LbUploads *self, LbUploadJob *job);
/* Stops the active job and those that wait. For one alone: lb_upload_job_cancel(), which also works
 * while it waits. */
void lb_uploads_cancel (LbUploads *self);
/* The failed files of every job again, in order. */
void lb_uploads_retry (LbUploads *self);
/* Forgets the jobs that have ended. */
void lb_uploads_clear (LbUploads *self);
LbUploadJob *lb_uploads_get_active (LbUploads *self); /* (nullable) (transfer none) */
gboolean lb_uploads_get_running (LbUploads *self);
guint lb_uploads_get_n_total (LbUploads *self);
guint lb_uploads_get_n_done (LbUploads *self);
guint lb_uploads_get_n_failed (LbUploads *self);
guint lb_uploads_get_n_cancelled (LbUploads *self);
double lb_uploads_get_fraction (LbUploads *self);
/* (transfer full) (element-type LbCandidate): the files for @dataset that are still to be sent or
 * on their way, for lb_check_job_set_waiting(): a later drop must neither repeat them nor overfill
 * the dataset. */
GListModel *lb_uploads_list_waiting (LbUploads *self, LbDataset *dataset);

G_END_DECLS
