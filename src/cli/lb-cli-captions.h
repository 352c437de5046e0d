#pragma once

#include "cli/lb-cli-exit.h"
#include "cli/lb-cli-files.h"
#include "jobs/lb-check-job.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* The descriptions that came with added pictures. */

/* Waits until those of @candidates (element-type LbCandidate) are with the service, or will not be;
 * @stop ends it. What the service does not have is said on standard error, and is kept in the
 * account, where the window shows it. Returns how many these were. */
guint lb_cli_captions_settle (LbSession *session,
                              LbDataset *dataset,
                              GListModel *candidates,
                              LbCliFiles *files,
                              GCancellable *stop);
/* The same for those of a whole dataset, which stay where they are: the session sends them. */
guint lb_cli_captions_settle_dataset (LbSession *session, LbDataset *dataset, GCancellable *stop);
/* The same for one image; what it is not is said on standard error. */
LbCliExit lb_cli_captions_settle_image (LbSession *session, LbImage *image, GCancellable *stop);
/* Never translated: what has become of an edit of @image's caption. */
const char *lb_cli_captions_edit_word (LbSession *session, LbImage *image);
/* Somebody else says what has become of @candidate's description, in @word for scripts (static). */
void lb_cli_captions_mark (LbCandidate *candidate, const char *word);
/* Says on standard error which descriptions go to no picture, since theirs is not added: it is
 * there already, or twice. */
void lb_cli_captions_report_duplicates (GListModel *candidates, LbCliFiles *files);
/* (nullable): what has become of @candidate's description, for scripts, never translated; NULL
 * without one, and before its picture is there. @session: (nullable): NULL when nothing is added.
 */
const char *lb_cli_captions_get_state_word (LbSession *session, LbCandidate *candidate);
/* Says on standard error which descriptions go to no picture. @stray: (element-type
 * LbSidecarNote). */
void lb_cli_captions_report_stray (GPtrArray *stray);

G_END_DECLS
