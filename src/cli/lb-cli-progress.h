#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* All of it on standard error, and only if that is a terminal. */

/* Keeps one line about @queue while it runs. */
void lb_cli_progress_follow (LbUploadQueue *queue);
/* Keeps one line about @job, an object whose properties @done and @total are numbers (uint). */
void lb_cli_progress_watch (gpointer job, const char *done, const char *total);
/* Takes the line away. */
void lb_cli_progress_end (void);

G_END_DECLS
