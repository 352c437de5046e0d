#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "model/lb-image-name.h"
#include "session/lb-session-history.h"
#include "session/lb-trash-private.h"
#include "test-session-fixture.h"

/* What is deleted is hidden at once, copied before the service hears of it, and can be had back. */

#define N_IMAGES 6
#define N_ADVANCED 300

static GListModel *
images (SessionFixture *self)
{
  return lb_session_get_images (self->session, self->dataset);
}

static LbTrash *
trash (SessionFixture *self)
{
  return lb_session_get_trash (self->session);
}

static guint
n_in_trash (SessionFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (trash (self)));
}

static LbDeletion *
delete_image (SessionFixture *self)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();

  g_ptr_array_add (doomed, self->image);

  return lb_session_delete_images (self->session, doomed);
}

static gboolean
is_settled (gpointer data)
{
  return lb_trash_get_n_waiting (trash (data)) == 0;
}

static void
wait_settled (SessionFixture *self)
{
  wait_until (is_settled, self, "what was deleted to be gone at the service");
}

/* How many images the service really has, as another session sees it. */
static guint
n_at_service (SessionFixture *self)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  SessionFixture there = { .service = self->service, .base_url = self->base_url };
  g_autoptr (LbSession) other = NULL;
  LbDataset *dataset = NULL;
  guint n = 0;

  there.service.state_dir = state;
  other = session_fixture_open (&there);
  dataset = lb_session_find_dataset (other, lb_dataset_get_id (self->dataset));
  if (dataset != NULL)
    {
      g_assert_true (wait_true (lb_session_load_images (other, dataset)));
      n = g_list_model_get_n_items (lb_session_get_images (other, dataset));
    }
  lb_session_close (other);

  return n;
}

static char *
hash_picture (SessionFixture *self, LbImage *image)
{
  g_autoptr (GBytes) bytes = wait_boxed (lb_session_fetch_picture (self->session, image));

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

static void
reopen (SessionFixture *self)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);

  session_fixture_drop_objects (self);
  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = session_fixture_open (self);
  g_set_object (&self->dataset, lb_session_find_dataset (self->session, dataset_id));
  if (self->dataset != NULL)
    g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
}

static void
test_nothing_sent_before_commit (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = delete_image (self);
  gint64 id = lb_image_get_id (self->image);

  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 0);
  g_assert_null (lb_session_find_image (self->session, id));
  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 0);
  g_assert_cmpuint (n_at_service (self), ==, 1);
  g_assert_cmpuint (n_in_trash (self), ==, 0);

  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpint (lb_deletion_get_state (deletion), ==, LB_DELETION_UNDONE);
  g_assert_true (lb_session_find_image (self->session, id) == self->image);
  g_assert_cmpuint (n_at_service (self), ==, 1);
}

static void
test_commit (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *kept = NULL;
  GStatBuf status;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_assert_cmpuint (n_at_service (self), ==, 0);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  g_assert_cmpstr (lb_trash_item_get_name (item), ==, "picture.png");
  g_assert_cmpstr (lb_trash_item_get_place (item), ==, "First");
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS);
  bytes = wait_boxed (lb_trash_load_picture (trash (self), item));
  kept = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_assert_cmpstr (kept, ==, sha256);
  g_assert_cmpint (lb_trash_item_get_size_bytes (item), ==, g_bytes_get_size (bytes));
}

static gboolean
has_no_file (gpointer path)
{
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_restore (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strchomp (make_prompt ("Mine."));
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autofree char *again = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (LbImage) back = NULL;
  gint64 id = lb_image_get_id (self->image);

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  g_assert_true (wait_true (lb_session_set_approved (self->session, self->image, TRUE)));
  deletion = delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);

  reopen (self);
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 0);
  g_assert_cmpuint (n_in_trash (self), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  back = wait_object (lb_trash_restore (trash (self), item));
  if (self->base_url == NULL)
    g_assert_cmpint (lb_image_get_id (back), ==, id);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  again = hash_picture (self, back);
  g_assert_cmpstr (again, ==, sha256);
  shown = lb_session_dup_caption_text (self->session, back);
  g_assert_cmpstr (shown, ==, text);
  g_assert_true (lb_session_is_approved (self->session, back));
  wait_until (has_no_file, path, "the copy to go");
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)) &&
                  lb_history_step_get_kind (lb_history_get_undo_step (
                    lb_session_get_history (self->session))) == LB_HISTORY_DELETE);
}

/* The child: deletes and is killed. DATA-DIR STATE-DIR DATASET IMAGE COMMITS */
G_NORETURN static void
delete_and_die (char **argv)
{
  SessionFixture self = { .session = lb_session_new_local (argv[0], argv[1]) };
  LbDeletion *deletion = NULL;

  g_assert_true (wait_true (lb_session_open (self.session)));
  self.dataset = lb_session_find_dataset (self.session, g_ascii_strtoll (argv[2], NULL, 10));
  g_assert_true (wait_true (lb_session_load_images (self.session, self.dataset)));
  self.image = lb_session_find_image (self.session, g_ascii_strtoll (argv[3], NULL, 10));
  deletion = delete_image (&self);
  g_assert_true (
    wait_true (*argv[4] == '1' ? lb_deletion_commit (deletion) : lb_deletion_when_kept (deletion)));
  kill (getpid (), SIGKILL);
  _exit (1);
}

static void
test_kill (SessionFixture *self, gconstpointer data)
{
  const gboolean commits = GPOINTER_TO_INT (data);
  const gint64 image_id = lb_image_get_id (self->image);
  const gint64 dataset_id = lb_dataset_get_id (self->dataset);
  g_autofree char *image_words = g_strdup_printf ("%" G_GINT64_FORMAT, image_id);
  g_autofree char *dataset_words = g_strdup_printf ("%" G_GINT64_FORMAT, dataset_id);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", "--delete",
                            self->service.data_dir, self->service.state_dir, dataset_words,
                            image_words, commits ? "1" : "0", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));

  self->session = session_fixture_open (self);
  g_set_object (&self->dataset, lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  if (commits)
    wait_settled (self);
  g_assert_cmpuint (n_in_trash (self), ==, commits ? 1 : 0);
  g_assert_cmpuint (n_at_service (self), ==, commits ? 0 : 1);
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, commits ? 0 : 1);
  g_assert_cmpint (lb_history_get_can_undo (lb_session_get_history (self->session)), ==, commits);
}

/* Closing in good order closes the toast too. */
static void
test_close_commits (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = delete_image (self);

  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  g_clear_object (&self->image);
  reopen (self);
  g_clear_object (&deletion);
  wait_settled (self);
  g_assert_cmpuint (n_in_trash (self), ==, 1);
  g_assert_cmpuint (n_at_service (self), ==, 0);
}

static char *
nth_caption (SessionFixture *self, guint n)
{
  g_autoptr (LbImage) image = g_list_model_get_item (images (self), n);

  return lb_session_dup_caption_text (self->session, image);
}

static char *
nth_hash (SessionFixture *self, guint n)
{
  g_autoptr (LbImage) image = g_list_model_get_item (images (self), n);

  return hash_picture (self, image);
}

static void
fill_dataset (SessionFixture *self)
{
  session_fixture_set_schema (self);
  for (guint i = 1; i < N_IMAGES; i++)
    {
      g_autofree char *words = g_strdup_printf ("Number %u.", i);
      g_autofree char *text = g_strchomp (make_prompt (words));
      g_autoptr (LbImage) image = session_fixture_upload (self, 0x102030 * i);

      g_assert_true (wait_true (lb_session_edit_caption (self->session, image, text)));
    }
}

static void
test_dataset (SessionFixture *self, gconstpointer data)
{
  const gboolean by_undo = GPOINTER_TO_INT (data);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autofree char *schema = NULL;
  char *captions[N_IMAGES];
  char *hashes[N_IMAGES];
  gint64 old_id = lb_dataset_get_id (self->dataset);

  fill_dataset (self);
  schema = g_strdup (lb_dataset_get_visual_schema (self->dataset));
  for (guint i = 0; i < N_IMAGES; i++)
    {
      captions[i] = nth_caption (self, i);
      hashes[i] = nth_hash (self, i);
    }

  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_null (lb_session_find_dataset (self->session, old_id));
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  reopen (self);
  g_assert_null (lb_session_find_dataset (self->session, old_id));
  g_assert_cmpuint (n_in_trash (self), ==, 1);

  if (by_undo)
    g_object_unref (wait_object (lb_session_undo (self->session)));
  else
    {
      g_autoptr (LbTrashItem) item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
      g_autoptr (GBytes) thumbnail = wait_boxed (lb_trash_load_picture (trash (self), item));

      g_assert_true (lb_trash_item_is_dataset (item));
      g_assert_cmpuint (lb_trash_item_get_n_images (item), ==, N_IMAGES);
      g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, N_IMAGES);
      g_assert_cmpint (g_bytes_get_size (thumbnail), >, 0);
      g_object_unref (wait_object (lb_trash_restore (trash (self), item)));
    }
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "First");
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->dataset), ==, schema);
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, N_IMAGES);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autofree char *caption = nth_caption (self, i);
      g_autofree char *hash = nth_hash (self, i);

      g_assert_cmpstr (caption, ==, captions[i]);
      g_assert_cmpstr (hash, ==, hashes[i]);
      g_free (captions[i]);
      g_free (hashes[i]);
    }
}

/* Many at once are one step, also after a restart: all are back, as they were and in their order
 * here; elsewhere the service orders what it is sent anew. */
static void
test_many (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbHistoryStep) step = NULL;
  g_autofree char *text = g_strchomp (make_prompt ("Number 0."));

  fill_dataset (self);
  session_fixture_edit (self, text);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      LbImage *image = g_list_model_get_item (images (self), i);

      g_ptr_array_add (doomed, image);
      g_hash_table_insert (wanted, nth_caption (self, i), nth_hash (self, i));
    }
  g_assert_cmpuint (g_hash_table_size (wanted), ==, N_IMAGES);

  deletion = lb_session_delete_images (self->session, doomed);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  reopen (self);
  g_assert_cmpuint (n_at_service (self), ==, 0);
  g_assert_cmpuint (n_in_trash (self), ==, N_IMAGES);

  step = wait_object (lb_session_undo (self->session));
  g_assert_cmpint (lb_history_step_get_kind (step), ==, LB_HISTORY_DELETE);
  g_assert_cmpuint (lb_history_step_get_count (step), ==, N_IMAGES);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_cmpuint (n_at_service (self), ==, N_IMAGES);
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images (self), i);
      g_autofree char *words = nth_caption (self, i);
      g_autofree char *hash = nth_hash (self, i);

      g_assert_cmpstr (g_hash_table_lookup (wanted, words), ==, hash);
      if (self->base_url == NULL)
        g_assert_cmpint (lb_image_get_id (image), ==,
                         lb_image_get_id (g_ptr_array_index (doomed, i)));
    }
}

static void
test_dataset_without_copy (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = lb_session_trash_dataset (self->session, self->dataset, FALSE);

  g_assert_true (lb_history_get_can_undo (lb_session_get_history (self->session)));
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)));
  wait_settled (self);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  reopen (self);
  g_assert_null (self->dataset);
}

static void
test_project (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  deletion = lb_session_trash_project (self->session, self->project, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  reopen (self);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);

  g_object_unref (wait_object (lb_session_undo (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 1);
}

static void
test_delete_for_good (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = delete_image (self);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_assert_true (wait_true (lb_trash_empty (trash (self))));
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)));
  reopen (self);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
}

static void
run_sql (SessionFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->service.state_dir, "account.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_thirty_days (SessionFixture *self, gconstpointer data)
{
  const gboolean is_over = GPOINTER_TO_INT (data);
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = delete_image (self);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash SET deleted_at = deleted_at - %" G_GINT64_FORMAT,
                     LB_TRASH_DAYS * G_TIME_SPAN_DAY - (is_over ? 0 : G_TIME_SPAN_HOUR));

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  run_sql (self, sql);
  reopen (self);
  g_assert_cmpuint (n_in_trash (self), ==, is_over ? 0 : 1);
  if (is_over)
    wait_until (has_no_file, path, "the copy to go");
  else
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gint64 fake_now_us;

static gint64
fake_now (void)
{
  return fake_now_us;
}

/* A program that is never closed forgets in time too. */
static void
test_clock (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;
  gint64 deleted_at = 0;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  deleted_at = lb_trash_item_get_deleted_at (item);

  fake_now_us = deleted_at;
  lb_trash_set_clock (trash (self), fake_now);
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS);
  fake_now_us = deleted_at + G_TIME_SPAN_DAY + 1;
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS - 1);
  fake_now_us = deleted_at + LB_TRASH_DAYS * G_TIME_SPAN_DAY - 1;
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 1);
  g_assert_true (wait_true (lb_trash_purge (trash (self))));
  g_assert_cmpuint (n_in_trash (self), ==, 1);

  fake_now_us = deleted_at + LB_TRASH_DAYS * G_TIME_SPAN_DAY + 1;
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 0);
  g_assert_true (wait_true (lb_trash_purge (trash (self))));
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  wait_until (has_no_file, path, "the copy to go");
  reopen (self);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
}

/* Such a one as comes with a bulk upload, and too large for a basic one. */
static void
make_advanced (SessionFixture *self, guint n)
{
  g_autofree char *path = g_build_filename (self->service.data_dir, "service.sqlite", NULL);
  g_autofree char *sql = g_strdup_printf (
    "UPDATE dataset SET upload_type = 'advanced';"
    "WITH RECURSIVE numbers (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM numbers"
    " WHERE value < %u)"
    "INSERT INTO image (dataset_id, caption, caption_source, image_name, blob, thumbnail, format,"
    " width, height, size_bytes, source_sha256, source_width, source_height, created_at,"
    " updated_at) SELECT dataset_id, caption, caption_source, 'picture ' || value || '.png', blob,"
    " thumbnail, format, width, height, size_bytes, source_sha256, source_width, source_height,"
    " created_at + value, updated_at FROM image, numbers WHERE image.id ="
    " (SELECT min(id) FROM image)",
    n);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_advanced (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autofree char *text = g_strchomp (make_prompt ("Mine."));

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  make_advanced (self, N_ADVANCED);
  reopen (self);
  g_assert_true (lb_dataset_is_advanced (self->dataset));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, N_ADVANCED);
  g_assert_true (lb_session_can_restore (self->session, self->dataset));

  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  reopen (self);
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, N_ADVANCED);
  g_set_object (&self->dataset, NULL);
  self->dataset = wait_object (lb_trash_restore (trash (self), item));

  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_true (lb_dataset_is_advanced (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, N_ADVANCED);
  for (guint i = 0; i < N_ADVANCED; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images (self), i);
      g_autofree char *name =
        i == 0 ? g_strdup ("picture.png") : g_strdup_printf ("picture %u.png", i + 1);

      g_assert_cmpstr (lb_image_get_image_name (image), ==, name);
      g_assert_cmpstr (lb_image_get_caption (image), ==, text);
      g_assert_cmpstr (lb_session_get_caption_source (self->session, image), ==, "manual");
    }
}

/* Elsewhere there is no way back, and who asks is told before. */
static void
test_advanced_elsewhere (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  g_assert_true (lb_session_can_restore (self->session, self->dataset));
  g_assert_true (lb_session_can_restore (self->session, self->image));
  make_advanced (self, N_ADVANCED);
  reopen (self);
  self->image = g_list_model_get_item (images (self), 0);
  g_assert_false (lb_session_can_restore (self->session, self->dataset));
  g_assert_false (lb_session_can_restore (self->session, self->image));
  g_assert_false (lb_session_can_restore (
    self->session,
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset))));

  deletion = delete_image (self);
  g_assert_true (lb_history_get_can_undo (lb_session_get_history (self->session)));
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)));
  wait_settled (self);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_cmpuint (n_at_service (self), ==, N_ADVANCED - 1);
}

static gboolean
says_why (gpointer data)
{
  g_autoptr (LbTrashItem) item = g_list_model_get_item (G_LIST_MODEL (trash (data)), 0);
  g_autoptr (GError) error = lb_trash_item_dup_error (item);

  return error != NULL;
}

/* It waits and says so; what waits can be had back, and is not deleted then. */
static void
test_waits (SessionFixture *self, gconstpointer data)
{
  const gboolean takes_back = GPOINTER_TO_INT (data);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GError) error = NULL;
  LbWaiting waiting;
  gint64 since_us = 0;
  int code = -1;

  session_fixture_stop_elsewhere (self);
  deletion = delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (says_why, self, "the trash to say why it waits");
  g_assert_cmpuint (lb_trash_get_n_waiting (trash (self)), ==, 1);
  lb_session_get_waiting (self->session, &waiting);
  g_assert_cmpuint (waiting.n_changes[LB_CHANGE_DELETE_IMAGE], ==, 1);
  g_assert_cmpuint (lb_session_get_n_waiting (self->session), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  g_assert_true (lb_trash_item_get_waiting (item));
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, 0);
  error = lb_trash_item_dup_error (item);
  g_assert_error (error, LB_ERROR, LB_ERROR_OFFLINE);
  g_object_get (trash (self), "waiting-error", &code, NULL);
  g_assert_cmpint (code, ==, LB_ERROR_OFFLINE);

  if (takes_back)
    {
      g_object_unref (wait_object (lb_session_undo (self->session)));
      g_assert_cmpuint (n_in_trash (self), ==, 0);
      g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 1);
    }
  since_us = g_get_real_time ();
  session_fixture_start_elsewhere (self);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  if (!takes_back)
    {
      wait_settled (self);
      /* As long as it waits, its days have not begun. */
      g_assert_cmpint (lb_trash_item_get_deleted_at (item), >=, since_us);
    }
  g_assert_cmpuint (lb_session_get_n_waiting (self->session), ==, 0);
  g_assert_cmpuint (n_at_service (self), ==, takes_back ? 1 : 0);
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, takes_back ? 1 : 0);
}

/* A copy that another program has swept away is made again before the service deletes anything. */
static void
test_swept_copy (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "account.db", NULL);
  g_autofree char *copy = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash SET state = %d, sha256 = '%s'", LB_TRASH_WAITING, sha256);
  g_autoptr (LbDeletion) deletion = NULL;
  sqlite3 *db = NULL;

  session_fixture_stop_elsewhere (self);
  deletion = delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (says_why, self, "the trash to say why it waits");
  g_clear_object (&deletion);
  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
  g_remove (copy);

  session_fixture_start_elsewhere (self);
  self->session = session_fixture_open (self);
  wait_settled (self);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (n_in_trash (self), ==, 1);
}

/* A dataset of which an earlier run had listed one image, which somebody has deleted since, when
 * another one had come. */
static void
test_listed_before (SessionFixture *self, gconstpointer data)
{
  const char *sql =
    "INSERT INTO trash (owner, step_id, kind, state, keep, uuid, parent_uuid, server_id, parent_id,"
    " size_bytes, position, deleted_at) SELECT id, step_id, 0, state, 1, 'listed-before', uuid,"
    " 999999, server_id, 0, 0, deleted_at FROM trash WHERE kind = 1";
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *text = g_strchomp (make_prompt ("Mine."));
  g_autofree char *shown = NULL;
  g_autofree char *again = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  session_fixture_stop_elsewhere (self);
  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (says_why, self, "the trash to say why it waits");
  g_clear_object (&deletion);
  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  run_sql (self, sql);

  session_fixture_start_elsewhere (self);
  self->session = session_fixture_open (self);
  wait_settled (self);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_images (item), ==, 1);
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, 1);

  self->dataset = wait_object (lb_trash_restore (trash (self), item));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 1);
  again = nth_hash (self, 0);
  shown = nth_caption (self, 0);
  g_assert_cmpstr (again, ==, sha256);
  g_assert_cmpstr (shown, ==, text);
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_files (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* A service that lists a picture and does not give it has not lost it: it is not told to delete it,
 * and it is said why. */
static void
test_not_given (SessionFixture *self, gconstpointer data)
{
  g_autofree char *blobs = g_build_filename (self->service.data_dir, "blobs", NULL);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GError) error = NULL;

  reopen (self); /* and none of it is in memory */
  self->image = g_list_model_get_item (images (self), 0);
  remove_files (blobs);
  deletion = delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (says_why, self, "the trash to say why it waits");
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  error = lb_trash_item_dup_error (item);
  g_assert_error (error, LB_ERROR, LB_ERROR_GONE);
  g_assert_cmpuint (lb_trash_get_n_stuck (trash (self)), ==, 1);
  g_assert_cmpuint (n_at_service (self), ==, 1);

  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpuint (g_list_model_get_n_items (images (self)), ==, 1);
  g_assert_cmpuint (n_at_service (self), ==, 1);
}

/* What was sent out of the trash, and had no answer, or a program that died: it is found by the
 * name under which it was to go out, and not sent again. */
static void
test_sent_before (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strchomp (make_prompt ("Mine."));
  g_autofree char *uuid = lb_image_name_new_uuid ();
  g_autofree char *name = lb_image_name_mark ("picture.png", uuid);
  g_autofree char *sql = g_strdup_printf ("UPDATE trash SET detail = '%s'", name);
  g_autofree char *shown = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbImage) sent = NULL;
  g_autoptr (LbImage) back = NULL;

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  deletion = delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  g_clear_object (&deletion);
  g_clear_object (&self->image);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  run_sql (self, sql);
  self->session = session_fixture_open (self);
  g_set_object (&self->dataset,
                lb_session_find_dataset (self->session, lb_dataset_get_id (self->dataset)));
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  bytes = wait_boxed (lb_trash_load_picture (trash (self), item));
  sent = wait_object (lb_session_upload_image (self->session, self->dataset, bytes, name, TRUE,
                                               FALSE, NULL, NULL, NULL));

  back = wait_object (lb_trash_restore (trash (self), item));
  g_assert_true (back == sent);
  g_assert_cmpuint (n_at_service (self), ==, 1);
  g_assert_cmpuint (n_in_trash (self), ==, 0);
  g_assert_cmpstr (lb_image_get_shown_name (back), ==, "picture.png");
  shown = lb_session_dup_caption_text (self->session, back);
  g_assert_cmpstr (shown, ==, text);
}

/* What is not what was kept is not sent to anybody. */
static void
test_damaged_copy (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_settled (self);
  /* In place: a file of another name is swept away. */
  g_assert_true (
    g_file_set_contents_full (path, "no picture", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  item = g_list_model_get_item (G_LIST_MODEL (trash (self)), 0);
  g_free (wait_error (lb_trash_load_picture (trash (self), item), LB_ERROR_DAMAGED));
}

#define ADD(name, data, test)                                                                      \
  g_test_add ("/trash/" name, SessionFixture, data, session_fixture_set_up, test,                  \
              session_fixture_tear_down)

#define ADD_HOSTED(name, data, test)                                                               \
  g_test_add ("/trash/hosted/" name, SessionFixture, data, session_fixture_set_up_hosted, test,    \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  if (argc == 7 && g_str_equal (argv[1], "--delete"))
    {
      dex_init ();
      delete_and_die (argv + 2);
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("nothing-sent-before-commit", NULL, test_nothing_sent_before_commit);
  ADD ("commit", NULL, test_commit);
  ADD ("restore", NULL, test_restore);
  ADD ("kill-before-commit", GINT_TO_POINTER (FALSE), test_kill);
  ADD ("kill-after-commit", GINT_TO_POINTER (TRUE), test_kill);
  ADD ("close-commits", NULL, test_close_commits);
  ADD ("dataset", GINT_TO_POINTER (FALSE), test_dataset);
  ADD ("dataset-undo", GINT_TO_POINTER (TRUE), test_dataset);
  ADD ("dataset-without-copy", NULL, test_dataset_without_copy);
  ADD ("many", NULL, test_many);
  ADD ("project", NULL, test_project);
  ADD ("delete-for-good", NULL, test_delete_for_good);
  ADD ("thirty-days", GINT_TO_POINTER (TRUE), test_thirty_days);
  ADD ("not-thirty-days", GINT_TO_POINTER (FALSE), test_thirty_days);
  ADD ("clock", NULL, test_clock);
  ADD ("damaged-copy", NULL, test_damaged_copy);
  ADD ("advanced", NULL, test_advanced);

  ADD_HOSTED ("commit", NULL, test_commit);
  ADD_HOSTED ("restore", NULL, test_restore);
  ADD_HOSTED ("close-commits", NULL, test_close_commits);
  ADD_HOSTED ("dataset", GINT_TO_POINTER (FALSE), test_dataset);
  ADD_HOSTED ("dataset-undo", GINT_TO_POINTER (TRUE), test_dataset);
  ADD_HOSTED ("many", NULL, test_many);
  ADD_HOSTED ("advanced", NULL, test_advanced_elsewhere);
  ADD_HOSTED ("waits", GINT_TO_POINTER (FALSE), test_waits);
  ADD_HOSTED ("swept-copy", NULL, test_swept_copy);
  ADD_HOSTED ("listed-before", NULL, test_listed_before);
  ADD_HOSTED ("not-given", NULL, test_not_given);
  ADD_HOSTED ("sent-before", NULL, test_sent_before);
  ADD_HOSTED ("waits-taken-back", GINT_TO_POINTER (TRUE), test_waits);

  return g_test_run ();
}
