#include "base/lb-error.h"
#include "session/lb-session-private.h"
#include "test-session-fixture.h"

/* What was last seen is there before the service says anything, and keeps its UUIDs. */

static void
iterate_until (GListModel *list, guint n, DexFuture *future)
{
  while (g_list_model_get_n_items (list) < n && dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, n);
  g_assert_true (dex_future_is_pending (future));
}

static void
test_seen_at_once (SessionFixture *self, gconstpointer data)
{
  g_autofree char *text = make_prompt ("As it was seen.");
  g_autofree char *project_uuid = NULL;
  g_autofree char *dataset_uuid = NULL;
  g_autofree char *image_uuid = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *shown = NULL;
  const gint64 image_id = lb_image_get_id (self->image);
  g_autoptr (LbSession) session = NULL;
  LbDataset *dataset = NULL;
  DexFuture *opening = NULL;
  DexFuture *loading = NULL;

  session_fixture_edit (self, text);
  wait_until (session_fixture_is_saved, self, "a caption that is saved");
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  stored = g_strdup (lb_image_get_caption (self->image));
  project_uuid = g_strdup (lb_session_get_uuid (self->session, self->project));
  dataset_uuid = g_strdup (lb_session_get_uuid (self->session, self->dataset));
  image_uuid = g_strdup (lb_session_get_uuid (self->session, self->image));
  g_assert_true (g_uuid_string_is_valid (image_uuid));
  g_assert_true (lb_session_find_image_by_uuid (self->session, image_uuid) == self->image);
  g_assert_null (lb_session_find_dataset_by_uuid (self->session, image_uuid));
  lb_session_close (self->session);
  session_fixture_drop_objects (self);
  service_fixture_kill (&self->service);

  session = lb_session_new_local (self->service.data_dir, self->service.state_dir);
  opening = lb_session_open (session);
  iterate_until (lb_session_get_projects (session), 1, opening);
  dataset = lb_session_find_dataset_by_uuid (session, dataset_uuid);
  g_assert_nonnull (dataset);
  g_assert_nonnull (lb_session_find_project_by_uuid (session, project_uuid));
  loading = lb_session_load_images (session, dataset);
  iterate_until (lb_session_get_images (session, dataset), 1, loading);
  shown = lb_session_dup_caption_text (session, lb_session_find_image (session, image_id));
  g_assert_cmpstr (shown, ==, stored);

  g_assert_true (wait_true (opening));
  g_assert_true (wait_true (loading));
  g_assert_true (lb_session_find_image_by_uuid (session, image_uuid) ==
                 lb_session_find_image (session, image_id));
  g_assert_cmpuint (g_list_model_get_n_items (lb_session_get_images (session, dataset)), ==, 1);
  lb_session_close (session);
}

/* What was deleted elsewhere meanwhile goes with the first answer, and its UUID stays known. */
static void
test_gone_meanwhile (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbImage) other = session_fixture_upload (self, 0x993311);
  g_autofree char *uuid = g_strdup (lb_session_get_uuid (self->session, other));
  const gint64 id = lb_image_get_id (other);
  g_autoptr (LbDataset) dataset = g_object_ref (self->dataset);
  g_autoptr (LbImage) back = NULL;

  g_assert_true (wait_true (lb_session_load_images (self->session, dataset)));
  g_assert_true (wait_true (lb_session_delete_image (self->session, other)));
  g_assert_null (lb_session_find_image_by_uuid (self->session, uuid));
  back = wait_object (lb_session_undelete_image (self->session, dataset, id));
  g_assert_cmpstr (lb_session_get_uuid (self->session, back), ==, uuid);
  g_assert_true (lb_session_find_image_by_uuid (self->session, uuid) == back);
}

/* Renaming shows the new name in the lists of an older answer too. */
static void
test_name_in_sight (SessionFixture *self, gconstpointer data)
{
  g_autoptr (LbProject) renamed = NULL;
  DexFuture *renaming = lb_session_rename_project (self->session, self->project, "Zebras");

  while (lb_session_get_n_waiting (self->session) == 0 && dex_future_is_pending (renaming))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (lb_project_get_project_name (self->project), ==, "Zebras");
  renamed = wait_object (renaming);
  g_assert_true (renamed == self->project);
  g_assert_cmpuint (lb_session_get_n_waiting (self->session), ==, 0);
  g_assert_true (wait_true (lb_session_refresh (self->session)));
  g_assert_cmpstr (lb_project_get_project_name (self->project), ==, "Zebras");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, test)                                                                            \
  g_test_add (name, SessionFixture, NULL, session_fixture_set_up, test, session_fixture_tear_down)

  ADD ("/session/mirror/seen-at-once", test_seen_at_once);
  ADD ("/session/mirror/gone-meanwhile", test_gone_meanwhile);
  ADD ("/session/mirror/name-in-sight", test_name_in_sight);

  return g_test_run ();
}
