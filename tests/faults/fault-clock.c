#include "fault-clock.h"

typedef struct
{
  gint64 at_us;
  DexPromise *promise; /* (owned) */
} Alarm;

struct _FaultClock
{
  gint64 now_us;
  GArray *alarms; /* (element-type Alarm) */
};

static void
alarm_clear (gpointer data)
{
  dex_unref (((Alarm *) data)->promise);
}

FaultClock *
fault_clock_new (gint64 now_us)
{
  FaultClock *self = g_new0 (FaultClock, 1);

  self->now_us = now_us;
  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  g_array_set_clear_func (self->alarms, alarm_clear);

  return self;
}

void
fault_clock_free (FaultClock *self)
{
  while (fault_clock_pass (self)) /* who waits is not left waiting */
    ;
  g_array_unref (self->alarms);
  g_free (self);
}

gint64
fault_clock_now_us (gpointer clock)
{
  return ((FaultClock *) clock)->now_us;
}

DexFuture *
fault_clock_wait (guint wait_ms, gpointer clock)
{
  FaultClock *self = clock;
  Alarm alarm = { self->now_us + (gint64) wait_ms * 1000, dex_promise_new () };

  g_array_append_val (self->alarms, alarm);
  return dex_ref (DEX_FUTURE (alarm.promise));
}

gboolean
fault_clock_pass (FaultClock *self)
{
  guint first = 0;
  g_autoptr (DexPromise) promise = NULL;

  if (self->alarms->len == 0)
    return FALSE;

  for (guint i = 1; i < self->alarms->len; i++)
    if (g_array_index (self->alarms, Alarm, i).at_us <
        g_array_index (self->alarms, Alarm, first).at_us)
      first = i;
  self->now_us = MAX (self->now_us, g_array_index (self->alarms, Alarm, first).at_us);
  promise = dex_ref (g_array_index (self->alarms, Alarm, first).promise);
  g_array_remove_index (self->alarms, first);
  dex_promise_resolve_boolean (promise, TRUE);

  return TRUE;
}
