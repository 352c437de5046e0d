#include "trash-fixture.h"

#include <sqlite3.h>

GListModel *
trash_fixture_images (SessionFixture *self)
{
  return lb_session_get_images (self->session, self->dataset);
}

LbTrash *
trash_fixture_trash (SessionFixture *self)
{
  return lb_session_get_trash (self->session);
}

guint
trash_fixture_n_in_trash (SessionFixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (trash_fixture_trash (self)));
}

LbDeletion *
trash_fixture_delete_image (SessionFixture *self)
{
  g_autoptr (GPtrArray) doomed = g_ptr_array_new ();

  g_ptr_array_add (doomed, self->image);

  return lb_session_delete_images (self->session, doomed);
}

static gboolean
is_settled (gpointer data)
{
  return lb_trash_get_n_waiting (trash_fixture_trash (data)) == 0;
}

void
trash_fixture_wait_settled (SessionFixture *self)
{
  wait_until (is_settled, self, "what was deleted to be gone at the service");
}

/* How many images the service really has, as another session sees it. */
guint
trash_fixture_n_at_service (SessionFixture *self)
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

char *
trash_fixture_hash_picture (SessionFixture *self, LbImage *image)
{
  g_autoptr (GBytes) bytes = wait_boxed (lb_session_fetch_picture (self->session, image));

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

void
trash_fixture_reopen (SessionFixture *self)
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

char *
trash_fixture_nth_caption (SessionFixture *self, guint n)
{
  g_autoptr (LbImage) image = g_list_model_get_item (trash_fixture_images (self), n);

  return lb_session_dup_caption_text (self->session, image);
}

char *
trash_fixture_nth_hash (SessionFixture *self, guint n)
{
  g_autoptr (LbImage) image = g_list_model_get_item (trash_fixture_images (self), n);

  return trash_fixture_hash_picture (self, image);
}

void
trash_fixture_fill_dataset (SessionFixture *self)
{
  session_fixture_set_schema (self);
  for (guint i = 1; i < TRASH_FIXTURE_IMAGES; i++)
    {
      g_autofree char *words = g_strdup_printf ("Number %u.", i);
      g_autofree char *text = g_strchomp (make_prompt (words));
      g_autoptr (LbImage) image = session_fixture_upload (self, 0x102030 * i);

      g_assert_true (wait_true (lb_session_edit_caption (self->session, image, text)));
    }
}

void
trash_fixture_run_sql (SessionFixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->service.state_dir, "account.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

gboolean
trash_fixture_says_why (gpointer data)
{
  g_autoptr (LbTrashItem) item =
    g_list_model_get_item (G_LIST_MODEL (trash_fixture_trash (data)), 0);
  g_autoptr (GError) error = lb_trash_item_dup_error (item);

  return error != NULL;
}
