#pragma once

#include "jobs/lb-caption-job.h"
#include "ui/widgets/lb-dataset-jobs.h"

G_BEGIN_DECLS

/* (transfer none): the writing of captions that goes on in @session, each an LbCaptionJob. */
LbDatasetJobs *lb_caption_runs_get (LbSession *session);
/* @job: (transfer none): not started yet. Returns FALSE, without starting it, when there is nothing
 * to write or captions of @dataset are being written. */
gboolean lb_caption_runs_start (LbSession *session, LbDataset *dataset, LbCaptionJob *job);
/* (transfer full): what came of @job in translated words; @error: (nullable): why it ended early.
 */
char *lb_caption_runs_words (LbCaptionJob *job, const GError *error);

G_END_DECLS
