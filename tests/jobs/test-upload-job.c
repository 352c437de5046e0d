#include <sys/stat.h>

#include "base/lb-error.h"
#include "jobs/lb-caption-job.h"
#include "jobs/lb-file-lasting.h"
#include "upload-fixture.h"

static void
test_all (void)
{
  UploadFixture self = { 0 };
  double fraction;

  upload_fixture_set_up (&self, 5);
  upload_fixture_wait (lb_upload_job_run (self.job));
  g_object_get (self.job, "fraction", &fraction, NULL);

  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 5);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 5);
  g_assert_cmpfloat (fraction, ==, 1);
  g_assert_false (lb_upload_job_get_running (self.job));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (LbImage) image = NULL;
      g_autoptr (GFile) origin = NULL;

      g_object_get (upload_fixture_nth (self.job, i), "image", &image, NULL);
      g_assert_true (lb_session_find_image (self.session, lb_image_get_id (image)) == image);
      origin = lb_session_dup_origin (self.session, image);
      g_assert_true (
        g_file_equal (origin, lb_candidate_get_file (upload_fixture_nth (self.job, i))));
    }
  upload_fixture_tear_down (&self);
}

/* A picture from the clipboard has no file. */
static void
test_pasted (void)
{
  UploadFixture self = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autoptr (LbCheckJob) check = NULL;
  g_autoptr (LbUploadJob) job = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;

  upload_fixture_set_up (&self, 1);
  path = g_build_filename (self.folder, "drop", "1.png", NULL);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  check = lb_check_job_new (self.dataset, lb_session_get_images (self.session, self.dataset));
  upload_fixture_wait (lb_check_job_run_bytes (check, bytes, "Pasted.png"));
  job = lb_upload_job_new (self.session, self.dataset, lb_check_job_get_candidates (check), TRUE);
  upload_fixture_wait (lb_upload_job_run (job));

  g_assert_cmpuint (lb_upload_job_get_n_done (job), ==, 1);
  g_object_get (upload_fixture_nth (job, 0), "image", &image, NULL);
  g_assert_null (lb_session_dup_origin (self.session, image));
  upload_fixture_tear_down (&self);
}

static void
test_lasting (void)
{
  static const struct
  {
    const char *uri;
    gboolean lasting;
  } cases[] = {
    { "file:///home/anna/Pictures/1.png", TRUE },
    { "file:///run/user/1000/gvfs/doc/1.png", TRUE },
    { "file:///run/media/anna/doc/1.png", TRUE },
    { "file:///run/user/1000/doc/3f2a/1.png", FALSE },
    { "file:///run/flatpak/doc/3f2a/1.png", FALSE },
    { "https://example.org/1.png", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (cases[i].uri);

      g_assert_cmpint (lb_file_is_lasting (file), ==, cases[i].lasting);
    }
}

static void
test_lost_answer (void)
{
  UploadFixture self = { 0 };

  upload_fixture_set_up (&self, 3);
  forgetful_service_lose_answers (self.service, 2);
  upload_fixture_wait (lb_upload_job_run (self.job));

  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 3);
  upload_fixture_tear_down (&self);
}

static void
retry (UploadFixture *self)
{
  g_assert_cmpuint (lb_upload_job_reset_failed (self->job), >, 0);
  upload_fixture_wait (lb_upload_job_run (self->job));
}

static void
test_retry (void)
{
  UploadFixture self = { 0 };

  upload_fixture_set_up (&self, 3);
  forgetful_service_drop_uploads (self.service, 2);
  upload_fixture_wait (lb_upload_job_run (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 2);
  g_assert_cmpstr (lb_candidate_get_error_message (upload_fixture_nth (self.job, 0)), ==, "Lost");
  g_assert_error (lb_candidate_get_error (upload_fixture_nth (self.job, 0)), LB_ERROR,
                  LB_ERROR_SERVER);

  retry (&self);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 3);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 0);
  g_assert_null (lb_candidate_get_error_message (upload_fixture_nth (self.job, 0)));
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 3);
  upload_fixture_tear_down (&self);
}

/* Neither the answer nor the look afterwards comes through: a retry must look before it sends. */
static void
test_doubt (void)
{
  UploadFixture self = { 0 };

  upload_fixture_set_up (&self, 1);
  forgetful_service_lose_answers (self.service, 1);
  forgetful_service_drop_lists (self.service, 1);
  upload_fixture_wait (lb_upload_job_run (self.job));
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 1);

  retry (&self);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  upload_fixture_tear_down (&self);
}

static void
test_changed_file (void)
{
  UploadFixture self = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *pipe_path = NULL;

  upload_fixture_set_up (&self, 4);
  drop_folder_add_png (self.folder, "drop/1.png", 300, 301, 0x0000ffff); /* other bytes */
  drop_folder_add_bytes (self.folder, "drop/2.png", "short", -1);
  path = g_build_filename (self.folder, "drop", "3.png", NULL);
  g_assert_cmpint (remove (path), ==, 0);
  pipe_path = g_build_filename (self.folder, "drop", "4.png", NULL);
  g_assert_cmpint (remove (pipe_path), ==, 0);
  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0); /* nobody will ever write into it */
  upload_fixture_wait (lb_upload_job_run (self.job));

  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 4);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 0);
  g_assert_cmpstr (lb_candidate_get_error_message (upload_fixture_nth (self.job, 0)), ==,
                   "The file has changed since it was checked");
  g_assert_cmpstr (lb_candidate_get_error_message (upload_fixture_nth (self.job, 1)), ==,
                   "The file has changed since it was checked");
  g_assert_error (lb_candidate_get_error (upload_fixture_nth (self.job, 0)), G_IO_ERROR,
                  G_IO_ERROR_WRONG_ETAG);
  g_assert_cmpstr (lb_candidate_get_error_message (upload_fixture_nth (self.job, 2)), ==,
                   "There is no such file");
  g_assert_error (lb_candidate_get_error (upload_fixture_nth (self.job, 2)), G_IO_ERROR,
                  G_IO_ERROR_NOT_FOUND);
  g_assert_error (lb_candidate_get_error (upload_fixture_nth (self.job, 3)), G_IO_ERROR,
                  G_IO_ERROR_WRONG_ETAG);
  g_assert_cmpint (remove (pipe_path), ==, 0);
  upload_fixture_tear_down (&self);
}

static void
test_cancel (void)
{
  UploadFixture self = { 0 };
  DexFuture *future = NULL;
  guint n_cancelled = 0;

  upload_fixture_set_up (&self, 6);
  forgetful_service_hold (self.service, TRUE);
  future = lb_upload_job_run (self.job);
  while (forgetful_service_get_n_stored (self.service) < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (drop_folder_wait (lb_upload_job_run (self.job), NULL)); /* only once */

  lb_upload_job_cancel (self.job);
  upload_fixture_wait (future);
  g_assert_cmpuint (forgetful_service_get_most_at_once (self.service), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1); /* it had arrived */
  for (guint i = 0; i < 6; i++)
    n_cancelled +=
      lb_candidate_get_state (upload_fixture_nth (self.job, i)) == LB_CANDIDATE_CANCELLED;
  g_assert_cmpuint (n_cancelled, ==, 5);
  upload_fixture_tear_down (&self);
}

/* All bytes are sent when the user stops: whether the picture is added is up to the service, and so
 * its answer is what we tell. */
static void
test_cancel_before_answer (void)
{
  UploadFixture self = { 0 };
  DexFuture *future = NULL;

  upload_fixture_set_up (&self, 4);
  forgetful_service_hold_unstored (self.service);
  future = lb_upload_job_run (self.job);
  while (forgetful_service_get_n_uploads (self.service) < 1)
    g_main_context_iteration (NULL, TRUE);
  lb_upload_job_cancel (self.job);
  g_assert_cmpuint (lb_upload_job_get_n_cancelled (self.job), ==, 3); /* those not begun */
  g_assert_true (lb_upload_job_get_running (self.job));

  forgetful_service_hold (self.service, FALSE);
  upload_fixture_wait (future);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (lb_upload_job_get_n_cancelled (self.job), ==, 3);
  upload_fixture_tear_down (&self);
}

/* No answer, not stored when looked for, stored after all: a retry finds it in time. */
static void
test_stored_late (void)
{
  UploadFixture self = { 0 };
  DexFuture *future = NULL;

  upload_fixture_set_up (&self, 1);
  forgetful_service_hold_unstored (self.service);
  forgetful_service_lose_answers (self.service, 1);
  future = lb_upload_job_run (self.job);
  upload_fixture_wait (future);
  g_assert_cmpuint (lb_upload_job_get_n_failed (self.job), ==, 1);

  forgetful_service_hold (self.service, FALSE);
  retry (&self);
  g_assert_cmpuint (lb_upload_job_get_n_done (self.job), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 1);
  upload_fixture_tear_down (&self);
}

static void
test_captions (void)
{
  UploadFixture self = { 0 };
  GListModel *images = NULL;
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (LbImage) drafted = NULL;

  upload_fixture_set_up (&self, 5);
  upload_fixture_wait (lb_upload_job_run (self.job));
  g_object_set (forgetful_service_get_images (self.service)->pdata[1], "caption-source", "manual",
                "caption", "{}", NULL);
  upload_fixture_wait (lb_session_load_images (self.session, self.dataset));
  images = lb_session_get_images (self.session, self.dataset);

  job = lb_caption_job_new (self.session, images);
  g_assert_cmpuint (lb_caption_job_get_n_total (job), ==, 4);

  /* One is written by hand after the job was made. */
  drafted = g_list_model_get_item (images, 3);
  upload_fixture_wait (lb_session_edit_caption (self.session, drafted, "{ not yet"));
  upload_fixture_wait (lb_caption_job_run (job));
  g_assert_cmpuint (lb_caption_job_get_n_total (job), ==, 3);
  g_assert_cmpuint (lb_caption_job_get_n_done (job), ==, 3);
  g_assert_cmpuint (lb_caption_job_get_n_failed (job), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_captions (self.service), ==, 3);
  g_assert_null (lb_image_get_caption (drafted));
  upload_fixture_tear_down (&self);
}

static void
test_captions_cancel (void)
{
  UploadFixture self = { 0 };
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;

  upload_fixture_set_up (&self, 3);
  upload_fixture_wait (lb_upload_job_run (self.job));
  job = lb_caption_job_new (self.session, lb_session_get_images (self.session, self.dataset));
  future = lb_caption_job_run (job);
  lb_caption_job_cancel (job);

  g_assert_false (drop_folder_wait (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_assert_cmpuint (forgetful_service_get_n_captions (self.service), ==, 0);
  upload_fixture_tear_down (&self);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/upload/all", test_all);
  g_test_add_func ("/jobs/upload/pasted", test_pasted);
  g_test_add_func ("/jobs/upload/lasting", test_lasting);
  g_test_add_func ("/jobs/upload/lost-answer", test_lost_answer);
  g_test_add_func ("/jobs/upload/retry", test_retry);
  g_test_add_func ("/jobs/upload/doubt", test_doubt);
  g_test_add_func ("/jobs/upload/changed-file", test_changed_file);
  g_test_add_func ("/jobs/upload/cancel", test_cancel);
  g_test_add_func ("/jobs/upload/cancel-before-answer", test_cancel_before_answer);
  g_test_add_func ("/jobs/upload/stored-late", test_stored_late);
  g_test_add_func ("/jobs/captions/hand-written", test_captions);
  g_test_add_func ("/jobs/captions/cancel", test_captions_cancel);
  return g_test_run ();
}
