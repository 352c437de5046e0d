#include "storage/lb-database.h"

#include "base/lb-error.h"
#include "storage/lb-database-private.h"

struct _LbDatabase
{
  GObject parent_instance;

  sqlite3 *db;        /* (owned) the thread's from the moment it runs */
  GThread *thread;    /* (owned) (nullable) once closed */
  GAsyncQueue *queue; /* (owned) (element-type Job) */
  char *set_aside;    /* (owned) (nullable) name of the broken file that was here */
};

G_DEFINE_FINAL_TYPE (LbDatabase, lb_database, G_TYPE_OBJECT)

/* A thread that waits for its job. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  GValue *value; /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
  gboolean done;
} Waiting;

typedef struct
{
  LbDatabaseWork work; /* NULL: leave */
  gpointer data;
  GDestroyNotify destroy;
  gboolean shared;     /* may have its transaction in common with others */
  DexPromise *promise; /* (owned) (nullable) */
  Waiting *waiting;    /* (nullable) instead of the promise */
  GValue *value;       /* (owned) (nullable) before it has run, and when it failed */
  GError *error;       /* (owned) (nullable) */
} Job;

#define SHARED_MAX 64

static void
job_free (Job *job)
{
  dex_clear (&job->promise);
  g_free (job);
}

static gboolean
run_statement (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  lb_sql_set_error (db, error);

  return FALSE;
}

static gboolean
run_all (LbDatabase *self, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      if (!(job->value = job->work (self, self->db, job->data, &job->error)))
        return FALSE;
    }

  return TRUE;
}

/* Nothing of what they did is kept. @error: (nullable): for those that had none themselves. */
static void
take_back (LbDatabase *self, GPtrArray *jobs, const GError *error)
{
  /* SQLite has rolled back by itself after some failures, a full disk among them. */
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      g_clear_pointer (&job->value, lb_value_free);
      if (job->error == NULL && error != NULL)
        job->error = g_error_copy (error);
    }
}

/* All of @jobs in one transaction, or nothing. */
static gboolean
run_transaction (LbDatabase *self, GPtrArray *jobs)
{
  g_autoptr (GError) error = NULL;

  /* IMMEDIATE: a reader that turns writer half-way could be refused without waiting. */
  if (run_statement (self->db, "BEGIN IMMEDIATE", &error) && run_all (self, jobs) &&
      run_statement (self->db, "COMMIT", &error))
    return TRUE;

  take_back (self, jobs, error);

  return FALSE;
}

/* When one of them fails, each is run again by itself. */
static void
run_jobs (LbDatabase *self, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) single = NULL;

  if (run_transaction (self, jobs) || jobs->len == 1)
    return;

  single = g_ptr_array_new ();
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      g_clear_error (&job->error);
      g_ptr_array_set_size (single, 0);
      g_ptr_array_add (single, job);
      run_transaction (self, single);
    }
}

static void
tell (Job *job)
{
  GValue *value = g_steal_pointer (&job->value);
  GError *error = g_steal_pointer (&job->error);

  if (job->destroy != NULL)
    job->destroy (job->data);

  if (value == NULL && error == NULL)
    error = g_error_new_literal (LB_ERROR, LB_ERROR_STORAGE, "The work gave no result");

  if (job->waiting != NULL)
    {
      g_mutex_lock (&job->waiting->mutex);
      job->waiting->value = value;
      job->waiting->error = error;
      job->waiting->done = TRUE;
      g_cond_signal (&job->waiting->cond);
      g_mutex_unlock (&job->waiting->mutex);
    }
  else if (value != NULL)
    {
      dex_promise_resolve (job->promise, value);
      lb_value_free (value);
    }
  else
    {
      dex_promise_reject (job->promise, error);
    }
}

/* (transfer full) (nullable): the job behind those that were put into @jobs, if it is there. */
static Job *
take_jobs (LbDatabase *self, Job *first, GPtrArray *jobs)
{
  Job *next = NULL;

  g_ptr_array_add (jobs, first);
  if (!first->shared)
    return NULL;

  while (jobs->len < SHARED_MAX && (next = g_async_queue_try_pop (self->queue)) != NULL)
    {
      if (!next->shared)
        return next;
      g_ptr_array_add (jobs, next);
    }

  return NULL;
}

static gpointer
database_thread (gpointer data)
{
  LbDatabase *self = data;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  Job *next = NULL;

  for (;;)
    {
      Job *job = next != NULL ? g_steal_pointer (&next) : g_async_queue_pop (self->queue);

      if (job->work == NULL)
        {
          job_free (job);
          break;
        }

      next = take_jobs (self, job, jobs);
      run_jobs (self, jobs);
      for (guint i = 0; i < jobs->len; i++)
        tell (g_ptr_array_index (jobs, i));
      g_ptr_array_set_size (jobs, 0);
    }

  sqlite3_close (self->db);
  self->db = NULL;

  return NULL;
}

static void
lb_database_finalize (GObject *object)
{
  LbDatabase *self = LB_DATABASE (object);

  lb_database_close (self);
  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->set_aside, g_free);

  G_OBJECT_CLASS (lb_database_parent_class)->finalize (object);
}

static void
lb_database_class_init (LbDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_database_finalize;
}

static void
lb_database_init (LbDatabase *self)
{
  self->queue = g_async_queue_new ();
}

LbDatabase *
lb_database_open (const char *path,
                  const LbMigration *migrations,
                  guint n_migrations,
                  GError **error)
{
  LbDatabase *self;
  sqlite3 *db;

  g_return_val_if_fail (path != NULL, NULL);

  if (!(db = lb_database_open_file (path, migrations, n_migrations, error)))
    return NULL;

  self = g_object_new (LB_TYPE_DATABASE, NULL);
  self->db = db;
  self->thread = g_thread_new ("lb-database", database_thread, self);

  return self;
}

LbDatabase *
lb_database_open_or_replace (const char *path,
                             const LbMigration *migrations,
                             guint n_migrations,
                             GError **error)
{
  g_autofree char *aside = NULL;
  LbDatabase *self;

  g_return_val_if_fail (path != NULL, NULL);

  if (!lb_database_set_aside (path, &aside, error) ||
      !(self = lb_database_open (path, migrations, n_migrations, error)))
    return NULL;

  self->set_aside = g_steal_pointer (&aside);

  return self;
}

const char *
lb_database_get_set_aside (LbDatabase *self)
{
  g_return_val_if_fail (LB_IS_DATABASE (self), NULL);

  return self->set_aside;
}

static DexFuture *
run (LbDatabase *self, LbDatabaseWork work, gpointer data, GDestroyNotify destroy, gboolean shared)
{
  DexFuture *future;
  Job *job;

  if (self->thread == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The database is closed");
    }

  job = g_new0 (Job, 1);
  job->work = work;
  job->data = data;
  job->destroy = destroy;
  job->shared = shared;
  job->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (job->promise));
  g_async_queue_push (self->queue, job);

  return future;
}

DexFuture *
lb_database_run (LbDatabase *self, LbDatabaseWork work, gpointer data, GDestroyNotify destroy)
{
  g_return_val_if_fail (LB_IS_DATABASE (self), NULL);
  g_return_val_if_fail (work != NULL, NULL);

  return run (self, work, data, destroy, FALSE);
}

DexFuture *
lb_database_run_shared (LbDatabase *self,
                        LbDatabaseWork work,
                        gpointer data,
                        GDestroyNotify destroy)
{
  g_return_val_if_fail (LB_IS_DATABASE (self), NULL);
  g_return_val_if_fail (work != NULL, NULL);

  return run (self, work, data, destroy, TRUE);
}

GValue *
lb_database_run_sync (LbDatabase *self, LbDatabaseWork work, gpointer data, GError **error)
{
  Waiting waiting = { 0 };
  Job *job;

  g_return_val_if_fail (LB_IS_DATABASE (self), NULL);
  g_return_val_if_fail (work != NULL, NULL);

  if (self->thread == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, "The database is closed");
      return NULL;
    }

  g_mutex_init (&waiting.mutex);
  g_cond_init (&waiting.cond);
  job = g_new0 (Job, 1);
  job->work = work;
  job->data = data;
  job->waiting = &waiting;
  g_async_queue_push (self->queue, job);

  g_mutex_lock (&waiting.mutex);
  while (!waiting.done)
    g_cond_wait (&waiting.cond, &waiting.mutex);
  g_mutex_unlock (&waiting.mutex);
  g_mutex_clear (&waiting.mutex);
  g_cond_clear (&waiting.cond);

  if (waiting.error != NULL)
    g_propagate_error (error, waiting.error);

  return waiting.value;
}

void
lb_database_close (LbDatabase *self)
{
  g_return_if_fail (LB_IS_DATABASE (self));

  if (self->thread == NULL)
    return;

  g_async_queue_push (self->queue, g_new0 (Job, 1));
  g_thread_join (g_steal_pointer (&self->thread));
}
