#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "contract/lb-limits.h"
#include "jobs/lb-check-job.h"
#include "ui/upload/lb-review-sheet.h"

/* One upload at a time: a drop that is accepted while another goes waits for it. */
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

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
dismiss (LbWindow *self)
{
  if (self->upload != NULL)
    g_signal_handlers_disconnect_by_data (self->upload, self);
  adw_bottom_sheet_set_open (self->sheet, FALSE);
  adw_bottom_sheet_set_reveal_bottom_bar (self->sheet, FALSE);
  lb_upload_bar_set_job (self->upload_bar, NULL);
  lb_upload_list_set_job (self->upload_list, NULL);
  g_clear_object (&self->upload);
}

static DexFuture *
finished_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (data);
  g_autofree char *words = NULL;

  if (self == NULL || self->upload == NULL || lb_upload_job_get_running (self->upload))
    return dex_future_new_true ();

  /* What failed stays readable until it is dismissed; what went well says so and goes. */
  if (lb_upload_job_get_n_failed (self->upload) > 0)
    return dex_future_new_true ();

  words = lb_upload_words (self->upload);
  dismiss (self);
  lb_window_add_toast (self, adw_toast_new (words));

  return dex_future_new_true ();
}

static void
follow (LbWindow *self, DexFuture *run)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);

  g_weak_ref_init (ref, self);
  dex_future_disown (dex_future_finally (run, finished_cb, ref, weak_ref_free));
}

static void
start_upload (LbWindow *self, LbDataset *dataset, LbCheckJob *check)
{
  dismiss (self);
  self->upload = lb_upload_job_new (self->session, dataset, lb_check_job_get_candidates (check),
                                    lb_check_job_get_increase_resolution (check));
  lb_upload_bar_set_job (self->upload_bar, self->upload);
  lb_upload_list_set_job (self->upload_list, self->upload);
  adw_bottom_sheet_set_reveal_bottom_bar (self->sheet, TRUE);
  follow (self, lb_upload_job_run (self->upload));
}

static void
accepted_cb (LbReviewSheet *sheet, Review *review)
{
  start_upload (review->window, review->dataset, review->job);
}

/* (nullable): NULL with a toast when nothing may be added now. */
static LbCheckJob *
begin_review (LbWindow *self, LbDataset *dataset)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  guint present = g_list_model_get_n_items (images);
  LbReviewSheet *sheet;
  LbCheckJob *job;
  Review *review;

  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return NULL;
  if (lb_dataset_get_completed (dataset))
    {
      lb_window_add_toast (self, adw_toast_new (_ ("Complete datasets can’t be changed")));
      return NULL;
    }
  if (lb_window_is_uploading (self))
    {
      lb_window_add_toast (self,
                           adw_toast_new (_ ("Images are being added; try again after that")));
      return NULL;
    }

  job = lb_check_job_new (dataset, images);
  sheet = lb_review_sheet_new (
    job, self->settings, present < LB_LIMIT_BASIC_IMAGES ? LB_LIMIT_BASIC_IMAGES - present : 0);
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
  g_autoptr (LbCheckJob) job = begin_review (self, dataset);
  gpointer *pair;
  DexFuture *loaded;

  if (job == NULL)
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
  return self->upload != NULL && lb_upload_job_get_running (self->upload);
}

static void
retry_upload (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (self->upload != NULL)
    follow (self, lb_upload_job_retry (self->upload));
}

static void
stop_upload (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  LbWindow *self = LB_WINDOW (widget);

  if (self->upload != NULL)
    lb_upload_job_cancel (self->upload);
}

static void
dismiss_upload (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  dismiss (LB_WINDOW (widget));
}

void
lb_window_install_upload_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.retry-upload", NULL, retry_upload);
  gtk_widget_class_install_action (widget_class, "win.stop-upload", NULL, stop_upload);
  gtk_widget_class_install_action (widget_class, "win.dismiss-upload", NULL, dismiss_upload);
}
