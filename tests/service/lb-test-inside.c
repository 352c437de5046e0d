#include "lb-test-inside.h"

#include "../storage/fault-vfs.h"

#define GIVE_UP_US (60 * G_USEC_PER_SEC)

static gint n_written; /* atomic */

static void
turn (gint64 start_us)
{
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
  g_main_context_iteration (NULL, FALSE);
}

const GValue *
lb_test_wait_for (DexFuture *future, GError **error)
{
  gint64 start_us = g_get_monotonic_time ();

  while (dex_future_is_pending (future))
    turn (start_us);

  return dex_future_get_value (future, error);
}

gpointer
lb_test_wait_object (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = lb_test_wait_for (future, &error);
  gpointer object;

  g_assert_no_error (error);
  object = g_value_dup_object (value);
  dex_unref (future);

  return object;
}

void
lb_test_wait_done (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  lb_test_wait_for (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

static void
wrote_cb (gpointer data)
{
  g_atomic_int_inc (&n_written);
}

void
lb_test_run_until_written (int count)
{
  gint64 start_us = g_get_monotonic_time ();

  g_atomic_int_set (&n_written, 0);
  fault_vfs_watch (wrote_cb, NULL);
  while (g_atomic_int_get (&n_written) < count)
    turn (start_us);
  fault_vfs_watch (NULL, NULL);
}
