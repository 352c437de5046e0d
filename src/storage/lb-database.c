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
  DexPromise *promise; /* (owned) (nullable) */
  Waiting *waiting;    /* (nullable) instead of the promise */
} Job;

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

static GValue *
run_transaction (LbDatabase *self, Job *job, GError **error)
{
  GValue *value = NULL;

  /* IMMEDIATE: a reader that turns writer half-way could be refused without waiting. */
  if (!run_statement (self->db, "BEGIN IMMEDIATE", error))
    return NULL;

  value = job->work (self, self->db, job->data, error);
  if (value != NULL && run_statement (self->db, "COMMIT", error))
    return value;

  g_clear_pointer (&value, lb_value_free);
  /* SQLite has rolled back by itself after some failures, a full disk among them. */
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  return NULL;
}

static void
run_job (LbDatabase *self, Job *job)
{
  GError *error = NULL;
  GValue *value = run_transaction (self, job, &error);

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

static gpointer
database_thread (gpointer data)
{
  LbDatabase *self = data;

  for (;;)
    {
      Job *job = g_async_queue_pop (self->queue);

      if (job->work == NULL)
        {
          job_free (job);
          break;
        }

      run_job (self, job);
      job_free (job);
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

DexFuture *
lb_database_run (LbDatabase *self, LbDatabaseWork work, gpointer data, GDestroyNotify destroy)
{
  DexFuture *future;
  Job *job;

  g_return_val_if_fail (LB_IS_DATABASE (self), NULL);
  g_return_val_if_fail (work != NULL, NULL);

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
  job->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (job->promise));
  g_async_queue_push (self->queue, job);

  return future;
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
