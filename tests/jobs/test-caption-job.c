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

/* What one image is refused with “not now” is so for all. Test data: GUINT_TO_POINTER of the
 * status; a service elsewhere says 400 where ours says 409. */
static void
test_not_now (gconstpointer data)
{
  UploadFixture self = { 0 };
  g_autoptr (LbCaptionJob) job = NULL;
  g_autoptr (GError) error = NULL;

  upload_fixture_set_up (&self, 3);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);
  forgetful_service_refuse_captions (self.service, GPOINTER_TO_UINT (data));
  job = lb_caption_job_new (self.session, lb_session_get_images (self.session, self.dataset));

  g_assert_false (drop_folder_wait (lb_caption_job_run (job), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpuint (forgetful_service_get_n_captions (self.service), ==, 1);
  g_assert_cmpuint (lb_caption_job_get_n_failed (job), ==, 1);
  upload_fixture_tear_down (&self);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/captions/hand-written", test_captions);
  g_test_add_func ("/jobs/captions/cancel", test_captions_cancel);
  g_test_add_data_func ("/jobs/captions/not-now/400", GUINT_TO_POINTER (400), test_not_now);
  g_test_add_data_func ("/jobs/captions/not-now/409", GUINT_TO_POINTER (409), test_not_now);
  return g_test_run ();
}
