#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "drop-folder.h"
#include "jobs/lb-upload-private.h"
#include "model/lb-image-name.h"
#include "queue-fixture.h"
#include "session/lb-account-entry-private.h"
#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

static void
send_all (QueueFixture *self, guint n)
{
  queue_fixture_make_pictures (self, n);
  queue_fixture_add (self);
  queue_fixture_finish (self);
}

static void
test_all (QueueFixture *self, gconstpointer data)
{
  double fraction = 0;

  send_all (self, 12);
  queue_fixture_assert_all (self, 12);
  g_object_get (self->queue, "fraction", &fraction, NULL);
  g_assert_cmpfloat (fraction, ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 12);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 12);
  g_assert_cmpuint (picture_host_get_most_at_once (self->host), <=, 4);
  for (guint i = 0; i < 12; i++)
    {
      LbUpload *upload = queue_fixture_nth (self, i);
      LbImage *image = lb_upload_get_image (upload);
      g_autofree char *name = lb_image_name_unmark (picture_host_get_name (self->host, i));
      g_autoptr (GFile) origin = lb_session_dup_origin (self->session, image);
      g_autofree char *path = lb_upload_dup_path (upload);
      guint position = 0;

      g_assert_true (g_str_has_suffix (name, ".png"));
      g_assert_cmpuint (strlen (name), <=, strlen ("12.png"));
      g_object_get (upload, "position", &position, NULL);
      g_assert_cmpuint (position, ==, i);
      g_assert_cmpstr (g_file_peek_path (origin), ==, path);
    }

  lb_upload_queue_clear (self->queue);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
  g_object_get (self->queue, "fraction", &fraction, NULL);
  g_assert_cmpfloat (fraction, ==, 0);
}

static void
clear_ended_cb (LbUploadQueue *queue, GParamSpec *pspec, gpointer data)
{
  if (!lb_upload_queue_get_running (queue))
    lb_upload_queue_clear (queue);
}

/* Who is told of the end may clear the list at once, of the last row too. */
static void
test_clear (QueueFixture *self, gconstpointer data)
{
  g_signal_connect (self->queue, "notify::running", G_CALLBACK (clear_ended_cb), NULL);
  send_all (self, 3);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 3);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
}

static void
test_fate (QueueFixture *self, gconstpointer fate)
{
  for (guint i = 0; i < 3; i++)
    picture_host_expect (self->host, GPOINTER_TO_INT (fate));
  send_all (self, 8);
  queue_fixture_assert_all (self, 8);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 8);
}

/* The same where pictures can't be told by their names. */
static void
test_fate_renamed (QueueFixture *self, gconstpointer fate)
{
  picture_host_set_renames (self->host, TRUE);
  for (guint i = 0; i < 3; i++)
    picture_host_expect (self->host, GPOINTER_TO_INT (fate));
  send_all (self, 6);
  queue_fixture_assert_all (self, 6);
  g_assert_cmpuint (picture_host_get_most_at_once (self->host), ==, 1);
}

static void
test_chance (QueueFixture *self, gconstpointer seed)
{
  picture_host_set_chance (self->host, GPOINTER_TO_UINT (seed), 3);
  send_all (self, 60);
  queue_fixture_assert_all (self, 60);
}

static gboolean
has_kept_two (QueueFixture *self)
{
  return picture_host_get_n_pictures (self->host) == 2;
}

/* The row is looked for, and those behind it wait. */
static gboolean
waits_for_dataset (QueueFixture *self)
{
  return lb_upload_get_state (queue_fixture_nth (self, 1)) == LB_UPLOAD_CHECKING &&
         queue_fixture_nth (self, 3)->not_before_us > 0;
}

/* A dataset is deleted while pictures are on their way to it, and that is taken back: all come, the
 * one too that was answered in between. */
static void
test_deleted_meanwhile (QueueFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  lb_upload_queue_set_concurrency (self->queue, 1);
  picture_host_expect (self->host, PICTURE_HOST_TAKE);
  picture_host_expect (self->host, PICTURE_HOST_HOLD);
  queue_fixture_make_pictures (self, 4);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_kept_two);
  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  lb_upload_queue_set_concurrency (self->queue, 3);
  picture_host_let_go (self->host);
  queue_fixture_wait (self, waits_for_dataset);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 2);

  dex_future_disown (lb_deletion_undo (deletion));
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 4);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 4);
}

static gboolean
has_posts (QueueFixture *self)
{
  return picture_host_get_n_posts (self->host) > 0;
}

static gboolean
has_half (QueueFixture *self)
{
  return picture_host_get_n_pictures (self->host) >= 10;
}

/* The program ends in the middle, whatever it was about. */
static void
test_restart (QueueFixture *self, gconstpointer data)
{
  picture_host_set_chance (self->host, 5, 2);
  queue_fixture_make_pictures (self, 20);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_posts);
  queue_fixture_close (self);
  queue_fixture_open (self);
  queue_fixture_wait (self, has_half);
  queue_fixture_close (self);
  queue_fixture_open (self);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 20);
}

static gboolean
is_idle (QueueFixture *self)
{
  return lb_upload_queue_get_n_active (self->queue) == 0;
}

/* A pause lets what is under way end, and lasts. */
static void
test_pause (QueueFixture *self, gconstpointer data)
{
  guint n = 0;

  queue_fixture_make_pictures (self, 10);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_posts);
  lb_upload_queue_pause (self->queue);
  queue_fixture_wait (self, is_idle);
  n = picture_host_get_n_posts (self->host);
  g_assert_cmpuint (n, <, 10);
  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_true (lb_upload_queue_get_paused (self->queue));
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 10 - n);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, n);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 10);
}

/* Refused once is refused. */
static void
test_refused (QueueFixture *self, gconstpointer status)
{
  picture_host_refuse (self->host, GPOINTER_TO_UINT (status), NULL, 1);
  lb_upload_queue_set_concurrency (self->queue, 1);
  send_all (self, 3);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 3);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 1);
  g_assert_cmpint (lb_upload_get_remedy (queue_fixture_nth (self, 0)), ==, LB_UPLOAD_REMEDY_NONE);
  g_assert_cmpuint (lb_upload_queue_retry_failed (self->queue), ==, 0);

  /* It is there after a restart, and may be tried by hand. */
  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 1);
  g_assert_nonnull (lb_upload_get_error (queue_fixture_nth (self, 0)));
  lb_upload_queue_retry (self->queue, queue_fixture_nth (self, 0));
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 3);
}

static void
test_rest (QueueFixture *self, gconstpointer data)
{
  picture_host_refuse (self->host, 429, "1", 1);
  lb_upload_queue_set_concurrency (self->queue, 1);
  queue_fixture_make_pictures (self, 3);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_posts);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 3);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 4);
}

static gboolean
is_unauthorized (QueueFixture *self)
{
  return lb_upload_queue_get_halt (self->queue) == LB_UPLOAD_HALT_UNAUTHORIZED && is_idle (self);
}

/* One refusal of the token stops all. */
static void
test_unauthorized (QueueFixture *self, gconstpointer data)
{
  lb_upload_queue_set_concurrency (self->queue, 1);
  picture_host_refuse (self->host, 401, NULL, 1);
  queue_fixture_make_pictures (self, 20);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_unauthorized);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 0);
  g_assert_error (lb_upload_queue_get_halt_error (self->queue), LB_ERROR, LB_ERROR_UNAUTHORIZED);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 20);
}

static gboolean
is_checking_or_offline (QueueFixture *self)
{
  return lb_upload_queue_get_halt (self->queue) == LB_UPLOAD_HALT_OFFLINE;
}

static void
test_offline (QueueFixture *self, gconstpointer data)
{
  picture_host_set_down (self->host, TRUE);
  queue_fixture_make_pictures (self, 6);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_checking_or_offline);
  g_assert_cmpuint (self->session->n_queues_waiting, ==, 1);
  picture_host_set_down (self->host, FALSE);
  queue_fixture_finish (self);
  g_assert_cmpint (lb_upload_queue_get_halt (self->queue), ==, LB_UPLOAD_HALT_NONE);
  g_assert_cmpuint (self->session->n_queues_waiting, ==, 0);
  queue_fixture_assert_all (self, 6);
}

static gboolean
has_some (QueueFixture *self)
{
  return picture_host_get_n_pictures (self->host) >= 3;
}

/* In the middle it sends on to another address: nobody goes there, all waits and says why. */
static void
test_moved (QueueFixture *self, gconstpointer data)
{
  PictureHost *foreign = picture_host_new ();
  const GError *error = NULL;

  lb_upload_queue_set_concurrency (self->queue, 1);
  queue_fixture_make_pictures (self, 12);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_some);
  picture_host_set_moved (self->host, picture_host_get_origin (foreign));
  queue_fixture_wait (self, is_checking_or_offline);
  error = lb_upload_queue_get_halt_error (self->queue);
  g_assert_error (error, LB_ERROR, LB_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "sent on to another address"));
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 0);

  picture_host_set_moved (self->host, NULL);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 12);
  g_assert_cmpuint (picture_host_get_n_requests (foreign), ==, 0);
  picture_host_free (foreign);
}

/* In the middle another account is opened: nothing goes there, and the rest waits for this one. */
static void
test_other_account (QueueFixture *self, gconstpointer data)
{
  QueueFixture other = { 0 };

  lb_upload_queue_set_concurrency (self->queue, 1);
  queue_fixture_make_pictures (self, 12);
  queue_fixture_add (self);
  queue_fixture_wait (self, has_some);
  queue_fixture_close (self);
  queue_fixture_set_up (&other);
  queue_fixture_make_pictures (&other, 2);
  queue_fixture_add (&other);
  queue_fixture_finish (&other);
  queue_fixture_assert_all (&other, 2);
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), <, 12);

  queue_fixture_open (self);
  queue_fixture_finish (self);
  queue_fixture_assert_all (self, 12);
  g_assert_cmpuint (picture_host_get_n_posts (other.host), ==, 2);
  queue_fixture_tear_down (&other);
}

static gboolean
is_captioning (QueueFixture *self)
{
  return lb_upload_get_state (queue_fixture_nth (self, 0)) == LB_UPLOAD_CAPTIONING &&
         picture_host_get_n_pictures (self->host) == 1;
}

/* Stopped after all was sent: the service has it, and so it is done; the rest is given up. */
static void
test_cancel_held (QueueFixture *self, gconstpointer data)
{
  lb_upload_queue_set_concurrency (self->queue, 1);
  picture_host_expect (self->host, PICTURE_HOST_HOLD);
  queue_fixture_make_pictures (self, 4);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_captioning);
  lb_upload_queue_cancel_all (self->queue);
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self->queue), ==, 3);
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
  g_assert_cmpuint (lb_upload_queue_get_n_cancelled (self->queue), ==, 3);
  g_assert_cmpuint (picture_host_get_n_posts (self->host), ==, 1);

  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
}

static gboolean
is_copied (QueueFixture *self)
{
  for (guint i = 0; i < lb_upload_queue_get_n_total (self->queue); i++)
    if (lb_upload_get_state (queue_fixture_nth (self, i)) == LB_UPLOAD_QUEUED)
      return FALSE;

  return TRUE;
}

static void
test_send_first (QueueFixture *self, gconstpointer data)
{
  LbUpload *last = NULL;
  g_autofree char *name = NULL;

  lb_upload_queue_pause (self->queue);
  lb_upload_queue_set_concurrency (self->queue, 1);
  queue_fixture_make_pictures (self, 5);
  queue_fixture_add (self);
  last = queue_fixture_nth (self, 4);
  queue_fixture_wait (self, is_copied);
  lb_upload_queue_send_first (self->queue, last);
  g_assert_true (queue_fixture_nth (self, 0) == last);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  name = lb_image_name_unmark (picture_host_get_name (self->host, 0));
  g_assert_cmpstr (name, ==, "5.png");
}

/* Between the check and the copy: it is asked for, and never sent unseen. */
static void
test_changed (QueueFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) candidates = NULL;
  g_autofree char *gone = NULL;

  queue_fixture_make_pictures (self, 3);
  candidates = queue_fixture_check (self);
  drop_folder_add_png (self->folder, "drop/1.png", 300, 301, 0x0000ffff);
  gone = g_build_filename (self->folder, "drop", "2.png", NULL);
  g_assert_cmpint (g_remove (gone), ==, 0);
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (self->queue, self->dataset, candidates, TRUE, FALSE), NULL));
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 2);
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, 1);
  g_assert_cmpint (lb_upload_get_remedy (queue_fixture_nth (self, 0)), ==,
                   LB_UPLOAD_REMEDY_CONFIRM);
  g_assert_error (lb_upload_get_error (queue_fixture_nth (self, 1)), G_IO_ERROR,
                  G_IO_ERROR_NOT_FOUND);

  lb_upload_queue_retry (self->queue, queue_fixture_nth (self, 0));
  queue_fixture_finish (self);
  g_assert_cmpuint (lb_upload_queue_get_n_failed (self->queue), ==, 2);
  lb_upload_queue_confirm (self->queue, queue_fixture_nth (self, 0));
  drop_folder_add_png (self->folder, "drop/2.png", 300, 302, 0xff0000ff + (2 << 8));
  g_assert_cmpuint (lb_upload_queue_retry_failed (self->queue), ==, 1);
  queue_fixture_finish (self);
  for (guint i = 0; i < 3; i++)
    g_assert_no_error (lb_upload_get_error (queue_fixture_nth (self, i)));
  queue_fixture_assert_all (self, 3);
}

/* Once it is copied, what becomes of the file is nobody's business. */
static void
test_vanished (QueueFixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *contents = NULL;
  gsize length = 0;

  lb_upload_queue_pause (self->queue);
  queue_fixture_make_pictures (self, 1);
  queue_fixture_add (self);
  while (lb_upload_get_state (queue_fixture_nth (self, 0)) == LB_UPLOAD_QUEUED)
    g_main_context_iteration (NULL, TRUE);
  path = g_build_filename (self->folder, "drop", "1.png", NULL);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  queue_fixture_close (self);
  queue_fixture_open (self);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  queue_fixture_assert_all (self, 1);
}

#define CAPTION                                                                                    \
  "{\"short_description\":\"A pier\",\"objects\":[],\"background_setting\":\"Sea\","               \
  "\"lighting\":{\"conditions\":\"Day\",\"direction\":\"Left\",\"shadows\":\"Soft\"},"             \
  "\"aesthetics\":{\"composition\":\"Centred\",\"color_scheme\":\"Blue\",\"mood_atmosphere\":"     \
  "\"Calm\"}}"

static gboolean
has_caption (QueueFixture *self)
{
  return picture_host_get_caption (self->host, 0) != NULL;
}

static void
test_caption (QueueFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) candidates = NULL;
  g_autoptr (LbCandidate) candidate = NULL;

  queue_fixture_make_pictures (self, 1);
  candidates = queue_fixture_check (self);
  candidate = g_list_model_get_item (candidates, 0);
  lb_candidate_set_caption (candidate, CAPTION, "1.json");
  picture_host_expect (self->host, PICTURE_HOST_TAKE_RESET);
  g_assert_true (drop_folder_wait (
    lb_upload_queue_add (self->queue, self->dataset, candidates, TRUE, FALSE), NULL));
  queue_fixture_finish (self);
  queue_fixture_wait (self, has_caption);
  g_assert_cmpstr (picture_host_get_caption (self->host, 0), ==, CAPTION);
  queue_fixture_assert_all (self, 1);
}

/* What waits is no second time let through, in this run and the next. */
static void
test_waiting (QueueFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GListModel) waiting = NULL;
      g_autoptr (GListModel) again = NULL;

      if (i == 0)
        {
          lb_upload_queue_pause (self->queue);
          queue_fixture_make_pictures (self, 4);
          queue_fixture_add (self);
        }
      else
        {
          queue_fixture_close (self);
          queue_fixture_open (self);
        }
      waiting = lb_upload_queue_list_waiting (self->queue, self->dataset);
      g_assert_cmpuint (g_list_model_get_n_items (waiting), ==, 4);
      g_assert_cmpuint (lb_upload_queue_count_coming (self->queue, self->dataset), ==, 4);
      again = queue_fixture_check (self);
      for (guint j = 0; j < 4; j++)
        {
          g_autoptr (LbCandidate) candidate = g_list_model_get_item (again, j);

          g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_DUPLICATE);
        }
    }
}

#define ADDRESS "https://example.org/p/red%20boat.png?size=1"

static LbUpload *
add_address (QueueFixture *self)
{
  g_autoptr (DexFuture) future =
    lb_upload_queue_add_address (self->queue, self->dataset, ADDRESS, TRUE, FALSE);
  const GValue *value = NULL;

  g_assert_true (drop_folder_wait (dex_ref (future), NULL));
  value = dex_future_get_value (future, NULL);
  return g_value_get_object (value);
}

/* The row holds the address, and is told by its name like any other. */
static void
test_address (QueueFixture *self, gconstpointer fate)
{
  LbUpload *upload = NULL;
  g_autoptr (LbUpload) kept = NULL;
  g_autofree char *name = NULL;

  lb_upload_queue_pause (self->queue);
  upload = add_address (self);
  g_assert_cmpstr (lb_upload_get_address (upload), ==, ADDRESS);
  g_assert_cmpstr (lb_upload_get_name (upload), ==, "red boat.png");
  g_assert_null (lb_upload_get_file (upload));
  queue_fixture_close (self);
  queue_fixture_open (self);

  picture_host_expect (self->host, GPOINTER_TO_INT (fate));
  g_set_object (&kept, queue_fixture_nth (self, 0));
  g_assert_cmpstr (lb_upload_get_address (kept), ==, ADDRESS);
  lb_upload_queue_resume (self->queue);
  g_assert_true (drop_folder_wait (lb_upload_queue_await (self->queue, kept), NULL));
  g_assert_cmpuint (picture_host_get_n_pictures (self->host), ==, 1);
  name = lb_image_name_unmark (picture_host_get_name (self->host, 0));
  g_assert_cmpstr (name, ==, "red boat.png");
  g_assert_cmpuint (queue_fixture_count_copies (self), ==, 0);
}

static void
test_address_refused (QueueFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  LbUpload *upload = NULL;

  picture_host_refuse (self->host, 422, NULL, 1);
  upload = add_address (self);
  g_assert_false (drop_folder_wait (lb_upload_queue_await (self->queue, upload), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpint (lb_upload_get_remedy (upload), ==, LB_UPLOAD_REMEDY_NONE);
  lb_upload_queue_forget (self->queue, upload);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
  queue_fixture_close (self);
  queue_fixture_open (self);
  g_assert_cmpuint (lb_upload_queue_get_n_total (self->queue), ==, 0);
}

/* A service elsewhere does not say what its pictures were made from; our ledger does. */
static void
test_sent (QueueFixture *self, gconstpointer data)
{
  send_all (self, 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GListModel) again = queue_fixture_check (self);

      for (guint j = 0; j < 3; j++)
        {
          g_autoptr (LbCandidate) candidate = g_list_model_get_item (again, j);

          g_assert_cmpint (lb_candidate_get_verdict (candidate), ==, LB_VERDICT_DUPLICATE);
        }
      queue_fixture_close (self);
      queue_fixture_open (self);
      g_assert_true (
        drop_folder_wait (lb_session_load_images (self->session, self->dataset), NULL));
    }
}

#define CANARY "canary-51: 52.5 N 13.4 E"

/* The hash of a picture, and behind its end what nobody else is to know. */
static char *
add_secret (QueueFixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "drop", "1.png", NULL);
  g_autofree char *bytes = NULL;
  char *sha256 = NULL;
  FILE *file = NULL;
  gsize length = 0;

  queue_fixture_make_pictures (self, 1);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_assert_nonnull (file = fopen (path, "ab"));
  g_assert_cmpuint (fwrite (CANARY, 1, strlen (CANARY), file), ==, strlen (CANARY));
  fclose (file);

  return sha256;
}

static gboolean
copy_tells (QueueFixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "state", "uploads",
                                            lb_upload_get_uuid (queue_fixture_nth (self, 0)), NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  return memmem (bytes, length, CANARY, strlen (CANARY)) != NULL;
}

static void
set_strips (QueueFixture *self, gboolean strips)
{
  const LbAccountRecord record = { .label = "Bria",
                                   .base_url = picture_host_get_origin (self->host),
                                   .strips_metadata = strips };

  lb_account_entry_set (self->account, &record);
}

/* What an account gets does not say where and by whom; the copy does not either, and the ledger
 * knows both. @late: the person wants that after the copy was made. */
static void
test_strip (QueueFixture *self, gconstpointer late)
{
  g_autofree char *state = g_build_filename (self->folder, "state", NULL);
  g_autofree char *plain = add_secret (self);
  g_autofree char *sent = NULL;
  g_autofree char *original = NULL;
  g_autofree char *sha256 = NULL;

  queue_fixture_close (self);
  self->account = lb_account_entry_new ("x", LB_ACCOUNT_HOSTED, state);
  set_strips (self, late == NULL);
  queue_fixture_open (self);
  lb_upload_queue_pause (self->queue);
  queue_fixture_add (self);
  queue_fixture_wait (self, is_copied);
  sha256 = g_strdup (lb_upload_get_sha256 (queue_fixture_nth (self, 0)));
  g_assert_cmpstr (sha256, !=, plain);
  g_assert_cmpint (copy_tells (self), ==, late != NULL);
  queue_fixture_close (self);
  queue_fixture_open (self);
  set_strips (self, TRUE);
  lb_upload_queue_resume (self->queue);
  queue_fixture_finish (self);

  g_assert_cmpuint (lb_upload_queue_get_n_done (self->queue), ==, 1);
  g_assert_cmpuint (picture_host_count_bytes (self->host, plain), ==, 1);
  sent = queue_fixture_read_ledger (self, "sent_sha256");
  original = queue_fixture_read_ledger (self, "original_sha256");
  g_assert_cmpstr (sent, ==, plain);
  g_assert_cmpstr (original, ==, sha256);
}

/* Without the switch nothing is touched. */
static void
test_unstripped (QueueFixture *self, gconstpointer data)
{
  g_autofree char *plain = add_secret (self);

  queue_fixture_add (self);
  queue_fixture_finish (self);
  g_assert_cmpuint (picture_host_count_bytes (self->host, plain), ==, 0);
  queue_fixture_assert_all (self, 1);
}

static void
add_fates (const char *path, void (*test) (QueueFixture *, gconstpointer))
{
  static const struct
  {
    const char *name;
    PictureHostFate fate;
  } fates[] = {
    { "take-reset", PICTURE_HOST_TAKE_RESET }, { "take-fault", PICTURE_HOST_TAKE_FAULT },
    { "take-cut", PICTURE_HOST_TAKE_CUT },     { "take-late", PICTURE_HOST_TAKE_LATE },
    { "reset", PICTURE_HOST_RESET },           { "fault", PICTURE_HOST_FAULT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autofree char *name = g_strconcat (path, fates[i].name, NULL);

      queue_fixture_add_test (name, GINT_TO_POINTER (fates[i].fate), test);
    }
}

#define ADD(path, function) queue_fixture_add_test ("/jobs/upload-queue/" path, NULL, function)

int
main (int argc, char **argv)
{
  static const guint refusals[] = { 400, 403, 404, 409, 410, 412, 413, 415, 422 };

  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all);
  ADD ("clear", test_clear);
  ADD ("deleted-meanwhile", test_deleted_meanwhile);
  add_fates ("/jobs/upload-queue/fate/", test_fate);
  add_fates ("/jobs/upload-queue/fate-renamed/", test_fate_renamed);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/jobs/upload-queue/refused/%u", refusals[i]);

      queue_fixture_add_test (path, GUINT_TO_POINTER (refusals[i]), test_refused);
    }
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/jobs/upload-queue/chance/%u", seed);

      queue_fixture_add_test (path, GUINT_TO_POINTER (seed), test_chance);
    }
  ADD ("restart", test_restart);
  ADD ("pause", test_pause);
  ADD ("rest", test_rest);
  ADD ("unauthorized", test_unauthorized);
  ADD ("offline", test_offline);
  ADD ("moved", test_moved);
  ADD ("other-account", test_other_account);
  ADD ("cancel-held", test_cancel_held);
  ADD ("send-first", test_send_first);
  ADD ("changed", test_changed);
  ADD ("vanished", test_vanished);
  ADD ("caption", test_caption);
  ADD ("waiting", test_waiting);
  add_fates ("/jobs/upload-queue/address/", test_address);
  ADD ("address-refused", test_address_refused);
  ADD ("sent", test_sent);
  ADD ("strip", test_strip);
  queue_fixture_add_test ("/jobs/upload-queue/strip-late", "late", test_strip);
  ADD ("unstripped", test_unstripped);
  return g_test_run ();
}
