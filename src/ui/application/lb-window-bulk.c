#include "config.h"

#include "ui/application/lb-window-private.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"
#include "jobs/lb-bulk-captions.h"
#include "ui/bulk/lb-bulk-runs.h"
#include "ui/bulk/lb-bulk-sheet.h"
#include "ui/widgets/lb-toast.h"

typedef struct
{
  GWeakRef window;
  LbDataset *dataset; /* (owned) */
  GListModel *files;  /* (owned) */
  LbBulkCheck *check; /* (owned) (nullable) until it is begun */
} Review;

static void
review_free (gpointer data)
{
  Review *review = data;

  g_weak_ref_clear (&review->window);
  g_object_unref (review->dataset);
  g_object_unref (review->files);
  g_clear_object (&review->check);
  g_free (review);
}

static void
review_destroy (gpointer data, GClosure *closure)
{
  review_free (data);
}

static void
accepted_cb (LbBulkSheet *sheet, Review *review)
{
  g_autoptr (LbWindow) self = g_weak_ref_get (&review->window);
  g_autoptr (LbBulkJob) job = NULL;
  g_autofree char *address = lb_bulk_sheet_dup_address (sheet);
  g_autofree char *upload_address = lb_bulk_sheet_dup_upload_address (sheet);

  if (self == NULL)
    return;

  job = lb_bulk_job_new (self->session, review->dataset, lb_bulk_check_get_report (review->check));
  lb_bulk_job_set_only_ready (job, lb_bulk_sheet_get_only_ready (sheet));
  lb_bulk_job_set_addresses (job, address, upload_address);
  lb_bulk_job_set_takes_settings (job, lb_bulk_sheet_get_takes_settings (sheet));
  lb_bulk_job_set_content_moderation (job, lb_bulk_sheet_get_content_moderation (sheet));
  if (!lb_bulk_runs_start (lb_bulk_runs_get (self->session), review->dataset, job))
    lb_window_add_toast (self, adw_toast_new (_ ("Its images are being imported.")));
}

/* (nullable): why nothing can be imported into @dataset now. */
static const char *
find_obstacle (LbWindow *self, LbDataset *dataset)
{
  LbBulkUpload *upload = lb_session_get_bulk_upload (self->session, dataset);
  GListModel *images = lb_session_get_images (self->session, dataset);

  if (lb_dataset_get_completed (dataset))
    return _ ("Complete datasets can’t be changed");
  if (lb_bulk_runs_find (lb_bulk_runs_get (self->session), dataset) != NULL ||
      lb_session_is_importing (self->session, dataset))
    return _ ("Its images are being imported.");
  if (upload != NULL || g_list_model_get_n_items (images) > 0 ||
      lb_dataset_get_images_count (dataset) > 0)
    return _ ("This dataset takes one ZIP file only, and has had it.");
  if (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL)
    return _ ("Close the open dialog, then add again");

  return NULL;
}

/* (transfer full) (nullable): what is checked, if it is one thing. */
static char *
name_of (GListModel *files)
{
  g_autoptr (GFile) file = NULL;

  if (g_list_model_get_n_items (files) != 1)
    return NULL;

  file = g_list_model_get_item (files, 0);
  return g_file_get_basename (file);
}

static DexFuture *
loaded_cb (DexFuture *future, gpointer data)
{
  Review *asked = data;
  g_autoptr (LbWindow) self = g_weak_ref_get (&asked->window);
  g_autofree char *name = name_of (asked->files);
  const char *obstacle = self != NULL ? find_obstacle (self, asked->dataset) : NULL;
  LbBulkSheet *sheet;
  Review *review;

  if (obstacle != NULL)
    lb_window_add_toast (self, adw_toast_new (obstacle));
  if (self == NULL || obstacle != NULL)
    return dex_future_new_true ();

  review = g_new0 (Review, 1);
  g_weak_ref_init (&review->window, self);
  review->dataset = g_object_ref (asked->dataset);
  review->files = g_object_ref (asked->files);
  review->check = lb_bulk_check_new (!lb_dataset_is_fibo (asked->dataset));
  lb_bulk_report_set_rules_mode (lb_bulk_check_get_report (review->check),
                                 lb_session_get_rules_mode (self->session));
  sheet = lb_bulk_sheet_new (review->check, name, lb_session_is_hosted (self->session));
  lb_bulk_sheet_set_dataset (sheet, review->dataset);
  dex_future_disown (lb_bulk_check_run (review->check, asked->files));
  g_signal_connect_data (sheet, "accepted", G_CALLBACK (accepted_cb), review, review_destroy, 0);
  adw_dialog_present (ADW_DIALOG (sheet), GTK_WIDGET (self));

  return dex_future_new_true ();
}

void
lb_window_review_import (LbWindow *self, LbDataset *dataset, GListModel *files)
{
  Review *asked = g_new0 (Review, 1);

  g_weak_ref_init (&asked->window, self);
  asked->dataset = g_object_ref (dataset);
  asked->files = g_object_ref (files);
  /* A dataset that was never shown has not told whether its one try is used. */
  dex_future_disown (dex_future_finally (lb_session_load_images (self->session, dataset), loaded_cb,
                                         asked, review_free));
}

static void
not_started_cb (LbBulkRuns *runs, LbDataset *dataset, const char *why, LbWindow *self)
{
  g_autofree char *name = lb_visible_text (lb_dataset_get_name (dataset));
  g_autofree char *heading = g_strdup_printf (_ ("Nothing Was Imported into “%s”"), name);
  AdwDialog *dialog = adw_alert_dialog_new (heading, why);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
  lb_window_notify (self, "import", heading, why, dataset);
}

static void
ended_cb (LbBulkRuns *runs, LbDataset *dataset, const char *words, LbWindow *self)
{
  lb_window_add_toast (self, lb_toast_new (words));
  lb_window_notify (self, "import", _ ("Import Ended"), words, dataset);
}

/* What arrives without any difficulty needs no words. */
static void
given_cb (
  LbBulkCaptions *captions, LbDataset *dataset, guint n_given, guint n_missing, LbWindow *self)
{
  g_autofree char *words = NULL;

  if (n_missing == 0)
    return;

  words = g_strdup_printf (ngettext ("%'u caption has no image, which was left out",
                                     "%'u captions have no images, which were left out", n_missing),
                           n_missing);
  lb_window_add_toast (self, lb_toast_new (words));
}

void
lb_window_resume_imports (LbWindow *self)
{
  dex_future_disown (lb_bulk_captions_resume (lb_bulk_captions_get (self->session)));
}

void
lb_window_follow_imports (LbWindow *self)
{
  LbBulkRuns *runs = lb_bulk_runs_get (self->session);

  g_signal_connect_object (runs, "not-started", G_CALLBACK (not_started_cb), self, 0);
  g_signal_connect_object (runs, "ended", G_CALLBACK (ended_cb), self, 0);
  g_signal_connect_object (lb_bulk_captions_get (self->session), "given", G_CALLBACK (given_cb),
                           self, 0);
}

void
lb_window_stop_imports (LbWindow *self)
{
  LbBulkRuns *runs = lb_bulk_runs_get (self->session);

  g_signal_handlers_disconnect_by_data (runs, self);
  g_signal_handlers_disconnect_by_data (lb_bulk_captions_get (self->session), self);
  lb_bulk_runs_stop (runs, NULL);
}
