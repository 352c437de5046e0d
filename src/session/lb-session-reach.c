#include "session/lb-session-private.h"

#include "base/lb-error.h"
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

int
lb_session_reach_wait_ms (guint n_looks, gboolean awaited)
{
  const int wait_ms = n_looks < 4 ? FIRST_MS << n_looks : LAST_MS;

  return awaited ? MIN (wait_ms, WAITING_MS) : MIN (wait_ms, LAST_MS);
}

/* What waits here goes out soon after the service is there again. Without any network there is
 * nothing to ask. */
static int
next_wait_ms (Reach *self, guint n_looks)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);
  const gboolean awaited =
    session != NULL && (session->n_waiting > 0 || session->n_queues_waiting > 0) &&
    g_network_monitor_get_network_available (g_network_monitor_get_default ());

  return lb_session_reach_wait_ms (n_looks, awaited);
}

static DexFuture *
reach_fiber (gpointer data)
{
  Reach *self = data;
  guint n_looks = 0;

  do
    {
      dex_await (dex_future_first (dex_timeout_new_msec (next_wait_ms (self, n_looks++)),
                                   dup_return (self), dex_ref (self->stop), NULL),
                 NULL);
    }
  while (dex_future_is_pending (DEX_FUTURE (self->stop)) && look (self));

  {
    g_autoptr (LbSession) session = g_weak_ref_get (&self->session);

    if (session != NULL)
      session->reaching = FALSE;
  }

  return NULL;
}

/* Nobody has to ask for anything, and wait until that fails, to learn of it. */
static void
lose_network (LbSession *self)
{
  g_autoptr (GError) error =
    g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, "There is no network");

  if (self->online && !lb_client_is_near (self->client))
    lb_session_note (self, error);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, LbSession *self)
{
  g_autoptr (DexCancellable) returns = NULL;

  if (!available)
    lose_network (self);
  if (!available || self->network_returns == NULL)
    return;

  returns = g_steal_pointer (&self->network_returns);
  self->network_returns = dex_cancellable_new ();
  dex_cancellable_cancel (returns);
  lb_session_wake_changes (self);
}

void
lb_session_note_queue (LbSession *self, gboolean waits)
{
  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (waits || self->n_queues_waiting > 0);

  self->n_queues_waiting += waits ? 1 : -1;
}

void
lb_session_follow_network (LbSession *self)
{
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, 0);
}

void
lb_session_reach (LbSession *self)
{
  Reach *reach = NULL;

  /* Before it was opened nobody looks for it; on this computer it is started when it is needed. */
  if (self->closed || self->reaching || !self->hosted || self->outbox == NULL)
    return;

  if (self->network_returns == NULL)
    self->network_returns = dex_cancellable_new ();
  self->reaching = TRUE;
  reach = g_new0 (Reach, 1);
  g_weak_ref_init (&reach->session, self);
  reach->stop = dex_ref (self->stop);
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, reach_fiber, reach, (GDestroyNotify) reach_free));
}
