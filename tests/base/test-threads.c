#include "base/lb-threads.h"

#include <gio/gio.h>

#define N_JOBS 200

static gint n_freed; /* atomic */

static void
job_free (gpointer data)
{
  g_atomic_int_inc (&n_freed);
  g_free (data);
}

static DexFuture *
double_fiber (gpointer data)
{
  return dex_future_new_for_int (*(int *) data * 2);
}

static DexFuture *
fail_fiber (gpointer data)
{
  return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_FAILED, "As told");
}

static DexFuture *
all_fiber (gpointer data)
{
  DexFuture *futures[N_JOBS];
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < N_JOBS; i++)
    futures[i] = lb_threads_run (double_fiber, g_memdup2 (&i, sizeof i), job_free);
  for (int i = 0; i < N_JOBS; i++)
    {
      g_assert_cmpint (dex_await_int (futures[i], &error), ==, i * 2);
      g_assert_no_error (error);
    }
  g_assert_cmpint (g_atomic_int_get (&n_freed), ==, N_JOBS);

  g_assert_false (dex_await (lb_threads_run (fail_fiber, NULL, NULL), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
meet_fiber (gpointer data)
{
  gint *n_there = data;

  g_atomic_int_inc (n_there);
  while (g_atomic_int_get (n_there) < 2)
    g_thread_yield ();

  return dex_future_new_for_boolean (TRUE);
}

/* Two wait for each other, so they have to run at once. */
static DexFuture *
both_fiber (gpointer data)
{
  gint n_there = 0;
  DexFuture *first = lb_threads_run (meet_fiber, &n_there, NULL);
  DexFuture *second = lb_threads_run (meet_fiber, &n_there, NULL);

  g_assert_true (dex_await (first, NULL));
  g_assert_true (dex_await (second, NULL));

  return dex_future_new_for_boolean (TRUE);
}

static void
run (DexFiberFunc func)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, func, NULL, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
}

static void
test_outcomes (void)
{
  run (all_fiber);
}

static void
test_side_by_side (void)
{
  run (both_fiber);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/threads/outcomes", test_outcomes);
  g_test_add_func ("/threads/side-by-side", test_side_by_side);

  return g_test_run ();
}
