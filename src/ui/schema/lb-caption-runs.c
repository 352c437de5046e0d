#include "config.h"

#include "ui/schema/lb-caption-runs.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "ui/widgets/lb-error-words.h"

static DexFuture *
run (gpointer job)
{
  return lb_caption_job_run (job);
}

static void
cancel (gpointer job)
{
  lb_caption_job_cancel (job);
}

LbDatasetJobs *
lb_caption_runs_get (LbSession *session)
{
  static const LbDatasetJobKind kind = { .name = "caption-runs", .run = run, .cancel = cancel };

  return lb_dataset_jobs_get (session, &kind);
}

gboolean
lb_caption_runs_start (LbSession *session, LbDataset *dataset, LbCaptionJob *job)
{
  g_return_val_if_fail (LB_IS_CAPTION_JOB (job), FALSE);

  return lb_caption_job_get_n_total (job) > 0 &&
         lb_dataset_jobs_start (lb_caption_runs_get (session), dataset, job);
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
