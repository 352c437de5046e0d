#include "base/lb-shield.h"

#define PATIENCE_US (10 * G_USEC_PER_SEC)

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (DexFuture *future)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  guint timer = g_timeout_add (20, wake_cb, NULL);

  while (dex_future_is_pending (future) && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_assert_false (dex_future_is_pending (future));
}

typedef struct
{
  DexCancellable *stop;
  DexPromise *never;
  gboolean inner_first; /* the inner fiber waits before the outer one does */
  guint n_waiting;
  gboolean inner_ended;
} Waits;

static void
turn_until (const guint *n, guint wanted)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  guint timer = g_timeout_add (1, wake_cb, NULL);

  while (*n < wanted && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  /* The wait itself begins right after it was announced. */
  g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_assert_cmpuint (*n, ==, wanted);
}

static DexFuture *
inner_fiber (gpointer data)
{
  Waits *waits = data;

  waits->n_waiting++;
  dex_await (dex_future_first (dex_ref (waits->never), dex_ref (waits->stop), NULL), NULL);
  waits->inner_ended = TRUE;

  return dex_future_new_true ();
}

static DexFuture *
outer_fiber (gpointer data)
{
  Waits *waits = data;
  DexFuture *inner = dex_scheduler_spawn (NULL, 0, inner_fiber, waits, NULL);

  if (waits->inner_first)
    dex_await (dex_timeout_new_msec (1), NULL);
  waits->n_waiting++;
  dex_await (dex_future_first (lb_shield (inner), dex_ref (waits->stop), NULL), NULL);

  return dex_future_new_true ();
}

static DexFuture *
later_fiber (gpointer data)
{
  dex_await (dex_timeout_new_msec (1), NULL);

  return dex_future_new_for_int (3);
}

/* Both a fiber and the one that waits for it wait for the same sign to stop. */
static void
test_stop (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Waits waits = { dex_cancellable_new (), dex_promise_new (), i % 2 == 0, 0, FALSE };
      DexFuture *outer = dex_scheduler_spawn (NULL, 0, outer_fiber, &waits, NULL);
      DexFuture *later;

      turn_until (&waits.n_waiting, 2);
      dex_cancellable_cancel (waits.stop);
      wait_for (outer);

      later = dex_scheduler_spawn (NULL, 0, later_fiber, NULL, NULL);
      wait_for (later);
      g_assert_cmpint (g_value_get_int (dex_future_get_value (later, NULL)), ==, 3);
      g_assert_true (waits.inner_ended);

      dex_unref (later);
      dex_unref (outer);
      dex_unref (waits.never);
      dex_unref (waits.stop);
    }
}

static DexFuture *
refuse_fiber (gpointer data)
{
  dex_await (dex_timeout_new_msec (1), NULL);

  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No");
}

static void
test_outcome (void)
{
  g_autoptr (GError) error = NULL;
  DexFuture *good = lb_shield (dex_scheduler_spawn (NULL, 0, later_fiber, NULL, NULL));
  DexFuture *bad = lb_shield (dex_scheduler_spawn (NULL, 0, refuse_fiber, NULL, NULL));
  DexFuture *ready = lb_shield (dex_future_new_for_int (4));

  wait_for (good);
  wait_for (bad);
  wait_for (ready);
  g_assert_cmpint (g_value_get_int (dex_future_get_value (good, NULL)), ==, 3);
  g_assert_cmpint (g_value_get_int (dex_future_get_value (ready, NULL)), ==, 4);
  g_assert_null (dex_future_get_value (bad, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  dex_unref (good);
  dex_unref (bad);
  dex_unref (ready);
}

/* The fiber goes on to its end though nobody waits any more. */
static void
test_given_up (void)
{
  Waits waits = { dex_cancellable_new (), dex_promise_new (), FALSE, 0, FALSE };
  DexFuture *inner = lb_shield (dex_scheduler_spawn (NULL, 0, inner_fiber, &waits, NULL));
  DexFuture *later;

  turn_until (&waits.n_waiting, 1);
  dex_unref (inner);
  g_assert_false (waits.inner_ended);

  dex_promise_resolve_boolean (waits.never, TRUE);
  later = dex_scheduler_spawn (NULL, 0, later_fiber, NULL, NULL);
  wait_for (later);
  g_assert_true (waits.inner_ended);

  dex_unref (later);

  dex_unref (waits.never);
  dex_unref (waits.stop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/shield/stop", test_stop);
  g_test_add_func ("/shield/outcome", test_outcome);
  g_test_add_func ("/shield/given-up", test_given_up);

  return g_test_run ();
}
