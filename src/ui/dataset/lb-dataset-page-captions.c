#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

#include "ui/schema/lb-caption-runs.h"

void
lb_dataset_page_update_banner (LbDatasetPage *self)
{
  g_autofree char *words = NULL;

  if (self->caption_job != NULL)
    {
      guint total = lb_caption_job_get_n_total (self->caption_job);
      guint done = lb_caption_job_get_n_done (self->caption_job) +
                   lb_caption_job_get_n_failed (self->caption_job);

      /* Translators: which caption is being written, of how many */
      words = g_strdup_printf (_ ("Writing caption %'u of %'u…"), MIN (done + 1, total), total);
      adw_banner_set_button_label (self->banner, _ ("_Stop"));
    }
  else if (lb_dataset_get_captioning (self->dataset))
    {
      words = g_strdup (_ ("The captions are being written…"));
      adw_banner_set_button_label (self->banner, NULL);
    }

  if (words != NULL)
    adw_banner_set_title (self->banner, words);
  adw_banner_set_revealed (self->banner, words != NULL);
}

/* The page keeps a reference to what runs for its dataset, whoever has started it. */
static void
runs_changed_cb (LbDatasetPage *self, LbDataset *dataset)
{
  if (dataset != self->dataset)
    return;

  g_set_object (&self->caption_job,
                lb_caption_runs_find (lb_caption_runs_get (self->session), dataset));
  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_actions (self);
}

void
lb_dataset_page_follow_captions (LbDatasetPage *self)
{
  g_signal_connect_object (lb_caption_runs_get (self->session), "changed",
                           G_CALLBACK (runs_changed_cb), self, G_CONNECT_SWAPPED);
  runs_changed_cb (self, self->dataset);
}

static void
run (LbDatasetPage *self, GListModel *images)
{
  g_autoptr (LbCaptionJob) job = lb_caption_job_new (self->session, images);

  if (lb_caption_job_get_n_total (job) == 0)
    lb_dataset_page_add_toast (self, adw_toast_new (_ ("Hand-written captions are kept")));
  else
    lb_caption_runs_start (lb_caption_runs_get (self->session), self->dataset, job);
}

static void
regenerate (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GPtrArray) chosen = lb_dataset_page_dup_selected (self);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);

  g_list_store_splice (images, 0, 0, chosen->pdata, chosen->len);
  run (self, G_LIST_MODEL (images));
}

static void
caption_missing (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbDatasetPage *self = LB_DATASET_PAGE (widget);
  g_autoptr (GListStore) images = g_list_store_new (LB_TYPE_IMAGE);
  guint n = g_list_model_get_n_items (self->images);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (self->images, i);

      if (lb_image_is_shown (self->session, self->dataset, image, LB_SHOW_MISSING))
        g_list_store_append (images, image);
    }
  run (self, G_LIST_MODEL (images));
}

void
lb_dataset_page_stop_captions (LbDatasetPage *self)
{
  lb_caption_runs_stop (lb_caption_runs_get (self->session), self->dataset);
}

void
lb_dataset_page_install_caption_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.regenerate", NULL, regenerate);
  gtk_widget_class_install_action (widget_class, "dataset.caption-missing", NULL, caption_missing);
}
