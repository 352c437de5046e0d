#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "jobs/lb-export-job.h"
#include "ui/dataset/lb-downloads.h"
#include "ui/widgets/lb-save-place.h"

char *
lb_dataset_page_download_words (LbDatasetPage *self)
{
  LbDownloadJob *job = lb_dataset_jobs_find (lb_downloads_get (self->session), self->dataset);
  gint64 n_bytes, n_total;
  g_autofree char *size = NULL;

  if (job == NULL)
    return NULL;

  n_bytes = lb_download_job_get_n_bytes (job);
  n_total = lb_download_job_get_n_total (job);
  if (n_total > 0)
    {
      size = g_format_size ((guint64) n_total);
      /* Translators: how far a download is: “Downloading: 35 % of 2.1 GB” */
      return g_strdup_printf (_ ("Downloading: %d %% of %s"), (int) (n_bytes * 100 / n_total),
                              size);
    }
  if (n_bytes > 0)
    {
      size = g_format_size ((guint64) n_bytes);
      /* Translators: how far a download is whose size nobody knows: “Downloading: 35 MB” */
      return g_strdup_printf (_ ("Downloading: %s"), size);
    }

  return g_strdup (_ ("Downloading…"));
}

void
lb_dataset_page_update_download (LbDatasetPage *self)
{
  LbDatasetJobs *downloads = lb_downloads_get (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dataset.download",
                                 lb_dataset_is_advanced (self->dataset) &&
                                   g_list_model_get_n_items (self->images) > 0 &&
                                   lb_dataset_jobs_find (downloads, self->dataset) == NULL);
}

static void
changed_cb (LbDatasetPage *self, LbDataset *dataset)
{
  if (dataset != self->dataset)
    return;

  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_download (self);
}

void
lb_dataset_page_follow_download (LbDatasetPage *self)
{
  g_signal_connect_object (lb_downloads_get (self->session), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  changed_cb (self, self->dataset);
}

void
lb_dataset_page_stop_download (LbDatasetPage *self)
{
  lb_dataset_jobs_stop (lb_downloads_get (self->session), self->dataset);
}

void
lb_dataset_page_download_to (LbDatasetPage *self, GFile *file)
{
  g_autoptr (LbDownloadJob) job = NULL;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  job = lb_download_job_new (self->session, self->dataset, file);
  lb_dataset_jobs_start (lb_downloads_get (self->session), self->dataset, job);
}

static DexFuture *
chosen_cb (DexFuture *future, gpointer page)
{
  g_autoptr (GFile) file = dex_await_object (dex_ref (future), NULL);

  if (file != NULL)
    lb_dataset_page_download_to (page, file);
  return dex_future_new_true ();
}

static void
download_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autofree char *name = lb_export_name (LB_DATASET_PAGE (widget)->dataset);

  dex_future_disown (dex_future_finally (
    lb_save_place_ask (widget, _ ("Download the Dataset"), _ ("_Download"), name, ".zip"),
    chosen_cb, g_object_ref (widget), g_object_unref));
}

void
lb_dataset_page_install_download_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.download", NULL, download_cb);
}
