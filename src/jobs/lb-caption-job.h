#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Regenerates captions one by one: the offer after a new schema. Hand-written ones are not touched
 * unless they were asked for. Properties (notify): n-total, n-done, n-failed (uint), running
 * (boolean). */
#define LB_TYPE_CAPTION_JOB (lb_caption_job_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionJob, lb_caption_job, LB, CAPTION_JOB, GObject)

/* @images: (element-type LbImage): hand-written ones (caption-source manual, or with a draft) are
 * left out. */
LbCaptionJob *lb_caption_job_new (LbSession *session, GListModel *images);
/* The same with the hand-written ones: somebody has chosen them. */
LbCaptionJob *lb_caption_job_new_with_manual (LbSession *session, GListModel *images);
guint lb_caption_job_get_n_total (LbCaptionJob *self);
guint lb_caption_job_get_n_done (LbCaptionJob *self);
guint lb_caption_job_get_n_failed (LbCaptionJob *self);
/* (nullable): why the first of those failed. */
const GError *lb_caption_job_get_error (LbCaptionJob *self);
DexFuture *lb_caption_job_run (LbCaptionJob *self);
void lb_caption_job_cancel (LbCaptionJob *self);

G_END_DECLS
