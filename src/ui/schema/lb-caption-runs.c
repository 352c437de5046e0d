#include "config.h"

#include "ui/schema/lb-caption-runs.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "ui/widgets/lb-error-words.h"

struct _LbCaptionRuns
{
  GObject parent_instance;

  GHashTable *runs; /* (owned) (element-type LbDataset LbCaptionJob) */
};

G_DEFINE_FINAL_TYPE (LbCaptionRuns, lb_caption_runs, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a run needs to be told from the others when it ends. */
typedef struct
{
  GWeakRef runs;
  LbDataset *dataset; /* (owned) */
  LbCaptionJob *job;  /* (owned) */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_weak_ref_clear (&run->runs);
  g_object_unref (run->dataset);
  g_object_unref (run->job);
  g_free (run);
}

static void
lb_caption_runs_dispose (GObject *object)
{
  lb_caption_runs_stop (LB_CAPTION_RUNS (object), NULL);

  G_OBJECT_CLASS (lb_caption_runs_parent_class)->dispose (object);
}

static void
lb_caption_runs_finalize (GObject *object)
{
  g_hash_table_unref (LB_CAPTION_RUNS (object)->runs);

  G_OBJECT_CLASS (lb_caption_runs_parent_class)->finalize (object);
}

static void
lb_caption_runs_class_init (LbCaptionRunsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = lb_caption_runs_dispose;
  object_class->finalize = lb_caption_runs_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[ENDED] = g_signal_new ("ended", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, LB_TYPE_DATASET, G_TYPE_STRING);
}

static void
lb_caption_runs_init (LbCaptionRuns *self)
{
  self->runs = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

LbCaptionRuns *
lb_caption_runs_get (LbSession *session)
{
  static const char key[] = "lb-caption-runs";
  LbCaptionRuns *runs;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if (!(runs = g_object_get_data (G_OBJECT (session), key)))
    {
      runs = g_object_new (LB_TYPE_CAPTION_RUNS, NULL);
      g_object_set_data_full (G_OBJECT (session), key, runs, g_object_unref);
    }
  return runs;
}

char *
lb_caption_runs_words (LbCaptionJob *job, const GError *error)
{
  const guint n_done = lb_caption_job_get_n_done (job);
  const guint n_failed = lb_caption_job_get_n_failed (job);
  const gboolean stopped = g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (stopped)
    g_strv_builder_take (parts,
                         /* Translators: the user has stopped the writing of captions */
                         g_strdup_printf (ngettext ("%'u caption written, stopped",
                                                    "%'u captions written, stopped", n_done),
                                          n_done));
  else
    g_strv_builder_take (
      parts,
      g_strdup_printf (ngettext ("%'u caption written", "%'u captions written", n_done), n_done));
  if (n_failed > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u could not be written",
                                                           "%'u could not be written", n_failed),
                                                 n_failed));
  if (error != NULL && !stopped)
    g_strv_builder_take (parts, lb_error_words (error));
  list = g_strv_builder_end (parts);

  /* Translators: between parts of a line, as in “3 captions written · 1 could not be written” */
  return g_strjoinv (C_ ("separator", " · "), list);
}

static void
moved_cb (LbCaptionJob *job, GParamSpec *pspec, LbCaptionRuns *self)
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
ended_cb (DexFuture *future, gpointer data)
{
  Run *run = data;
  g_autoptr (LbCaptionRuns) self = g_weak_ref_get (&run->runs);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (self == NULL)
    return NULL;

  dex_await (dex_ref (future), &error);
  words = lb_caption_runs_words (run->job, error);
  g_signal_handlers_disconnect_by_data (run->job, self);
  g_hash_table_remove (self->runs, run->dataset);
  g_signal_emit (self, signals[CHANGED], 0, run->dataset);
  g_signal_emit (self, signals[ENDED], 0, run->dataset, words);
  return NULL;
}

gboolean
lb_caption_runs_start (LbCaptionRuns *self, LbDataset *dataset, LbCaptionJob *job)
{
  Run *run;

  g_return_val_if_fail (LB_IS_CAPTION_RUNS (self), FALSE);
  g_return_val_if_fail (LB_IS_DATASET (dataset), FALSE);
  g_return_val_if_fail (LB_IS_CAPTION_JOB (job), FALSE);

  if (lb_caption_job_get_n_total (job) == 0 || lb_caption_runs_find (self, dataset) != NULL)
    return FALSE;

  g_hash_table_insert (self->runs, g_object_ref (dataset), g_object_ref (job));
  g_signal_connect_object (job, "notify", G_CALLBACK (moved_cb), self, 0);
  g_signal_emit (self, signals[CHANGED], 0, dataset);

  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->runs, self);
  run->dataset = g_object_ref (dataset);
  run->job = g_object_ref (job);
  dex_future_disown (dex_future_finally (lb_caption_job_run (job), ended_cb, run, run_free));
  return TRUE;
}

LbCaptionJob *
lb_caption_runs_find (LbCaptionRuns *self, LbDataset *dataset)
{
  g_return_val_if_fail (LB_IS_CAPTION_RUNS (self), NULL);

  return g_hash_table_lookup (self->runs, dataset);
}

void
lb_caption_runs_stop (LbCaptionRuns *self, LbDataset *dataset)
{
  g_autoptr (GList) running = NULL;

  g_return_if_fail (LB_IS_CAPTION_RUNS (self));

  running = g_hash_table_get_keys (self->runs);
  for (GList *one = running; one != NULL; one = one->next)
    if (dataset == NULL || one->data == dataset)
      lb_caption_job_cancel (g_hash_table_lookup (self->runs, one->data));
}
