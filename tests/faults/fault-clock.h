#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Time that passes when a test says so, for pacers and queues. */
typedef struct _FaultClock FaultClock;

FaultClock *fault_clock_new (gint64 now_us);
void fault_clock_free (FaultClock *self);
/* As LbPacerClock and LbUploadClock want them. */
gint64 fault_clock_now_us (gpointer clock);
DexFuture *fault_clock_wait (guint wait_ms, gpointer clock);
/* Up to when the next one has waited long enough; FALSE when nobody waits. */
gboolean fault_clock_pass (FaultClock *self);

G_END_DECLS
