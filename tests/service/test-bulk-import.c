#include "lb-test-bulk.h"
#include "lb-test-inside.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "service/lb-bulk-import.h"
#include "service/lb-bulk-source.h"
#include "service/lb-store-bulk.h"

/* Bulk uploads in the test's own process, with a captioner and a disk that do as they are told. */

#define N_PICTURES 6
#define GIVE_UP_US (60 * G_USEC_PER_SEC)

static const guint short_waits_ms[] = { 1, 2, 5 };
static const guint long_waits_ms[] = { 10 * 60 * 1000 };

#define TEST_TYPE_CAPTIONER (test_captioner_get_type ())
G_DECLARE_FINAL_TYPE (TestCaptioner, test_captioner, TEST, CAPTIONER, GObject)

struct _TestCaptioner
{
  GObject parent_instance;

  gboolean slow;
  gboolean fails;
  guint n_asked;
};

static DexFuture *
test_captioner_caption (LbCaptioner *captioner, const LbCaptionRequest *request)
{
  TestCaptioner *self = TEST_CAPTIONER (captioner);

  self->n_asked++;
  if (self->fails)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "No words come");

  return dex_future_new_for_string ("{\"short_description\": \"automatic\"}");
}

static gboolean
test_captioner_answers_at_once (LbCaptioner *captioner)
{
  return !TEST_CAPTIONER (captioner)->slow;
}

static void
captioner_iface_init (LbCaptionerInterface *iface)
{
  iface->caption = test_captioner_caption;
  iface->answers_at_once = test_captioner_answers_at_once;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestCaptioner,
                               test_captioner,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CAPTIONER, captioner_iface_init))

static void
test_captioner_class_init (TestCaptionerClass *klass)
{
}

static void
test_captioner_init (TestCaptioner *self)
{
}

/* A legacy dataset, whose captions are plain words. */
typedef struct
{
  char *folder; /* (owned) */
  char *uri;    /* (owned) of a ZIP with pictures */
  char *mark;   /* (owned) */
  LbStore *store;
  TestCaptioner *captioner;
  LbIngest *ingest;
  LbFetch *fetch;
  LbCaptionRun *runs;
  LbBulkImport *bulk;
  gint64 dataset;
} Fixture;

static void
open_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = lb_store_open (self->folder, &error);
  g_assert_no_error (error);
  self->ingest = lb_ingest_new (lb_store_get_blobs (self->store));
  self->fetch = lb_fetch_new ();
  self->runs = lb_caption_run_new (self->store, LB_CAPTIONER (self->captioner));
  self->bulk = lb_bulk_import_new (self->store, self->ingest, LB_CAPTIONER (self->captioner),
                                   self->runs, self->fetch, self->folder, &error);
  g_assert_no_error (error);
  lb_bulk_import_set_waits (self->bulk, short_waits_ms, G_N_ELEMENTS (short_waits_ms));
}

static void
close_store (Fixture *self)
{
  lb_store_close (self->store);
  g_clear_object (&self->bulk);
  g_clear_object (&self->runs);
  g_clear_object (&self->fetch);
  g_clear_object (&self->ingest);
  g_clear_object (&self->store);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) draft = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  LbDatasetFields *fields = g_new0 (LbDatasetFields, 1);
  LbTestService place = { 0 };
  DexFuture *look;

  self->folder = g_dir_make_tmp ("lb-bulk-import-XXXXXX", NULL);
  self->captioner = g_object_new (TEST_TYPE_CAPTIONER, NULL);
  open_store (self);

  g_object_set (draft, "project-name", "P", "ip-medium", "photography", "ip-type", "other", NULL);
  project = lb_test_wait_object (lb_store_create_project (self->store, draft));
  fields->project_id = lb_project_get_id (project);
  fields->name = g_strdup ("D");
  fields->training_version = g_strdup ("max");
  fields->upload_type = g_strdup ("advanced");
  dataset = lb_test_wait_object (lb_store_create_dataset (self->store, fields));
  self->dataset = lb_dataset_get_id (dataset);

  place.folder = self->folder;
  self->uri = lb_test_zip_of_pictures (&place, "pictures.zip", N_PICTURES);
  look = lb_bulk_source_look (self->uri);
  self->mark = g_value_dup_string (lb_test_wait_for (look, NULL));
  dex_unref (look);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fault_vfs_mend ();
  close_store (self);
  g_clear_object (&self->captioner);
  fault_vfs_forget ();
  lb_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->uri);
  g_free (self->mark);
}

static void
start (Fixture *self)
{
  g_autoptr (LbBulkUpload) bulk = lb_test_wait_object (
    lb_store_start_bulk (self->store, self->dataset, self->uri, self->mark, TRUE));

  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, "pending");
  lb_bulk_import_start (self->bulk, self->dataset);
}

static void
run_until_idle (Fixture *self)
{
  gint64 start_us = g_get_monotonic_time ();

  while (lb_bulk_import_get_active (self->bulk) > 0 || lb_caption_run_get_active (self->runs) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
assert_state (Fixture *self, const char *status, int done, int failed)
{
  g_autoptr (LbBulkUpload) bulk =
    lb_test_wait_object (lb_store_get_bulk (self->store, self->dataset));

  g_assert_cmpstr (lb_bulk_upload_get_status (bulk), ==, status);
  g_assert_cmpint (lb_bulk_upload_get_done (bulk), ==, done);
  g_assert_cmpint (lb_bulk_upload_get_failed (bulk), ==, failed);
  g_assert_cmpint (lb_bulk_upload_get_total_processed (bulk), ==, done + failed);
}

static void
assert_images (Fixture *self, const char *caption, const char *source)
{
  DexFuture *list = lb_store_list_images (self->store, self->dataset, -1);
  GPtrArray *images = g_value_get_boxed (lb_test_wait_for (list, NULL));

  g_assert_cmpuint (images->len, ==, N_PICTURES);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);
      g_autofree char *name = g_strdup_printf ("picture-%u.jpg", i);

      g_assert_cmpstr (lb_image_get_image_name (image), ==, name);
      g_assert_cmpstr (lb_image_get_caption (image), ==, caption);
      g_assert_cmpstr (lb_image_get_caption_source (image), ==, source);
    }
  dex_unref (list);
}

/* R54: with a captioner that takes its time the captions follow in a run. */
static void
test_slow_captioner (Fixture *self, gconstpointer data)
{
  g_autoptr (LbDataset) dataset = NULL;

  self->captioner->slow = TRUE;
  start (self);
  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, "automatic", "automatic");
  dataset = lb_test_wait_object (lb_store_get_dataset (self->store, self->dataset));
  g_assert_cmpstr (lb_dataset_get_captions_update_status (dataset), ==, "completed");
  g_assert_cmpuint (self->captioner->n_asked, ==, N_PICTURES);
}

static void
test_failing_captioner (Fixture *self, gconstpointer data)
{
  self->captioner->fails = TRUE;
  start (self);
  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, NULL, "pending");
}

/* The job stays where it is while the disk fails, and goes on by itself when it does not. */
static void
test_disk (Fixture *self, gconstpointer data)
{
  const guint *skip = data;

  start (self);
  fault_vfs_fail (FAULT_WRITE, *skip, SQLITE_FULL);
  lb_test_run_until_written ((gint) *skip + 60);
  g_assert_cmpuint (fault_vfs_mend (), >, 2);
  g_assert_cmpuint (lb_bulk_import_get_active (self->bulk), ==, 1);

  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, "automatic", "automatic");
  /* Each picture was looked at once, however often it could not be noted. */
  g_assert_cmpuint (self->captioner->n_asked, ==, N_PICTURES);
}

static guint n_waits;

static GLogWriterOutput
count_waits (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_has_prefix (fields[i].value, "A bulk upload waits"))
      n_waits++;

  return g_log_writer_standard_streams (level, fields, n_fields, data);
}

/* The same when it is the pictures that can't be written. */
static void
test_blobs (Fixture *self, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (self->folder, "blobs", "fresh", NULL);

  g_assert_cmpint (g_rmdir (fresh), ==, 0);
  g_assert_true (g_file_set_contents (fresh, "in the way", -1, NULL));
  n_waits = 0;
  start (self);
  while (n_waits < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_unlink (fresh), ==, 0);
  g_assert_cmpint (g_mkdir (fresh, 0700), ==, 0);

  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, "automatic", "automatic");
}

/* Stopped while it waits, it goes at once, and is taken up at the next start. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (self->folder, "blobs", "fresh", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rmdir (fresh), ==, 0);
  g_assert_true (g_file_set_contents (fresh, "in the way", -1, NULL));
  lb_bulk_import_set_waits (self->bulk, long_waits_ms, G_N_ELEMENTS (long_waits_ms));
  n_waits = 0;
  start (self);
  while (n_waits < 2)
    g_main_context_iteration (NULL, TRUE);
  lb_bulk_import_stop (self->bulk);
  run_until_idle (self);
  assert_state (self, "processing", 0, 0);

  g_assert_cmpint (g_unlink (fresh), ==, 0);
  close_store (self);
  open_store (self);
  g_assert_true (lb_bulk_import_resume (self->bulk, &error));
  g_assert_cmpuint (lb_bulk_import_get_active (self->bulk), ==, 1);
  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, "automatic", "automatic");
}

/* (transfer full): where the file of the second picture goes. */
static char *
second_folder (Fixture *self)
{
  g_autoptr (GBytes) picture = lb_test_zip_dup_picture ("picture-1.jpg");
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  g_autofree char *name = g_strndup (sha256, 2);

  return g_build_filename (self->folder, "blobs", name, NULL);
}

/* Stopped while one waits behind others that are done: these are kept, and it is not passed over.
 */
static void
test_stop_behind (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = second_folder (self);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  lb_bulk_import_set_waits (self->bulk, long_waits_ms, G_N_ELEMENTS (long_waits_ms));
  n_waits = 0;
  start (self);
  while (n_waits < 1)
    g_main_context_iteration (NULL, TRUE);
  lb_bulk_import_stop (self->bulk);
  run_until_idle (self);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  close_store (self);
  open_store (self);
  g_assert_true (lb_bulk_import_resume (self->bulk, &error));
  run_until_idle (self);
  assert_state (self, "completed", N_PICTURES, 0);
  assert_images (self, "automatic", "automatic");
}

static LbPicture *
make_picture (void)
{
  LbPicture *picture = lb_picture_new ();

  picture->blob = g_strdup ("blob");
  picture->thumbnail = g_strdup ("thumbnail");
  picture->format = g_strdup ("jpeg");
  picture->source_sha256 = g_strdup ("sum");
  picture->width = picture->height = picture->source_width = picture->source_height = 1024;
  picture->size_bytes = 1;

  return picture;
}

/* R24, R77: an advanced dataset holds 5000 images, whatever the names of the entries say. */
static void
test_5001 (Fixture *self, gconstpointer data)
{
  GPtrArray *outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_bulk_outcome_free);
  g_autoptr (LbBulkUpload) bulk = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  LbBulkFailure *failure;

  bulk = lb_test_wait_object (
    lb_store_start_bulk (self->store, self->dataset, self->uri, self->mark, TRUE));
  g_clear_object (&bulk);
  for (guint i = 0; i <= LB_LIMIT_ADVANCED_IMAGES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      LbBulkOutcome *outcome = lb_bulk_outcome_new (i, name);

      outcome->picture = make_picture ();
      g_ptr_array_add (outcomes, outcome);
    }
  lb_test_wait_done (lb_store_set_bulk_working (self->store, self->dataset));
  lb_test_wait_done (
    lb_store_begin_bulk (self->store, self->dataset, LB_LIMIT_ADVANCED_IMAGES + 1));
  lb_test_wait_done (
    lb_store_step_bulk (self->store, self->dataset, outcomes, LB_LIMIT_ADVANCED_IMAGES + 1));
  lb_test_wait_done (lb_store_end_bulk (self->store, self->dataset, NULL, FALSE));

  assert_state (self, "completed", LB_LIMIT_ADVANCED_IMAGES, 1);
  bulk = lb_test_wait_object (lb_store_get_bulk (self->store, self->dataset));
  failure = g_ptr_array_index (lb_bulk_upload_get_failures (bulk), 0);
  g_assert_cmpstr (failure->filename, ==, "5000");
  g_assert_cmpint (failure->error_code, ==, 413);
  dataset = lb_test_wait_object (lb_store_get_dataset (self->store, self->dataset));
  g_assert_cmpint (lb_dataset_get_images_count (dataset), ==, LB_LIMIT_ADVANCED_IMAGES);
}

int
main (int argc, char **argv)
{
  static const guint skips[] = { 0, 3, 9, 14, 22 };

  g_log_set_writer_func (count_waits, NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/bulk-import/R54-captions-follow-in-a-run", NULL, test_slow_captioner);
  ADD ("/bulk-import/R54-no-caption-no-harm", NULL, test_failing_captioner);
  for (guint i = 0; i < G_N_ELEMENTS (skips); i++)
    {
      g_autofree char *path = g_strdup_printf ("/bulk-import/R84-full-disk/%u", skips[i]);

      ADD (path, &skips[i], test_disk);
    }
  ADD ("/bulk-import/R84-no-room-for-pictures", NULL, test_blobs);
  ADD ("/bulk-import/R84-stopped-while-it-waits", NULL, test_stop);
  ADD ("/bulk-import/R84-stopped-while-a-later-one-waits", NULL, test_stop_behind);
  ADD ("/bulk-import/R77-5001st-image-is-skipped", NULL, test_5001);
#undef ADD

  return g_test_run ();
}
