#include "api/lb-client-private.h"
#include "base/lb-error.h"
#include "drop-folder.h"
#include "fault-args.h"
#include "fault-clock.h"
#include "fault-proxy.h"
#include "hosted-fixture.h"
#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-queue-private.h"
#include "queue-fixture.h"
#include "session/lb-session-private.h"

/* An account's plan and what a service asks for: used up, hardly ever exceeded, and heeded. Time
 * passes when nothing is on its way and somebody waits for it. */

/* How many minutes the requests of a client alone may take. */
#define MINUTES 3

typedef struct
{
  guint requests; /* a minute */
  gboolean says_rest;
  guint pictures; /* for each dataset */
  gint64 datasets;
} Plan;

/* A client alone: pictures, looks and edits, one after the other, for four callers. */

typedef struct
{
  HostedFixture base;
  FaultClock *clock;
  guint n_left;
  guint n_answered;
  guint n_done;
  guint n_refused;
} ClientFixture;

static void
client_set_up (ClientFixture *self, gconstpointer data)
{
  const Plan *plan = data;
  const LbPacerClock clock = { fault_clock_now_us, fault_clock_wait };

  hosted_fixture_set_up (&self->base, GUINT_TO_POINTER (HOSTED_FIBO));
  self->clock = fault_clock_new (5 * (gint64) G_USEC_PER_SEC);
  lb_client_set_plan (self->base.client, plan->requests);
  lb_pacer_set_clock (self->base.client->pacer, &clock, self->clock);
  hosted_server_enforce (self->base.server, plan->requests, plan->says_rest, fault_clock_now_us,
                         self->clock);
}

static void
client_tear_down (ClientFixture *self, gconstpointer data)
{
  hosted_fixture_tear_down (&self->base, NULL);
  fault_clock_free (self->clock);
}

/* What was refused is asked for again. */
static DexFuture *
caller_fiber (gpointer data)
{
  static const LbRoute routes[] = { LB_ROUTE_UPLOAD_IMAGE, LB_ROUTE_GET_DATASET,
                                    LB_ROUTE_UPLOAD_IMAGE, LB_ROUTE_UPDATE_CAPTION };
  ClientFixture *self = data;

  while (self->n_left > 0)
    {
      LbRoute route = routes[self->n_left-- % G_N_ELEMENTS (routes)];
      g_autoptr (GError) error = NULL;
      gboolean done = dex_await (hosted_call (self->base.client, route), &error);

      self->n_answered++;
      if (done)
        self->n_done++;
      else
        {
          g_assert_error (error, LB_ERROR, LB_ERROR_RATE_LIMITED);
          self->n_refused++;
          self->n_left++;
        }
    }

  return dex_future_new_true ();
}

static void
call (ClientFixture *self, guint n)
{
  g_autoptr (GPtrArray) callers = g_ptr_array_new ();
  DexFuture *all = NULL;

  self->n_left = n;
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (callers, dex_scheduler_spawn (NULL, 0, caller_fiber, self, NULL));
  all = dex_future_allv ((DexFuture **) callers->pdata, callers->len);
  while (dex_future_is_pending (all))
    if (!g_main_context_iteration (NULL, FALSE) &&
        lb_pacer_get_n_turns (self->base.client->pacer) == self->n_answered)
      fault_clock_pass (self->clock);
  dex_unref (all);
  for (guint i = 0; i < callers->len; i++)
    dex_unref (callers->pdata[i]);
  g_assert_cmpuint (self->n_done, ==, n);
}

/* The plan is used up within a tenth, and no more than one request in a hundred is one too many. */
static void
test_kept (ClientFixture *self, gconstpointer data)
{
  const Plan *plan = data;
  guint n = plan->requests * MINUTES;
  gint64 start_us = fault_clock_now_us (self->clock);

  call (self, n);
  g_assert_cmpint (fault_clock_now_us (self->clock) - start_us, <=,
                   66 * MINUTES * (gint64) G_USEC_PER_SEC);
  g_assert_cmpuint (hosted_server_get_n_limited (self->base.server) * 100, <=, n);
  g_assert_cmpuint (self->n_refused, ==, hosted_server_get_n_limited (self->base.server));
  g_assert_cmpuint (hosted_server_count (self->base.server, NULL, NULL), ==, n + self->n_refused);
}

/* What another program of the same account has used up is made good by resting. */
static void
test_shared (ClientFixture *self, gconstpointer data)
{
  const Plan *plan = data;
  gint64 start_us = fault_clock_now_us (self->clock);

  lb_client_set_plan (self->base.client, 0);
  call (self, plan->requests);
  lb_client_set_plan (self->base.client, plan->requests);
  self->n_done = 0;
  call (self, plan->requests);
  g_assert_cmpuint (self->n_refused, >, 0);
  g_assert_cmpuint (self->n_refused, <=, 12);
  g_assert_cmpint (fault_clock_now_us (self->clock) - start_us, <=, 240 * (gint64) G_USEC_PER_SEC);
}

/* The queue of pictures. */

typedef struct
{
  QueueFixture base;
  FaultProxy *proxy;
  FaultClock *clock;
  guint n_before; /* answers, and turns, until the queue was there */
  guint64 turns_before;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const LbPacerClock pacer_clock = { fault_clock_now_us, fault_clock_wait };
  const LbUploadClock clock = { fault_clock_now_us, fault_clock_wait };

  self->base.folder = drop_folder_new ();
  self->base.host = picture_host_new ();
  self->proxy = fault_proxy_new (picture_host_get_origin (self->base.host));
  self->base.origin = fault_proxy_get_origin (self->proxy);
  queue_fixture_open (&self->base);
  self->clock = fault_clock_new (lb_upload_queue_now_us (self->base.queue) + G_USEC_PER_SEC);
  lb_upload_queue_set_clock (self->base.queue, &clock, self->clock);
  lb_pacer_set_clock (self->base.session->client->pacer, &pacer_clock, self->clock);
  self->n_before = fault_proxy_get_n_answered (self->proxy);
  self->turns_before = lb_pacer_get_n_turns (self->base.session->client->pacer);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  queue_fixture_close (&self->base);
  fault_proxy_free (self->proxy);
  queue_fixture_tear_down (&self->base);
  fault_clock_free (self->clock);
}

/* Returns how many seconds passed until all was sent. */
static double
finish (Fixture *self)
{
  LbPacer *pacer = self->base.session->client->pacer;
  gint64 start_us = fault_clock_now_us (self->clock);

  while (lb_upload_queue_get_running (self->base.queue))
    {
      guint64 turns = lb_pacer_get_n_turns (pacer) - self->turns_before;

      if (g_main_context_iteration (NULL, FALSE))
        continue;
      if (turns != fault_proxy_get_n_answered (self->proxy) - self->n_before ||
          !fault_clock_pass (self->clock))
        g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->base.queue), ==, 0);

  return (double) (fault_clock_now_us (self->clock) - start_us) / G_USEC_PER_SEC;
}

static void
test_queue (Fixture *self, gconstpointer data)
{
  const Plan *plan = data;
  double limit_s = 0;
  double wall_s = 0;
  guint n = 0;

  lb_session_set_plan (self->base.session, plan->requests);
  fault_proxy_enforce (self->proxy, plan->requests, fault_clock_now_us, self->clock);
  queue_fixture_make_pictures (&self->base, plan->pictures);
  for (gint64 id = 1; id <= plan->datasets; id++)
    {
      g_set_object (&self->base.dataset, lb_session_find_dataset (self->base.session, id));
      queue_fixture_add (&self->base);
    }
  wall_s = finish (self);
  n = fault_proxy_get_n_answered (self->proxy) - self->n_before;
  limit_s = 60.0 * n / plan->requests;
  g_test_message ("%u requests at %u a minute: %.1f s of %.1f s, %u too many", n, plan->requests,
                  wall_s, limit_s, fault_proxy_get_n_limited (self->proxy));
  g_assert_cmpfloat (wall_s, <=, 1.10 * limit_s);
  g_assert_cmpuint (fault_proxy_get_n_limited (self->proxy) * 100, <=, n);
  g_assert_cmpuint (picture_host_get_n_pictures (self->base.host), ==,
                    plan->pictures * plan->datasets);
}

/* What a service asks for is what it gets, within a second; of what says nothing, the rest is a
 * short one by chance. */
typedef struct
{
  const char *name;
  const char *retry_after; /* (nullable) */
  guint least_s;
  guint most_s;
  gboolean date; /* @least_s from now */
} Rest;

static void
test_rest (Fixture *self, gconstpointer data)
{
  const Rest *rest = data;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, rest->least_s + 1);
  g_autofree char *date = g_date_time_format (then, "%a, %d %b %Y %H:%M:%S GMT");
  const Fault fault = { .toxic = FAULT_STATUS,
                        .status = 429,
                        .retry_after = rest->date ? date : rest->retry_after };
  double waited_s = 0;

  fault_proxy_expect (self->proxy, &fault);
  queue_fixture_make_pictures (&self->base, 1);
  queue_fixture_add (&self->base);
  waited_s = finish (self);
  g_test_message ("%.2f s", waited_s);
  g_assert_cmpfloat (waited_s, >=, (double) rest->least_s - 1);
  g_assert_cmpfloat (waited_s, <=, (double) rest->most_s + 1);
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, 2);
  queue_fixture_assert_all (&self->base, 1);
}

/* A storm: again and again, each time up to twice as long, and never more than a minute. */
static void
test_storm (Fixture *self, gconstpointer data)
{
  const Fault fault = { .toxic = FAULT_STATUS, .status = 429 };
  const guint n = 12;
  double waited_s = 0;

  for (guint i = 0; i < n; i++)
    fault_proxy_expect (self->proxy, &fault);
  queue_fixture_make_pictures (&self->base, 1);
  queue_fixture_add (&self->base);
  waited_s = finish (self);
  g_test_message ("%.1f s", waited_s);
  g_assert_cmpfloat (waited_s, <=, 1 + 2 + 4 + 8 + 16 + 32 + 60 * (n - 6));
  g_assert_cmpfloat (waited_s, >, 20);
  g_assert_cmpuint (fault_proxy_get_n_sent (self->proxy), ==, n + 1);
  queue_fixture_assert_all (&self->base, 1);
}

/* From nothing to 1 s, 2 s, 4 s and so on up to a minute, anywhere between. */
static void
test_jitter (void)
{
  for (guint attempts = 1; attempts <= 12; attempts++)
    {
      const guint most_ms = MIN (60000, 1000 << MIN (attempts - 1, 10));
      guint least_seen = G_MAXUINT;
      guint most_seen = 0;

      for (guint i = 0; i < 1000; i++)
        {
          guint wait_ms = lb_upload_end_backoff_ms (attempts);

          least_seen = MIN (least_seen, wait_ms);
          most_seen = MAX (most_seen, wait_ms);
        }
      g_assert_cmpuint (most_seen, <=, most_ms);
      g_assert_cmpuint (most_seen, >, most_ms * 9 / 10);
      g_assert_cmpuint (least_seen, <, most_ms / 10);
    }
}

/* The last ones are of the whole set. */
static void
add_clients (gboolean deep)
{
  static const Plan plans[] = {
    { 10, TRUE }, { 60, TRUE }, { 60, FALSE }, { 200, TRUE }, { 1000, TRUE }
  };
  const gsize n = deep ? G_N_ELEMENTS (plans) : G_N_ELEMENTS (plans) - 2;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *kept =
        g_strdup_printf ("/faults/pace/kept/%u/%d", plans[i].requests, plans[i].says_rest);
      g_autofree char *shared =
        g_strdup_printf ("/faults/pace/shared/%u/%d", plans[i].requests, plans[i].says_rest);

      g_test_add (kept, ClientFixture, &plans[i], client_set_up, test_kept, client_tear_down);
      g_test_add (shared, ClientFixture, &plans[i], client_set_up, test_shared, client_tear_down);
    }
}

static void
add_rests (void)
{
  static const Rest rests[] = {
    { "0", "0", 0, 0 },
    { "1", "1", 1, 1 },
    { "30", "30", 30, 30 },
    { "600", "600", 600, 600 },
    { "601", "601", 600, 600 },
    { "1e12-seconds", "1000000000000", 600, 600 },
    { "date", NULL, 30, 31, TRUE },
    { "far-date", "Tue, 31 Dec 2999 23:59:59 GMT", 600, 600 },
    { "past-date", "Thu, 01 Jan 1970 00:00:00 GMT", 0, 0 },
    { "negative", "-5", 0, 1 },
    { "garbage", "soon", 0, 1 },
    { "1e12", "1e12", 0, 1 },
    { "none", NULL, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/pace/rest/", rests[i].name, NULL);

      g_test_add (path, Fixture, &rests[i], set_up, test_rest, tear_down);
    }
}

int
main (int argc, char **argv)
{
  static const Plan quick[] = { { 10, TRUE, 25, 1 }, { 60, TRUE, 100, 1 }, { 1000, TRUE, 100, 1 } };
  static const Plan whole[] = { { 10, TRUE, 60, 1 }, { 60, TRUE, 200, 1 }, { 1000, TRUE, 200, 8 } };
  const gboolean deep = fault_take_deep (&argc, argv);
  const Plan *plans = deep ? whole : quick;

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  add_clients (deep);
  for (gsize i = 0; i < G_N_ELEMENTS (quick); i++)
    {
      g_autofree char *path = g_strdup_printf ("/faults/pace/queue/%u", plans[i].requests);

      g_test_add (path, Fixture, &plans[i], set_up, test_queue, tear_down);
    }
  add_rests ();
  g_test_add ("/faults/pace/storm", Fixture, NULL, set_up, test_storm, tear_down);
  g_test_add_func ("/faults/pace/jitter", test_jitter);
  return g_test_run ();
}
