#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What becomes of a change after one attempt to send it. */
typedef enum
{
  LB_VERDICT_SETTLE, /* the service has it */
  LB_VERDICT_RETRY,  /* this one again after a while; what the service has is not known */
  LB_VERDICT_WAIT,   /* nothing goes out for a while */
  LB_VERDICT_PAUSE,  /* nothing goes out before there is another token */
  LB_VERDICT_REFUSE, /* the service will never take it */
  LB_VERDICT_STOP    /* it was given up on this side */
} LbChangeVerdict;

/* @error: (nullable): how the attempt ended. All changes may be sent twice: they say what is to be,
 * and a second one finds it so. */
LbChangeVerdict lb_change_verdict (const GError *error);

G_END_DECLS
