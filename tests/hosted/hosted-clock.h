#pragma once

#include "session/lb-session-private.h"

G_BEGIN_DECLS

/* Time for a session's polling that passes at once, and is written down. */
typedef struct
{
  gint64 now_us;
  GArray *waits_ms; /* (element-type guint) */
  guint n_allowed;  /* what waits after so many waits for ever; 0: none does */
} HostedClock;

HostedClock *hosted_clock_new (void);
void hosted_clock_free (HostedClock *self);
void hosted_clock_give (HostedClock *self, LbSession *session);
/* "2000 3000 4500": all so far. (transfer full) */
char *hosted_clock_dup_waits (HostedClock *self);

G_END_DECLS
