#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "ui/dataset/lb-downloads.h"

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

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    lb_dataset_page_download_to (self, file);
}

/* The name of the dataset, as far as it can be that of a file. @suffix: behind it */
static char *
dup_file_name (LbDataset *dataset, const char *suffix)
{
  const char *name = lb_dataset_get_name (dataset);
  g_autofree char *safe = g_strdelimit (g_strdup (name != NULL ? name : ""), "/\\\n\t", '-');

  g_strstrip (safe);
  if (*safe == '\0' || *safe == '.')
    return g_strconcat ("dataset", suffix, ".zip", NULL);

  return g_strconcat (safe, suffix, ".zip", NULL);
}

typedef struct
{
  GFile *folder;      /* (owned) */
  LbDataset *dataset; /* (owned) */
} Place;

static void
place_free (gpointer data)
{
  Place *place = data;

  g_object_unref (place->folder);
  g_object_unref (place->dataset);
  g_free (place);
}

/* On a thread: nobody was asked whether a file may be replaced, so none is. */
static DexFuture *
find_place_fiber (gpointer data)
{
  Place *place = data;
  g_autofree char *name = dup_file_name (place->dataset, "");
  g_autoptr (GFile) file = g_file_get_child (place->folder, name);

  for (guint n = 2; g_file_query_exists (file, NULL); n++)
    {
      g_autofree char *suffix = g_strdup_printf (" (%u)", n);
      g_autofree char *next = dup_file_name (place->dataset, suffix);

      g_clear_object (&file);
      file = g_file_get_child (place->folder, next);
    }

  return dex_future_new_take_object (g_steal_pointer (&file));
}

static DexFuture *
place_found_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (data);
  g_autoptr (GFile) file = dex_await_object (dex_ref (future), NULL);

  if (self != NULL && file != NULL)
    lb_dataset_page_download_to (self, file);
  return dex_future_new_true ();
}

void
lb_dataset_page_download_into (LbDatasetPage *self, GFile *folder)
{
  Place *place;

  g_return_if_fail (LB_IS_DATASET_PAGE (self));
  g_return_if_fail (G_IS_FILE (folder));

  place = g_new0 (Place, 1);
  place->folder = g_object_ref (folder);
  place->dataset = g_object_ref (self->dataset);
  dex_future_disown (dex_future_finally (lb_threads_run (find_place_fiber, place, place_free),
                                         place_found_cb, lb_weak_new (self), lb_weak_free));
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LbDatasetPage) self = data;
  g_autoptr (GFile) folder =
    gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (folder != NULL)
    lb_dataset_page_download_into (self, folder);
}

/* In a sandbox only what was chosen can be written: beside a file there is no room for another, and
 * captions would be lost without a word. */
static gboolean
is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
download_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = dup_file_name (self->dataset, "");

  gtk_file_dialog_set_title (dialog, _ ("Download the Dataset"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Download"));
  if (is_sandboxed ())
    {
      gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                     folder_chosen_cb, g_object_ref (widget));
      return;
    }

  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, file_chosen_cb,
                        g_object_ref (widget));
}

void
lb_dataset_page_install_download_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.download", NULL, download_cb);
}
