#include "page-fixture.h"
#include "ui/complete/lb-complete-dialog.h"
#include "ui/complete/lb-complete-errand.h"
#include "ui/complete/lb-readiness-row.h"
#include "ui/schema/lb-caption-runs.h"

static gpointer
child (LbCompleteDialog *dialog, const char *name)
{
  return page_child (dialog, LB_TYPE_COMPLETE_DIALOG, name);
}

static const char *
steps (LbCompleteDialog *dialog)
{
  return gtk_label_get_label (child (dialog, "steps_label"));
}

static const char *
title (LbCompleteDialog *dialog, const char *row)
{
  return adw_preferences_row_get_title (child (dialog, row));
}

static const char *
subtitle (LbCompleteDialog *dialog, const char *row)
{
  return adw_action_row_get_subtitle (child (dialog, row));
}

static gboolean
may_complete (LbCompleteDialog *dialog)
{
  return gtk_widget_get_sensitive (child (dialog, "complete_button"));
}

static LbCompleteDialog *
open_dialog (PageFixture *self, LbUploadQueue *uploads)
{
  LbCompleteDialog *dialog =
    lb_complete_dialog_new (self->session, self->dataset, self->images, uploads);

  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self->window));
  page_settle ();
  return dialog;
}

static void
save_captions (PageFixture *self)
{
  g_autofree char *caption = make_prompt ("One boat.");

  for (guint i = 0; i < g_list_model_get_n_items (self->images); i++)
    page_fixture_save_caption (self, page_fixture_nth (self, i), caption);
}

static void
set_up_five (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
}

static void
set_up_ready (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 5);
  page_fixture_set_schema (self);
  save_captions (self);
}

/* A legacy dataset with one image and a plain caption. */
static void
set_up_legacy (PageFixture *self, gconstpointer data)
{
  page_fixture_set_up (self, 1);
  g_object_set (self->dataset, "training-version", "max", NULL);
  g_object_set (page_fixture_nth (self, 0), "caption", "{ a fox in oilskins", "caption-source",
                "manual", NULL);
}

static void
tear_down (PageFixture *self, gconstpointer data)
{
  page_fixture_tear_down (self);
}

static void
test_first (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  g_assert_cmpstr (steps (dialog), ==, "2 steps left before it can be completed");
  g_assert_cmpstr (title (dialog, "captions_row"), ==, "5 images have no caption");
  g_assert_cmpstr (subtitle (dialog, "run_row"), ==, "No upload or caption run");
  g_assert_true (gtk_widget_get_visible (child (dialog, "schema_row")));
  g_assert_false (gtk_widget_get_visible (child (dialog, "review_row")));
  g_assert_false (may_complete (dialog));

  /* An empty caption is none. */
  g_object_set (page_fixture_nth (self, 0), "caption", "", NULL);
  page_settle ();
  g_assert_cmpstr (title (dialog, "captions_row"), ==, "5 images have no caption");
  g_object_set (page_fixture_nth (self, 0), "caption", "{}", NULL);
  page_settle ();
  g_assert_cmpstr (title (dialog, "captions_row"), ==, "4 images have no caption");
}

static void
test_legacy (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  g_assert_cmpstr (steps (dialog), ==, "Ready to be completed");
  g_assert_false (gtk_widget_get_visible (child (dialog, "schema_row")));
  g_assert_true (may_complete (dialog));
  g_assert_true (gtk_widget_has_css_class (child (dialog, "complete_button"), "suggested-action"));
}

static gboolean
is_completed (gpointer data)
{
  return lb_dataset_get_completed (((PageFixture *) data)->dataset);
}

static gboolean
has_no_dialog (gpointer data)
{
  return adw_window_get_visible_dialog (((PageFixture *) data)->window) == NULL;
}

static void
test_complete (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  g_assert_cmpstr (steps (dialog), ==, "Ready to be completed");
  g_assert_true (may_complete (dialog));
  g_signal_emit_by_name (child (dialog, "complete_button"), "clicked");
  g_assert_false (may_complete (dialog));
  wait_until (is_completed, self, "the completed dataset");
  wait_until (has_no_dialog, self, "the end of the dialog");
}

/* Two legal texts, of which the contract's readiness knows nothing bad. */
static void
test_invalid_is_worth_a_look (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  g_object_set (page_fixture_nth (self, 1), "caption", "{\"short_description\": 1}", NULL);
  page_settle ();
  g_assert_true (gtk_widget_get_visible (child (dialog, "worth_group")));
  g_assert_cmpstr (title (dialog, "invalid_row"), ==, "1 caption is invalid");
  g_assert_cmpstr (subtitle (dialog, "invalid_row"), ==, "That of 2.png can stay as it is");
  g_assert_cmpstr (lb_readiness_row_get_place (child (dialog, "invalid_row")), ==, "invalid");
  g_assert_true (may_complete (dialog));
}

static void
test_unsent (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);
  LbImage *image = page_fixture_nth (self, 2);

  g_assert_true (wait_true (lb_session_edit_caption (self->session, image, "{ not yet")));
  page_settle ();
  g_assert_false (may_complete (dialog));
  g_assert_cmpstr (title (dialog, "unsent_row"), ==, "1 caption is not valid yet");
  g_assert_cmpstr (subtitle (dialog, "unsent_row"), ==, "3.png");
  g_assert_cmpstr (steps (dialog), ==, "1 step left before it can be completed");

  g_assert_true (wait_true (lb_session_discard_draft (self->session, image)));
  page_settle ();
  g_assert_true (may_complete (dialog));
}

static void
test_run (PageFixture *self, gconstpointer data)
{
  LbDatasetJobs *runs = lb_caption_runs_get (self->session);
  g_autoptr (LbCaptionJob) job = NULL;
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  /* Makes one of them automatic, so that there is something to write. */
  g_object_set (page_fixture_nth (self, 0), "caption-source", "automatic", NULL);
  job = lb_caption_job_new (self->session, self->images);
  g_assert_true (lb_caption_runs_start (self->session, self->dataset, job));
  g_assert_cmpstr (subtitle (dialog, "run_row"), ==, "Captions are being written");
  g_assert_false (may_complete (dialog));

  lb_dataset_jobs_stop (runs, self->dataset);
  page_wait_label (dialog, LB_TYPE_COMPLETE_DIALOG, "steps_label", "Ready to be completed");

  g_object_set (self->dataset, "captions-update-status", "in_progress", NULL);
  g_assert_false (may_complete (dialog));
  g_object_set (self->dataset, "captions-update-status", "completed", NULL);
  g_assert_true (may_complete (dialog));
}

static LbUploadQueue *
make_queue (PageFixture *self)
{
  LbUploadQueue *queue = lb_upload_queue_new (self->session);
  DexFuture *opening = lb_upload_queue_open (queue);

  while (dex_future_is_pending (opening))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (opening));
  dex_unref (opening);
  lb_upload_queue_pause (queue);

  return queue;
}

static void
add_to_queue (PageFixture *self, LbUploadQueue *queue, const char *name)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0xaabbcc);
  g_autoptr (LbCandidate) candidate = lb_candidate_new (name, NULL, bytes);
  g_autoptr (GListStore) candidates = g_list_store_new (LB_TYPE_CANDIDATE);

  lb_candidate_set_verdict (candidate, LB_VERDICT_READY, NULL);
  g_list_store_append (candidates, candidate);
  dex_future_disown (
    lb_upload_queue_add (queue, self->dataset, G_LIST_MODEL (candidates), FALSE, FALSE));
}

static void
test_upload (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbUploadQueue) queue = make_queue (self);
  LbCompleteDialog *dialog = open_dialog (self, queue);

  g_assert_true (may_complete (dialog));
  add_to_queue (self, queue, "6.png");
  g_assert_cmpstr (subtitle (dialog, "run_row"), ==, "1 image is being added");
  g_assert_false (may_complete (dialog));

  lb_upload_queue_cancel_all (queue);
  page_wait_label (dialog, LB_TYPE_COMPLETE_DIALOG, "steps_label", "Ready to be completed");
  g_assert_true (may_complete (dialog));
  lb_upload_queue_close (queue);
}

static void
test_review_is_worth_a_look (PageFixture *self, gconstpointer data)
{
  LbCompleteDialog *dialog = open_dialog (self, NULL);

  g_assert_true (gtk_widget_get_visible (child (dialog, "worth_group")));
  g_assert_true (gtk_widget_get_visible (child (dialog, "review_row")));
  g_assert_cmpstr (title (dialog, "review_row"), ==, "5 captions not reviewed yet");
  g_assert_cmpstr (subtitle (dialog, "review_row"), ==, "They can stay as they are");
  g_assert_cmpstr (lb_readiness_row_get_place (child (dialog, "review_row")), ==, "to-review");
  g_assert_true (may_complete (dialog));

  for (guint i = 0; i < 4; i++)
    g_assert_true (
      wait_true (lb_session_set_approved (self->session, page_fixture_nth (self, i), TRUE)));
  page_settle ();
  g_assert_cmpstr (title (dialog, "review_row"), ==, "1 caption not reviewed yet");
  g_assert_cmpstr (subtitle (dialog, "review_row"), ==, "It can stay as it is");
  g_assert_true (
    wait_true (lb_session_set_approved (self->session, page_fixture_nth (self, 4), TRUE)));
  page_settle ();
  g_assert_false (gtk_widget_get_visible (child (dialog, "review_row")));
}

static void
count_cb (LbCompleteErrand *errand, guint *n)
{
  (*n)++;
}

/* The place that mends something is left once nothing of it is left, and not before. */
static void
test_errand (PageFixture *self, gconstpointer data)
{
  g_autoptr (LbCompleteErrand) missing =
    lb_complete_errand_new (self->session, self->dataset, self->images, NULL, "missing");
  g_autoptr (LbCompleteErrand) schema =
    lb_complete_errand_new (self->session, self->dataset, self->images, NULL, "schema");
  g_autofree char *caption = make_prompt ("One boat.");
  guint n_missing = 0;
  guint n_schema = 0;

  g_signal_connect (missing, "done", G_CALLBACK (count_cb), &n_missing);
  g_signal_connect (schema, "done", G_CALLBACK (count_cb), &n_schema);
  for (guint i = 0; i < 4; i++)
    g_object_set (page_fixture_nth (self, i), "caption", caption, NULL);
  page_settle ();
  g_assert_cmpuint (n_missing, ==, 0);
  g_assert_false (lb_complete_errand_is_done (missing));

  g_object_set (page_fixture_nth (self, 4), "caption", caption, NULL);
  page_settle ();
  g_assert_cmpuint (n_missing, ==, 1);
  g_assert_true (lb_complete_errand_is_done (missing));
  g_object_set (page_fixture_nth (self, 4), "caption-source", "automatic", NULL);
  page_settle ();
  g_assert_cmpuint (n_missing, ==, 1);

  g_assert_cmpuint (n_schema, ==, 0);
  page_fixture_set_schema (self);
  g_assert_cmpuint (n_schema, ==, 1);
}

static void
add (const char *path,
     void (*set_up) (PageFixture *, gconstpointer),
     void (*test) (PageFixture *, gconstpointer))
{
  g_test_add (path, PageFixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  adw_init ();

  add ("/ui/complete/first", set_up_five, test_first);
  add ("/ui/complete/legacy", set_up_legacy, test_legacy);
  add ("/ui/complete/complete", set_up_ready, test_complete);
  add ("/ui/complete/invalid-is-worth-a-look", set_up_ready, test_invalid_is_worth_a_look);
  add ("/ui/complete/review-is-worth-a-look", set_up_ready, test_review_is_worth_a_look);
  add ("/ui/complete/errand", set_up_five, test_errand);
  add ("/ui/complete/unsent", set_up_ready, test_unsent);
  add ("/ui/complete/run", set_up_ready, test_run);
  add ("/ui/complete/upload", set_up_ready, test_upload);

  return g_test_run ();
}
