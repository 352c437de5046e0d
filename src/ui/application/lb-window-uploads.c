#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "contract/lb-rules.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-import-settings.h"
#include "base/lb-weak.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/upload/lb-review-sheet.h"
#include "ui/widgets/lb-error-words.h"

/* How long what went well says so. */
#define DONE_MS 5000

static void
clone_clicked_cb (AdwToast *toast, LbWindow *self)
{
  lb_window_clone (self, g_object_get_data (G_OBJECT (toast), "lb-dataset"));
}

static void
refuse_completed (LbWindow *self, LbDataset *dataset)
{
  AdwToast *toast = adw_toast_new (_ ("Complete datasets can’t be changed"));

  adw_toast_set_button_label (toast, _ ("_Clone…"));
  g_object_set_data_full (G_OBJECT (toast), "lb-dataset", g_object_ref (dataset), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (clone_clicked_cb), self, 0);
  lb_window_add_toast (self, toast);
}

typedef struct
{
  LbWindow *window;   /* not owned: the sheet lives in it */
  LbDataset *dataset; /* (owned) */
  LbCheckJob *job;    /* (owned) */
} Review;

static void
review_free (gpointer data, GClosure *closure)
{
  Review *review = data;

  g_object_unref (review->dataset);
  g_object_unref (review->job);
  g_free (review);
}

void
lb_window_stop_uploads_end (LbWindow *self)
{
  g_clear_handle_id (&self->done_id, g_source_remove);
}

static void
hide (LbWindow *self)
{
  lb_window_stop_uploads_end (self);
  adw_bottom_sheet_set_open (self->sheet, FALSE);
  adw_bottom_sheet_set_reveal_bottom_bar (self->sheet, FALSE);
}

static void
dismiss (LbWindow *self)
{
  hide (self);
  lb_upload_queue_clear (self->uploads);
}

static void
done_cb (gpointer data)
{
  LbWindow *self = data;

  self->done_id = 0;
  dismiss (self);
}

/* What failed stays readable until it is dismissed; what went well says so and goes. */
static void
end_uploads (LbWindow *self)
{
  if (lb_upload_queue_get_n_failed (self->uploads) > 0 ||
      lb_upload_queue_get_n_total (self->uploads) == 0)
    return;

  /* The sample set says itself when it is ready. */
  if (self->sample != NULL)
    dismiss (self);
  else if (self->done_id == 0)
    self->done_id = g_timeout_add_once (DONE_MS, done_cb, self);
}

static void
running_cb (LbWindow *self)
{
  if (lb_upload_queue_get_n_total (self->uploads) > 0)
    adw_bottom_sheet_set_reveal_bottom_bar (self->sheet, TRUE);
  else
    hide (self);

  if (!lb_upload_queue_get_running (self->uploads))
    end_uploads (self);
  else if (self->done_id != 0)
    {
      /* Others have begun: what is done is counted no more. */
      lb_window_stop_uploads_end (self);
      lb_upload_queue_clear (self->uploads);
    }
}

/* The last row may be taken out by whoever has told of it. */
static void
total_cb (LbWindow *self)
{
  if (lb_upload_queue_get_n_total (self->uploads) == 0)
    hide (self);
}

static void
start_upload (LbWindow *self, LbDataset *dataset, LbCheckJob *check, gboolean moderation)
{
  dex_future_disown (
    lb_upload_queue_add (self->uploads, dataset, lb_check_job_get_candidates (check),
                         lb_check_job_get_increase_resolution (check), moderation));
}

typedef struct
{
  GWeakRef window;
  LbDataset *dataset; /* (owned) */
  LbCheckJob *job;    /* (owned) */
  gboolean moderation;
} Accepted;

static void
accepted_free (gpointer data)
{
  Accepted *accepted = data;

  g_weak_ref_clear (&accepted->window);
  g_object_unref (accepted->dataset);
  g_object_unref (accepted->job);
  g_free (accepted);
}

/* The pictures come also when the dataset can't be given what else there is. */
static DexFuture *
settings_given_cb (DexFuture *future, gpointer data)
{
  Accepted *accepted = data;
  g_autoptr (LbWindow) self = g_weak_ref_get (&accepted->window);
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return dex_future_new_true ();

  if (!dex_await (dex_ref (future), &error))
    lb_window_add_toast (self, lb_error_toast_new (_ ("The dataset was not changed"), error));
  start_upload (self, accepted->dataset, accepted->job, accepted->moderation);
  return dex_future_new_true ();
}

static void
accepted_cb (LbReviewSheet *sheet, Review *review)
{
  const gboolean moderation = lb_review_sheet_get_content_moderation (sheet);
  LbExportManifest *manifest = lb_check_job_get_manifest (review->job);
  Accepted *accepted = NULL;

  if (!lb_review_sheet_get_takes_settings (sheet))
    {
      start_upload (review->window, review->dataset, review->job, moderation);
      return;
    }

  accepted = g_new0 (Accepted, 1);
  g_weak_ref_init (&accepted->window, review->window);
  accepted->dataset = g_object_ref (review->dataset);
  accepted->job = g_object_ref (review->job);
  accepted->moderation = moderation;
  dex_future_disown (dex_future_finally (
    lb_import_settings_apply (review->window->session, review->dataset,
                              lb_import_settings_get_text (manifest, review->dataset)),
    settings_given_cb, accepted, accepted_free));
}

/* (nullable): NULL with a toast when nothing may be added now. */
static LbCheckJob *
begin_review (LbWindow *self, LbDataset *dataset)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  guint present = g_list_model_get_n_items (images);
  g_autoptr (GListModel) waiting = NULL;
  guint limit;
  LbReviewSheet *sheet;
  LbCheckJob *job;
  Review *review;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    {
      lb_window_add_toast (self, adw_toast_new (_ ("Close the open dialog, then add again")));
      return NULL;
    }
  if (lb_dataset_get_completed (dataset))
    {
      refuse_completed (self, dataset);
      return NULL;
    }

  waiting = lb_upload_queue_list_waiting (self->uploads, dataset);
  limit = lb_rules_image_limit (dataset);
  /* The list may not be loaded yet; the count of the service is there from the start. */
  present = MAX (present, (guint) MAX (lb_dataset_get_images_count (dataset), 0)) +
            g_list_model_get_n_items (waiting);
  job = lb_check_job_new (dataset, images);
  lb_check_job_set_rules_mode (job, lb_session_get_rules_mode (self->session));
  lb_check_job_set_waiting (job, waiting);
  lb_check_job_set_sent (job, lb_upload_queue_get_sent (self->uploads));
  sheet = lb_review_sheet_new (job, self->settings, present < limit ? limit - present : 0);
  if (lb_session_is_hosted (self->session))
    lb_review_sheet_offer_moderation (sheet);
  review = g_new0 (Review, 1);
  review->window = self;
  review->dataset = g_object_ref (dataset);
  review->job = g_object_ref (job);
  g_signal_connect_data (sheet, "accepted", G_CALLBACK (accepted_cb), review, review_free, 0);
  adw_dialog_present (ADW_DIALOG (sheet), GTK_WIDGET (self));

  return job;
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  /* Without the list duplicates go unseen, but the check itself still holds. */
  return dex_future_new_true ();
}

static DexFuture *
run_files_cb (DexFuture *future, gpointer data)
{
  gpointer *pair = data;

  return lb_check_job_run (pair[0], pair[1]);
}

static void
pair_free (gpointer data)
{
  gpointer *pair = data;

  g_object_unref (pair[0]);
  g_object_unref (pair[1]);
  g_free (pair);
}

void
lb_window_review_files (LbWindow *self, LbDataset *dataset, GListModel *files)
{
  g_autoptr (LbCheckJob) job = NULL;
  gpointer *pair;
  DexFuture *loaded;

  if (lb_dataset_is_advanced (dataset))
    {
      lb_window_review_import (self, dataset, files);
      return;
    }
  if ((job = begin_review (self, dataset)) == NULL)
    return;

  /* A dataset that was never shown has not told its images yet. */
  pair = g_new0 (gpointer, 2);
  pair[0] = g_object_ref (job);
  pair[1] = g_object_ref (files);
  loaded =
    dex_future_finally (lb_session_load_images (self->session, dataset), loaded_cb, NULL, NULL);
  dex_future_disown (dex_future_then (loaded, run_files_cb, pair, pair_free));
}

void
lb_window_review_picture (LbWindow *self, LbDataset *dataset, GBytes *bytes, const char *name)
{
  g_autoptr (LbCheckJob) job = begin_review (self, dataset);

  if (job != NULL)
    dex_future_disown (lb_check_job_run_bytes (job, bytes, name));
}

gboolean
lb_window_is_uploading (LbWindow *self)
{
  return lb_bulk_runs_is_preparing (lb_bulk_runs_get (self->session));
}

static void
retry_upload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_upload_queue_retry_failed (LB_WINDOW (widget)->uploads);
}

static void
stop_upload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  lb_upload_queue_cancel_all (LB_WINDOW (widget)->uploads);
}

static void
dismiss_upload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dismiss (LB_WINDOW (widget));
}

/* Only once it is known what there is. */
static void
resume (LbWindow *self)
{
  if (!self->wants_uploads || !self->uploads_known)
    return;

  self->wants_uploads = FALSE;
  if (lb_window_get_n_unsent (self) == 0)
    {
      lb_window_tell (self, _ ("No images wait to be sent"));
      return;
    }

  lb_upload_queue_resume (self->uploads);
  adw_bottom_sheet_set_open (self->sheet, TRUE);
}

void
lb_window_resume_uploads (LbWindow *self)
{
  g_return_if_fail (LB_IS_WINDOW (self));

  self->wants_uploads = TRUE;
  resume (self);
}

static DexFuture *
uploads_opened_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);

  if (self != NULL && self->uploads != NULL)
    {
      self->uploads_known = TRUE;
      running_cb (self);
      resume (self);
    }

  return dex_future_new_true ();
}

static void
halt_cb (LbWindow *self)
{
  const gboolean here = lb_upload_queue_get_halt (self->uploads) != LB_UPLOAD_HALT_ELSEWHERE;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.retry-upload", here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop-upload", here);
}

void
lb_window_open_uploads (LbWindow *self)
{
  dex_future_disown (dex_future_finally (lb_upload_queue_open (self->uploads), uploads_opened_cb,
                                         lb_weak_new (self), lb_weak_free));
}

void
lb_window_follow_uploads (LbWindow *self)
{
  self->uploads = lb_upload_queue_new (self->session);
  if (lb_session_is_hosted (self->session))
    g_settings_bind (self->settings, "upload-concurrency", self->uploads, "concurrency",
                     G_SETTINGS_BIND_GET);
  lb_upload_bar_set_queue (self->upload_bar, self->uploads);
  lb_upload_list_set_queue (self->upload_list, self->uploads);
  lb_window_follow_sending (self);
  g_signal_connect_swapped (self->uploads, "notify::running", G_CALLBACK (running_cb), self);
  g_signal_connect_swapped (self->uploads, "notify::halt", G_CALLBACK (halt_cb), self);
  g_signal_connect_swapped (self->uploads, "notify::n-total", G_CALLBACK (total_cb), self);
}

void
lb_window_install_upload_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.retry-upload", NULL, retry_upload_cb);
  gtk_widget_class_install_action (widget_class, "win.stop-upload", NULL, stop_upload_cb);
  gtk_widget_class_install_action (widget_class, "win.dismiss-upload", NULL, dismiss_upload_cb);
}
