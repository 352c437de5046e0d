#pragma once

#include "jobs/lb-check-job.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* The descriptions that came with added pictures. */

/* Waits until those of @candidates (element-type LbCandidate) are with the service, or will not be;
 * @stop ends it. What the service does not take is said on standard error and not kept, since
 * nobody would see it again. Returns how many these were. */
guint lb_cli_captions_settle (LbSession *session, GListModel *candidates, GCancellable *stop);
/* The same for those of a whole dataset, which stay where they are: the session sends them. */
guint lb_cli_captions_settle_dataset (LbSession *session, LbDataset *dataset, GCancellable *stop);
/* Says on standard error which descriptions go to no picture. @stray: (element-type
 * LbSidecarNote). */
void lb_cli_captions_report_stray (GPtrArray *stray);

G_END_DECLS
