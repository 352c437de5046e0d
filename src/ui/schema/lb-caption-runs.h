#pragma once

#include "jobs/lb-caption-job.h"

G_BEGIN_DECLS

/**
 * LbCaptionRuns:
 *
 * The caption jobs of a session that run, at most one for a dataset. They belong to no page, so any
 * page of the dataset can show them and stop them, and going elsewhere ends none.
 *
 * Signals: changed (LbDataset): the dataset's run has begun, moved on or ended; ended (LbDataset,
 * string): after it, with what came of it in translated words.
 */
#define LB_TYPE_CAPTION_RUNS (lb_caption_runs_get_type ())
G_DECLARE_FINAL_TYPE (LbCaptionRuns, lb_caption_runs, LB, CAPTION_RUNS, GObject)

/* (transfer none): the one of @session. */
LbCaptionRuns *lb_caption_runs_get (LbSession *session);
/* @job: (transfer none): not started yet. Returns FALSE, without starting it, when there is nothing
 * to write or a run of @dataset is going. */
gboolean lb_caption_runs_start (LbCaptionRuns *self, LbDataset *dataset, LbCaptionJob *job);
/* (transfer none) (nullable): the job that runs for @dataset. */
LbCaptionJob *lb_caption_runs_find (LbCaptionRuns *self, LbDataset *dataset);
/* Stops the run of @dataset; without one, of all. */
void lb_caption_runs_stop (LbCaptionRuns *self, LbDataset *dataset);
/* (transfer full): what came of @job in translated words; @error: (nullable): why it ended early.
 */
char *lb_caption_runs_words (LbCaptionJob *job, const GError *error);

G_END_DECLS
