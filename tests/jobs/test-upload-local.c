#include <glib/gstdio.h>
#include <sys/stat.h>
#include <utime.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "session/lb-session-history.h"
#include "upload-fixture.h"

/* The queue and the service on this computer, on a bad day. */

/* @reads_files: (nullable): whether the service reads the copies itself, or has to be sent the
 * bytes as it is an older one. */
static void
set_up (UploadFixture *self, int n_pictures, gconstpointer reads_files)
{
  upload_fixture_set_up (self, n_pictures);
  if (reads_files != NULL)
    forgetful_service_read_files (self->service);
}

static void
test_all (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 5, reads_files);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);

  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 5);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self.queue), ==, 0);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 5);
  g_assert_cmpuint (forgetful_service_get_n_read (self.service), ==, reads_files != NULL ? 5 : 0);
  g_assert_cmpfloat (lb_upload_queue_get_fraction (self.queue), ==, 1);
  for (guint i = 0; i < 5; i++)
    {
      LbUpload *upload = upload_fixture_nth (&self, i);
      g_autoptr (LbCandidate) candidate =
        g_list_model_get_item (lb_check_job_get_candidates (self.check), i);
      LbImage *image = lb_upload_get_image (upload);
      g_autoptr (LbImage) same = NULL;
      g_autoptr (GFile) origin = lb_session_dup_origin (self.session, image);

      g_object_get (candidate, "image", &same, NULL);
      g_assert_true (same == image);
      g_assert_true (lb_session_find_image (self.session, lb_image_get_id (image)) == image);
      g_assert_true (g_file_equal (origin, lb_candidate_get_file (candidate)));
    }
  upload_fixture_tear_down (&self);
}

/* A picture from the clipboard has no file. */
static void
test_pasted (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  g_autoptr (LbCheckJob) check = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;

  set_up (&self, 1, reads_files);
  path = g_build_filename (self.folder, "drop", "1.png", NULL);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&data), length);
  check = lb_check_job_new (self.dataset, lb_session_get_images (self.session, self.dataset));
  upload_fixture_wait (lb_check_job_run_bytes (check, bytes, "Pasted.png"));
  upload_fixture_wait (lb_upload_queue_add (self.queue, self.dataset,
                                            lb_check_job_get_candidates (check), TRUE, FALSE));
  upload_fixture_finish (&self);

  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 1);
  g_assert_null (
    lb_session_dup_origin (self.session, lb_upload_get_image (upload_fixture_nth (&self, 0))));
  upload_fixture_tear_down (&self);
}

static void
test_lost_answer (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 3, reads_files);
  forgetful_service_lose_answers (self.service, 2);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);

  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 3);
  upload_fixture_tear_down (&self);
}

/* Not stored, and not known: it is looked for and sent once more. */
static void
test_dropped (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 2, reads_files);
  forgetful_service_drop_uploads (self.service, 1);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 2);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 3);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 2);
  upload_fixture_tear_down (&self);
}

/* Neither the answer nor the look afterwards comes through: it is looked for before it is sent. */
static void
test_doubt (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 1, reads_files);
  forgetful_service_lose_answers (self.service, 1);
  forgetful_service_drop_lists (self.service, 1);
  upload_fixture_add (&self);
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  upload_fixture_tear_down (&self);
}

static char *
get_path (UploadFixture *self, const char *name)
{
  return g_build_filename (self->folder, "drop", name, NULL);
}

static void
assert_failed (UploadFixture *self, guint nth, int code)
{
  LbUpload *upload = upload_fixture_nth (self, nth);

  g_assert_cmpint (lb_upload_get_state (upload), ==, LB_UPLOAD_FAILED);
  g_assert_error (lb_upload_get_error (upload), G_IO_ERROR, code);
  g_assert_cmpint (lb_upload_get_remedy (upload), ==,
                   code == G_IO_ERROR_WRONG_ETAG ? LB_UPLOAD_REMEDY_CONFIRM
                                                 : LB_UPLOAD_REMEDY_RETRY);
}

/* Between the check and the copy: replaced, truncated, grown, gone, a pipe, out of reach. A file
 * that was only touched is what it was. */
static void
test_changed_file (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  g_autofree char *gone = NULL;
  g_autofree char *pipe = NULL;
  g_autofree char *locked = NULL;
  g_autofree char *touched = NULL;
  g_autofree char *grown = NULL;
  g_autoptr (LbCandidate) candidate = NULL;
  gboolean is_root = geteuid () == 0; /* whom no mode keeps out */
  FILE *file = NULL;

  set_up (&self, 7, reads_files);
  drop_folder_add_png (self.folder, "drop/1.png", 300, 301, 0x0000ffff);
  drop_folder_add_bytes (self.folder, "drop/2.png", "short", -1);
  gone = get_path (&self, "3.png");
  g_assert_cmpint (g_remove (gone), ==, 0);
  pipe = get_path (&self, "4.png");
  g_assert_cmpint (g_remove (pipe), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0); /* nobody will ever write into it */
  locked = get_path (&self, "5.png");
  g_assert_cmpint (g_chmod (locked, 0), ==, 0);
  touched = get_path (&self, "6.png");
  g_assert_cmpint (g_utime (touched, NULL), ==, 0);
  grown = get_path (&self, "7.png");
  g_assert_nonnull (file = fopen (grown, "ab"));
  g_assert_cmpuint (fwrite ("more", 1, 4, file), ==, 4);
  fclose (file);

  upload_fixture_add (&self);
  upload_fixture_finish (&self);
  assert_failed (&self, 0, G_IO_ERROR_WRONG_ETAG);
  assert_failed (&self, 1, G_IO_ERROR_WRONG_ETAG);
  assert_failed (&self, 2, G_IO_ERROR_NOT_FOUND);
  assert_failed (&self, 3, G_IO_ERROR_WRONG_ETAG);
  if (is_root)
    g_assert_cmpint (lb_upload_get_state (upload_fixture_nth (&self, 4)), ==, LB_UPLOAD_DONE);
  else
    assert_failed (&self, 4, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpint (lb_upload_get_state (upload_fixture_nth (&self, 5)), ==, LB_UPLOAD_DONE);
  assert_failed (&self, 6, G_IO_ERROR_WRONG_ETAG);
  candidate = g_list_model_get_item (lb_check_job_get_candidates (self.check), 0);
  g_assert_cmpstr (lb_candidate_get_error_message (candidate), ==,
                   "The file has changed since it was checked");
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, is_root ? 2 : 1);

  /* Sent as it is now, once a person has said so. */
  lb_upload_queue_confirm (self.queue, upload_fixture_nth (&self, 0));
  upload_fixture_finish (&self);
  g_assert_cmpint (lb_upload_get_state (upload_fixture_nth (&self, 0)), ==, LB_UPLOAD_DONE);
  g_assert_cmpint (g_remove (pipe), ==, 0);
  upload_fixture_tear_down (&self);
}

/* Once there is a copy it is that which is sent, whatever becomes of the file. */
static void
test_changed_after_copy (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  g_autofree char *gone = NULL;
  g_autofree char *sha256 = NULL;

  set_up (&self, 2, reads_files);
  lb_upload_queue_pause (self.queue);
  upload_fixture_add (&self);
  for (guint i = 0; i < 2; i++)
    while (lb_upload_get_state (upload_fixture_nth (&self, i)) == LB_UPLOAD_QUEUED)
      g_main_context_iteration (NULL, TRUE);
  sha256 = g_strdup (lb_upload_get_sha256 (upload_fixture_nth (&self, 0)));
  drop_folder_add_bytes (self.folder, "drop/1.png", "other bytes", -1);
  gone = get_path (&self, "2.png");
  g_assert_cmpint (g_remove (gone), ==, 0);
  lb_upload_queue_resume (self.queue);
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 2);
  g_assert_cmpstr (lb_upload_get_sha256 (upload_fixture_nth (&self, 0)), ==, sha256);
  upload_fixture_tear_down (&self);
}

/* A copy that was damaged is not sent: the file is copied once more. */
static void
test_damaged_copy (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  g_autoptr (GDir) copies = NULL;
  g_autofree char *folder = NULL;
  const char *name = NULL;
  g_autofree char *sha256 = NULL;
  guint n_damaged = 0;

  set_up (&self, 1, reads_files);
  lb_upload_queue_pause (self.queue);
  upload_fixture_add (&self);
  while (lb_upload_get_state (upload_fixture_nth (&self, 0)) == LB_UPLOAD_QUEUED)
    g_main_context_iteration (NULL, TRUE);
  sha256 = g_strdup (lb_upload_get_sha256 (upload_fixture_nth (&self, 0)));
  folder = g_build_filename (self.folder, "state", "uploads", NULL);
  g_assert_nonnull (copies = g_dir_open (folder, 0, NULL));
  while ((name = g_dir_read_name (copies)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_uuid_string_is_valid (name))
        n_damaged += g_file_set_contents (path, "other bytes", -1, NULL);
    }
  g_assert_cmpuint (n_damaged, ==, 1);

  lb_upload_queue_resume (self.queue);
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  g_assert_cmpstr (
    lb_image_get_source_sha256 (forgetful_service_get_images (self.service)->pdata[0]), ==, sha256);
  upload_fixture_tear_down (&self);
}

/* The picture comes to be while its dataset is deleted: it is there once when that is taken back.
 */
static void
test_deleted_meanwhile (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  g_autoptr (LbDeletion) deletion = NULL;

  set_up (&self, 2, reads_files);
  forgetful_service_hold (self.service, TRUE);
  upload_fixture_add (&self);
  while (forgetful_service_get_n_stored (self.service) < 1)
    g_main_context_iteration (NULL, TRUE);

  deletion = lb_session_trash_dataset (self.session, self.dataset, TRUE);
  forgetful_service_hold (self.service, FALSE);
  while (lb_upload_get_state (upload_fixture_nth (&self, 0)) == LB_UPLOAD_CAPTIONING ||
         lb_upload_get_state (upload_fixture_nth (&self, 0)) == LB_UPLOAD_SENDING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 1);

  dex_future_disown (lb_deletion_undo (deletion));
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 2);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 2);
  g_assert_cmpuint (forgetful_service_get_n_uploads (self.service), ==, 2);
  upload_fixture_tear_down (&self);
}

static void
test_cancel (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 6, reads_files);
  forgetful_service_hold (self.service, TRUE);
  upload_fixture_add (&self);
  while (forgetful_service_get_n_stored (self.service) < 1)
    g_main_context_iteration (NULL, TRUE);

  lb_upload_queue_cancel_all (self.queue);
  upload_fixture_finish (&self);
  g_assert_cmpuint (forgetful_service_get_most_at_once (self.service), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 1); /* it had arrived */
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self.queue), ==, 5);
  upload_fixture_tear_down (&self);
}

/* All bytes are sent when the user stops: whether the picture is added is up to the service, and so
 * its answer is what we tell. */
static void
test_cancel_before_answer (gconstpointer reads_files)
{
  UploadFixture self = { 0 };

  set_up (&self, 4, reads_files);
  forgetful_service_hold_unstored (self.service);
  upload_fixture_add (&self);
  while (forgetful_service_get_n_uploads (self.service) < 1)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 1; i < 4; i++)
    while (lb_upload_get_state (upload_fixture_nth (&self, i)) == LB_UPLOAD_QUEUED)
      g_main_context_iteration (NULL, TRUE);
  lb_upload_queue_cancel_all (self.queue);
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self.queue), ==, 3); /* those not begun */
  g_assert_true (lb_upload_queue_get_running (self.queue));

  forgetful_service_hold (self.service, FALSE);
  upload_fixture_finish (&self);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self.queue), ==, 3);
  upload_fixture_tear_down (&self);
}

/* One that waits is given up alone, and the next moves up. */
static void
test_cancel_one (gconstpointer reads_files)
{
  UploadFixture self = { 0 };
  gboolean can_send_first = TRUE;

  set_up (&self, 3, reads_files);
  lb_upload_queue_pause (self.queue);
  upload_fixture_add (&self);
  g_object_get (upload_fixture_nth (&self, 0), "can-send-first", &can_send_first, NULL);
  g_assert_false (can_send_first);
  g_assert_true (lb_upload_can_send_first (upload_fixture_nth (&self, 1)));
  for (guint i = 0; i < 3; i++)
    while (lb_upload_get_state (upload_fixture_nth (&self, i)) == LB_UPLOAD_QUEUED)
      g_main_context_iteration (NULL, TRUE);

  lb_upload_queue_cancel (self.queue, upload_fixture_nth (&self, 0));
  g_assert_cmpint (lb_upload_get_state (upload_fixture_nth (&self, 0)), ==, LB_UPLOAD_CANCELLED);
  g_assert_false (lb_upload_can_send_first (upload_fixture_nth (&self, 1)));
  g_assert_true (lb_upload_can_send_first (upload_fixture_nth (&self, 2)));
  lb_upload_queue_send_first (self.queue, upload_fixture_nth (&self, 2));
  g_assert_false (lb_upload_can_send_first (upload_fixture_nth (&self, 1)));
  g_assert_true (lb_upload_can_send_first (upload_fixture_nth (&self, 2)));
  lb_upload_queue_resume (self.queue);
  upload_fixture_finish (&self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self.queue), ==, 2);
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self.queue), ==, 1);
  g_assert_cmpuint (forgetful_service_get_n_stored (self.service), ==, 2);
  upload_fixture_tear_down (&self);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test)                                                                            \
  g_test_add_data_func ("/jobs/upload/sent/" name, NULL, test);                                    \
  g_test_add_data_func ("/jobs/upload/read/" name, "", test)
  ADD ("all", test_all);
  ADD ("pasted", test_pasted);
  ADD ("lost-answer", test_lost_answer);
  ADD ("dropped", test_dropped);
  ADD ("doubt", test_doubt);
  ADD ("changed-file", test_changed_file);
  ADD ("changed-after-copy", test_changed_after_copy);
  ADD ("damaged-copy", test_damaged_copy);
  ADD ("deleted-meanwhile", test_deleted_meanwhile);
  ADD ("cancel", test_cancel);
  ADD ("cancel-before-answer", test_cancel_before_answer);
  ADD ("cancel-one", test_cancel_one);
#undef ADD
  return g_test_run ();
}
