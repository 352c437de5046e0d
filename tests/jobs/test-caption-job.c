#include "jobs/lb-caption-job.h"

#include "base/lb-error.h"
#include "upload-fixture.h"

static void
test_captions (void)
{
  UploadFixture self = { 0 };
  GListModel *images = NULL;
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (LbImage) drafted = NULL;

  upload_fixture_set_up (&self, 5);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);
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
  upload_fixture_add (&self);
  upload_fixture_finish (&self);
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
  g_test_add_func ("/jobs/captions/hand-written", test_captions);
  g_test_add_func ("/jobs/captions/cancel", test_captions_cancel);
  return g_test_run ();
}
