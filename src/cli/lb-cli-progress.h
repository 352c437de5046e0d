#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* Keeps one line about @queue on standard error while it runs, if that is a terminal. */
void lb_cli_progress_follow (LbUploadQueue *queue);

G_END_DECLS
