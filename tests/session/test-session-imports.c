#include <glib/gstdio.h>
#include <string.h>

#include "archive/lb-zip-writer.h"
#include "base/lb-error.h"
#include "session/lb-session-private.h"
#include "session-clock.h"
#include "test-session-fixture.h"

/* An advanced dataset from its one ZIP file to its download, with the real service. */

#define N_IMAGES 12

typedef struct
{
  SessionFixture base;
  LbDataset *advanced;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  session_fixture_set_up (&self->base, data);
  session_clock_hurry (self->base.session);
  self->advanced = wait_object (
    lb_session_create_dataset (self->base.session, self->base.project, "Many", NULL, "advanced"));
  g_assert_true (lb_dataset_is_advanced (self->advanced));
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->advanced)));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->advanced);
  session_fixture_tear_down (&self->base, data);
}

/* (transfer full): the URI of a ZIP file with pictures, and two entries that can't be taken. */
static char *
make_zip (Fixture *self, guint n_images)
{
  g_autofree char *path = g_build_filename (self->base.service.root, "pictures.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_autoptr (LbZipWriter) zip = lb_zip_writer_new (G_OUTPUT_STREAM (stream));
  g_autoptr (GBytes) small = make_picture (300, 300, 0x112233);
  g_autoptr (GBytes) words = g_bytes_new_static ("GIF89a", 6);

  for (guint i = 0; i < n_images; i++)
    {
      g_autofree char *name = g_strdup_printf ("boats/%03u.png", i);
      g_autoptr (GBytes) picture = make_picture (1024, 1024, 0x100000 + i * 0x000811);

      g_assert_true (lb_zip_writer_add_bytes (zip, name, picture, NULL, &error));
    }
  g_assert_true (lb_zip_writer_add_bytes (zip, "boats/small.png", small, NULL, &error));
  g_assert_true (lb_zip_writer_add_bytes (zip, "boats/other.gif", words, NULL, &error));
  g_assert_true (lb_zip_writer_finish (zip, NULL, &error));
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error));
  g_assert_no_error (error);

  return g_file_get_uri (file);
}

static gboolean
has_ended (gpointer data)
{
  return lb_bulk_upload_get_ended (data);
}

static void
assert_imported (Fixture *self, LbBulkUpload *bulk)
{
  GListModel *images = lb_session_get_images (self->base.session, self->advanced);

  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "completed");
  g_assert_cmpint (lb_bulk_upload_get_done (bulk), ==, N_IMAGES);
  g_assert_cmpint (lb_bulk_upload_get_failed (bulk), ==, 2);
  g_assert_cmpuint (lb_bulk_upload_get_failures (bulk)->len, ==, 2);
  g_assert_cmpint (lb_bulk_upload_get_progress_percentage (bulk), ==, 100);
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, N_IMAGES);
  g_assert_cmpint (lb_dataset_get_images_count (self->advanced), ==, N_IMAGES);
}

static LbBulkUpload *
import (Fixture *self)
{
  g_autofree char *uri = make_zip (self, N_IMAGES);

  return wait_object (
    lb_session_bulk_upload (self->base.session, self->advanced, uri, TRUE, FALSE));
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = import (self);
  g_autoptr (LbBulkUpload) found = NULL;
  g_autofree char *again = NULL;

  g_assert_true (lb_session_get_bulk_upload (self->base.session, self->advanced) == bulk);
  g_assert_true (lb_session_is_importing (self->base.session, self->advanced) ==
                 !lb_bulk_upload_get_ended (bulk));
  wait_until (has_ended, bulk, "the end of the import");
  g_assert_false (lb_session_is_importing (self->base.session, self->advanced));
  assert_imported (self, bulk);
  found = wait_object (lb_session_find_bulk_upload (self->base.session, self->advanced));
  g_assert_true (found == bulk);

  again = wait_error (
    lb_session_bulk_upload (self->base.session, self->advanced, "file:///tmp/x.zip", TRUE, FALSE),
    LB_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (again, "R74"));
}

static void
test_no_import (Fixture *self, gconstpointer data)
{
  g_autofree char *none = wait_error (
    lb_session_find_bulk_upload (self->base.session, self->advanced), LB_ERROR_NOT_FOUND);
  g_autofree char *basic = wait_error (
    lb_session_find_bulk_upload (self->base.session, self->base.dataset), LB_ERROR_INVALID);
  g_autofree char *of_basic =
    wait_error (lb_session_bulk_upload (self->base.session, self->base.dataset, "file:///tmp/x.zip",
                                        TRUE, FALSE),
                LB_ERROR_INVALID);
  g_autofree char *no_address = wait_error (
    lb_session_bulk_upload (self->base.session, self->advanced, "ftp://a/x.zip", TRUE, FALSE),
    LB_ERROR_INVALID);

  g_assert_true (g_str_has_prefix (no_address, "R75"));
  g_assert_true (g_str_has_prefix (basic, "R83"));
  g_assert_true (g_str_has_prefix (of_basic, "R73"));
  g_assert_null (lb_session_get_bulk_upload (self->base.session, self->advanced));
}

/* R84: the service dies, is started again by the next look, and goes on. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  g_autoptr (LbBulkUpload) bulk = import (self);

  service_fixture_kill (&self->base.service);
  wait_until (has_ended, bulk, "the end of the import");
  assert_imported (self, bulk);
}

static gboolean
has_found (gpointer data)
{
  Fixture *self = data;
  LbBulkUpload *bulk = lb_session_get_bulk_upload (self->base.session, self->advanced);

  return bulk != NULL && lb_bulk_upload_get_ended (bulk);
}

/* The app is closed meanwhile: what became of it is there when it is opened again. */
static void
test_found_again (Fixture *self, gconstpointer data)
{
  gint64 id = lb_dataset_get_id (self->advanced);
  g_autoptr (LbBulkUpload) bulk = import (self);

  session_fixture_reopen (&self->base);
  session_clock_hurry (self->base.session);
  g_set_object (&self->advanced, lb_session_find_dataset (self->base.session, id));
  g_assert_null (lb_session_get_bulk_upload (self->base.session, self->advanced));
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->advanced)));
  wait_until (has_found, self, "the import");
  assert_imported (self, lb_session_get_bulk_upload (self->base.session, self->advanced));
}

static guint longest_ms;

static DexFuture *
note_wait_cb (guint wait_ms, gpointer data)
{
  longest_ms = MAX (longest_ms, wait_ms);
  return dex_timeout_new_msec (20);
}

static gint64
note_now_cb (gpointer data)
{
  return g_get_monotonic_time ();
}

/* Our own service is looked at as often as a person looks. */
static void
test_pace (Fixture *self, gconstpointer data)
{
  const LbSessionClock clock = { .now_us = note_now_cb, .wait = note_wait_cb };
  g_autoptr (LbBulkUpload) bulk = NULL;

  lb_session_set_clock (self->base.session, &clock, NULL);
  longest_ms = 0;
  bulk = import (self);
  wait_until (has_ended, bulk, "the end of the import");
  g_assert_cmpuint (longest_ms, >=, 1000);
  g_assert_cmpuint (longest_ms, <=, 4000);
}

/* Another program begins it after this one has asked whether there is any: seen at the next look.
 */
static void
test_other_program (Fixture *self, gconstpointer data)
{
  g_autofree char *uri = make_zip (self, N_IMAGES);
  g_autofree char *none = wait_error (
    lb_session_find_bulk_upload (self->base.session, self->advanced), LB_ERROR_NOT_FOUND);
  g_autoptr (LbBulkUpload) theirs = wait_object (lb_client_bulk_upload (
    self->base.session->client, lb_dataset_get_id (self->advanced), uri, TRUE, FALSE));

  g_assert_nonnull (theirs);
  g_assert_null (lb_session_get_bulk_upload (self->base.session, self->advanced));
  g_assert_true (wait_true (lb_session_load_images (self->base.session, self->advanced)));
  wait_until (has_found, self, "the import of the other program");
  assert_imported (self, lb_session_get_bulk_upload (self->base.session, self->advanced));
}

static void
test_download (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->base.service.root, "all.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LbBulkUpload) bulk = NULL;
  g_autoptr (LbDownload) links = NULL;
  g_autofree char *nothing =
    wait_error (lb_session_download (self->base.session, self->advanced), LB_ERROR_NOT_FOUND);
  g_autofree char *basic =
    wait_error (lb_session_download (self->base.session, self->base.dataset), LB_ERROR_CONFLICT);
  g_autofree char *forged = NULL;
  g_autofree char *message = NULL;
  g_autofree char *content = NULL;
  gsize length = 0;

  bulk = import (self);
  wait_until (has_ended, bulk, "the end of the import");
  links = wait_boxed (lb_session_download (self->base.session, self->advanced));
  g_assert_true (wait_true (
    lb_session_fetch_to_file (self->base.session, links->images_url, file, NULL, NULL, NULL)));
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (content, 2, "PK", 2);

  forged = g_strconcat (links->images_url, "x", NULL);
  message =
    wait_error (lb_session_fetch_to_file (self->base.session, forged, file, NULL, NULL, NULL),
                LB_ERROR_FORBIDDEN);
  g_clear_pointer (&content, g_free);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, 2, "PK", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/session/imports/R83-import", test_import);
  ADD ("/session/imports/R83-no-import", test_no_import);
  ADD ("/session/imports/R84-killed", test_killed);
  ADD ("/session/imports/R83-found-again", test_found_again);
  ADD ("/session/imports/R83-other-program", test_other_program);
  ADD ("/session/imports/R71-pace-here", test_pace);
  ADD ("/session/imports/R90-R92-download", test_download);
#undef ADD
  return g_test_run ();
}
