#include "config.h"

#include "ui/bulk/lb-bulk-runs.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "jobs/lb-bulk-packed.h"
#include "ui/bulk/lb-bulk-words.h"
#include "ui/widgets/lb-error-words.h"

struct _LbBulkRuns
{
  GObject parent_instance;

  LbSession *session; /* (unowned): it owns this */
  GHashTable *runs;   /* (owned) (element-type LbDataset LbBulkJob) */
};

G_DEFINE_FINAL_TYPE (LbBulkRuns, lb_bulk_runs, G_TYPE_OBJECT)

enum
{
  CHANGED,
  NOT_STARTED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_bulk_runs_dispose (GObject *object)
{
  lb_bulk_runs_stop (LB_BULK_RUNS (object), NULL);

  G_OBJECT_CLASS (lb_bulk_runs_parent_class)->dispose (object);
}

static void
lb_bulk_runs_finalize (GObject *object)
{
  g_hash_table_unref (LB_BULK_RUNS (object)->runs);

  G_OBJECT_CLASS (lb_bulk_runs_parent_class)->finalize (object);
}

static void
lb_bulk_runs_class_init (LbBulkRunsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = lb_bulk_runs_dispose;
  object_class->finalize = lb_bulk_runs_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[NOT_STARTED] = g_signal_new ("not-started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, LB_TYPE_DATASET, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, LB_TYPE_DATASET, G_TYPE_STRING);
}

static void
lb_bulk_runs_init (LbBulkRuns *self)
{
  self->runs = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

/* What is told when an import is over. */
static char *
ended_words (LbBulkUpload *upload)
{
  const guint done = (guint) MAX (lb_bulk_upload_get_done (upload), 0);

  if (g_strcmp0 (lb_bulk_upload_get_status (upload), "failed") == 0)
    return g_strdup (_ ("The import failed"));

  return g_strdup_printf (ngettext ("%'u image imported", "%'u images imported", done), done);
}

static void
remove_packed (LbSession *session, LbDataset *dataset)
{
  g_autoptr (GFile) packed = lb_bulk_packed_get_file (session, dataset);

  dex_future_disown (lb_bulk_packed_remove (packed));
}

/* An import that somebody looks at until it is over. */
typedef struct
{
  GWeakRef runs;
  LbDataset *dataset; /* (owned) */
} Watch;

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  g_weak_ref_clear (&watch->runs);
  g_object_unref (watch->dataset);
  g_free (watch);
}

static void
moved_cb (LbBulkUpload *upload, GParamSpec *pspec, Watch *watch)
{
  g_autoptr (LbBulkRuns) self = g_weak_ref_get (&watch->runs);
  g_autoptr (LbDataset) dataset = g_object_ref (watch->dataset);
  g_autofree char *words = NULL;

  if (self == NULL)
    return;

  if (!lb_bulk_upload_get_ended (upload))
    {
      g_signal_emit (self, signals[CHANGED], 0, dataset);
      return;
    }

  words = ended_words (upload);
  g_signal_handlers_disconnect_by_func (upload, moved_cb, watch);
  remove_packed (self->session, dataset);
  g_hash_table_remove (self->runs, dataset);
  g_signal_emit (self, signals[CHANGED], 0, dataset);
  g_signal_emit (self, signals[ENDED], 0, dataset, words);
}

/* The session knows of another import, or of none: a deleted dataset, say. */
static void
upload_changed_cb (LbSession *session, LbDataset *dataset, LbBulkRuns *self)
{
  static const char key[] = "lb-bulk-watched";
  LbBulkUpload *upload = lb_session_get_bulk_upload (session, dataset);
  Watch *watch;

  if (upload != NULL && lb_bulk_upload_get_ended (upload))
    remove_packed (session, dataset);
  else if (upload != NULL && g_object_get_data (G_OBJECT (upload), key) == NULL)
    {
      watch = g_new0 (Watch, 1);
      g_weak_ref_init (&watch->runs, self);
      watch->dataset = g_object_ref (dataset);
      g_object_set_data (G_OBJECT (upload), key, self);
      g_signal_connect_data (upload, "notify::status", G_CALLBACK (moved_cb), watch, watch_free,
                             G_CONNECT_AFTER);
    }
  g_signal_emit (self, signals[CHANGED], 0, dataset);
}

LbBulkRuns *
lb_bulk_runs_get (LbSession *session)
{
  static const char key[] = "lb-bulk-runs";
  LbBulkRuns *runs;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(runs = g_object_get_data (G_OBJECT (session), key)))
    {
      runs = g_object_new (LB_TYPE_BULK_RUNS, NULL);
      runs->session = session;
      g_signal_connect_object (session, "bulk-upload-changed", G_CALLBACK (upload_changed_cb), runs,
                               0);
      g_object_set_data_full (G_OBJECT (session), key, runs, g_object_unref);
    }
  return runs;
}

/* What a job needs to be told from the others. */
typedef struct
{
  GWeakRef runs;
  LbDataset *dataset; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_weak_ref_clear (&run->runs);
  g_object_unref (run->dataset);
  g_free (run);
}

static void
job_moved_cb (LbBulkJob *job, GParamSpec *pspec, LbBulkRuns *self)
{
  GHashTableIter iter;
  gpointer dataset, running;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, &dataset, &running))
    if (running == job)
      {
        g_signal_emit (self, signals[CHANGED], 0, dataset);
        return;
      }
}

static DexFuture *
started_cb (DexFuture *future, gpointer data)
{
  Run *run = data;
  g_autoptr (LbBulkRuns) self = g_weak_ref_get (&run->runs);
  g_autoptr (GError) error = NULL;
  g_autoptr (LbBulkUpload) upload = dex_await_object (dex_ref (future), &error);
  g_autofree char *words = NULL;
  gboolean told; /* that it is over */

  if (self == NULL)
    return dex_future_new_true ();

  /* The job stays until the import is over: it knows how many entries there are. */
  told = upload != NULL && lb_bulk_runs_find (self, run->dataset) == NULL;
  if (upload == NULL || lb_bulk_upload_get_ended (upload))
    g_hash_table_remove (self->runs, run->dataset);
  g_signal_emit (self, signals[CHANGED], 0, run->dataset);
  if (upload == NULL && !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      words = g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE)
                ? g_strdup (_ ("The ZIP file is too large"))
                : lb_error_words (error);
      g_signal_emit (self, signals[NOT_STARTED], 0, run->dataset, words);
    }
  else if (upload != NULL && lb_bulk_upload_get_ended (upload) && !told)
    {
      words = ended_words (upload);
      g_signal_emit (self, signals[ENDED], 0, run->dataset, words);
    }

  return dex_future_new_true ();
}

gboolean
lb_bulk_runs_start (LbBulkRuns *self, LbDataset *dataset, LbBulkJob *job)
{
  Run *run;

  g_return_val_if_fail (LB_IS_BULK_RUNS (self), FALSE);
  g_return_val_if_fail (LB_IS_DATASET (dataset), FALSE);
  g_return_val_if_fail (LB_IS_BULK_JOB (job), FALSE);

  if (lb_bulk_runs_find (self, dataset) != NULL)
    return FALSE;

  g_hash_table_insert (self->runs, g_object_ref (dataset), g_object_ref (job));
  g_signal_connect_object (job, "notify", G_CALLBACK (job_moved_cb), self, 0);
  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->runs, self);
  run->dataset = g_object_ref (dataset);
  dex_future_disown (dex_future_finally (lb_bulk_job_run (job), started_cb, run, run_free));
  g_signal_emit (self, signals[CHANGED], 0, dataset);
  return TRUE;
}

LbBulkJob *
lb_bulk_runs_find (LbBulkRuns *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_BULK_RUNS (self), NULL);

  return g_hash_table_lookup (self->runs, dataset);
}

gboolean
lb_bulk_runs_is_preparing (LbBulkRuns *self)
{
  GHashTableIter iter;
  gpointer job;

  g_return_val_if_fail (LB_IS_BULK_RUNS (self), FALSE);

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    if (lb_bulk_job_get_step (job) != LB_BULK_STEP_STARTED)
      return TRUE;

  return FALSE;
}

void
lb_bulk_runs_stop (LbBulkRuns *self, LbDataset *dataset)
{
  GHashTableIter iter;
  gpointer key, job;

  g_return_if_fail (LB_IS_BULK_RUNS (self));

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, &key, &job))
    if (dataset == NULL || key == dataset)
      lb_bulk_job_cancel (job);
}
