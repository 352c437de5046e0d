#include "session/lb-session-private.h"

#include "base/lb-error.h"

/* R71: from 2 s rising to 15 s, until the run is over or nothing has moved for half an hour. */
#define FIRST_MS 2000
#define LAST_MS 15000
#define PATIENCE_US (30 * 60 * G_USEC_PER_SEC)

typedef struct
{
  GWeakRef session;
  DexCancellable *stop; /* (owned) */
  gint64 dataset_id;
  gint64 last_updated_at;
  gint64 last_moved_us; /* monotonic */
} Run;

static void
run_free (Run *run)
{
  g_weak_ref_clear (&run->session);
  dex_clear (&run->stop);
  g_free (run);
}

/* Returns whether the run goes on. Holds the session for one look only. */
static gboolean
look (Run *run)
{
  g_autoptr (LbSession) self = g_weak_ref_get (&run->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  gboolean going = FALSE;

  if (self == NULL || self->closed)
    return FALSE;

  dataset = dex_await_object (lb_session_reread_dataset (self, run->dataset_id), &error);
  if (dataset == NULL)
    going = !g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) &&
            !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED);
  else
    {
      gint64 updated_at = lb_dataset_get_updated_at (dataset);

      if (updated_at != run->last_updated_at)
        run->last_moved_us = g_get_monotonic_time ();
      run->last_updated_at = updated_at;
      going = lb_dataset_get_captioning (dataset);
      if (lb_session_has_images (self, run->dataset_id))
        dex_await (lb_session_load_images (self, dataset), NULL);
    }

  return going && g_get_monotonic_time () - run->last_moved_us < PATIENCE_US;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  int wait_ms = FIRST_MS;

  do
    {
      dex_await (dex_future_first (dex_timeout_new_msec (wait_ms), dex_ref (run->stop), NULL),
                 NULL);
      if (!dex_future_is_pending (DEX_FUTURE (run->stop)))
        break;
      wait_ms = MIN (wait_ms * 3 / 2, LAST_MS);
    }
  while (look (run));

  {
    g_autoptr (LbSession) self = g_weak_ref_get (&run->session);

    if (self != NULL)
      g_hash_table_remove (self->runs, &run->dataset_id);
  }

  return NULL;
}

void
lb_session_follow_run (LbSession *self, gint64 dataset_id)
{
  Run *run = NULL;

  if (self->closed || !g_hash_table_add (self->runs, g_memdup2 (&dataset_id, sizeof dataset_id)))
    return;

  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->session, self);
  run->stop = dex_ref (self->stop);
  run->dataset_id = dataset_id;
  run->last_moved_us = g_get_monotonic_time ();
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_fiber, run, (GDestroyNotify) run_free));
}
