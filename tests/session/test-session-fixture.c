#include "test-session-fixture.h"

LbSession *
session_fixture_open (SessionFixture *self)
{
  LbSession *session = lb_session_new_local (self->service.data_dir, self->service.state_dir);

  g_assert_true (wait_true (lb_session_open (session)));
  return session;
}

LbProject *
session_fixture_create_project (SessionFixture *self, const char *name)
{
  g_autoptr (LbProject) wanted = lb_project_new (1);

  g_object_set (wanted, "project-name", name, "ip-medium", "photography", "ip-type", "other", NULL);
  return wait_object (lb_session_create_project (self->session, wanted));
}

LbImage *
session_fixture_upload (SessionFixture *self, guint32 rgb)
{
  g_autoptr (GBytes) bytes = make_picture (1024, 1024, rgb);

  return wait_object (lb_session_upload_image (self->session, self->dataset, bytes, "picture.png",
                                               TRUE, FALSE, NULL, NULL, NULL));
}

void
session_fixture_set_up (SessionFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  self->session = session_fixture_open (self);
  self->project = session_fixture_create_project (self, "Harbour");
  self->dataset =
    wait_object (lb_session_create_dataset (self->session, self->project, "First", NULL, NULL));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = session_fixture_upload (self, 0x336699);
}

void
session_fixture_drop_objects (SessionFixture *self)
{
  g_clear_object (&self->image);
  g_clear_object (&self->dataset);
  g_clear_object (&self->project);
}

void
session_fixture_tear_down (SessionFixture *self, gconstpointer data)
{
  session_fixture_drop_objects (self);
  if (self->session != NULL)
    lb_session_close (self->session);
  g_clear_object (&self->session);
  service_fixture_tear_down (&self->service);
}

void
session_fixture_reopen (SessionFixture *self)
{
  gint64 dataset_id = lb_dataset_get_id (self->dataset);
  gint64 image_id = lb_image_get_id (self->image);

  session_fixture_drop_objects (self);
  lb_session_close (self->session);
  g_clear_object (&self->session);
  self->session = session_fixture_open (self);
  self->dataset = g_object_ref (lb_session_find_dataset (self->session, dataset_id));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = g_object_ref (lb_session_find_image (self->session, image_id));
}

char *
session_fixture_dup_stored (SessionFixture *self)
{
  g_autofree char *state = g_build_filename (self->service.root, "other-state", NULL);
  g_autoptr (LbSession) other = lb_session_new_local (self->service.data_dir, state);
  LbDataset *dataset = NULL;
  char *caption = NULL;

  g_assert_true (wait_true (lb_session_open (other)));
  dataset = lb_session_find_dataset (other, lb_dataset_get_id (self->dataset));
  g_assert_true (wait_true (lb_session_load_images (other, dataset)));
  caption =
    g_strdup (lb_image_get_caption (lb_session_find_image (other, lb_image_get_id (self->image))));
  lb_session_close (other);

  return caption;
}

gboolean
session_fixture_is_saved (gpointer data)
{
  SessionFixture *self = data;

  return lb_session_get_edit_state (self->session, self->image) == LB_EDIT_SAVED;
}

gboolean
session_fixture_is_refused (gpointer data)
{
  SessionFixture *self = data;

  return lb_session_get_edit_state (self->session, self->image) == LB_EDIT_REFUSED;
}

void
session_fixture_assert_text (SessionFixture *self, const char *text)
{
  g_autofree char *shown = lb_session_dup_caption_text (self->session, self->image);

  g_assert_cmpstr (shown, ==, text);
}

void
session_fixture_set_schema (SessionFixture *self)
{
  g_autofree char *schema = read_example ("visual-schema.style.json");
  g_autoptr (LbDataset) live =
    wait_object (lb_session_set_visual_schema (self->session, self->dataset, schema));

  g_assert_true (live == self->dataset);
}

void
session_fixture_edit (SessionFixture *self, const char *text)
{
  g_assert_true (wait_true (lb_session_edit_caption (self->session, self->image, text)));
}
