#pragma once

#include "jobs/lb-upload-job.h"

G_BEGIN_DECLS

/* Keeps one line about @job on standard error while it runs, if that is a terminal. */
void lb_cli_progress_follow (LbUploadJob *job);

G_END_DECLS
