#include "hosted-clock.h"

#include "api/lb-client-private.h"

static gint64
now_cb (gpointer data)
{
  HostedClock *self = data;

  return self->now_us;
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  HostedClock *self = data;

  if (self->n_allowed > 0 && self->waits_ms->len >= self->n_allowed)
    return DEX_FUTURE (dex_promise_new ());

  g_array_append_val (self->waits_ms, wait_ms);
  self->now_us += (gint64) wait_ms * 1000;

  return dex_future_new_true ();
}

HostedClock *
hosted_clock_new (void)
{
  HostedClock *self = g_new0 (HostedClock, 1);

  self->waits_ms = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
hosted_clock_free (HostedClock *self)
{
  g_array_unref (self->waits_ms);
  g_free (self);
}

void
hosted_clock_give (HostedClock *self, LbSession *session)
{
  const LbSessionClock clock = { .now_us = now_cb, .wait = wait_cb };
  const LbPacerClock pacer_clock = { .now_us = now_cb, .wait = wait_cb };

  lb_session_set_clock (session, &clock, self);
  lb_pacer_set_clock (session->client->pacer, &pacer_clock, self);
}

char *
hosted_clock_dup_waits (HostedClock *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < self->waits_ms->len; i++)
    g_string_append_printf (words, i == 0 ? "%u" : " %u", g_array_index (self->waits_ms, guint, i));

  return g_string_free_and_steal (g_steal_pointer (&words));
}
