#include "lb-test-database.h"
#include "lb-test-inside.h"

#include <string.h>

#include <glib/gstdio.h>

#include "service/lb-store-private.h"

#define FORMAT G_GINT64_FORMAT
#define PATIENCE_US (30 * G_USEC_PER_SEC)

/* (transfer full): where @column of the image's row says that its file is. */
static char *
find_file (LbTestService *service, gint64 image, const char *column)
{
  g_autofree char *name =
    lb_test_sql_text (service, "SELECT %s FROM image WHERE id = %" FORMAT, column, image);
  char *path = lb_test_blob_path (service, name);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  return path;
}

static void delete (LbTestService *service, const char *what, gint64 id)
{
  g_autofree char *path = lb_test_path ("%s/%" FORMAT, what, id);

  lb_test_done (service, "DELETE", path, NULL, 204);
}

/* Until all that was deleted has been looked at; what was to go has gone then. */
static void
wait_for_sweep (LbTestService *service)
{
  const gint64 start_us = g_get_monotonic_time ();
  gboolean swept = FALSE;

  while (!swept)
    {
      g_autofree char *left = lb_test_sql_text (service, "SELECT count(*) FROM blob_left");

      g_assert_cmpint (g_get_monotonic_time () - start_us, <, PATIENCE_US);
      swept = g_str_equal (left, "0");
      g_main_context_iteration (NULL, FALSE);
    }
}

static gboolean
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What no other image needs is gone while the service runs on; the rest stays: what is in another
 * dataset, what is a copy's, and what was deleted there and can come back. */
static void
test_dataset (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 project = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, project, "");
  gint64 other = lb_test_add_dataset (service, project, "");
  g_autoptr (GBytes) own = lb_test_picture (1024, 1024, FALSE, "jpeg", 1);
  g_autoptr (GBytes) shared = lb_test_picture (1024, 1024, FALSE, "jpeg", 2);
  g_autoptr (GBytes) hidden = lb_test_picture (1024, 1024, FALSE, "jpeg", 3);
  gint64 own_id = lb_test_upload (service, dataset, own);
  gint64 shared_id = lb_test_upload (service, dataset, shared);
  gint64 hidden_id = lb_test_upload (service, dataset, hidden);
  gint64 elsewhere_id = lb_test_upload (service, other, shared);
  gint64 back_id = lb_test_upload (service, other, hidden);
  g_autofree char *own_file = find_file (service, own_id, "blob");
  g_autofree char *own_thumbnail = find_file (service, own_id, "thumbnail");
  g_autofree char *shared_file = find_file (service, shared_id, "blob");
  g_autofree char *shared_thumbnail = find_file (service, elsewhere_id, "thumbnail");
  g_autofree char *hidden_file = find_file (service, hidden_id, "blob");
  g_autofree char *place = lb_test_path ("datasets/%" FORMAT "/images", other);
  g_autofree char *back = g_strdup_printf (
    "/lookbook/v1/datasets/%" FORMAT "/images/%" FORMAT "/undelete", other, back_id);

  delete (service, place + strlen ("/v1/tailored-gen/"), back_id);
  delete (service, "datasets", dataset);
  wait_for_sweep (service);
  g_assert_false (is_there (own_file));
  g_assert_false (is_there (own_thumbnail));
  g_assert_true (is_there (shared_file));
  g_assert_true (is_there (shared_thumbnail));
  g_assert_true (is_there (hidden_file));

  lb_test_done (service, "POST", back, NULL, 200);
  lb_test_done (service, "GET", place, NULL, 200);
  g_assert_cmpuint (lb_test_count (service), ==, 2);

  /* The same picture can come again. */
  lb_test_upload (service, other, own);
  g_assert_true (is_there (own_file));
  delete (service, "projects", project);
  wait_for_sweep (service);
  g_assert_false (is_there (own_file));
  g_assert_false (is_there (shared_file));
  g_assert_false (is_there (shared_thumbnail));
  g_assert_false (is_there (hidden_file));
  lb_test_service_free (service);
}

/* More than are looked at in one go. */
static void
test_many (void)
{
  LbTestService *service = lb_test_service_new ();
  gint64 project = lb_test_add_project (service);
  gint64 dataset = lb_test_add_dataset (service, project, "");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 70; i++)
    {
      g_autoptr (GBytes) picture = lb_test_picture (1024, 1024, FALSE, "jpeg", i);
      gint64 id = lb_test_upload (service, dataset, picture);

      g_ptr_array_add (files, find_file (service, id, "blob"));
      g_ptr_array_add (files, find_file (service, id, "thumbnail"));
    }

  delete (service, "datasets", dataset);
  wait_for_sweep (service);
  for (guint i = 0; i < files->len; i++)
    g_assert_false (is_there (files->pdata[i]));
  lb_test_service_free (service);
}

/* A store in this process, where it can be told when what happens. */
typedef struct
{
  char *folder; /* (owned) */
  LbStore *store;
  gint64 project;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbProject) draft = lb_project_new (1);
  g_autoptr (LbProject) project = NULL;

  self->folder = g_dir_make_tmp ("lb-sweep-XXXXXX", NULL);
  self->store = lb_store_open (self->folder, &error);
  g_assert_no_error (error);
  g_object_set (draft, "project-name", "P", "ip-medium", "photography", "ip-type", "other", NULL);
  project = lb_test_wait_object (lb_store_create_project (self->store, draft));
  self->project = lb_project_get_id (project);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_store_close (self->store);
  g_clear_object (&self->store);
  lb_test_remove_tree (self->folder);
  g_free (self->folder);
}

static gint64
add_dataset (Fixture *self)
{
  g_autoptr (LbDataset) dataset = NULL;
  LbDatasetFields *fields = g_new0 (LbDatasetFields, 1);

  fields->project_id = self->project;
  fields->name = g_strdup ("D");
  dataset = lb_test_wait_object (lb_store_create_dataset (self->store, fields));

  return lb_dataset_get_id (dataset);
}

/* (transfer full): it is on the disk; no image names it. */
static LbPicture *
put (Fixture *self, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (DexFuture) future = lb_blobs_put (lb_store_get_blobs (self->store), bytes, NULL);
  LbPicture *picture = lb_picture_new ();

  picture->blob_hold = g_value_dup_boxed (lb_test_wait_for (future, NULL));
  picture->thumbnail_hold = lb_blob_hold_ref (picture->blob_hold);
  picture->blob = g_strdup (lb_blob_hold_get_name (picture->blob_hold));
  picture->thumbnail = g_strdup (picture->blob);
  picture->format = g_strdup ("png");
  picture->source_sha256 = g_strdup (picture->blob);

  return picture;
}

static void
add (Fixture *self, gint64 dataset, const LbPicture *picture)
{
  g_object_unref (
    lb_test_wait_object (lb_store_add_image (self->store, dataset, NULL, picture, NULL)));
}

static gboolean
has_blob (Fixture *self, const char *name)
{
  guint64 size_bytes;
  g_autofd int fd = lb_blobs_open (lb_store_get_blobs (self->store), name, &size_bytes, NULL);

  return fd >= 0;
}

static void
wait_until_gone (Fixture *self, const char *name)
{
  const gint64 start_us = g_get_monotonic_time ();

  while (has_blob (self, name))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, PATIENCE_US);
      g_main_context_iteration (NULL, FALSE);
    }
}

/* Deletes a dataset with a picture of its own, and returns when that has gone from the disk; what
 * was deleted before has been looked at then. */
static void
delete_and_sweep (Fixture *self, gint64 dataset)
{
  g_autoptr (LbPicture) last = put (self, "last");

  add (self, dataset, last);
  g_clear_pointer (&last->blob_hold, lb_blob_hold_unref);
  g_clear_pointer (&last->thumbnail_hold, lb_blob_hold_unref);
  lb_test_wait_done (lb_store_delete_dataset (self->store, dataset));
  wait_until_gone (self, last->blob);
  /* The rest of the same round. */
  g_object_unref (lb_test_wait_object (lb_store_get_project (self->store, self->project)));
}

/* A picture that is put while the last image of the same content goes stays for its own image. */
static void
test_held (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_dataset (self);
  gint64 next = add_dataset (self);
  g_autoptr (LbPicture) first = put (self, "the same");
  g_autoptr (LbPicture) second = NULL;
  g_autofree char *name = g_strdup (first->blob);

  add (self, dataset, first);
  g_clear_pointer (&first, lb_picture_free);
  second = put (self, "the same");
  delete_and_sweep (self, dataset);
  g_assert_true (has_blob (self, name));

  add (self, next, second);
  g_clear_pointer (&second, lb_picture_free);
  delete_and_sweep (self, add_dataset (self));
  g_assert_true (has_blob (self, name));

  delete_and_sweep (self, next);
  g_assert_false (has_blob (self, name));
}

/* One whose image never came goes once it is clear that none will. */
static void
test_given_up (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_dataset (self);
  g_autoptr (LbPicture) first = put (self, "the same");
  g_autoptr (LbPicture) second = put (self, "the same");
  g_autofree char *name = g_strdup (first->blob);

  add (self, dataset, first);
  g_clear_pointer (&first, lb_picture_free);
  delete_and_sweep (self, dataset);
  g_assert_true (has_blob (self, name));

  g_clear_pointer (&second, lb_picture_free);
  wait_until_gone (self, name);
}

/* Rows that damage has swallowed may name the same picture. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_dataset (self);
  g_autoptr (LbPicture) picture = put (self, "content");

  add (self, dataset, picture);
  g_clear_pointer (&picture->blob_hold, lb_blob_hold_unref);
  g_clear_pointer (&picture->thumbnail_hold, lb_blob_hold_unref);
  self->store->damaged = TRUE;
  lb_test_wait_done (lb_store_delete_dataset (self->store, dataset));
  g_assert_true (lb_store_end_sweep (self->store));
  g_assert_true (has_blob (self, picture->blob));
}

/* What was deleted before a kill goes at the start. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  gint64 dataset = add_dataset (self);
  g_autoptr (LbPicture) picture = put (self, "content");
  g_autoptr (GError) error = NULL;

  add (self, dataset, picture);
  lb_test_wait_done (lb_store_delete_dataset (self->store, dataset));
  lb_store_close (self->store);
  g_clear_object (&self->store);
  self->store = lb_store_open (self->folder, &error);
  g_assert_no_error (error);
  g_assert_false (has_blob (self, picture->blob));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/sweep/dataset", test_dataset);
  g_test_add_func ("/sweep/many", test_many);
  g_test_add ("/sweep/held", Fixture, NULL, set_up, test_held, tear_down);
  g_test_add ("/sweep/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/sweep/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/sweep/restart", Fixture, NULL, set_up, test_restart, tear_down);

  return g_test_run ();
}
