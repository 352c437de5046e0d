#include "base/lb-error.h"
#include "drop-folder.h"
#include "forgetful-service.h"
#include "jobs/lb-caption-job.h"
#include "jobs/lb-check-job.h"
#include "jobs/lb-upload-job.h"

typedef struct
{
  char *folder;
  char *data;
  ForgetfulService *service;
  LbSession *session;
  LbDataset *dataset;
  LbCheckJob *check;
  LbUploadJob *job;
} Fixture;

static void
wait_true (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drop_folder_wait (future, &error));
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, int n_pictures)
{
  static const char *const drop[] = { "drop", NULL };
  g_autofree char *state = NULL;
  g_autoptr (GListModel) files = NULL;

  self->folder = drop_folder_new ();
  self->data = g_build_filename (self->folder, "data", NULL);
  state = g_build_filename (self->folder, "state", NULL);
  self->service = forgetful_service_new (self->data);
  self->session = lb_session_new_local (self->data, state);
  wait_true (lb_session_open (self->session));
  self->dataset = lb_session_find_dataset (self->session, 2);
  g_assert_nonnull (self->dataset);
  wait_true (lb_session_load_images (self->session, self->dataset));

  for (int i = 1; i <= n_pictures; i++)
    {
      g_autofree char *name = g_strdup_printf ("drop/%d.png", i);

      drop_folder_add_png (self->folder, name, 300, 300 + i, 0xff0000ff);
    }
  drop_folder_add_bytes (self->folder, "drop/z.txt", "no picture", -1);
  self->check =
    lb_check_job_new (self->dataset, lb_session_get_images (self->session, self->dataset));
  files = drop_folder_list (self->folder, drop);
  wait_true (lb_check_job_run (self->check, files));
  self->job = lb_upload_job_new (self->session, self->dataset,
                                 lb_check_job_get_candidates (self->check), TRUE);
  g_assert_cmpuint (lb_upload_job_get_n_total (self->job), ==, n_pictures);
}

static void
tear_down (Fixture *self)
{
  g_object_unref (self->job);
  g_object_unref (self->check);
  lb_session_close (self->session);
  g_object_unref (self->session);
  forgetful_service_free (self->service);
  g_free (self->data);
  drop_folder_free (self->folder);
}

static LbCandidate *
nth (Fixture *self, guint index)
{
  g_autoptr (LbCandidate) candidate =
    g_list_model_get_item (lb_upload_job_get_candidates (self->job), index);

  return candidate; /* the job keeps it */
}

static void
test_all (void)
{
  Fixture self = { 0 };
  double fraction;

  set_up (&self, 5);
  wait_true (lb_upload_job_run (self.job));
  g_object_get (self.job, "fraction", &fraction, NULL);

  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 5);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 5);
  g_assert_cmpfloat (fraction, ==, 1);
  g_assert_false (lb_upload_job_get_running (self.job));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (LbImage) image = NULL;

      g_object_get (nth (&self, i), "image", &image, NULL);
      g_assert_true (lb_session_find_image (self.session, lb_image_get_id (image)) == image);
    }
  tear_down (&self);
}

static void
test_lost_answer (void)
{
  Fixture self = { 0 };

  set_up (&self, 3);
  forgetful_service_lose_answers (self.service, 2);
  wait_true (lb_upload_job_run (self.job));

  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 3);
  tear_down (&self);
}

static void
test_retry (void)
{
  Fixture self = { 0 };

  set_up (&self, 3);
  forgetful_service_drop_uploads (self.service, 2);
  wait_true (lb_upload_job_run (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 2);
  g_assert_cmpstr (lb_candidate_get_error_message (nth (&self, 0)), ==, "Lost");

  wait_true (lb_upload_job_retry (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 3);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 0);
  g_assert_null (lb_candidate_get_error_message (nth (&self, 0)));
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 3);
  tear_down (&self);
}

/* Neither the answer nor the look afterwards comes through: a retry must look before it sends. */
static void
test_doubt (void)
{
  Fixture self = { 0 };

  set_up (&self, 1);
  forgetful_service_lose_answers (self.service, 1);
  forgetful_service_drop_lists (self.service, 1);
  wait_true (lb_upload_job_run (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 1);

  wait_true (lb_upload_job_retry (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  tear_down (&self);
}

static void
test_changed_file (void)
{
  Fixture self = { 0 };
  g_autofree char *path = NULL;

  set_up (&self, 3);
  drop_folder_add_png (self.folder, "drop/1.png", 300, 301, 0x0000ffff); /* other bytes */
  drop_folder_add_bytes (self.folder, "drop/2.png", "short", -1);
  path = g_build_filename (self.folder, "drop", "3.png", NULL);
  g_assert_cmpint (remove (path), ==, 0);
  wait_true (lb_upload_job_run (self.job));

  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 0);
  g_assert_cmpstr (lb_candidate_get_error_message (nth (&self, 0)), ==,
                   "The file has changed since it was checked");
  g_assert_cmpstr (lb_candidate_get_error_message (nth (&self, 1)), ==,
                   "The file has changed since it was checked");
  g_assert_true (
    g_str_has_prefix (lb_candidate_get_error_message (nth (&self, 2)), "The file can't be read"));
  tear_down (&self);
}

static void
test_cancel (void)
{
  Fixture self = { 0 };
  DexFuture *future = NULL;
  guint n_cancelled = 0;

  set_up (&self, 6);
  forgetful_service_hold (self.service, TRUE);
  future = lb_upload_job_run (self.job);
  while (forgetful_service_get_n_stored (self.service) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (drop_folder_wait (lb_upload_job_run (self.job), NULL)); /* only once */

  lb_upload_job_cancel (self.job);
  wait_true (future);
  g_assert_cmpuint (forgetful_service_get_most_at_once (self.service), ==, 2);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 2);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 2); /* they had arrived */
  for (guint i = 0; i < 6; i++)
    n_cancelled += lb_candidate_get_state (nth (&self, i)) == LB_CANDIDATE_CANCELLED;
  g_assert_cmpuint (n_cancelled, ==, 4);
  tear_down (&self);
}

static void
test_captions (void)
{
  Fixture self = { 0 };
  GListModel *images = NULL;
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (LbImage) drafted = NULL;

  set_up (&self, 5);
  wait_true (lb_upload_job_run (self.job));
  g_object_set (forgetful_service_get_images (self.service)->pdata[1], "caption-source", "manual",
                "caption", "{}", NULL);
  wait_true (lb_session_load_images (self.session, self.dataset));
  images = lb_session_get_images (self.session, self.dataset);

  job = lb_caption_job_new (self.session, images);
  g_assert_cmpuint (lb_caption_job_get_n_total (job), ==, 4);

  /* One is written by hand after the job was made. */
  drafted = g_list_model_get_item (images, 3);
  wait_true (lb_session_edit_caption (self.session, drafted, "{ not yet"));
  wait_true (lb_caption_job_run (job));
  g_assert_cmpuint (lb_caption_job_get_n_total (job), ==, 3);
  g_assert_cmpuint (lb_caption_job_get_n_done (job), ==, 3);
  g_assert_cmpuint (lb_caption_job_get_n_failed (job), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_captions (self.service), ==, 3);
  g_assert_null (lb_image_get_caption (drafted));
  tear_down (&self);
}

static void
test_captions_cancel (void)
{
  Fixture self = { 0 };
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;

  set_up (&self, 3);
  wait_true (lb_upload_job_run (self.job));
  job = lb_caption_job_new (self.session, lb_session_get_images (self.session, self.dataset));
  future = lb_caption_job_run (job);
  lb_caption_job_cancel (job);

  g_assert_false (drop_folder_wait (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_assert_cmpuint (forgetful_service_get_n_captions (self.service), ==, 0);
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/upload/all", test_all);
  g_test_add_func ("/jobs/upload/lost-answer", test_lost_answer);
  g_test_add_func ("/jobs/upload/retry", test_retry);
  g_test_add_func ("/jobs/upload/doubt", test_doubt);
  g_test_add_func ("/jobs/upload/changed-file", test_changed_file);
  g_test_add_func ("/jobs/upload/cancel", test_cancel);
  g_test_add_func ("/jobs/captions/hand-written", test_captions);
  g_test_add_func ("/jobs/captions/cancel", test_captions_cancel);
  return g_test_run ();
}
