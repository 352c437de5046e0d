#include "base/lb-worker.h"

typedef struct
{
  DexFiberFunc func;
  gpointer data;
  GDestroyNotify destroy;
  DexPromise *promise; /* (owned) */
} Work;

static void
thread_cb (gpointer data, gpointer user_data)
{
  Work *work = data;
  DexFuture *result = work->func (work->data);
  GError *error = NULL;
  const GValue *value = dex_future_get_value (result, &error);

  if (work->destroy != NULL)
    work->destroy (work->data);
  if (value != NULL)
    dex_promise_resolve (work->promise, value);
  else
    dex_promise_reject (work->promise, error);

  dex_unref (result);
  dex_unref (work->promise);
  g_free (work);
}

static GThreadPool *
get_threads (void)
{
  static GThreadPool *threads;

  if (g_once_init_enter_pointer (&threads))
    g_once_init_leave_pointer (
      &threads,
      g_thread_pool_new (thread_cb, NULL, (int) MAX (2, g_get_num_processors ()), FALSE, NULL));
  return threads;
}

DexFuture *
lb_worker_run (DexFiberFunc func, gpointer data, GDestroyNotify destroy)
{
  Work *work = g_new0 (Work, 1);
  DexFuture *future;

  work->func = func;
  work->data = data;
  work->destroy = destroy;
  work->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (work->promise));
  g_thread_pool_push (get_threads (), work, NULL);

  return future;
}
