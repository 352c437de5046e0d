#include "base/lb-error.h"
#include "base/lb-worker.h"

#define TIMES 20000

static GThread *main_thread;

static DexFuture *
add_one (gpointer data)
{
  int *number = data;

  g_assert_true (g_thread_self () != main_thread);
  return dex_future_new_for_int (*number + 1);
}

static DexFuture *
fail (gpointer data)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_DAMAGED, "no good");
}

static DexFuture *
never (gpointer data)
{
  return DEX_FUTURE (dex_promise_new ());
}

static DexFuture *
run_many (gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint *n_freed = data;

  for (int i = 0; i < TIMES; i++)
    {
      int *number = g_new (int, 1);

      *number = i;
      g_assert_cmpint (dex_await_int (lb_worker_run (add_one, number, g_free), &error), ==, i + 1);
      g_assert_no_error (error);
    }

  g_assert_false (
    dex_await (lb_worker_run (fail, n_freed, (GDestroyNotify) g_atomic_int_inc), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_DAMAGED);
  g_assert_cmpint (g_atomic_int_get (n_freed), ==, 1);
  g_clear_error (&error);

  /* Work that waits is a mistake, and no reason to wait for ever. */
  g_assert_false (dex_await (lb_worker_run (never, NULL, NULL), &error));
  g_assert_nonnull (error);

  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
quit_cb (DexFuture *future, gpointer data)
{
  g_main_loop_quit (data);
  return dex_ref (future);
}

/* One piece after another, each of them waited for: none is left lying. */
static void
test_many (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (DexFuture) done = NULL;
  gint n_freed = 0;

  main_thread = g_thread_self ();
  done = dex_future_finally (dex_scheduler_spawn (NULL, 0, run_many, &n_freed, NULL), quit_cb, loop,
                             NULL);
  g_main_loop_run (loop);
  g_assert_true (dex_future_is_resolved (done));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/worker/many", test_many);

  return g_test_run ();
}
