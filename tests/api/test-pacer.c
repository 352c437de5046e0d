#include "api/lb-pacer.h"

#include <string.h>

#include "base/lb-error.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)

typedef struct
{
  gint64 at_us;
  DexPromise *promise; /* (owned) */
} Alarm;

/* Time that passes when it is told to. */
typedef struct
{
  LbPacer *pacer;
  gint64 now_us;
  GArray *alarms; /* (element-type Alarm) */
  GArray *turns;  /* (element-type gint64): when each was taken */
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
set_up (Fixture *self, gconstpointer plan)
{
  const LbPacerClock clock = { now_cb, wait_cb };

  self->now_us = 1000 * SECOND;
  self->alarms = g_array_new (FALSE, FALSE, sizeof (Alarm));
  self->turns = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pacer = lb_pacer_new (GPOINTER_TO_UINT (plan));
  lb_pacer_set_clock (self->pacer, &clock, self);
}

static void
tear_down (Fixture *self, gconstpointer plan)
{
  g_object_unref (self->pacer);
  /* What waits for an alarm holds itself until that has rung. */
  for (guint i = 0; i < self->alarms->len; i++)
    {
      DexPromise *promise = g_array_index (self->alarms, Alarm, i).promise;

      dex_promise_resolve_boolean (promise, TRUE);
      dex_unref (promise);
    }
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_array_unref (self->alarms);
  g_array_unref (self->turns);
}

/* Lets everything happen that has not happened by @until_us. */
static void
pass (Fixture *self, gint64 until_us)
{
  for (;;)
    {
      guint first = 0;
      Alarm alarm = { 0 };

      while (g_main_context_iteration (NULL, FALSE))
        continue;
      for (guint i = 1; i < self->alarms->len; i++)
        if (g_array_index (self->alarms, Alarm, i).at_us <
            g_array_index (self->alarms, Alarm, first).at_us)
          first = i;
      if (self->alarms->len == 0 || g_array_index (self->alarms, Alarm, first).at_us > until_us)
        break;

      alarm = g_array_index (self->alarms, Alarm, first);
      g_array_remove_index (self->alarms, first);
      self->now_us = MAX (self->now_us, alarm.at_us);
      dex_promise_resolve_boolean (alarm.promise, TRUE);
      dex_unref (alarm.promise);
    }
  self->now_us = MAX (self->now_us, until_us);
}

static DexFuture *
turn_cb (DexFuture *future, gpointer data)
{
  Fixture *self = data;

  g_array_append_val (self->turns, self->now_us);
  return dex_future_new_true ();
}

static void
take (Fixture *self, LbPacerUrgency urgency)
{
  dex_future_disown (
    dex_future_then (lb_pacer_take (self->pacer, urgency, NULL), turn_cb, self, NULL));
}

static gint64
nth_turn (Fixture *self, guint n)
{
  g_assert_cmpuint (n, <, self->turns->len);
  return g_array_index (self->turns, gint64, n);
}

/* All at once: no minute has more than the plan, and the plan is used up. */
static void
test_flood (Fixture *self, gconstpointer plan)
{
  guint a_minute = GPOINTER_TO_UINT (plan);
  guint n = a_minute * 6;
  gint64 start = self->now_us;
  double estimate_s = lb_pacer_estimate_s (self->pacer, n);
  double took_s = 0;

  for (guint i = 0; i < n; i++)
    take (self, LB_PACER_UPLOAD);
  pass (self, start + 10 * MINUTE);

  g_assert_cmpuint (self->turns->len, ==, n);
  for (guint i = a_minute; i < n; i++)
    g_assert_cmpint (nth_turn (self, i) - nth_turn (self, i - a_minute), >=, MINUTE);
  took_s = (double) (nth_turn (self, n - 1) - start) / G_USEC_PER_SEC;
  g_assert_cmpfloat (took_s, <=, 1.1 * 360);
  g_assert_cmpfloat (ABS (took_s - estimate_s), <=, 0.1 * took_s);
}

/* Now and then, by chance. */
static void
test_drizzle (Fixture *self, gconstpointer plan)
{
  guint a_minute = GPOINTER_TO_UINT (plan);
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  guint n = a_minute * 4;

  for (guint i = 0; i < n; i++)
    {
      take (self, g_rand_int_range (chance, 0, LB_PACER_N_URGENCIES));
      pass (self, self->now_us +
                    (gint64) g_rand_double_range (chance, 0, 2.4 * (double) MINUTE / a_minute));
    }
  pass (self, self->now_us + 10 * MINUTE);
  g_assert_cmpuint (self->turns->len, ==, n);
  for (guint i = a_minute; i < n; i++)
    g_assert_cmpint (nth_turn (self, i) - nth_turn (self, i - a_minute), >=, MINUTE);
}

static void
test_no_limit (Fixture *self, gconstpointer plan)
{
  for (guint i = 0; i < 5000; i++)
    take (self, LB_PACER_POLL);
  g_assert_cmpuint (self->turns->len, ==, 5000);
  g_assert_cmpfloat (lb_pacer_estimate_s (self->pacer, 5000), ==, 0);
  g_assert_cmpuint (self->alarms->len, ==, 0);
}

typedef struct
{
  GString *order;
  char letter;
} Letter;

static DexFuture *
letter_cb (DexFuture *future, gpointer data)
{
  Letter *letter = data;

  g_string_append_c (letter->order, letter->letter);
  return dex_future_new_true ();
}

static void
take_letter (Fixture *self, LbPacerUrgency urgency, GString *order, char letter)
{
  Letter *data = g_new (Letter, 1);

  *data = (Letter) { order, letter };
  dex_future_disown (
    dex_future_then (lb_pacer_take (self->pacer, urgency, NULL), letter_cb, data, g_free));
}

/* What a person waits for goes first, and the others are not forgotten. */
static void
test_order (Fixture *self, gconstpointer plan)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < 4; i++)
    take_letter (self, LB_PACER_POLL, order, 'p');
  g_string_truncate (order, 0); /* those that were there at once */
  for (guint i = 0; i < 4; i++)
    take_letter (self, LB_PACER_UPLOAD, order, 'u');
  for (guint i = 0; i < 12; i++)
    take_letter (self, LB_PACER_INTERACTIVE, order, 'i');
  pass (self, self->now_us + 10 * MINUTE);

  g_assert_cmpuint (order->len, ==, 18);
  g_assert_true (g_str_has_prefix (order->str, "iii"));
  for (guint i = 0; i + 6 < order->len; i++)
    if (strchr (order->str + i, 'u') != NULL)
      g_assert_nonnull (memchr (order->str + i, 'u', 6));
  g_assert_true (memchr (order->str, 'p', 9) != NULL);
}

/* A turn is left for what a person waits for. */
static void
test_reserve (Fixture *self, gconstpointer plan)
{
  gint64 start = 0;

  for (guint i = 0; i < 8; i++)
    take (self, LB_PACER_UPLOAD);
  pass (self, self->now_us + 20 * SECOND);
  g_assert_cmpuint (self->turns->len, <, 8);
  start = self->now_us;
  take (self, LB_PACER_INTERACTIVE);
  g_assert_cmpint (nth_turn (self, self->turns->len - 1), ==, start);
}

static void
test_hold (Fixture *self, gconstpointer plan)
{
  gint64 start = self->now_us;

  lb_pacer_hold (self->pacer, 30);
  lb_pacer_hold (self->pacer, 5); /* does not shorten it */
  g_assert_cmpfloat (lb_pacer_get_held_s (self->pacer), ==, 30);
  take (self, LB_PACER_INTERACTIVE);
  take (self, LB_PACER_UPLOAD);
  pass (self, start + 29 * SECOND);
  g_assert_cmpuint (self->turns->len, ==, 0);
  pass (self, start + 60 * SECOND);
  g_assert_cmpuint (self->turns->len, ==, 2);
  g_assert_cmpint (ABS (nth_turn (self, 0) - start - 30 * SECOND), <=, SECOND);
  g_assert_cmpfloat (lb_pacer_get_held_s (self->pacer), ==, 0);
}

/* Up to 1 s, 2 s, 4 s and so on to a minute; those on their way together count once. */
static void
test_hold_by_chance (Fixture *self, gconstpointer plan)
{
  double longest_s = 0;

  for (guint i = 0; i < 40; i++)
    {
      double most_s = MIN (60, 1 << MIN (i, 10));
      double held_s = 0;

      lb_pacer_hold_by_chance (self->pacer, LB_PACER_UPLOAD);
      held_s = lb_pacer_get_held_s (self->pacer);
      g_assert_cmpfloat (held_s, <=, most_s);
      lb_pacer_hold_by_chance (self->pacer, LB_PACER_UPLOAD);
      if (held_s > 0)
        g_assert_cmpfloat (lb_pacer_get_held_s (self->pacer), ==, held_s);
      longest_s = MAX (longest_s, held_s);
      pass (self, self->now_us + 61 * SECOND);
    }
  g_assert_cmpfloat (longest_s, >, 30);

  /* An answer to something else changes nothing. */
  lb_pacer_note_answer (self->pacer, LB_PACER_INTERACTIVE);
  longest_s = 0;
  for (guint i = 0; i < 20; i++)
    {
      lb_pacer_hold_by_chance (self->pacer, LB_PACER_UPLOAD);
      longest_s = MAX (longest_s, lb_pacer_get_held_s (self->pacer));
      pass (self, self->now_us + 61 * SECOND);
    }
  g_assert_cmpfloat (longest_s, >, 30);
  lb_pacer_note_answer (self->pacer, LB_PACER_UPLOAD);
  lb_pacer_hold_by_chance (self->pacer, LB_PACER_UPLOAD);
  g_assert_cmpfloat (lb_pacer_get_held_s (self->pacer), <=, 1);
}

/* A turn given up is there for the next. */
static void
test_cancel (Fixture *self, gconstpointer plan)
{
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (DexFuture) given_up = NULL;
  g_autoptr (DexFuture) late = NULL;
  g_autoptr (GError) error = NULL;

  lb_pacer_hold (self->pacer, 10);
  given_up = lb_pacer_take (self->pacer, LB_PACER_INTERACTIVE, cancel);
  take (self, LB_PACER_INTERACTIVE);
  g_cancellable_cancel (cancel);
  pass (self, self->now_us);
  g_assert_true (dex_future_is_rejected (given_up));
  dex_future_get_value (given_up, &error);
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  late = lb_pacer_take (self->pacer, LB_PACER_INTERACTIVE, cancel);
  g_assert_true (dex_future_is_rejected (late));

  pass (self, self->now_us + 11 * SECOND);
  g_assert_cmpuint (self->turns->len, ==, 1);
}

/* A larger plan is felt at once. */
static void
test_other_plan (Fixture *self, gconstpointer plan)
{
  for (guint i = 0; i < 40; i++)
    take (self, LB_PACER_INTERACTIVE);
  g_assert_cmpuint (self->turns->len, <, 40);
  lb_pacer_set_plan (self->pacer, 0);
  g_assert_cmpuint (self->turns->len, ==, 40);
}

static void
add (const char *name, guint plan, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/pacer/%s/%u", name, plan);

  g_test_add (path, Fixture, GUINT_TO_POINTER (plan), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  static const guint plans[] = { 10, 60, 1000 };

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      add ("flood", plans[i], test_flood);
      add ("drizzle", plans[i], test_drizzle);
      add ("hold", plans[i], test_hold);
    }
  add ("no-limit", 0, test_no_limit);
  add ("order", 10, test_order);
  add ("reserve", 10, test_reserve);
  add ("hold-by-chance", 0, test_hold_by_chance);
  add ("cancel", 60, test_cancel);
  add ("other-plan", 10, test_other_plan);
  return g_test_run ();
}
