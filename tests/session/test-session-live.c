#include <string.h>

#include "base/lb-error.h"
#include "session/lb-session-private.h"
#include "test-session-fixture.h"

/* Answers that come too late, and what counts as being online. */

/* The answer comes when the object is gone here; nothing may come back. */
static void
test_deleted_meanwhile (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Late.");
  g_autoptr (LbImage) other = session_fixture_upload (self, 0x993311);
  g_autoptr (LbImage) third = session_fixture_upload (self, 0x113399);
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, 0x123456);
  GListModel *images = lb_session_get_images (self->session, self->dataset);
  gint64 image_id = lb_image_get_id (self->image);
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  gint64 project_id = lb_project_get_id (self->project);
  DexFuture *late[8] = { NULL };

  session_fixture_set_schema (self);

  late[0] = lb_session_regenerate_caption (self->session, third);
  late[1] = lb_session_send_caption (dataset_id, image_id, text, FALSE, self->session);
  lb_session_drop_image (self->session, image_id);
  lb_session_drop_image (self->session, lb_image_get_id (third));
  g_free (wait_error (late[0], LB_ERROR_NOT_FOUND));
  g_assert_true (wait_true (late[1]));
  g_assert_null (lb_session_find_image (self->session, image_id));
  g_assert_cmpuint (g_list_model_get_n_items (images), ==, 1);

  late[0] = lb_session_upload_image (self->session, self->dataset, bytes, "x", TRUE, FALSE, NULL,
                                     NULL, NULL);
  late[1] = lb_session_undelete_image (self->session, self->dataset, lb_image_get_id (other));
  late[2] = lb_session_rename_dataset (self->session, self->dataset, "Late");
  late[3] = lb_session_reread_dataset (self->session, dataset_id);
  lb_session_drop_dataset (self->session, dataset_id);
  for (guint i = 0; i < 4; i++)
    g_free (wait_error (late[i], LB_ERROR_NOT_FOUND));
  g_assert_null (lb_session_find_dataset (self->session, dataset_id));
  g_assert_null (lb_session_find_image (self->session, lb_image_get_id (other)));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);

  late[0] = lb_session_rename_project (self->session, self->project, "Late");
  late[1] = lb_session_create_dataset (self->session, self->project, "Late", NULL, NULL);
  lb_session_drop_project (self->session, project_id);
  g_free (wait_error (late[0], LB_ERROR_NOT_FOUND));
  g_free (wait_error (late[1], LB_ERROR_NOT_FOUND));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_datasets (self->session)), ==, 0);
}

static gboolean
is_online (LbSession *session)
{
  gboolean online = FALSE;

  g_object_get (session, "online", &online, NULL);
  return online;
}

static void
note (LbSession *session, GQuark domain, int code)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "what it says");

  lb_session_note (session, error);
}

/* Only an answer of the service proves that it is there. */
static void
test_what_proves_presence (void)
{
  const int answers[] = { LB_ERROR_INVALID,       LB_ERROR_UNAUTHORIZED, LB_ERROR_FORBIDDEN,
                          LB_ERROR_NOT_FOUND,     LB_ERROR_CONFLICT,     LB_ERROR_GONE,
                          LB_ERROR_TOO_SMALL,     LB_ERROR_TOO_LARGE,    LB_ERROR_UNSUPPORTED,
                          LB_ERROR_UNPROCESSABLE, LB_ERROR_RATE_LIMITED, LB_ERROR_SERVER };
  const int others[] = { LB_ERROR_STORAGE, LB_ERROR_NO_SPACE,  LB_ERROR_TIMED_OUT, LB_ERROR_NEWER,
                         LB_ERROR_DAMAGED, LB_ERROR_CANCELLED, LB_ERROR_PROTOCOL };
  g_autoptr (LbSession) session = lb_session_new_local ("/nonexistent/a", "/nonexistent/b");

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      note (session, LB_ERROR, LB_ERROR_OFFLINE);
      g_assert_false (is_online (session));
      note (session, LB_ERROR, answers[i]);
      g_assert_true (is_online (session));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      lb_session_note (session, NULL);
      note (session, LB_ERROR, others[i]);
      g_assert_true (is_online (session));
      note (session, LB_ERROR, LB_ERROR_OFFLINE);
      note (session, LB_ERROR, others[i]);
      g_assert_false (is_online (session));
    }
  note (session, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_false (is_online (session));
}

static void
test_opening_twice (SessionFixture *self, gconstpointer data)
{
  DexFuture *one = NULL;
  DexFuture *two = NULL;

  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  one = lb_session_open (self->session);
  two = lb_session_open (self->session);
  g_assert_true (one == two);
  g_assert_true (wait_true (one));
  g_assert_true (wait_true (two));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_projects (self->session)), ==, 1);

  /* Again, when that is over, is a new question. */
  g_assert_true (wait_true (lb_session_open (self->session)));
}

/* A list that was answered before the edit that has been sent meanwhile, with no image there yet.
 */
static void
test_list_older_than_edit (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("Newer.");
  g_autoptr (GPtrArray) answer = g_ptr_array_new_with_free_func (g_object_unref);
  LbImage *older = g_object_ref (self->image);
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  gint64 image_id = lb_image_get_id (older);
  LbDataset *dataset = NULL;
  const char *caption = NULL;

  g_ptr_array_add (answer, older);
  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  g_assert_true (wait_true (lb_session_open (self->session)));
  dataset = lb_session_find_dataset (self->session, dataset_id);

  g_assert_true (
    wait_true (lb_session_send_caption (dataset_id, image_id, text, FALSE, self->session)));
  g_assert_null (lb_session_find_image (self->session, image_id));
  lb_session_sync_images (self->session, dataset, answer, self->session->clock);
  caption = lb_image_get_caption (lb_session_find_image (self->session, image_id));
  g_assert_nonnull (caption);
  g_assert_nonnull (strstr (caption, "Newer."));
}

static void
projects_cb (GListModel *projects, guint position, guint removed, guint added, SessionFixture *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LbProject) project = g_list_model_get_item (projects, i);

      g_object_unref (lb_session_get_project_datasets (self->session, project));
    }
}

/* A view asks for a project's datasets as soon as it is told of the project. */
static void
test_filled_from_disk (SessionFixture *self, gconstpointer data)
{
  g_autoptr (GListModel) datasets = NULL;
  g_autoptr (LbProject) project = NULL;
  GListModel *projects = NULL;

  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  projects = lb_session_get_projects (self->session);
  g_signal_connect (projects, "items-changed", G_CALLBACK (projects_cb), self);
  g_assert_true (wait_true (lb_session_open (self->session)));

  g_assert_cmpuint (g_list_model_get_n_items (projects), ==, 1);
  project = g_list_model_get_item (projects, 0);
  datasets = lb_session_get_project_datasets (self->session, project);
  g_assert_cmpuint (g_list_model_get_n_items (datasets), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/session/live/" path, SessionFixture, NULL, session_fixture_set_up, function,       \
              session_fixture_tear_down)
  ADD ("deleted-meanwhile", test_deleted_meanwhile);
  ADD ("opening-twice", test_opening_twice);
  ADD ("list-older-than-edit", test_list_older_than_edit);
  ADD ("filled-from-disk", test_filled_from_disk);
  g_test_add_func ("/session/live/what-proves-presence", test_what_proves_presence);

  return g_test_run ();
}
