#include "base/lb-threads.h"

#define MAX_THREADS 8
#define WRITING_THREADS 16

typedef struct
{
  DexFiberFunc work;
  gpointer data;
  GDestroyNotify destroy; /* (nullable) */
  DexPromise *promise;    /* (owned) */
} Job;

static void
thread_cb (gpointer data, gpointer user_data)
{
  Job *job = data;
  g_autoptr (DexFuture) outcome = job->work (job->data);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  if (job->destroy != NULL)
    job->destroy (job->data);

  if ((value = dex_future_get_value (outcome, &error)))
    dex_promise_resolve (job->promise, value);
  else
    dex_promise_reject (job->promise, g_steal_pointer (&error));

  dex_unref (job->promise);
  g_free (job);
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;

  if (g_once_init_enter_pointer (&pool))
    {
      int n_threads = (int) MIN (g_get_num_processors () + 1, MAX_THREADS);

      g_once_init_leave_pointer (&pool,
                                 g_thread_pool_new (thread_cb, NULL, n_threads, FALSE, NULL));
    }

  return pool;
}

static GThreadPool *
get_writing_pool (void)
{
  static GThreadPool *pool;

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool,
                               g_thread_pool_new (thread_cb, NULL, WRITING_THREADS, FALSE, NULL));

  return pool;
}

static DexFuture *
run (GThreadPool *pool, DexFiberFunc work, gpointer data, GDestroyNotify destroy)
{
  DexPromise *promise = dex_promise_new ();
  Job *job = g_new0 (Job, 1);

  job->work = work;
  job->data = data;
  job->destroy = destroy;
  job->promise = dex_ref (promise);
  g_thread_pool_push (pool, job, NULL);

  return DEX_FUTURE (promise);
}

DexFuture *
lb_threads_run (DexFiberFunc work, gpointer data, GDestroyNotify destroy)
{
  g_return_val_if_fail (work != NULL, NULL);

  return run (get_pool (), work, data, destroy);
}

DexFuture *
lb_threads_run_writing (DexFiberFunc work, gpointer data, GDestroyNotify destroy)
{
  g_return_val_if_fail (work != NULL, NULL);

  return run (get_writing_pool (), work, data, destroy);
}
