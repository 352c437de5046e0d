#include "config.h"

#include "ui/widgets/lb-dataset-jobs.h"

struct _LbDatasetJobs
{
  GObject parent_instance;

  const LbDatasetJobKind *kind;
  GHashTable *jobs; /* (owned) (element-type LbDataset GObject) */
};

G_DEFINE_FINAL_TYPE (LbDatasetJobs, lb_dataset_jobs, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a job needs to be told from the others when it ends. */
typedef struct
{
  GWeakRef jobs;
  LbDataset *dataset; /* (owned) */
  GObject *job;       /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_weak_ref_clear (&run->jobs);
  g_object_unref (run->dataset);
  g_object_unref (run->job);
  g_free (run);
}

static void
lb_dataset_jobs_dispose (GObject *object)
{
  lb_dataset_jobs_stop (LB_DATASET_JOBS (object), NULL);

  G_OBJECT_CLASS (lb_dataset_jobs_parent_class)->dispose (object);
}

static void
lb_dataset_jobs_finalize (GObject *object)
{
  g_hash_table_unref (LB_DATASET_JOBS (object)->jobs);

  G_OBJECT_CLASS (lb_dataset_jobs_parent_class)->finalize (object);
}

static void
lb_dataset_jobs_class_init (LbDatasetJobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = lb_dataset_jobs_dispose;
  object_class->finalize = lb_dataset_jobs_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 3, LB_TYPE_DATASET, G_TYPE_OBJECT, G_TYPE_ERROR);
}

static void
lb_dataset_jobs_init (LbDatasetJobs *self)
{
  self->jobs = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

LbDatasetJobs *
lb_dataset_jobs_get (LbSession *session, const LbDatasetJobKind *kind)
{
  g_autofree char *key = g_strconcat ("lb-dataset-jobs-", kind->name, NULL);
  LbDatasetJobs *jobs;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(jobs = g_object_get_data (G_OBJECT (session), key)))
    {
      jobs = g_object_new (LB_TYPE_DATASET_JOBS, NULL);
      jobs->kind = kind;
      g_object_set_data_full (G_OBJECT (session), key, jobs, g_object_unref);
    }
  return jobs;
}

static void
moved_cb (GObject *job, GParamSpec *pspec, LbDatasetJobs *self)
{
  GHashTableIter iter;
  gpointer dataset, running;

  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, &dataset, &running))
    if (running == job)
      {
        g_signal_emit (self, signals[CHANGED], 0, dataset);
        return;
      }
}

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  Run *run = data;
  g_autoptr (LbDatasetJobs) self = g_weak_ref_get (&run->jobs);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  dex_future_get_value (future, &error);
  if (error != NULL || !self->kind->lasts)
    {
      g_signal_handlers_disconnect_by_data (run->job, self);
      if (lb_dataset_jobs_find (self, run->dataset) == run->job)
        g_hash_table_remove (self->jobs, run->dataset);
    }
  g_signal_emit (self, signals[CHANGED], 0, run->dataset);
  g_signal_emit (self, signals[ENDED], 0, run->dataset, run->job, error);
  return NULL;
}

gboolean
lb_dataset_jobs_start (LbDatasetJobs *self, LbDataset *dataset, gpointer job)
{
  Run *run;

  g_return_val_if_fail (LB_IS_DATASET_JOBS (self), FALSE);
  g_return_val_if_fail (LB_IS_DATASET (dataset), FALSE);
  g_return_val_if_fail (G_IS_OBJECT (job), FALSE);

  if (lb_dataset_jobs_find (self, dataset) != NULL)
    return FALSE;

  g_hash_table_insert (self->jobs, g_object_ref (dataset), g_object_ref (job));
  g_signal_connect_object (job, "notify", G_CALLBACK (moved_cb), self, 0);
  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->jobs, self);
  run->dataset = g_object_ref (dataset);
  run->job = g_object_ref (job);
  dex_future_disown (dex_future_finally (self->kind->run (job), ended_cb, run, run_free));
  g_signal_emit (self, signals[CHANGED], 0, dataset);
  return TRUE;
}

gpointer
lb_dataset_jobs_find (LbDatasetJobs *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_DATASET_JOBS (self), NULL);

  return g_hash_table_lookup (self->jobs, dataset);
}

gboolean
lb_dataset_jobs_are_running (LbDatasetJobs *self)
{
  g_return_val_if_fail (LB_IS_DATASET_JOBS (self), FALSE);

  return g_hash_table_size (self->jobs) > 0;
}

GList *
lb_dataset_jobs_list (LbDatasetJobs *self)
{
  g_return_val_if_fail (LB_IS_DATASET_JOBS (self), NULL);

  return g_hash_table_get_values (self->jobs);
}

void
lb_dataset_jobs_stop (LbDatasetJobs *self, LbDataset *dataset)
{
  g_autoptr (GList) running = NULL;

  g_return_if_fail (LB_IS_DATASET_JOBS (self));

  running = g_hash_table_get_keys (self->jobs);
  for (GList *one = running; one != NULL; one = one->next)
    if (dataset == NULL || one->data == dataset)
      self->kind->cancel (g_hash_table_lookup (self->jobs, one->data));
}

gboolean
lb_dataset_jobs_drop (LbDatasetJobs *self, LbDataset *dataset)
{
  gpointer job;

  g_return_val_if_fail (LB_IS_DATASET_JOBS (self), FALSE);

  if (!(job = lb_dataset_jobs_find (self, dataset)))
    return FALSE;

  g_signal_handlers_disconnect_by_data (job, self);
  g_hash_table_remove (self->jobs, dataset);
  return TRUE;
}
