#pragma once

#include "jobs/lb-caption-step.h"
#include "jobs/lb-replace-look.h"

G_BEGIN_DECLS

/**
 * LbReplaceTally:
 * @n_matches: texts in which something was found
 * @n_places: in how many places of them
 * @n_captions: in how many captions
 * @n_refused: of the matches, those that can't be replaced
 * @n_left_out: of the places that can be replaced, those that are not to be
 * @n_accepted_places: those that are
 * @n_accepted_captions: in how many captions
 *
 * What was found, and what is to become of it.
 */
typedef struct
{
  guint n_matches;
  guint n_places;
  guint n_captions;
  guint n_refused;
  guint n_left_out;
  guint n_accepted_places;
  guint n_accepted_captions;
} LbReplaceTally;

/**
 * LbReplaceJob:
 *
 * Replaces words in many captions: it is looked first what that changes, off the main thread, and
 * what is accepted of it is one step of the history. Only texts are changed, and a caption only
 * where it stays as valid as it was. A list model of the #LbReplaceMatch of the last look. Signal:
 * changed: the tally is another one.
 */
#define LB_TYPE_REPLACE_JOB (lb_replace_job_get_type ())
G_DECLARE_FINAL_TYPE (LbReplaceJob, lb_replace_job, LB, REPLACE_JOB, GObject)

/* @dataset: a draft. */
LbReplaceJob *lb_replace_job_new (LbSession *session, LbDataset *dataset);
DexFuture *lb_replace_job_look (LbReplaceJob *self, GPtrArray *images, const LbReplaceTerms *terms);
/* Nothing was found, and nothing is looked for. */
void lb_replace_job_clear (LbReplaceJob *self);
/* (transfer none) (nullable): what was wrong with the terms of the last look. */
const LbReplaceIssue *lb_replace_job_get_issue (LbReplaceJob *self);
/* (transfer none) (element-type LbReplaceMatch): of the last look. */
GListModel *lb_replace_job_get_matches (LbReplaceJob *self);
LbReplaceTally lb_replace_job_get_tally (LbReplaceJob *self);
/* Takes @match along or leaves it out; one that is refused stays so. */
void lb_replace_job_accept (LbReplaceJob *self, LbReplaceMatch *match, gboolean accepted);
void lb_replace_job_accept_all (LbReplaceJob *self, gboolean accepted);
/* After what was accepted was written: in how many captions that is not on disk, since that would
 * not take it. */
guint lb_replace_job_count_unkept (LbReplaceJob *self);
/* (transfer none): what writes them, for its progress. */
LbCaptionStep *lb_replace_job_get_step (LbReplaceJob *self);
DexFuture *lb_replace_job_apply (LbReplaceJob *self);

G_END_DECLS
