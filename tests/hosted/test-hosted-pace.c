#include "api/lb-client-private.h"
#include "base/lb-error.h"
#include "hosted-fixture.h"

/* How many a plan's test sends, and how many minutes they may take. */
#define MINUTES 3

typedef struct
{
  guint plan;
  gboolean says_rest;
} Plan;

typedef struct
{
  gint64 at_us;
  DexPromise *promise; /* (owned) */
} Alarm;

/* Time passes when nothing is on its way. */
typedef struct
{
  HostedFixture base;
  gint64 now_us;
  GArray *alarms; /* (element-type Alarm) */
  guint n_left;
  guint n_answered;
  guint n_done;
  guint n_refused;
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
  const LbPacerClock clock = { now_cb, wait_cb };

  hosted_fixture_set_up (&self->base, GUINT_TO_POINTER (HOSTED_FIBO));
  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  self->now_us = 5 * (gint64) G_USEC_PER_SEC;
  lb_client_set_plan (self->base.client, plan->plan);
  lb_pacer_set_clock (self->base.client->pacer, &clock, self);
  hosted_server_enforce (self->base.server, plan->plan, plan->says_rest, now_cb, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  hosted_fixture_tear_down (&self->base, NULL);
  for (guint i = 0; i < self->alarms->len; i++)
    dex_unref (g_array_index (self->alarms, Alarm, i).promise);
  g_array_unref (self->alarms);
}

/* Pictures, looks and edits, one after the other; what was refused is asked for again. */
static DexFuture *
caller_fiber (gpointer data)
{
  static const LbRoute routes[] = { LB_ROUTE_UPLOAD_IMAGE, LB_ROUTE_GET_DATASET,
                                    LB_ROUTE_UPLOAD_IMAGE, LB_ROUTE_UPDATE_CAPTION };
  Fixture *self = data;

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
pass (Fixture *self)
{
  guint first = 0;
  Alarm alarm = { 0 };

  for (guint i = 1; i < self->alarms->len; i++)
    if (g_array_index (self->alarms, Alarm, i).at_us <
        g_array_index (self->alarms, Alarm, first).at_us)
      first = i;
  g_assert_cmpuint (first, <, self->alarms->len);

  alarm = g_array_index (self->alarms, Alarm, first);
  g_array_remove_index (self->alarms, first);
  self->now_us = MAX (self->now_us, alarm.at_us);
  dex_promise_resolve_boolean (alarm.promise, TRUE);
  dex_unref (alarm.promise);
}

static void
run (Fixture *self, guint n)
{
  g_autoptr (GPtrArray) callers = g_ptr_array_new ();
  DexFuture *all = NULL;

  self->n_left = n;
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (callers, dex_scheduler_spawn (NULL, 0, caller_fiber, self, NULL));
  all = dex_future_allv ((DexFuture **) callers->pdata, callers->len);
  while (dex_future_is_pending (all))
    if (!g_main_context_iteration (NULL, FALSE) && self->alarms->len > 0 &&
        lb_pacer_get_n_turns (self->base.client->pacer) == self->n_answered)
      pass (self);
  dex_unref (all);
  for (guint i = 0; i < callers->len; i++)
    dex_unref (callers->pdata[i]);
  g_assert_cmpuint (self->n_done, ==, n);
}

/* The plan is used up within a tenth, and no more than one request in a hundred is one too many. */
static void
test_plan (Fixture *self, gconstpointer data)
{
  const Plan *plan = data;
  guint n = plan->plan * MINUTES;
  gint64 start_us = self->now_us;

  run (self, n);
  g_assert_cmpint (self->now_us - start_us, <=, 66 * MINUTES * (gint64) G_USEC_PER_SEC);
  g_assert_cmpuint (hosted_server_get_n_limited (self->base.server) * 100, <=, n);
  g_assert_cmpuint (self->n_refused, ==, hosted_server_get_n_limited (self->base.server));
  g_assert_cmpuint (hosted_server_count (self->base.server, NULL, NULL), ==, n + self->n_refused);
}

/* What another program of the same account has used up is made good by resting. */
static void
test_shared (Fixture *self, gconstpointer data)
{
  const Plan *plan = data;
  gint64 start_us = self->now_us;

  lb_client_set_plan (self->base.client, 0);
  run (self, plan->plan);
  lb_client_set_plan (self->base.client, plan->plan);
  self->n_done = 0;
  run (self, plan->plan);
  g_assert_cmpuint (self->n_refused, >, 0);
  g_assert_cmpuint (self->n_refused, <=, 12);
  g_assert_cmpint (self->now_us - start_us, <=, 240 * (gint64) G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  static const Plan plans[] = { { 10, TRUE }, { 60, TRUE }, { 1000, TRUE }, { 60, FALSE } };

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *kept =
        g_strdup_printf ("/hosted/pace/kept/%u/%d", plans[i].plan, plans[i].says_rest);
      g_autofree char *shared =
        g_strdup_printf ("/hosted/pace/shared/%u/%d", plans[i].plan, plans[i].says_rest);

      g_test_add (kept, Fixture, &plans[i], set_up, test_plan, tear_down);
      g_test_add (shared, Fixture, &plans[i], set_up, test_shared, tear_down);
    }
  return g_test_run ();
}
