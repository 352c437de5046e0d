#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* (transfer full): what is kept here and not with the service yet, one line for each kind. */
char *lb_waiting_words (const LbWaiting *waiting);
/* (transfer full): that the service wants no requests for @hold_s seconds. */
char *lb_hold_words (guint hold_s);

/* (transfer full): what goes out at the pace of the account's plan, and how long that takes. */
char *lb_paced_words (const LbWaiting *waiting, double left_s);

G_END_DECLS
