#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/lb-error.h"
#include "session/lb-trash-days.h"
#include "trash-fixture.h"

/* What is deleted is hidden at once, copied before the service hears of it, and can be had back. */

#define N_ADVANCED 300

static void
test_nothing_sent_before_commit (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  gint64 id = lb_image_get_id (self->image);

  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 0);
  g_assert_null (lb_session_find_image (self->session, id));
  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 0);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);

  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpint (lb_deletion_get_state (deletion), ==, LB_DELETION_UNDONE);
  g_assert_true (lb_session_find_image (self->session, id) == self->image);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);
}

static void
test_commit (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *kept = NULL;
  GStatBuf status;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 0);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_cmpstr (lb_trash_item_get_name (item), ==, "picture.png");
  g_assert_cmpstr (lb_trash_item_get_place (item), ==, "First");
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS_DEFAULT);
  bytes = wait_boxed (lb_trash_load_picture (trash_fixture_trash (self), item));
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
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
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
  deletion = trash_fixture_delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);

  trash_fixture_reopen (self);
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 0);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  back = wait_object (lb_trash_restore (trash_fixture_trash (self), item));
  if (self->base_url == NULL)
    g_assert_cmpint (lb_image_get_id (back), ==, id);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  again = trash_fixture_hash_picture (self, back);
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
  deletion = trash_fixture_delete_image (&self);
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
    trash_fixture_wait_settled (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, commits ? 1 : 0);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, commits ? 0 : 1);
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, commits ? 0 : 1);
  g_assert_cmpint (lb_history_get_can_undo (lb_session_get_history (self->session)), ==, commits);
}

/* Closing in good order closes the toast too. */
static void
test_close_commits (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);

  g_assert_true (wait_true (lb_deletion_when_kept (deletion)));
  g_clear_object (&self->image);
  trash_fixture_reopen (self);
  g_clear_object (&deletion);
  trash_fixture_wait_settled (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 0);
}

static void
test_dataset (SessionFixture *self, gconstpointer data)
{
  const gboolean by_undo = GPOINTER_TO_INT (data);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autofree char *schema = NULL;
  char *captions[TRASH_FIXTURE_IMAGES];
  char *hashes[TRASH_FIXTURE_IMAGES];
  gint64 old_id = lb_dataset_get_id (self->dataset);

  trash_fixture_fill_dataset (self);
  schema = g_strdup (lb_dataset_get_visual_schema (self->dataset));
  for (guint i = 0; i < TRASH_FIXTURE_IMAGES; i++)
    {
      captions[i] = trash_fixture_nth_caption (self, i);
      hashes[i] = trash_fixture_nth_hash (self, i);
    }

  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_null (lb_session_find_dataset (self->session, old_id));
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  trash_fixture_reopen (self);
  g_assert_null (lb_session_find_dataset (self->session, old_id));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);

  if (by_undo)
    g_object_unref (wait_object (lb_session_undo (self->session)));
  else
    {
      g_autoptr (LbTrashItem) item =
        g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
      g_autoptr (GBytes) thumbnail =
        wait_boxed (lb_trash_load_picture (trash_fixture_trash (self), item));

      g_assert_true (lb_trash_item_is_dataset (item));
      g_assert_cmpuint (lb_trash_item_get_n_images (item), ==, TRASH_FIXTURE_IMAGES);
      g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, TRASH_FIXTURE_IMAGES);
      g_assert_cmpint (g_bytes_get_size (thumbnail), >, 0);
      g_object_unref (wait_object (lb_trash_restore (trash_fixture_trash (self), item)));
    }
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpstr (lb_dataset_get_name (self->dataset), ==, "First");
  g_assert_cmpstr (lb_dataset_get_visual_schema (self->dataset), ==, schema);
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==,
                    TRASH_FIXTURE_IMAGES);
  for (guint i = 0; i < TRASH_FIXTURE_IMAGES; i++)
    {
      g_autofree char *caption = trash_fixture_nth_caption (self, i);
      g_autofree char *hash = trash_fixture_nth_hash (self, i);

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

  trash_fixture_fill_dataset (self);
  session_fixture_edit (self, text);
  for (guint i = 0; i < TRASH_FIXTURE_IMAGES; i++)
    {
      LbImage *image = g_list_model_get_item (trash_fixture_images (self), i);

      g_ptr_array_add (doomed, image);
      g_hash_table_insert (wanted, trash_fixture_nth_caption (self, i),
                           trash_fixture_nth_hash (self, i));
    }
  g_assert_cmpuint (g_hash_table_size (wanted), ==, TRASH_FIXTURE_IMAGES);

  deletion = lb_session_delete_images (self->session, doomed);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 0);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, TRASH_FIXTURE_IMAGES);

  step = wait_object (lb_session_undo (self->session));
  g_assert_cmpint (lb_history_step_get_kind (step), ==, LB_HISTORY_DELETE);
  g_assert_cmpuint (lb_history_step_get_count (step), ==, TRASH_FIXTURE_IMAGES);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, TRASH_FIXTURE_IMAGES);
  for (guint i = 0; i < TRASH_FIXTURE_IMAGES; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (trash_fixture_images (self), i);
      g_autofree char *words = trash_fixture_nth_caption (self, i);
      g_autofree char *hash = trash_fixture_nth_hash (self, i);

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
  trash_fixture_wait_settled (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  trash_fixture_reopen (self);
  g_assert_null (self->dataset);
}

static void
test_project (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = NULL;

  deletion = lb_session_trash_project (self->session, self->project, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  trash_fixture_reopen (self);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);

  g_object_unref (wait_object (lb_session_undo (self->session)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 1);
  self->dataset = g_list_model_get_item (lb_session_get_datasets (self->session), 0);
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 1);
}

static void
test_delete_for_good (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_assert_true (wait_true (lb_trash_empty (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)));
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
}

static void
test_thirty_days (SessionFixture *self, gconstpointer data)
{
  const gboolean is_over = GPOINTER_TO_INT (data);
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash_look SET leapt_at = 0;"
                     "UPDATE trash SET deleted_at = deleted_at - %" G_GINT64_FORMAT,
                     LB_TRASH_DAYS_DEFAULT * G_TIME_SPAN_DAY - (is_over ? 0 : G_TIME_SPAN_HOUR));

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  trash_fixture_run_sql (self, sql);
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, is_over ? 0 : 1);
  if (is_over)
    wait_until (has_no_file, path, "the copy to go");
  else
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* It goes after as many days as the person has set, and is there as long as that. */
static void
test_own_days (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (LB_APP_ID);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash_look SET leapt_at = 0;"
                     "UPDATE trash SET deleted_at = deleted_at - %" G_GINT64_FORMAT,
                     40 * G_TIME_SPAN_DAY);
  g_autoptr (LbTrashItem) item = NULL;

  g_settings_set_uint (settings, LB_TRASH_DAYS_KEY, 60);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  trash_fixture_run_sql (self, sql);
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 20);

  g_settings_set_uint (settings, LB_TRASH_DAYS_KEY, 41);
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 1);
  g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  g_settings_set_uint (settings, LB_TRASH_DAYS_KEY, 39);
  g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_settings_reset (settings, LB_TRASH_DAYS_KEY);
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
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;
  gint64 deleted_at = 0;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  deleted_at = lb_trash_item_get_deleted_at (item);

  fake_now_us = deleted_at;
  lb_trash_set_clock (trash_fixture_trash (self), fake_now);
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS_DEFAULT);
  for (guint day = 1; day < LB_TRASH_DAYS_DEFAULT; day++)
    {
      fake_now_us = deleted_at + day * G_TIME_SPAN_DAY + 1;
      g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, LB_TRASH_DAYS_DEFAULT - day);
      g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
    }
  fake_now_us = deleted_at + LB_TRASH_DAYS_DEFAULT * G_TIME_SPAN_DAY - 1;
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 1);
  g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);

  fake_now_us = deleted_at + LB_TRASH_DAYS_DEFAULT * G_TIME_SPAN_DAY + 1;
  g_assert_cmpuint (lb_trash_item_get_days_left (item), ==, 0);
  g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  wait_until (has_no_file, path, "the copy to go");
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
}

/* A clock that is years ahead empties no trash, before it has run on for a day. */
static void
test_leap (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  const gint64 leap_us = g_get_real_time () + 5 * 365 * G_TIME_SPAN_DAY;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);

  lb_trash_set_clock (trash_fixture_trash (self), fake_now);
  for (fake_now_us = leap_us; fake_now_us < leap_us + G_TIME_SPAN_DAY;
       fake_now_us += G_TIME_SPAN_HOUR)
    {
      g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
      g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
    }
  g_assert_true (wait_true (lb_trash_purge (trash_fixture_trash (self))));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
}

static void
change_disk (SessionFixture *self, const char *sql)
{
  lb_session_close (self->session);
  g_clear_object (&self->session);
  trash_fixture_run_sql (self, sql);
  trash_fixture_reopen (self);
}

/* The same over the end of the program, or when that was not run for so long. */
static void
test_away (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autofree char *leave =
    g_strdup_printf ("UPDATE trash SET deleted_at = deleted_at - %" G_GINT64_FORMAT ";"
                     "UPDATE trash_look SET looked_at = looked_at - %" G_GINT64_FORMAT,
                     31 * G_TIME_SPAN_DAY, 31 * G_TIME_SPAN_DAY);
  g_autofree char *day = g_strdup_printf (
    "UPDATE trash_look SET leapt_at = leapt_at - %" G_GINT64_FORMAT, G_TIME_SPAN_DAY);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);

  change_disk (self, leave);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  trash_fixture_reopen (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
  change_disk (self, day);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
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
  trash_fixture_reopen (self);
  g_assert_true (lb_dataset_is_advanced (self->dataset));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, N_ADVANCED);
  g_assert_true (lb_session_can_restore (self->session, self->dataset));

  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  trash_fixture_reopen (self);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, N_ADVANCED);
  g_set_object (&self->dataset, NULL);
  self->dataset = wait_object (lb_trash_restore (trash_fixture_trash (self), item));

  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_true (lb_dataset_is_advanced (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, N_ADVANCED);
  for (guint i = 0; i < N_ADVANCED; i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (trash_fixture_images (self), i);
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
  trash_fixture_reopen (self);
  self->image = g_list_model_get_item (trash_fixture_images (self), 0);
  g_assert_false (lb_session_can_restore (self->session, self->dataset));
  g_assert_false (lb_session_can_restore (self->session, self->image));
  g_assert_false (lb_session_can_restore (
    self->session,
    lb_session_find_project (self->session, lb_dataset_get_project_id (self->dataset))));

  deletion = trash_fixture_delete_image (self);
  g_assert_true (lb_history_get_can_undo (lb_session_get_history (self->session)));
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  g_assert_false (lb_history_get_can_undo (lb_session_get_history (self->session)));
  trash_fixture_wait_settled (self);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, N_ADVANCED - 1);
}

/* What is not what was kept is not sent to anybody. */
static void
test_damaged_copy (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autoptr (LbDeletion) deletion = trash_fixture_delete_image (self);
  g_autoptr (LbTrashItem) item = NULL;

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  /* In place: a file of another name is swept away. */
  g_assert_true (
    g_file_set_contents_full (path, "no picture", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_free (wait_error (lb_trash_load_picture (trash_fixture_trash (self), item), LB_ERROR_DAMAGED));
}

/* (transfer full): where the service keeps the picture of the image @n. */
static char *
find_blob (SessionFixture *self, guint n)
{
  g_autoptr (LbImage) image = g_list_model_get_item (trash_fixture_images (self), n);
  const char *sha256 = lb_image_get_stored_sha256 (image);
  g_autofree char *outer = g_strndup (sha256, 2);

  return g_build_filename (self->service.data_dir, "blobs", outer, sha256, NULL);
}

/* A picture that the service has lost holds up nothing: it goes too, and so does what was deleted
 * after it. What comes back lacks it, and that is told. */
static void
test_lost_picture (SessionFixture *self, gconstpointer data)
{
  g_autofree char *blob = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *again = NULL;
  g_autoptr (LbImage) second = session_fixture_upload (self, 0x405060);
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  GPtrArray *lost = NULL;

  trash_fixture_reopen (self); /* and none of it is in memory */
  blob = find_blob (self, 0);
  kept = trash_fixture_nth_hash (self, 1);
  g_assert_cmpint (g_unlink (blob), ==, 0);
  deletion = lb_session_trash_dataset (self->session, self->dataset, TRUE);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);

  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_images (item), ==, 2);
  g_assert_cmpuint (lb_trash_item_get_n_lost (item), ==, 1);
  lost = lb_trash_item_get_lost (item);
  g_assert_cmpuint (lost->len, ==, 1);
  g_assert_nonnull (wait_boxed (lb_trash_load_picture (trash_fixture_trash (self), item)));

  g_set_object (&self->dataset, wait_object (lb_trash_restore (trash_fixture_trash (self), item)));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 1);
  again = trash_fixture_nth_hash (self, 0);
  g_assert_cmpstr (again, ==, kept);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
}

static gboolean
has_one_waiting (gpointer data)
{
  return lb_trash_get_n_waiting (trash_fixture_trash (data)) == 1 &&
         lb_trash_is_at_rest (trash_fixture_trash (data));
}

/* A copy that may be had later is waited for; what was deleted after it is not held up. */
static void
test_not_held_up (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = NULL;
  g_autofree char *place = NULL;
  g_autoptr (LbImage) uploaded = session_fixture_upload (self, 0x405060);
  g_autoptr (LbImage) first = NULL;
  g_autoptr (LbImage) second = NULL;
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();
  g_autoptr (LbDeletion) deletion = NULL;

  trash_fixture_reopen (self);
  sha256 = trash_fixture_nth_hash (self, 0);
  place = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0); /* its copy can't be written */
  first = g_list_model_get_item (trash_fixture_images (self), 0);
  second = g_list_model_get_item (trash_fixture_images (self), 1);
  g_ptr_array_add (doomed, first);
  g_ptr_array_add (doomed, second);
  deletion = lb_session_delete_images (self->session, doomed);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));

  wait_until (has_one_waiting, self, "the other image to be gone at the service");
  g_assert_cmpuint (lb_trash_get_n_stuck (trash_fixture_trash (self)), ==, 1);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);
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
  ADD ("own-days", NULL, test_own_days);
  ADD ("clock", NULL, test_clock);
  ADD ("leap", NULL, test_leap);
  ADD ("away", NULL, test_away);
  ADD ("damaged-copy", NULL, test_damaged_copy);
  ADD ("advanced", NULL, test_advanced);
  ADD ("lost-picture", NULL, test_lost_picture);
  ADD ("not-held-up", NULL, test_not_held_up);

  ADD_HOSTED ("commit", NULL, test_commit);
  ADD_HOSTED ("restore", NULL, test_restore);
  ADD_HOSTED ("close-commits", NULL, test_close_commits);
  ADD_HOSTED ("dataset", GINT_TO_POINTER (FALSE), test_dataset);
  ADD_HOSTED ("dataset-undo", GINT_TO_POINTER (TRUE), test_dataset);
  ADD_HOSTED ("many", NULL, test_many);
  ADD_HOSTED ("advanced", NULL, test_advanced_elsewhere);

  return g_test_run ();
}
