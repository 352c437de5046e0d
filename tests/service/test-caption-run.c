#include "lb-test-inside.h"
#include "lb-test-service.h"

#include "../storage/fault-vfs.h"
#include "base/lb-error.h"
#include "service/lb-caption-run.h"
#include "service/lb-captioner.h"
#include "service/lb-store.h"

#define N_IMAGES 3
#define GIVE_UP_US (30 * G_USEC_PER_SEC)

static const guint short_waits_ms[] = { 1, 2 };
static const guint long_waits_ms[] = { 10 * 60 * 1000 };

/* A captioner that answers when it is told to, or at once. */
#define TEST_TYPE_CAPTIONER (test_captioner_get_type ())
G_DECLARE_FINAL_TYPE (TestCaptioner, test_captioner, TEST, CAPTIONER, GObject)

struct _TestCaptioner
{
  GObject parent_instance;

  gboolean waits;
  gboolean fails;
  DexPromise *asked; /* (owned) (nullable) the last question that waits for its answer */
  guint n_asked;
};

static DexFuture *
test_captioner_caption (LbCaptioner *captioner, const LbCaptionRequest *request)
{
  TestCaptioner *self = TEST_CAPTIONER (captioner);

  self->n_asked++;
  if (self->fails)
    return dex_future_new_reject (LB_CAPTIONER_ERROR, LB_CAPTIONER_ERROR_FAILED, "No words");
  if (!self->waits)
    return dex_future_new_for_string ("{\"short_description\": \"automatic\"}");

  dex_clear (&self->asked);
  self->asked = dex_promise_new ();

  return dex_ref (DEX_FUTURE (self->asked));
}

static void
test_captioner_answer (TestCaptioner *self)
{
  dex_promise_resolve_string (self->asked, g_strdup ("{\"short_description\": \"automatic\"}"));
  dex_clear (&self->asked);
}

static void
captioner_iface_init (LbCaptionerInterface *iface)
{
  iface->caption = test_captioner_caption;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestCaptioner,
                               test_captioner,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LB_TYPE_CAPTIONER, captioner_iface_init))

static void
test_captioner_finalize (GObject *object)
{
  dex_clear (&TEST_CAPTIONER (object)->asked);

  G_OBJECT_CLASS (test_captioner_parent_class)->finalize (object);
}

static void
test_captioner_class_init (TestCaptionerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_captioner_finalize;
}

static void
test_captioner_init (TestCaptioner *self)
{
}

/* A legacy dataset, whose captions are plain words, with pictures and a run that is noted. */
typedef struct
{
  char *folder; /* (owned) */
  LbStore *store;
  TestCaptioner *captioner;
  LbCaptionRun *runs;
  gint64 dataset;
  gint64 images[N_IMAGES];
} Fixture;

static void
open_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = lb_store_open (self->folder, &error);
  g_assert_no_error (error);
  self->runs = lb_caption_run_new (self->store, LB_CAPTIONER (self->captioner));
  lb_caption_run_set_waits (self->runs, short_waits_ms, G_N_ELEMENTS (short_waits_ms));
}

static void
close_store (Fixture *self)
{
  lb_store_close (self->store);
  g_clear_object (&self->runs);
  g_clear_object (&self->store);
}

static void
add_pictures (Fixture *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("picture", 7);
  g_autoptr (DexFuture) put = lb_blobs_put (lb_store_get_blobs (self->store), bytes, NULL);
  LbBlobHold *hold = g_value_get_boxed (lb_test_wait_for (put, NULL));
  const char *blob = lb_blob_hold_get_name (hold);

  for (guint i = 0; i < N_IMAGES; i++)
    {
      LbPicture picture = { .blob = (char *) blob,
                            .thumbnail = (char *) blob,
                            .format = (char *) "png",
                            .width = 1024,
                            .height = 1024,
                            .size_bytes = 7,
                            .source_sha256 = (char *) blob };
      g_autoptr (LbImage) image = lb_test_wait_object (
        lb_store_add_image (self->store, self->dataset, NULL, &picture, "old"));

      self->images[i] = lb_image_get_id (image);
    }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (LbProject) draft = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  LbDatasetFields *fields = g_new0 (LbDatasetFields, 1);

  self->folder = g_dir_make_tmp ("lb-caption-run-XXXXXX", NULL);
  self->captioner = g_object_new (TEST_TYPE_CAPTIONER, NULL);
  open_store (self);

  g_object_set (draft, "project-name", "P", "ip-medium", "photography", "ip-type", "other", NULL);
  project = lb_test_wait_object (lb_store_create_project (self->store, draft));
  fields->project_id = lb_project_get_id (project);
  fields->name = g_strdup ("D");
  fields->training_version = g_strdup ("max");
  dataset = lb_test_wait_object (lb_store_create_dataset (self->store, fields));
  self->dataset = lb_dataset_get_id (dataset);
  add_pictures (self);
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
}

static void
start_run (Fixture *self)
{
  g_autoptr (LbDataset) dataset =
    lb_test_wait_object (lb_store_start_run (self->store, self->dataset));

  g_assert_cmpstr (lb_dataset_get_captions_update_status (dataset), ==, "in_progress");
  lb_caption_run_start (self->runs, self->dataset);
}

static void
run_until_idle (Fixture *self)
{
  gint64 start_us = g_get_monotonic_time ();

  while (lb_caption_run_get_active (self->runs) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
run_until_asked (Fixture *self, guint n_asked)
{
  gint64 start_us = g_get_monotonic_time ();

  while (self->captioner->n_asked < n_asked)
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
assert_status (Fixture *self, const char *status)
{
  g_autoptr (LbDataset) dataset =
    lb_test_wait_object (lb_store_get_dataset (self->store, self->dataset));

  g_assert_cmpstr (lb_dataset_get_captions_update_status (dataset), ==, status);
}

static void
assert_caption (Fixture *self, guint i, const char *caption, const char *source)
{
  g_autoptr (LbImage) image =
    lb_test_wait_object (lb_store_get_image (self->store, self->dataset, self->images[i]));

  g_assert_cmpstr (lb_image_get_caption (image), ==, caption);
  g_assert_cmpstr (lb_image_get_caption_source (image), ==, source);
}

static void
write_by_hand (Fixture *self, guint i)
{
  g_autoptr (LbImage) image = lb_test_wait_object (
    lb_store_set_caption (self->store, self->dataset, self->images[i], "by hand"));

  g_assert_cmpstr (lb_image_get_caption_source (image), ==, "manual");
}

typedef struct
{
  FaultOperation operation;
  guint skip;
  int code;
} Fault;

/* The run stays where it is while the disk fails, and goes on by itself when it does not. */
static void
test_disk (Fixture *self, gconstpointer data)
{
  const Fault *fault = data;
  guint n_failed;

  start_run (self);
  fault_vfs_fail (fault->operation, fault->skip, fault->code);
  lb_test_run_until_written (80);
  n_failed = fault_vfs_mend ();
  g_assert_cmpuint (n_failed, >, 2);
  g_assert_cmpuint (lb_caption_run_get_active (self->runs), ==, 1);
  assert_status (self, "in_progress");

  run_until_idle (self);
  assert_status (self, "completed");
  for (guint i = 0; i < N_IMAGES; i++)
    assert_caption (self, i, "automatic", "automatic");
  /* Each picture was looked at once, however often it could not be written. */
  g_assert_cmpuint (self->captioner->n_asked, ==, N_IMAGES);
}

/* Stopped while it waits, it goes at once, and is taken up at the next start. */
static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) left = NULL;

  lb_caption_run_set_waits (self->runs, long_waits_ms, G_N_ELEMENTS (long_waits_ms));
  start_run (self);
  fault_vfs_fail (FAULT_WRITE, 0, SQLITE_FULL);
  run_until_asked (self, 1);
  assert_status (self, "in_progress");
  lb_caption_run_stop (self->runs);
  run_until_idle (self);
  fault_vfs_mend ();

  close_store (self);
  open_store (self);
  left = lb_store_list_runs (self->store, NULL);
  g_assert_cmpuint (left->len, ==, 1);
  lb_caption_run_start (self->runs, g_array_index (left, gint64, 0));
  run_until_idle (self);
  assert_status (self, "completed");
  assert_caption (self, N_IMAGES - 1, "automatic", "automatic");
}

/* R69: the captioner's own failures cost the caption, not the run. */
static void
test_captioner_fails (Fixture *self, gconstpointer data)
{
  self->captioner->fails = TRUE;
  start_run (self);
  run_until_idle (self);
  assert_status (self, "completed");
  g_assert_cmpuint (self->captioner->n_asked, ==, N_IMAGES);
  for (guint i = 0; i < N_IMAGES; i++)
    assert_caption (self, i, "old", "automatic");
}

static void
test_dataset_goes (Fixture *self, gconstpointer data)
{
  DexFuture *gone;

  self->captioner->waits = TRUE;
  start_run (self);
  run_until_asked (self, 1);
  gone = lb_store_delete_dataset (self->store, self->dataset);
  g_assert_nonnull (lb_test_wait_for (gone, NULL));
  dex_unref (gone);
  test_captioner_answer (self->captioner);
  run_until_idle (self);
}

/* What a person writes while the captioner looks at the same picture stays. */
static void
test_by_hand_meanwhile (Fixture *self, gconstpointer data)
{
  write_by_hand (self, 1);
  self->captioner->waits = TRUE;
  start_run (self);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      run_until_asked (self, i + 1);
      if (i == 0)
        write_by_hand (self, 0);
      test_captioner_answer (self->captioner);
    }
  run_until_idle (self);

  assert_status (self, "completed");
  assert_caption (self, 0, "by hand", "manual");
  /* R68: the run rewrites what stood there before it came. */
  assert_caption (self, 1, "automatic", "automatic");
  assert_caption (self, 2, "automatic", "automatic");
}

static void
test_one_meanwhile (Fixture *self, gconstpointer data)
{
  g_autoptr (DexFuture) read = lb_store_get_picture (self->store, self->images[0]);
  const LbPicture *picture = g_value_get_boxed (lb_test_wait_for (read, NULL));
  g_autoptr (DexFuture) late = NULL;
  g_autoptr (DexFuture) again = NULL;
  g_autoptr (DexFuture) set = NULL;
  g_autoptr (GError) error = NULL;

  write_by_hand (self, 0);
  late = lb_store_set_automatic_caption (self->store, picture, "automatic");
  g_assert_null (lb_test_wait_for (late, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  assert_caption (self, 0, "by hand", "manual");

  /* Asked for after that it is written. */
  again = lb_store_get_picture (self->store, self->images[0]);
  picture = g_value_get_boxed (lb_test_wait_for (again, NULL));
  set = lb_store_set_automatic_caption (self->store, picture, "automatic");
  g_assert_nonnull (lb_test_wait_for (set, NULL));
  assert_caption (self, 0, "automatic", "automatic");
}

int
main (int argc, char **argv)
{
  static const Fault full = { FAULT_WRITE, 0, SQLITE_FULL };
  static const Fault broken = { FAULT_WRITE, 3, SQLITE_IOERR_WRITE };
  static const Fault unsynced = { FAULT_SYNC, 1, SQLITE_IOERR_FSYNC };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

#define ADD(path, data, function)                                                                  \
  g_test_add ("/caption-run/" path, Fixture, data, set_up, function, tear_down)
  ADD ("disk/full", &full, test_disk);
  ADD ("disk/broken", &broken, test_disk);
  ADD ("disk/unsynced", &unsynced, test_disk);
  ADD ("stop", NULL, test_stop);
  ADD ("captioner-fails", NULL, test_captioner_fails);
  ADD ("dataset-goes", NULL, test_dataset_goes);
  ADD ("by-hand-meanwhile", NULL, test_by_hand_meanwhile);
  ADD ("one-meanwhile", NULL, test_one_meanwhile);

  return g_test_run ();
}
