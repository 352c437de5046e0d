#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-crop-advise.h"
#include "jobs/lb-crop-job.h"
#include "queue-fixture.h"

#define WIDTH 1600
#define HEIGHT 1300

/* Between wide margins, 1100 by 1064 pixels that are all different. */
static GBytes *
make_framed (LbFormat format)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  GBytes *bytes = NULL;

  gdk_pixbuf_fill (pixels, 0xffffffff);
  for (int y = 200; y < 1264; y++)
    for (int x = 100; x < 1200; x++)
      {
        guint8 *pixel =
          gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3;

        pixel[0] = (guint8) (x / 8 * 40);
        pixel[1] = (guint8) (y / 8 * 56);
        pixel[2] = (guint8) g_rand_int_range (rand, 0, 80);
      }
  g_assert_nonnull (bytes = lb_pixels_encode (pixels, format, NULL));

  return bytes;
}

static void
add_framed (QueueFixture *self, const char *name, LbFormat format)
{
  g_autoptr (GBytes) bytes = make_framed (format);
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  drop_folder_add_bytes (self->folder, name, data, (gssize) length);
}

static LbCheckJob *
check (QueueFixture *self)
{
  static const char *const names[] = { "drop", NULL };
  g_autoptr (GListModel) files = drop_folder_list (self->folder, names);
  LbCheckJob *job =
    lb_check_job_new (self->dataset, lb_session_get_images (self->session, self->dataset));

  lb_check_job_set_rules_mode (job, LB_RULES_HOSTED);
  lb_check_job_set_sent (job, lb_upload_queue_get_sent (self->queue));
  g_assert_true (drop_folder_wait (lb_check_job_run (job, files), NULL));

  return job;
}

static LbCandidate *
nth (LbCheckJob *job, guint index)
{
  g_autoptr (LbCandidate) candidate =
    g_list_model_get_item (lb_check_job_get_candidates (job), index);

  return candidate;
}

static gboolean
is_copied (QueueFixture *self)
{
  LbUpload *upload = queue_fixture_nth (self, 0);

  return lb_upload_get_state (upload) == LB_UPLOAD_WAITING && lb_upload_can_crop (upload);
}

/* (transfer full): of the copy, which is what will be sent. */
static char *
read_copy (QueueFixture *self, LbProbeResult *probe)
{
  g_autofree char *path = g_build_filename (self->folder, "state", "uploads",
                                            lb_upload_get_uuid (queue_fixture_nth (self, 0)), NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  lb_probe_bytes ((const guint8 *) bytes, length, probe);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}

/* Puts what will be sent among the files that are dropped the next time. */
static void
drop_copy (QueueFixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, "state", "uploads",
                                            lb_upload_get_uuid (queue_fixture_nth (self, 0)), NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  drop_folder_add_bytes (self->folder, name, bytes, (gssize) length);
}

static void
assert_copy (QueueFixture *self, int width, int height)
{
  LbProbeResult probe;
  g_autofree char *sha256 = read_copy (self, &probe);

  g_assert_cmpint (probe.width, ==, width);
  g_assert_cmpint (probe.height, ==, height);
  g_assert_cmpint (probe.orientation, ==, 1);
}

/* The trimmed part of each picture, what becomes of it over a restart, and the way back. */
static void
test_queue (QueueFixture *self, gconstpointer format)
{
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCropJob) crops = NULL;
  g_autoptr (LbCheckJob) again = NULL;
  g_autofree char *path = g_build_filename (self->folder, "drop", "framed", NULL);
  g_autofree char *plain = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *ledger_sent = NULL;
  g_autofree char *ledger_original = NULL;
  const LbCrop none = { 0 };
  LbProbeResult probe;
  LbCrop crop;

  add_framed (self, "drop/framed", (LbFormat) GPOINTER_TO_INT (format));
  job = check (self);
  plain = g_strdup (lb_candidate_get_sha256 (nth (job, 0)));
  crops = lb_crop_job_new (LB_CROP_SOURCE (job), LB_CROP_WAY_TRIMMED, NULL);
  g_assert_true (drop_folder_wait (lb_crop_job_run (crops), NULL));
  g_assert_cmpuint (lb_crop_job_get_n_chosen (crops), ==, 1);
  g_assert_cmpuint (lb_crop_job_apply (crops), ==, 1);
  crop = *lb_candidate_get_crop (nth (job, 0));
  g_assert_cmpint (crop.x, >=, 100);
  g_assert_cmpint (crop.x, <=, 110);
  g_assert_cmpint (crop.y, >=, 200);
  g_assert_cmpint (crop.y, <=, 210);
  g_assert_cmpint (crop.width, >=, 1080);
  g_assert_cmpint (crop.x + crop.width, <=, 1200);
  g_assert_cmpint (crop.y + crop.height, <=, 1264);

  lb_upload_queue_pause (self->queue);
  g_assert_true (
    drop_folder_wait (lb_upload_queue_add (self->queue, self->dataset,
                                           lb_check_job_get_candidates (job), TRUE, FALSE),
                      NULL));
  queue_fixture_wait (self, is_copied);
  assert_copy (self, crop.width, crop.height);

  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_true (lb_crop_equal (lb_upload_get_crop (queue_fixture_nth (self, 0)), &crop));
  g_assert_true (drop_folder_wait (
    lb_upload_queue_crop (self->queue, queue_fixture_nth (self, 0), &none), NULL));
  sent = read_copy (self, &probe);
  g_assert_cmpstr (sent, ==, plain);
  g_clear_pointer (&sent, g_free);

  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_false (lb_crop_is_set (lb_upload_get_crop (queue_fixture_nth (self, 0))));
  crop.height = 1024;
  g_assert_true (drop_folder_wait (
    lb_upload_queue_crop (self->queue, queue_fixture_nth (self, 0), &crop), NULL));
  assert_copy (self, crop.width, 1024);
  sent = read_copy (self, &probe);
  drop_copy (self, "drop/part");
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);

  g_assert_cmpuint (picture_host_count_bytes (self->host, sent), ==, 1);
  ledger_sent = queue_fixture_read_ledger (self, "sent_sha256");
  ledger_original = queue_fixture_read_ledger (self, "original_sha256");
  g_assert_cmpstr (ledger_sent, ==, sent);
  g_assert_cmpstr (ledger_original, ==, plain);

  /* The file is what it was, and known; so is what was sent of it, also by another run. */
  for (int i = 0; i < 2; i++)
    {
      again = check (self);
      g_assert_cmpstr (lb_candidate_get_sha256 (nth (again, 0)), ==, plain);
      g_assert_cmpint (lb_candidate_get_verdict (nth (again, 0)), ==, LB_VERDICT_DUPLICATE);
      g_assert_cmpstr (lb_candidate_get_sha256 (nth (again, 1)), ==, sent);
      g_assert_cmpint (lb_candidate_get_verdict (nth (again, 1)), ==, LB_VERDICT_DUPLICATE);
      g_clear_object (&again);
      queue_fixture_close (self);
      queue_fixture_open (self);
      g_assert_true (
        drop_folder_wait (lb_session_load_images (self->session, self->dataset), NULL));
    }
}

/* A file that is gone keeps what was to be sent of it. */
static void
test_gone (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = NULL;
  g_autofree char *path = g_build_filename (self->folder, "drop", "framed", NULL);
  g_autoptr (GError) error = NULL;
  LbCandidate *candidate = NULL;
  const LbCrop crop = { 100, 200, 1100, 1060 }, none = { 0 };

  add_framed (self, "drop/framed", LB_FORMAT_PNG);
  job = check (self);
  candidate = nth (job, 0);
  lb_check_job_crop (job, &candidate, &crop, 1);
  lb_upload_queue_pause (self->queue);
  g_assert_true (
    drop_folder_wait (lb_upload_queue_add (self->queue, self->dataset,
                                           lb_check_job_get_candidates (job), TRUE, FALSE),
                      NULL));
  queue_fixture_wait (self, is_copied);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (drop_folder_wait (
    lb_upload_queue_crop (self->queue, queue_fixture_nth (self, 0), &none), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (lb_crop_equal (lb_upload_get_crop (queue_fixture_nth (self, 0)), &crop));
  assert_copy (self, crop.width, crop.height);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
}

/* The answer is lost, and the service gives names of its own: it is found by the shape of what was
 * sent, and not sent once more. */
static void
test_lost (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = NULL;
  LbCandidate *candidate = NULL;
  const LbCrop crop = { 100, 200, 1024, 1060 };

  picture_host_set_renames (self->host, TRUE);
  picture_host_expect (self->host, PICTURE_HOST_TAKE_RESET);
  add_framed (self, "drop/framed", LB_FORMAT_PNG);
  job = check (self);
  candidate = nth (job, 0);
  lb_check_job_crop (job, &candidate, &crop, 1);
  g_assert_true (
    drop_folder_wait (lb_upload_queue_add (self->queue, self->dataset,
                                           lb_check_job_get_candidates (job), TRUE, FALSE),
                      NULL));
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, 1);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 1);
}

/* A file that has become another one: no part of that is sent in its place, though a person says
 * that it is the right file. */
static void
test_other (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = NULL;
  LbCandidate *candidate = NULL;
  const LbCrop crop = { 100, 200, 1100, 1060 };

  add_framed (self, "drop/framed", LB_FORMAT_PNG);
  job = check (self);
  candidate = nth (job, 0);
  lb_check_job_crop (job, &candidate, &crop, 1);
  drop_folder_add_png (self->folder, "drop/framed", WIDTH + 8, HEIGHT, 0x0000ffff);
  g_assert_true (
    drop_folder_wait (lb_upload_queue_add (self->queue, self->dataset,
                                           lb_check_job_get_candidates (job), TRUE, FALSE),
                      NULL));
  queue_fixture_finish (self);
  g_assert_error (lb_upload_get_error (queue_fixture_nth (self, 0)), G_IO_ERROR,
                  G_IO_ERROR_WRONG_ETAG);
  lb_upload_queue_confirm (self->queue, queue_fixture_nth (self, 0));
  queue_fixture_finish (self);
  g_assert_error (lb_upload_get_error (queue_fixture_nth (self, 0)), LB_ERROR, LB_ERROR_INVALID);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 0);
}

/* What is over can't be cropped any more. */
static void
test_late (QueueFixture *self, gconstpointer data)
{
  const LbCrop crop = { 0, 0, 1024, 1024 };
  g_autoptr (GError) error = NULL;

  queue_fixture_make_pictures (self, 1);
  queue_fixture_add (self);
  queue_fixture_finish (self);
  g_assert_false (drop_folder_wait (
    lb_upload_queue_crop (self->queue, queue_fixture_nth (self, 0), &crop), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
}

/* Verdicts are those of what is sent; crops are cut to what is allowed. */
static void
test_judge (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = NULL;
  LbCandidate *candidate = NULL;
  const LbCrop tiny = { 1500, 1200, 10, 2000 }, whole = { 0, 0, WIDTH, HEIGHT };

  add_framed (self, "drop/framed", LB_FORMAT_JPEG);
  job = check (self);
  candidate = nth (job, 0);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_READY);
  lb_check_job_crop (job, &candidate, &tiny, 1);
  g_assert_true (
    lb_crop_equal (lb_candidate_get_crop (candidate), &(LbCrop) { WIDTH - 256, 0, 256, HEIGHT }));
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_ENLARGE);
  lb_check_job_set_increase_resolution (job, FALSE);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_TOO_SMALL);
  lb_check_job_crop (job, &candidate, &tiny, 1);
  g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_READY);
  g_assert_cmpint (lb_candidate_get_crop (candidate)->width, ==, 1024);
  lb_check_job_crop (job, &candidate, &whole, 1);
  g_assert_false (lb_crop_is_set (lb_candidate_get_crop (candidate)));
}

/* Many at once, and then not any more. */
static void
test_cancel (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbCheckJob) job = NULL;
  g_autoptr (LbCropJob) crops = NULL;
  g_autoptr (LbCropJob) shapes = NULL;
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;
  GListModel *proposals = NULL;

  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("drop/%u", i);

      add_framed (self, name, LB_FORMAT_JPEG);
    }
  job = check (self);
  for (guint i = 1; i < 6; i++)
    lb_check_job_want (job, nth (job, i), TRUE);

  shapes = lb_crop_job_new (LB_CROP_SOURCE (job), LB_CROP_WAY_SHAPE, lb_aspect_bucket_find ("2:3"));
  g_assert_true (drop_folder_wait (lb_crop_job_run (shapes), NULL));
  proposals = lb_crop_job_get_proposals (shapes);
  g_assert_cmpuint (g_list_model_get_n_items (proposals), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (LbCropProposal) proposal = g_list_model_get_item (proposals, i);
      const LbCrop *crop = lb_crop_proposal_get_crop (proposal);

      g_assert_true (lb_crop_proposal_get_picture (proposal) == nth (job, i));
      g_assert_cmpstr (lb_aspect_bucket_find_exact (crop->width, crop->height)->name, ==, "2:3");
      lb_crop_proposal_set_chosen (proposal, i == 2);
    }
  g_assert_cmpuint (lb_crop_job_apply (shapes), ==, 1);
  g_assert_true (lb_crop_is_set (lb_candidate_get_crop (nth (job, 2))));
  g_assert_false (lb_crop_is_set (lb_candidate_get_crop (nth (job, 1))));

  crops = lb_crop_job_new (LB_CROP_SOURCE (job), LB_CROP_WAY_SUGGESTED, NULL);
  future = lb_crop_job_run (crops);
  lb_crop_job_cancel (crops);
  g_assert_false (drop_folder_wait (future, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_assert_cmpuint (g_list_model_get_n_items (lb_crop_job_get_proposals (crops)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  queue_fixture_add_test ("/jobs/crops/queue-jpeg", GINT_TO_POINTER (LB_FORMAT_JPEG), test_queue);
  queue_fixture_add_test ("/jobs/crops/queue-png", GINT_TO_POINTER (LB_FORMAT_PNG), test_queue);
  queue_fixture_add_test ("/jobs/crops/queue-webp", GINT_TO_POINTER (LB_FORMAT_WEBP), test_queue);
  queue_fixture_add_test ("/jobs/crops/gone", NULL, test_gone);
  queue_fixture_add_test ("/jobs/crops/lost", NULL, test_lost);
  queue_fixture_add_test ("/jobs/crops/other", NULL, test_other);
  queue_fixture_add_test ("/jobs/crops/late", NULL, test_late);
  queue_fixture_add_test ("/jobs/crops/judge", NULL, test_judge);
  queue_fixture_add_test ("/jobs/crops/cancel", NULL, test_cancel);
  return g_test_run ();
}
