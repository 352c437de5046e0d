#pragma once

#include "jobs/lb-caption-item.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbRefineJob:
 *
 * Asks for changes of one or more texts by an instruction, one request at a time and as the
 * account's pace allows; nothing is written before lb_refine_job_apply(). Properties (notify):
 * running (boolean); n-asked (uint): how many are under way or over of the n-asking (uint) that
 * are being asked about.
 */
#define LB_TYPE_REFINE_JOB (lb_refine_job_get_type ())
G_DECLARE_FINAL_TYPE (LbRefineJob, lb_refine_job, LB, REFINE_JOB, GObject)

/* @images: (element-type LbImage): of @dataset, a fibo draft; each picture goes with its caption.
 */
LbRefineJob *lb_refine_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images);
/* No picture goes with @schema. */
LbRefineJob *
lb_refine_job_new_for_schema (LbSession *session, LbDataset *dataset, const char *schema);
/* (transfer none) (element-type LbCaptionItem): in the order of the images; never another. */
GListModel *lb_refine_job_get_items (LbRefineJob *self);
gboolean lb_refine_job_get_running (LbRefineJob *self);
guint lb_refine_job_get_n_asked (LbRefineJob *self);
guint lb_refine_job_get_n_asking (LbRefineJob *self);
guint lb_refine_job_count (LbRefineJob *self, LbCaptionItemState state);
guint lb_refine_job_count_failed (LbRefineJob *self);
DexFuture *lb_refine_job_ask (LbRefineJob *self, const char *instruction);
DexFuture *lb_refine_job_retry (LbRefineJob *self);
void lb_refine_job_cancel (LbRefineJob *self);
DexFuture *lb_refine_job_apply (LbRefineJob *self);
char *lb_refine_job_dup_refined_schema (LbRefineJob *self);

G_END_DECLS
