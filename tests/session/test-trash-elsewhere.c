#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/lb-error.h"
#include "model/lb-image-name.h"
#include "trash-fixture.h"

/* What waits for a service elsewhere, and what may have got there already. */

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
  deletion = trash_fixture_delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (trash_fixture_says_why, self, "the trash to say why it waits");
  g_assert_cmpuint (lb_trash_get_n_waiting (trash_fixture_trash (self)), ==, 1);
  lb_session_get_waiting (self->session, &waiting);
  g_assert_cmpuint (waiting.n_changes[LB_CHANGE_DELETE_IMAGE], ==, 1);
  g_assert_cmpuint (lb_session_get_n_waiting (self->session), ==, 1);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_true (lb_trash_item_get_waiting (item));
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, 0);
  error = lb_trash_item_dup_error (item);
  g_assert_error (error, LB_ERROR, LB_ERROR_OFFLINE);
  g_object_get (trash_fixture_trash (self), "waiting-error", &code, NULL);
  g_assert_cmpint (code, ==, LB_ERROR_OFFLINE);

  if (takes_back)
    {
      g_object_unref (wait_object (lb_session_undo (self->session)));
      g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
      g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 1);
    }
  since_us = g_get_real_time ();
  session_fixture_start_elsewhere (self);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  if (!takes_back)
    {
      trash_fixture_wait_settled (self);
      /* As long as it waits, its days have not begun. */
      g_assert_cmpint (lb_trash_item_get_deleted_at (item), >=, since_us);
    }
  g_assert_cmpuint (lb_session_get_n_waiting (self->session), ==, 0);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, takes_back ? 1 : 0);
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, takes_back ? 1 : 0);
}

/* A copy that another program has swept away is made again before the service deletes anything. */
static void
test_swept_copy (SessionFixture *self, gconstpointer data)
{
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
  g_autofree char *path = g_build_filename (self->service.state_dir, "account.db", NULL);
  g_autofree char *copy = g_build_filename (self->service.state_dir, "trash", sha256, NULL);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash SET state = %d, sha256 = '%s'", LB_TRASH_WAITING, sha256);
  g_autoptr (LbDeletion) deletion = NULL;
  sqlite3 *db = NULL;

  session_fixture_stop_elsewhere (self);
  deletion = trash_fixture_delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (trash_fixture_says_why, self, "the trash to say why it waits");
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
  trash_fixture_wait_settled (self);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 1);
}

/* A dataset of which an earlier run had listed one image, which somebody has deleted since, when
 * another one had come. */
static void
test_listed_before (SessionFixture *self, gconstpointer data)
{
  const char *sql =
    "INSERT INTO trash (owner, step_id, kind, state, keep, uuid, parent_uuid, "
    "server_id, parent_id,"
    " size_bytes, position, deleted_at) SELECT id, step_id, 0, state, 1, 'listed-before', uuid,"
    " 999999, server_id, 0, 0, deleted_at FROM trash WHERE kind = 1";
  g_autofree char *sha256 = trash_fixture_hash_picture (self, self->image);
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
  wait_until (trash_fixture_says_why, self, "the trash to say why it waits");
  g_clear_object (&deletion);
  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  trash_fixture_run_sql (self, sql);

  session_fixture_start_elsewhere (self);
  self->session = session_fixture_open (self);
  trash_fixture_wait_settled (self);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  g_assert_cmpuint (lb_trash_item_get_n_images (item), ==, 1);
  g_assert_cmpuint (lb_trash_item_get_n_kept (item), ==, 1);

  self->dataset = wait_object (lb_trash_restore (trash_fixture_trash (self), item));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 1);
  again = trash_fixture_nth_hash (self, 0);
  shown = trash_fixture_nth_caption (self, 0);
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

  trash_fixture_reopen (self); /* and none of it is in memory */
  self->image = g_list_model_get_item (trash_fixture_images (self), 0);
  remove_files (blobs);
  deletion = trash_fixture_delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (trash_fixture_says_why, self, "the trash to say why it waits");
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  error = lb_trash_item_dup_error (item);
  g_assert_error (error, LB_ERROR, LB_ERROR_GONE);
  g_assert_cmpuint (lb_trash_get_n_stuck (trash_fixture_trash (self)), ==, 1);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);

  g_assert_true (wait_true (lb_deletion_undo (deletion)));
  g_assert_cmpuint (g_list_model_get_n_items (trash_fixture_images (self)), ==, 1);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);
}

/* What was sent out of the trash, and had no answer, or a program that died: it is found by the
 * name under which it was to go out, and not sent again. */
static void
test_sent_before (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strchomp (make_prompt ("Mine."));
  g_autofree char *uuid = lb_image_name_new_uuid ();
  g_autofree char *name = lb_image_name_mark ("picture.png", uuid);
  g_autofree char *sql =
    g_strdup_printf ("UPDATE trash SET detail = '%s', ids_before = 'image '", name);
  g_autofree char *shown = NULL;
  g_autoptr (LbDeletion) deletion = NULL;
  g_autoptr (LbTrashItem) item = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LbImage) sent = NULL;
  g_autoptr (LbImage) back = NULL;

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "the edit to be saved");
  deletion = trash_fixture_delete_image (self);
  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  trash_fixture_wait_settled (self);
  g_clear_object (&deletion);
  g_clear_object (&self->image);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  trash_fixture_run_sql (self, sql);
  self->session = session_fixture_open (self);
  g_set_object (&self->dataset,
                lb_session_find_dataset (self->session, lb_dataset_get_id (self->dataset)));
  item = g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (self)), 0);
  bytes = wait_boxed (lb_trash_load_picture (trash_fixture_trash (self), item));
  sent = wait_object (lb_session_upload_image (self->session, self->dataset, bytes, name, TRUE,
                                               FALSE, NULL, NULL, NULL));

  back = wait_object (lb_trash_restore (trash_fixture_trash (self), item));
  g_assert_true (back == sent);
  g_assert_cmpuint (trash_fixture_n_at_service (self), ==, 1);
  g_assert_cmpuint (trash_fixture_n_in_trash (self), ==, 0);
  g_assert_cmpstr (lb_image_get_shown_name (back), ==, "picture.png");
  shown = lb_session_dup_caption_text (self->session, back);
  g_assert_cmpstr (shown, ==, text);
}

#define ADD(name, data, test)                                                                      \
  g_test_add ("/trash-elsewhere/" name, SessionFixture, data, session_fixture_set_up_hosted, test, \
              session_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("waits", GINT_TO_POINTER (FALSE), test_waits);
  ADD ("waits-taken-back", GINT_TO_POINTER (TRUE), test_waits);
  ADD ("swept-copy", NULL, test_swept_copy);
  ADD ("listed-before", NULL, test_listed_before);
  ADD ("not-given", NULL, test_not_given);
  ADD ("sent-before", NULL, test_sent_before);

  return g_test_run ();
}
