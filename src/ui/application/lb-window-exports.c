#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "jobs/lb-file-lasting.h"
#include "ui/export/lb-exports.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

#define MAX_LISTED 20

/* Each picture that is not in it by its name, with what ails it. */
static void
show_left_out (LbWindow *self, LbDataset *dataset, LbExportJob *job, const char *heading)
{
  GPtrArray *left_out = lb_export_job_get_left_out (job);
  const guint n_more = left_out->len - MIN (left_out->len, MAX_LISTED);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *said = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  AdwDialog *dialog = NULL;

  said = g_strdup_printf (
    ngettext ("%'u image of “%s” is missing or damaged, and is not in the export.",
              "%'u images of “%s” are missing or damaged, and are not in the export.",
              left_out->len),
    left_out->len, name);
  g_string_append_printf (body, "%s\n", said);
  for (guint i = 0; i < left_out->len - n_more; i++)
    {
      const LbExportFailure *failure = g_ptr_array_index (left_out, i);
      g_autofree char *visible = lb_visible_text (failure->name);
      g_autofree char *why = lb_error_words (failure->error);

      /* Translators: the name of a picture, and what ails it */
      g_string_append_printf (body, _ ("\n“%s”: %s"), visible, why);
    }
  if (n_more > 0)
    g_string_append_printf (body, ngettext ("\nand %'u more", "\nand %'u more", n_more), n_more);

  dialog = adw_alert_dialog_new (heading, body->str);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
  lb_window_notify (self, "export", heading, said, dataset);
}

static void
tell_done (LbWindow *self, LbDataset *dataset, LbExportJob *job)
{
  const guint n = lb_export_job_get_n_total (job);
  const guint n_drafts = lb_export_job_get_n_drafts (job);
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *words = NULL;

  if (n_drafts > 0)
    words = g_strdup_printf (ngettext ("“%s” was exported without %'u caption that is not valid",
                                       "“%s” was exported without %'u captions that are not valid",
                                       n_drafts),
                             name, n_drafts);
  else
    words = g_strdup_printf (
      ngettext ("%'u image of “%s” was exported", "%'u images of “%s” were exported", n), n, name);
  lb_window_tell_file (self, words, lb_export_job_get_target (job));
  lb_window_notify_file (self, "export", _ ("Export Finished"), words, dataset,
                         lb_export_job_get_target (job));
}

/* (transfer full): of the folder that it goes into; a portal lends one whose name says nothing. */
static char *
dup_place (GFile *target)
{
  g_autoptr (GFile) folder = lb_file_is_lasting (target) ? g_file_get_parent (target) : NULL;
  g_autofree char *path = g_file_get_parse_name (folder != NULL ? folder : target);
  g_autofree char *base = g_path_get_basename (path);

  return lb_visible_text (base);
}

static void
tell_not_written (LbWindow *self, LbExportJob *job, const GError *error)
{
  g_autofree char *place = dup_place (lb_export_job_get_target (job));
  g_autofree char *why = lb_visible_text (error->message);
  g_autofree char *words = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    words = g_strdup_printf (_ ("Not exported: there is no room in “%s”"), place);
  else
    /* Translators: the name of a folder, and why, in the words of the system */
    words = g_strdup_printf (_ ("Not exported to the folder “%s”: %s"), place, why);
  lb_window_tell (self, words);
}

/* The picture that is to blame has a name. */
static void
tell_failed (LbWindow *self, LbExportJob *job, const GError *error)
{
  const char *failed = lb_export_job_get_failed (job);
  g_autofree char *name = failed != NULL ? lb_visible_text (failed) : NULL;
  g_autofree char *words = NULL;

  if (name != NULL)
    {
      /* Translators: %s is the name of a picture; why it can't be had follows */
      words = g_strdup_printf (_ ("Not exported, “%s” can’t be had"), name);
      lb_window_add_error (self, words, error);
    }
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_CONFLICT))
    lb_window_tell (self, _ ("Not exported: the folder has something else in it"));
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE) ||
           g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE))
    tell_not_written (self, job, error);
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    lb_window_tell (self, _ ("Not exported: the dataset has no images"));
  else
    lb_window_add_error (self, _ ("Not exported"), error);
}

static void
notify_failed (LbWindow *self, LbDataset *dataset)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  /* Translators: %s is the name of a dataset */
  g_autofree char *words = g_strdup_printf (_ ("“%s” was not exported"), name);

  lb_window_notify (self, "export", _ ("Export Failed"), words, dataset);
}

static void
ended_cb (
  LbDatasetJobs *exports, LbDataset *dataset, LbExportJob *job, const GError *error, LbWindow *self)
{
  const gboolean whole = lb_export_job_get_left_out (job)->len == 0;

  if (error == NULL && !whole)
    show_left_out (self, dataset, job, _ ("Not All Exported"));
  else if (error == NULL)
    tell_done (self, dataset, job);
  else if (!whole && lb_export_job_get_left_out (job)->len == lb_export_job_get_n_total (job))
    show_left_out (self, dataset, job, _ ("Nothing Exported"));
  else if (!g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    {
      tell_failed (self, job, error);
      notify_failed (self, dataset);
    }
}

void
lb_window_follow_exports (LbWindow *self)
{
  g_signal_connect_object (lb_exports_get (self->session), "ended", G_CALLBACK (ended_cb), self, 0);
}

void
lb_window_stop_exports (LbWindow *self)
{
  LbDatasetJobs *exports = lb_exports_get (self->session);

  g_signal_handlers_disconnect_by_data (exports, self);
  lb_dataset_jobs_stop (exports, NULL);
}
