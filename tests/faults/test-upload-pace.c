#include "api/lb-client-private.h"
#include "drop-folder.h"
#include "fault-args.h"
#include "fault-proxy.h"
#include "jobs/lb-upload-queue-private.h"
#include "queue-fixture.h"
#include "session/lb-session-private.h"

/* A queue of pictures and an account's plan: it is used up, and hardly ever exceeded. */

typedef struct
{
  guint requests; /* a minute */
  guint pictures; /* for each dataset */
  gint64 datasets;
} Plan;

typedef struct
{
  gint64 at_us;
  DexPromise *promise; /* (owned) */
} Alarm;

/* Time passes when nothing is on its way and somebody waits for it. */
typedef struct
{
  QueueFixture base;
  FaultProxy *proxy;
  gint64 now_us;
  GArray *alarms; /* (element-type Alarm) */
} Fixture;

static gint64
now_cb (gpointer data)
{
  return ((Fixture *) data)->now_us;
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  Fixture *self = data;
  Alarm alarm = { self->now_us + (gint64) wait_ms * 1000, dex_promise_new () };

  g_array_append_val (self->alarms, alarm);
  return dex_ref (DEX_FUTURE (alarm.promise));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const Plan *plan = data;
  const LbPacerClock pacer_clock = { now_cb, wait_cb };
  const LbUploadClock clock = { now_cb, wait_cb };

  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->base.origin = fault_proxy_get_origin (self->proxy);
  queue_fixture_open (&self->base);
  self->now_us = lb_upload_queue_now_us (self->base.queue) + G_USEC_PER_SEC;
  lb_upload_queue_set_clock (self->base.queue, &clock, self);
  lb_pacer_set_clock (self->base.session->client->pacer, &pacer_clock, self);
  lb_session_set_plan (self->base.session, plan->requests);
  fault_proxy_enforce (self->proxy, plan->requests, now_cb, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_close (&self->base);
  fault_proxy_free (self->proxy);
  queue_fixture_tear_down (&self->base);
  for (guint i = 0; i < self->alarms->len; i++)
    dex_unref (g_array_index (self->alarms, Alarm, i).promise);
  g_array_unref (self->alarms);
}

static void
pass (Fixture *self)
{
  guint first = 0;
  Alarm alarm = { 0 };

  for (guint i = 1; i < self->alarms->len; i++)
    if (g_array_index (self->alarms, Alarm, i).at_us <
        g_array_index (self->alarms, Alarm, first).at_us)
      first = i;
  alarm = g_array_index (self->alarms, Alarm, first);
  g_array_remove_index (self->alarms, first);
  self->now_us = MAX (self->now_us, alarm.at_us);
  dex_promise_resolve_boolean (alarm.promise, TRUE);
  dex_unref (alarm.promise);
}

static void
test_plan (Fixture *self, gconstpointer data)
{
  const Plan *plan = data;
  LbPacer *pacer = self->base.session->client->pacer;
  guint n_before = fault_proxy_get_n_answered (self->proxy);
  guint64 turns_before = lb_pacer_get_n_turns (pacer);
  gint64 start_us = self->now_us;
  double limit_s = 0;
  double wall_s = 0;
  guint n = 0;

  queue_fixture_make_pictures (&self->base, plan->pictures);
  for (gint64 id = 1; id <= plan->datasets; id++)
    {
      g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, id));
      queue_fixture_add (&self->base);
    }
  start_us = self->now_us;
  while (lb_upload_queue_get_running (self->base.queue))
    {
      guint64 turns = lb_pacer_get_n_turns (pacer) - turns_before;

      if (g_main_context_iteration (NULL, FALSE))
        continue;
      if (self->alarms->len > 0 && turns == fault_proxy_get_n_answered (self->proxy) - n_before)
        pass (self);
      else
        g_main_context_iteration (NULL, TRUE);
    }
  wall_s = (double) (self->now_us - start_us) / G_USEC_PER_SEC;
  n = fault_proxy_get_n_answered (self->proxy) - n_before;
  limit_s = 60.0 * n / plan->requests;
  g_test_message ("%u requests at %u a minute: %.1f s of %.1f s, %u too many", n, plan->requests,
                  wall_s, limit_s, fault_proxy_get_n_limited (self->proxy));
  g_assert_cmpfloat (wall_s, <=, 1.10 * limit_s);
  g_assert_cmpuint (fault_proxy_get_n_limited (self->proxy) * 100, <=, n);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);
  g_assert_cmpuint (picture_host_get_n_pictures (self->base.host), ==,
                    plan->pictures * plan->datasets);
}

int
main (int argc, char **argv)
{
  static const Plan quick[] = { { 10, 25, 1 }, { 60, 100, 1 }, { 1000, 100, 1 } };
  static const Plan whole[] = { { 10, 60, 1 }, { 60, 200, 1 }, { 1000, 200, 8 } };
  const Plan *plans = fault_take_deep (&argc, argv) ? whole : quick;

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (quick); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/upload-pace/%u", plans[i].requests);

      g_test_add (path, Fixture, &plans[i], set_up, test_plan, tear_down);
    }
  return g_test_run ();
}
