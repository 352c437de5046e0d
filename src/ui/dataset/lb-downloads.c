#include "config.h"

#include "ui/dataset/lb-downloads.h"

struct _LbDownloads
{
  GObject parent_instance;

  GHashTable *jobs; /* (owned) (element-type LbDataset LbDownloadJob): keys live in their jobs */
};

G_DEFINE_FINAL_TYPE (LbDownloads, lb_downloads, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a download needs to be told from the others when it ends. */
typedef struct
{
  GWeakRef downloads;
  LbDownloadJob *job; /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_weak_ref_clear (&run->downloads);
  g_object_unref (run->job);
  g_free (run);
}

static void
lb_downloads_dispose (GObject *object)
{
  lb_downloads_stop (LB_DOWNLOADS (object), NULL);

  G_OBJECT_CLASS (lb_downloads_parent_class)->dispose (object);
}

static void
lb_downloads_finalize (GObject *object)
{
  g_hash_table_unref (LB_DOWNLOADS (object)->jobs);

  G_OBJECT_CLASS (lb_downloads_parent_class)->finalize (object);
}

static void
lb_downloads_class_init (LbDownloadsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = lb_downloads_dispose;
  object_class->finalize = lb_downloads_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, LB_TYPE_DOWNLOAD_JOB, G_TYPE_ERROR);
}

static void
lb_downloads_init (LbDownloads *self)
{
  self->jobs = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

LbDownloads *
lb_downloads_get (LbSession *session)
{
  static const char key[] = "lb-downloads";
  LbDownloads *downloads;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(downloads = g_object_get_data (G_OBJECT (session), key)))
    {
      downloads = g_object_new (LB_TYPE_DOWNLOADS, NULL);
      g_object_set_data_full (G_OBJECT (session), key, downloads, g_object_unref);
    }
  return downloads;
}

static void
moved_cb (LbDownloadJob *job, GParamSpec *pspec, LbDownloads *self)
{
  g_signal_emit (self, signals[CHANGED], 0, lb_download_job_get_dataset (job));
}

static DexFuture *
ended_cb (DexFuture *future, gpointer data)
{
  Run *run = data;
  g_autoptr (LbDownloads) self = g_weak_ref_get (&run->downloads);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return NULL;

  dex_await (dex_ref (future), &error);
  g_signal_handlers_disconnect_by_data (run->job, self);
  g_hash_table_remove (self->jobs, lb_download_job_get_dataset (run->job));
  g_signal_emit (self, signals[CHANGED], 0, lb_download_job_get_dataset (run->job));
  g_signal_emit (self, signals[ENDED], 0, run->job, error);
  return NULL;
}

gboolean
lb_downloads_start (LbDownloads *self, LbDownloadJob *job)
{
  LbDataset *dataset;
  Run *run;

  g_return_val_if_fail (LB_IS_DOWNLOADS (self), FALSE);
  g_return_val_if_fail (LB_IS_DOWNLOAD_JOB (job), FALSE);

  dataset = lb_download_job_get_dataset (job);
  if (lb_downloads_find (self, dataset) != NULL)
    return FALSE;

  g_hash_table_insert (self->jobs, dataset, g_object_ref (job));
  g_signal_connect_object (job, "notify", G_CALLBACK (moved_cb), self, 0);
  g_signal_emit (self, signals[CHANGED], 0, dataset);

  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->downloads, self);
  run->job = g_object_ref (job);
  dex_future_disown (dex_future_finally (lb_download_job_run (job), ended_cb, run, run_free));
  return TRUE;
}

LbDownloadJob *
lb_downloads_find (LbDownloads *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_DOWNLOADS (self), NULL);

  return g_hash_table_lookup (self->jobs, dataset);
}

gboolean
lb_downloads_are_running (LbDownloads *self)
{
  g_return_val_if_fail (LB_IS_DOWNLOADS (self), FALSE);

  return g_hash_table_size (self->jobs) > 0;
}

void
lb_downloads_stop (LbDownloads *self, LbDataset *dataset)
{
  g_autoptr (GList) running = NULL;

  g_return_if_fail (LB_IS_DOWNLOADS (self));

  running = g_hash_table_get_values (self->jobs);
  for (GList *one = running; one != NULL; one = one->next)
    if (dataset == NULL || lb_download_job_get_dataset (one->data) == dataset)
      lb_download_job_cancel (one->data);
}
