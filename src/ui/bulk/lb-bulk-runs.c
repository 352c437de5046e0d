#include "config.h"

#include "ui/bulk/lb-bulk-runs.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "jobs/lb-bulk-packed.h"
#include "ui/widgets/lb-dataset-jobs.h"
#include "ui/widgets/lb-error-words.h"

struct _LbBulkRuns
{
  GObject parent_instance;

  LbSession *session;  /* (unowned): it owns this */
  LbDatasetJobs *jobs; /* (owned): each an LbBulkJob */
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
lb_bulk_runs_finalize (GObject *object)
{
  g_object_unref (LB_BULK_RUNS (object)->jobs);

  G_OBJECT_CLASS (lb_bulk_runs_parent_class)->finalize (object);
}

static void
lb_bulk_runs_class_init (LbBulkRunsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

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
  lb_dataset_jobs_drop (self->jobs, dataset);
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

static void
changed_cb (LbDatasetJobs *jobs, LbDataset *dataset, LbBulkRuns *self)
{
  g_signal_emit (self, signals[CHANGED], 0, dataset);
}

static void
tell_not_started (LbBulkRuns *self, LbDataset *dataset, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  words = g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE)
            ? g_strdup (_ ("The ZIP file is too large"))
            : lb_error_words (error);
  g_signal_emit (self, signals[NOT_STARTED], 0, dataset, words);
}

/* The import has reached the service, or not. */
static void
job_ended_cb (
  LbDatasetJobs *jobs, LbDataset *dataset, LbBulkJob *job, const GError *error, LbBulkRuns *self)
{
  LbBulkUpload *upload = lb_session_get_bulk_upload (self->session, dataset);
  g_autofree char *words = NULL;

  if (error != NULL)
    {
      tell_not_started (self, dataset, error);
      return;
    }

  /* The job stays until the import is over: it knows how many entries there are. When that is so
   * already and nobody has told, this does. */
  if (upload != NULL && lb_bulk_upload_get_ended (upload) &&
      lb_dataset_jobs_drop (self->jobs, dataset))
    {
      g_signal_emit (self, signals[CHANGED], 0, dataset);
      words = ended_words (upload);
      g_signal_emit (self, signals[ENDED], 0, dataset, words);
    }
}

static DexFuture *
run (gpointer job)
{
  return lb_bulk_job_run (job);
}

static void
cancel (gpointer job)
{
  lb_bulk_job_cancel (job);
}

LbBulkRuns *
lb_bulk_runs_get (LbSession *session)
{
  static const LbDatasetJobKind kind = {
    .name = "imports", .run = run, .cancel = cancel, .lasts = TRUE
  };
  static const char key[] = "lb-bulk-runs";
  LbBulkRuns *runs;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(runs = g_object_get_data (G_OBJECT (session), key)))
    {
      runs = g_object_new (LB_TYPE_BULK_RUNS, NULL);
      runs->session = session;
      runs->jobs = g_object_ref (lb_dataset_jobs_get (session, &kind));
      g_signal_connect_object (runs->jobs, "changed", G_CALLBACK (changed_cb), runs, 0);
      g_signal_connect_object (runs->jobs, "ended", G_CALLBACK (job_ended_cb), runs, 0);
      g_signal_connect_object (session, "bulk-upload-changed", G_CALLBACK (upload_changed_cb), runs,
                               0);
      g_object_set_data_full (G_OBJECT (session), key, runs, g_object_unref);
    }
  return runs;
}

gboolean
lb_bulk_runs_start (LbBulkRuns *self, LbDataset *dataset, LbBulkJob *job)
{
  g_return_val_if_fail (LB_IS_BULK_RUNS (self), FALSE);

  return lb_dataset_jobs_start (self->jobs, dataset, job);
}

LbBulkJob *
lb_bulk_runs_find (LbBulkRuns *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_BULK_RUNS (self), NULL);

  return lb_dataset_jobs_find (self->jobs, dataset);
}

gboolean
lb_bulk_runs_is_preparing (LbBulkRuns *self)
{
  g_autoptr (GList) jobs = NULL;

  g_return_val_if_fail (LB_IS_BULK_RUNS (self), FALSE);

  jobs = lb_dataset_jobs_list (self->jobs);
  for (GList *one = jobs; one != NULL; one = one->next)
    if (lb_bulk_job_get_step (one->data) != LB_BULK_STEP_STARTED)
      return TRUE;

  return FALSE;
}

void
lb_bulk_runs_stop (LbBulkRuns *self, LbDataset *dataset)
{
  g_return_if_fail (LB_IS_BULK_RUNS (self));

  lb_dataset_jobs_stop (self->jobs, dataset);
}
