#pragma once

#include "cli/lb-cli-place.h"

G_BEGIN_DECLS

/* What a session had to send before something was done in it. */
typedef struct
{
  guint n_waiting;
  guint n_conflicts;
} LbCliSettled;

LbCliSettled lb_cli_settle_begin (LbSession *session);
/* Waits until no more than at @before is to be sent, as long as it moves. What can't be sent now is
 * kept, and that is said. Returns what to end with. */
LbCliExit lb_cli_settle_end (const LbCliPlace *place, const LbCliSettled *before);

G_END_DECLS
