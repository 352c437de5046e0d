#pragma once

#include "jobs/lb-candidate.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Sends the addable candidates of a drop, one after the other in their order, which so is that of
 * the dataset, with progress, cancel and a result per file. A lost answer is settled by looking for
 * the name and bytes before it counts as failed. The session is told where each came from.
 * Properties (notify): n-total, n-done, n-failed,
 * n-cancelled (uint), fraction (double), running (boolean). */
#define LB_TYPE_UPLOAD_JOB (lb_upload_job_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadJob, lb_upload_job, LB, UPLOAD_JOB, GObject)

/* @candidates: (element-type LbCandidate): those not addable are passed over. */
LbUploadJob *lb_upload_job_new (LbSession *session,
                                LbDataset *dataset,
                                GListModel *candidates,
                                gboolean increase_resolution);
/* R52: whether the service is asked to refuse what its rules do not allow; not at first. */
void lb_upload_job_set_content_moderation (LbUploadJob *self, gboolean moderation);
DexFuture *lb_upload_job_run (LbUploadJob *self); /* resolves TRUE at the end, failures or not */
/* Stops the run; a job that has not been started gives up all its files. */
void lb_upload_job_cancel (LbUploadJob *self);
/* Lets failed ones wait again, for the next run; returns how many. */
guint lb_upload_job_reset_failed (LbUploadJob *self);
GListModel *lb_upload_job_get_candidates (LbUploadJob *self);
LbDataset *lb_upload_job_get_dataset (LbUploadJob *self);
guint lb_upload_job_get_n_total (LbUploadJob *self);
guint lb_upload_job_get_n_done (LbUploadJob *self);
guint lb_upload_job_get_n_failed (LbUploadJob *self);
guint lb_upload_job_get_n_cancelled (LbUploadJob *self);
double lb_upload_job_get_fraction (LbUploadJob *self);
gboolean lb_upload_job_get_running (LbUploadJob *self);

G_END_DECLS
