#include "service/lb-bulk-import.h"

#include "base/lb-error.h"
#include "service/lb-bulk-task.h"

static const guint usual_waits_ms[] = { 2000, 5000, 15000, 30000 };

struct _LbBulkImport
{
  GObject parent_instance;

  LbBulkParts parts;
  GHashTable *tasks; /* (owned) (element-type gint64 LbBulkTask): those under way */
  GQueue waiting;    /* (element-type DexPromise): for the place of the one that unpacks */
  gboolean taken;    /* that place */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (LbBulkImport, lb_bulk_import, G_TYPE_OBJECT)

static void
lb_bulk_import_finalize (GObject *object)
{
  LbBulkImport *self = LB_BULK_IMPORT (object);

  g_clear_pointer (&self->tasks, g_hash_table_unref);
  g_clear_object (&self->parts.store);
  g_clear_object (&self->parts.ingest);
  g_clear_object (&self->parts.captioner);
  g_clear_object (&self->parts.runs);
  g_clear_object (&self->parts.fetch);
  g_clear_object (&self->parts.spool);

  G_OBJECT_CLASS (lb_bulk_import_parent_class)->finalize (object);
}

static void
lb_bulk_import_class_init (LbBulkImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_bulk_import_finalize;
}

static void
lb_bulk_import_init (LbBulkImport *self)
{
  self->tasks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) lb_bulk_task_unref);
  g_queue_init (&self->waiting);
  lb_bulk_import_set_waits (self, usual_waits_ms, G_N_ELEMENTS (usual_waits_ms));
}

LbBulkImport *
lb_bulk_import_new (LbStore *store,
                    LbIngest *ingest,
                    LbCaptioner *captioner,
                    LbCaptionRun *runs,
                    LbFetch *fetch,
                    const char *data_dir,
                    GError **error)
{
  g_autoptr (LbBulkImport) self = g_object_new (LB_TYPE_BULK_IMPORT, NULL);
  LbBulkParts *parts = &self->parts;

  if (!(parts->spool = lb_bulk_spool_new (data_dir, error)))
    return NULL;

  parts->store = g_object_ref (store);
  parts->ingest = g_object_ref (ingest);
  parts->captioner = g_object_ref (captioner);
  parts->runs = g_object_ref (runs);
  parts->fetch = g_object_ref (fetch);

  return g_steal_pointer (&self);
}

/* A job on its way through its fiber. */
typedef struct
{
  LbBulkImport *self; /* (owned) */
  LbBulkTask *task;   /* (owned) */
  gboolean has_place;
  guint n_failed; /* in a row */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->task, lb_bulk_task_unref);
  g_clear_object (&run->self);
  g_free (run);
}

/* Each that waits looks again whether it is its turn, or whether it has to go. */
static void
wake_waiting (LbBulkImport *self)
{
  g_autoptr (GPtrArray) woken = g_ptr_array_new_with_free_func (dex_unref);
  DexPromise *promise;

  while ((promise = g_queue_pop_head (&self->waiting)))
    g_ptr_array_add (woken, promise);
  for (guint i = 0; i < woken->len; i++)
    dex_promise_resolve_boolean (g_ptr_array_index (woken, i), TRUE);
}

static gboolean
take_place (Run *run, GError **error)
{
  LbBulkImport *self = run->self;

  while (!run->has_place && self->taken && !lb_bulk_task_is_cancelled (run->task))
    {
      DexPromise *promise = dex_promise_new ();

      g_queue_push_tail (&self->waiting, dex_ref (promise));
      dex_await (DEX_FUTURE (promise), NULL);
    }

  if (lb_bulk_task_is_cancelled (run->task))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The bulk upload was stopped");
      return FALSE;
    }

  self->taken = TRUE;
  run->has_place = TRUE;

  return TRUE;
}

static void
leave_place (Run *run)
{
  if (!run->has_place)
    return;

  run->has_place = FALSE;
  run->self->taken = FALSE;
  wake_waiting (run->self);
}

static gboolean
advance (Run *run, GError **error)
{
  if (lb_bulk_task_is_at_end (run->task))
    return lb_bulk_task_end (run->task, error);

  return lb_bulk_task_prepare (run->task, error) && take_place (run, error) &&
         lb_bulk_task_import (run->task, error) && lb_bulk_task_end (run->task, error);
}

/* What a person, or time, will mend. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE);
}

/* Whether to go on. */
static gboolean
handle (Run *run, const GError *error)
{
  if (is_passing (error))
    return lb_bulk_task_wait (run->task, run->n_failed++, error);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    lb_bulk_spool_remove (run->self->parts.spool, lb_bulk_task_get_dataset (run->task));
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) ||
      lb_bulk_task_is_cancelled (run->task))
    return FALSE;

  if (lb_bulk_task_is_at_end (run->task))
    {
      g_warning ("The end of a bulk upload can't be noted: %s", error->message);
      return FALSE;
    }

  lb_bulk_task_fail (run->task, error);

  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  gint64 dataset_id = lb_bulk_task_get_dataset (run->task);
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr (GError) error = NULL;

      goes_on = !advance (run, &error) && handle (run, error);
    }

  lb_bulk_task_leave (run->task);
  leave_place (run);
  g_hash_table_remove (run->self->tasks, &dataset_id);

  return dex_future_new_for_boolean (TRUE);
}

void
lb_bulk_import_start (LbBulkImport *self, gint64 dataset_id)
{
  Run *run;

  g_return_if_fail (LB_IS_BULK_IMPORT (self));

  if (self->stopped || g_hash_table_contains (self->tasks, &dataset_id))
    return;

  run = g_new0 (Run, 1);
  run->self = g_object_ref (self);
  run->task = lb_bulk_task_new (&self->parts, dataset_id);
  g_hash_table_insert (self->tasks, g_memdup2 (&dataset_id, sizeof dataset_id),
                       lb_bulk_task_ref (run->task));

  dex_future_disown (dex_scheduler_spawn (NULL, 256 * 1024, run_fiber, run, run_free));
}

gboolean
lb_bulk_import_resume (LbBulkImport *self, GError **error)
{
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (LB_IS_BULK_IMPORT (self), FALSE);

  if (!(ids = lb_store_list_bulks (self->parts.store, error)))
    return FALSE;

  lb_bulk_spool_sweep (self->parts.spool, ids);
  for (guint i = 0; i < ids->len; i++)
    lb_bulk_import_start (self, g_array_index (ids, gint64, i));

  return TRUE;
}

guint
lb_bulk_import_get_active (LbBulkImport *self)
{
  g_return_val_if_fail (LB_IS_BULK_IMPORT (self), 0);

  return g_hash_table_size (self->tasks);
}

guint
lb_bulk_import_get_fetched (LbBulkImport *self, gint64 dataset_id)
{
  LbBulkTask *task;

  g_return_val_if_fail (LB_IS_BULK_IMPORT (self), 0);

  task = g_hash_table_lookup (self->tasks, &dataset_id);

  return task != NULL ? lb_bulk_task_get_fetched (task) : 0;
}

static DexFuture *
review_fiber (gpointer data)
{
  Run *run = data;
  LbBulkImport *self = run->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbBulkJob) job = dex_await_boxed (
    lb_store_get_bulk_job (self->parts.store, lb_bulk_task_get_dataset (run->task)), &error);

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    {
      lb_bulk_task_cancel (run->task);
      lb_bulk_spool_remove (self->parts.spool, lb_bulk_task_get_dataset (run->task));
      wake_waiting (self);
    }

  return dex_future_new_for_boolean (TRUE);
}

void
lb_bulk_import_review (LbBulkImport *self)
{
  GHashTableIter iter;
  gpointer task;

  g_return_if_fail (LB_IS_BULK_IMPORT (self));

  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    {
      Run *run = g_new0 (Run, 1);

      run->self = g_object_ref (self);
      run->task = lb_bulk_task_ref (task);
      dex_future_disown (dex_scheduler_spawn (NULL, 0, review_fiber, run, run_free));
    }
}

void
lb_bulk_import_set_waits (LbBulkImport *self, const guint *waits_ms, guint n_waits)
{
  g_return_if_fail (LB_IS_BULK_IMPORT (self));
  g_return_if_fail (n_waits > 0);

  self->parts.waits_ms = waits_ms;
  self->parts.n_waits = n_waits;
}

void
lb_bulk_import_stop (LbBulkImport *self)
{
  GHashTableIter iter;
  gpointer task;

  g_return_if_fail (LB_IS_BULK_IMPORT (self));

  self->stopped = TRUE;
  g_hash_table_iter_init (&iter, self->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &task))
    lb_bulk_task_cancel (task);
  wake_waiting (self);
}
