#include "config.h"

#include "ui/dataset/lb-dataset-page-private.h"

#include <glib/gi18n.h>

void
lb_dataset_page_update_banner (LbDatasetPage *self)
{
  g_autofree char *words = NULL;

  if (self->caption_job != NULL)
    {
      guint total = lb_caption_job_get_n_total (self->caption_job);
      guint done = lb_caption_job_get_n_done (self->caption_job);

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

static void
say_result (LbDatasetPage *self, LbCaptionJob *job)
{
  guint done = lb_caption_job_get_n_done (job);
  guint failed = lb_caption_job_get_n_failed (job);
  guint written = done > failed ? done - failed : 0;
  g_autofree char *words = NULL;

  if (failed > 0)
    words = g_strdup_printf (
      ngettext ("%'u caption could not be written", "%'u captions could not be written", failed),
      failed);
  else
    words =
      g_strdup_printf (ngettext ("%'u caption written", "%'u captions written", written), written);
  lb_dataset_page_add_toast (self, adw_toast_new (words));
}

static DexFuture *
finished_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbDatasetPage) self = g_weak_ref_get (data);
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (GError) error = NULL;

  if (self == NULL || self->caption_job == NULL)
    return dex_future_new_true ();

  g_signal_handlers_disconnect_by_data (self->caption_job, self);
  job = g_steal_pointer (&self->caption_job);
  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_actions (self);

  if (dex_await (dex_ref (future), &error))
    say_result (self, job);
  else
    lb_dataset_page_add_error (self, _ ("The captions could not be written"), error);

  return dex_future_new_true ();
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
run (LbDatasetPage *self, GListModel *images)
{
  GWeakRef *ref;

  if (self->caption_job != NULL)
    return;

  self->caption_job = lb_caption_job_new (self->session, images);
  if (lb_caption_job_get_n_total (self->caption_job) == 0)
    {
      g_clear_object (&self->caption_job);
      lb_dataset_page_add_toast (self, adw_toast_new (_ ("Hand-written captions are kept")));
      return;
    }

  g_signal_connect_swapped (self->caption_job, "notify", G_CALLBACK (lb_dataset_page_update_banner),
                            self);
  lb_dataset_page_update_banner (self);
  lb_dataset_page_update_actions (self);

  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  dex_future_disown (
    dex_future_finally (lb_caption_job_run (self->caption_job), finished_cb, ref, weak_ref_free));
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
  if (self->caption_job != NULL)
    lb_caption_job_cancel (self->caption_job);
}

void
lb_dataset_page_install_caption_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "dataset.regenerate", NULL, regenerate);
  gtk_widget_class_install_action (widget_class, "dataset.caption-missing", NULL, caption_missing);
}
