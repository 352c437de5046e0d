#pragma once

#include "cli/lb-cli.h"
#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the command line's own upload queue of @session's account, open;
 * another lookbookctl that has it is waited for. When that can't be it is said on standard error,
 * and @exit (out) is what to end with. */
LbUploadQueue *lb_cli_queue_open (LbSession *session, GCancellable *stop, LbCliExit *exit);
/* Sends what an earlier run has left, and says so. FALSE when not all of it is over; @exit (out).
 */
gboolean lb_cli_queue_finish_earlier (LbUploadQueue *queue, GCancellable *stop, LbCliExit *exit);
/* Until nothing is left to be sent. What waits is given up on Ctrl+C; it stays for the next run
 * when the service or the disk do not come back for a while: FALSE then, after saying so; @exit
 * (out) is what to end with. */
gboolean lb_cli_queue_run (LbUploadQueue *queue, GCancellable *stop, LbCliExit *exit);
/* Closes it, once what it is about has come to its end. (transfer full) */
void lb_cli_queue_close (LbUploadQueue *queue);

G_END_DECLS
