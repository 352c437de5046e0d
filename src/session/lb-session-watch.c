#include "session/lb-session-private.h"

#include "base/lb-error.h"

/* R71: from 2 s rising to 15 s, until it is over or nothing has moved for half an hour. */
#define FIRST_MS 2000
#define LAST_MS 15000
/* Our own service can be asked as often as a person looks: every second while something moves. */
#define NEAR_FIRST_MS 1000
#define NEAR_LAST_MS 4000
/* Where a look takes long itself, most of the time is left for other things. */
#define NEAR_LOOK_PART 4
#define PATIENCE_US (30 * 60 * G_USEC_PER_SEC)

static gint64
now_cb (gpointer data)
{
  return g_get_monotonic_time ();
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) wait_ms);
}

static const LbSessionClock real_clock = { .now_us = now_cb, .wait = wait_cb };

void
lb_session_set_clock (LbSession *self, const LbSessionClock *clock, gpointer data)
{
  self->time = *clock;
  self->time_data = data;
}

void
lb_session_init_clock (LbSession *self)
{
  lb_session_set_clock (self, &real_clock, NULL);
}

typedef struct
{
  GWeakRef session;
  DexCancellable *stop; /* (owned) */
  GHashTable *watched;  /* (owned) (element-type gint64) */
  gint64 dataset_id;
  LbSessionLook look;
  LbSessionSight sight;
  gint64 moved_us;
  guint wait_ms; /* until the next look */
} Watch;

static void
watch_free (Watch *self)
{
  g_weak_ref_clear (&self->session);
  dex_clear (&self->stop);
  g_clear_pointer (&self->watched, g_hash_table_unref);
  g_free (self);
}

static void
set_pace (Watch *self, LbSession *session, gboolean moved, gint64 took_us)
{
  if (session->hosted)
    self->wait_ms = MIN (self->wait_ms * 3 / 2, LAST_MS);
  else if (moved)
    self->wait_ms = CLAMP (took_us * NEAR_LOOK_PART / 1000, NEAR_FIRST_MS, LAST_MS);
  else
    self->wait_ms = MIN (self->wait_ms * 3 / 2, NEAR_LAST_MS);
}

/* Holds the session for one look only. */
static gboolean
look (Watch *self)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);
  const gint64 mark = self->sight.mark;
  gboolean going = FALSE;
  gint64 begun_us, now_us;

  if (session == NULL || session->closed)
    return FALSE;

  self->sight.rest_s = 0;
  begun_us = session->time.now_us (session->time_data);
  going = self->look (session, self->dataset_id, &self->sight);
  now_us = session->time.now_us (session->time_data);
  if (self->sight.mark != mark)
    self->moved_us = now_us;
  set_pace (self, session, self->sight.mark != mark, now_us - begun_us);

  return going && now_us - self->moved_us < PATIENCE_US;
}

/* (transfer full) */
static DexFuture *
begin_wait (Watch *self, guint wait_ms)
{
  g_autoptr (LbSession) session = g_weak_ref_get (&self->session);

  if (session == NULL)
    return dex_future_new_true ();

  return session->time.wait (wait_ms, session->time_data);
}

static DexFuture *
watch_fiber (gpointer data)
{
  Watch *self = data;

  do
    {
      dex_await (
        dex_future_first (begin_wait (self, MAX (self->wait_ms, self->sight.rest_s * 1000)),
                          dex_ref (self->stop), NULL),
        NULL);
      if (!dex_future_is_pending (DEX_FUTURE (self->stop)))
        break;
    }
  while (look (self));

  g_hash_table_remove (self->watched, &self->dataset_id);

  return NULL;
}

void
lb_session_watch (LbSession *self, GHashTable *watched, gint64 dataset_id, LbSessionLook look)
{
  Watch *watch = NULL;

  if (self->closed || !g_hash_table_add (watched, g_memdup2 (&dataset_id, sizeof dataset_id)))
    return;

  watch = g_new0 (Watch, 1);
  g_weak_ref_init (&watch->session, self);
  watch->stop = dex_ref (self->stop);
  watch->watched = g_hash_table_ref (watched);
  watch->dataset_id = dataset_id;
  watch->look = look;
  watch->wait_ms = self->hosted ? FIRST_MS : NEAR_FIRST_MS;
  watch->moved_us = self->time.now_us (self->time_data);
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, watch_fiber, watch, (GDestroyNotify) watch_free));
}

gboolean
lb_session_may_look_again (const GError *error, LbSessionSight *sight)
{
  lb_error_get_retry_after (error, &sight->rest_s);

  return !g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_INVALID) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_FORBIDDEN) &&
         !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED);
}

/* Caption runs. */

static gboolean
look_at_run (LbSession *self, gint64 dataset_id, LbSessionSight *sight)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset =
    dex_await_object (lb_session_reread_dataset (self, dataset_id), &error);

  if (dataset == NULL)
    return lb_session_may_look_again (error, sight);

  sight->mark = lb_dataset_get_updated_at (dataset);
  if (lb_session_has_images (self, dataset_id))
    dex_await (lb_session_load_images (self, dataset), NULL);

  return lb_dataset_get_captioning (dataset);
}

void
lb_session_follow_run (LbSession *self, gint64 dataset_id)
{
  lb_session_watch (self, self->runs, dataset_id, look_at_run);
}
