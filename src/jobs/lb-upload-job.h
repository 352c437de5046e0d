#pragma once

#include "jobs/lb-candidate.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Sends the addable candidates of a drop, two at a time, with progress, cancel and a result per
 * file. A lost answer is settled by looking for the name and bytes before it counts as failed.
 * Properties (notify): n-total, n-done, n-failed (uint), fraction (double), running (boolean). */
#define LB_TYPE_UPLOAD_JOB (lb_upload_job_get_type ())
G_DECLARE_FINAL_TYPE (LbUploadJob, lb_upload_job, LB, UPLOAD_JOB, GObject)

/* @candidates: (element-type LbCandidate): those not addable are passed over. */
LbUploadJob *lb_upload_job_new (LbSession *session,
                                LbDataset *dataset,
                                GListModel *candidates,
                                gboolean increase_resolution);
DexFuture *lb_upload_job_run (LbUploadJob *self); /* resolves TRUE at the end, failures or not */
void lb_upload_job_cancel (LbUploadJob *self);
/* Failed ones again. */
DexFuture *lb_upload_job_retry (LbUploadJob *self);
GListModel *lb_upload_job_get_candidates (LbUploadJob *self);
LbDataset *lb_upload_job_get_dataset (LbUploadJob *self);
guint lb_upload_job_get_n_total (LbUploadJob *self);
guint lb_upload_job_get_n_done (LbUploadJob *self);
guint lb_upload_job_get_n_failed (LbUploadJob *self);
gboolean lb_upload_job_get_running (LbUploadJob *self);

G_END_DECLS
