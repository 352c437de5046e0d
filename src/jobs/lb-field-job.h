#pragma once

#include "session/lb-session.h"

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
 * Does one thing to one field of many captions: it is looked at first what that changes, off the
 * main thread, and what is accepted of it is one step of the history. A caption that would not be
 * valid any more, or is not what the service has or will have, is left out.
 */
#define LB_TYPE_FIELD_JOB (lb_field_job_get_type ())
G_DECLARE_FINAL_TYPE (LbFieldJob, lb_field_job, LB, FIELD_JOB, GObject)

/* @images: (element-type LbImage): of @dataset, a fibo draft; @path: as in #LbPrompt. */
LbFieldJob *
lb_field_job_new (LbSession *session, LbDataset *dataset, GPtrArray *images, const char *path);
DexFuture *
lb_field_job_look (LbFieldJob *self, LbFieldEdit edit, const char *find, const char *text);
/* (transfer none) (element-type LbPromptChange): of the last look, one a caption. */
GListModel *lb_field_job_get_changes (LbFieldJob *self);
/* (transfer none): whose caption the change at @position is of. */
LbImage *lb_field_job_get_image (LbFieldJob *self, guint position);
/* Of the last look: how many captions would not be valid, or can't be changed now. */
guint lb_field_job_get_n_left_out (LbFieldJob *self);
DexFuture *lb_field_job_apply (LbFieldJob *self);

G_END_DECLS
