#pragma once

#include "jobs/lb-caption-step.h"
#include "session/lb-frozen-fields.h"

G_BEGIN_DECLS

/* What is done to the field. */
typedef enum
{
  LB_FIELD_COPY,   /* it gets a value, whatever it was */
  LB_FIELD_APPEND, /* a text is put behind its words */
  LB_FIELD_REPLACE /* a text takes the place of another in its words, wherever that is there */
} LbFieldEdit;

/**
 * LbFieldJob:
 *
 * Does one thing to one field of many captions, or brings several fields to the value that they are
 * frozen at: it is looked at first what that changes, off the main thread, and what is accepted of
 * it is one step of the history. A caption that would not be valid any more, or is not what the
 * service has or will have, is left out, and its item says why.
 */
#define LB_TYPE_FIELD_JOB (lb_field_job_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldJob, lb_field_job, LB, FIELD_JOB, GObject)

/* @images: (element-type LbImage): of @dataset, a fibo draft. */
LbFieldJob *lb_field_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images);
DexFuture *lb_field_job_look (
  LbFieldJob *self, LbFieldEdit edit, const char *path, const char *find, const char *text);
DexFuture *lb_field_job_look_frozen (LbFieldJob *self, LbFrozenFields *fields);
/* (transfer none) (element-type LbCaptionItem): of the last look, one an image, in their order:
 * answered, unchanged or failed. */
GListModel *lb_field_job_get_items (LbFieldJob *self);
/* (transfer none) (element-type LbPromptChange): of the last look, those of all captions. */
GListModel *lb_field_job_get_changes (LbFieldJob *self);
/* (transfer none): whose caption the change at @position is of. */
LbCaptionItem *lb_field_job_get_item (LbFieldJob *self, guint position);
/* How many captions something accepted is of. */
guint lb_field_job_count_accepted (LbFieldJob *self);
/* Of the last look and of what was applied since: how many captions are left out. */
guint lb_field_job_count_failed (LbFieldJob *self);
/* (transfer none): what writes them, for its progress. */
LbCaptionStep *lb_field_job_get_step (LbFieldJob *self);
DexFuture *lb_field_job_apply (LbFieldJob *self);

G_END_DECLS
