#include "session/lb-session-private.h"

#include "session/lb-session-changes.h"

/* From 2 s rising to 30 s; a network that comes back is a reason to look at once. */
#define FIRST_MS 2000
#define LAST_MS 30000
/* Somebody waits for it. */
#define WAITING_MS 5000

/* Looking for a service that is away, until it is there again. */

typedef struct
{
  GWeakRef session;
  DexCancellable *stop; /* (owned) */
} Reach;

static void
reach_free (Reach *self)
{
  g_weak_ref_clear (&self->session);
  dex_clear (&self->stop);
  g_free (self);
}

/* Returns whether there is still something to look for. */
static gboolean
look (Reach *self)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);

  if (session == NULL || session->closed || session->online)
    return FALSE;

  dex_await (lb_session_refresh (session), NULL);

  return !session->closed && !session->online;
}

/* (transfer full) */
static DexFuture *
dup_return (Reach *self)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);

  if (session == NULL || session->network_returns == NULL)
    return dex_future_new_true ();

  return DEX_FUTURE (dex_ref (session->network_returns));
}

/* What waits here goes out soon after a network is there again. */
static int
limit_wait (Reach *self, int wait_ms)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);
  const gboolean waiting =
    session != NULL && session->n_waiting > 0 &&
    g_network_monitor_get_network_available (g_network_monitor_get_default ());

  return waiting ? MIN (wait_ms, WAITING_MS) : wait_ms;
}

static DexFuture *
reach_fiber (gpointer data)
{
  Reach *self = data;
  int wait_ms = FIRST_MS;

  do
    {
      dex_await (dex_future_first (dex_timeout_new_msec (limit_wait (self, wait_ms)),
                                   dup_return (self), dex_ref (self->stop), NULL),
                 NULL);
      wait_ms = MIN (wait_ms * 2, LAST_MS);
    }
  while (dex_future_is_pending (DEX_FUTURE (self->stop)) && look (self));

  {
    g_autoptr (LbSession) session = g_weak_ref_get (&self->session);

    if (session != NULL)
      session->reaching = FALSE;
  }

  return NULL;
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, LbSession *self)
{
  g_autoptr (DexCancellable) returns = NULL;

  if (!available || self->network_returns == NULL)
    return;

  returns = g_steal_pointer (&self->network_returns);
  self->network_returns = dex_cancellable_new ();
  dex_cancellable_cancel (returns);
  lb_session_wake_changes (self);
}

void
lb_session_reach (LbSession *self)
{
  Reach *reach = NULL;

  /* Before it was opened nobody looks for it; on this computer it is started when it is needed. */
  if (self->closed || self->reaching || !self->hosted || self->outbox == NULL)
    return;

  if (self->network_returns == NULL)
    {
      self->network_returns = dex_cancellable_new ();
      g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                               G_CALLBACK (network_changed_cb), self, 0);
    }
  self->reaching = TRUE;
  reach = g_new0 (Reach, 1);
  g_weak_ref_init (&reach->session, self);
  reach->stop = dex_ref (self->stop);
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, reach_fiber, reach, (GDestroyNotify) reach_free));
}
