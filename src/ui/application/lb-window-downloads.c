#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-error.h"
#include "base/lb-visible-text.h"
#include "ui/dataset/lb-downloads.h"
#include "ui/widgets/lb-error-words.h"
#include "ui/widgets/lb-toast.h"

static void
folder_shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (source), result,
                                                        &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    lb_window_add_error (self, _ ("The folder can’t be shown"), error);
}

void
lb_window_show_file (LbWindow *self, GFile *file)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (self), NULL, folder_shown_cb,
                                            g_object_ref (self));
}

static void
show_clicked_cb (AdwToast *toast, LbWindow *self)
{
  lb_window_show_file (self, g_object_get_data (G_OBJECT (toast), "lb-file"));
}

void
lb_window_tell_file (LbWindow *self, const char *words, GFile *file)
{
  AdwToast *toast = lb_toast_new (words);

  adw_toast_set_button_label (toast, _ ("_Show in Files"));
  g_object_set_data_full (G_OBJECT (toast), "lb-file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_clicked_cb), self, 0);
  lb_window_add_toast (self, toast);
}

static void
tell_done (LbWindow *self, LbDataset *dataset, LbDownloadJob *job, const char *words)
{
  GFile *file = lb_download_job_get_images_file (job);

  lb_window_tell_file (self, words, file);
  lb_window_notify_file (self, "download", _ ("Download Finished"), words, dataset, file);
}

static void
notify_failed (LbWindow *self, LbDataset *dataset, const char *name)
{
  /* Translators: %s is the name of a dataset */
  g_autofree char *words = g_strdup_printf (_ ("“%s” was not downloaded"), name);

  lb_window_notify (self, "download", _ ("Download Failed"), words, dataset);
}

static void
ended_cb (LbDatasetJobs *downloads,
          LbDataset *dataset,
          LbDownloadJob *job,
          const GError *error,
          LbWindow *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *words = NULL;
  g_autofree char *reason = NULL;

  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    return;

  if (error == NULL && lb_download_job_get_captions_file (job) != NULL)
    words = g_strdup_printf (_ ("“%s” and its captions were downloaded"), name);
  else if (error == NULL)
    words = g_strdup_printf (_ ("“%s” was downloaded"), name);
  if (words != NULL)
    {
      tell_done (self, dataset, job, words);
      return;
    }

  if (lb_download_job_get_images_file (job) != NULL)
    {
      reason = lb_error_words (error);
      /* Translators: the images are there; %s is a sentence that says why the captions are not */
      words = g_strdup_printf (_ ("Images downloaded, captions not: %s"), reason);
      tell_done (self, dataset, job, words);
      return;
    }

  notify_failed (self, dataset, name);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
    lb_window_tell (self, _ ("Not downloaded: the service has nothing stored yet"));
  else
    lb_window_add_error (self, _ ("Not downloaded"), error);
}

void
lb_window_follow_downloads (LbWindow *self)
{
  g_signal_connect_object (lb_downloads_get (self->session), "ended", G_CALLBACK (ended_cb), self,
                           0);
}

void
lb_window_stop_downloads (LbWindow *self)
{
  LbDatasetJobs *downloads = lb_downloads_get (self->session);

  g_signal_handlers_disconnect_by_data (downloads, self);
  lb_dataset_jobs_stop (downloads, NULL);
}
