#include "test-session-fixture.h"

#include <string.h>

#include "session/lb-session-history.h"
#include "session/lb-session-private.h"

#define TOKEN "the-token-of-an-account-0123456789abcdef"

LbSession *
session_fixture_open (SessionFixture *self)
{
  LbSession *session = self->base_url != NULL
                         ? lb_session_new_hosted (self->base_url, TOKEN, self->service.state_dir)
                         : lb_session_new_local (self->service.data_dir, self->service.state_dir);

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

static void
fill (SessionFixture *self)
{
  self->session = session_fixture_open (self);
  self->project = session_fixture_create_project (self, "Harbour");
  self->dataset =
    wait_object (lb_session_create_dataset (self->session, self->project, "First", NULL, NULL));
  g_assert_true (wait_true (lb_session_load_images (self->session, self->dataset)));
  self->image = session_fixture_upload (self, 0x336699);
}

void
session_fixture_set_up (SessionFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  fill (self);
}

void
session_fixture_start_elsewhere (SessionFixture *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *port = g_strdup ("0");
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  if (self->base_url != NULL)
    g_set_str (&port, strrchr (self->base_url, ':') + 1);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", TOKEN, TRUE);
  self->elsewhere =
    g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LOOKBOOK_SERVICE"), "--data",
                                 self->service.data_dir, "--port", port, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->elsewhere));
  said = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (said);
  g_set_str (&self->base_url, said);
}

void
session_fixture_stop_elsewhere (SessionFixture *self)
{
  g_subprocess_force_exit (self->elsewhere);
  g_assert_true (g_subprocess_wait (self->elsewhere, NULL, NULL));
  g_clear_object (&self->elsewhere);
}

void
session_fixture_set_up_hosted (SessionFixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  session_fixture_start_elsewhere (self);
  fill (self);
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
  while (g_main_context_iteration (NULL, FALSE))
    ; /* what was told to stop ends */
  if (self->elsewhere != NULL)
    session_fixture_stop_elsewhere (self);
  g_clear_pointer (&self->base_url, g_free);
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
session_fixture_begin_run (SessionFixture *self)
{
  const gint64 id = lb_dataset_get_id (self->dataset);

  g_object_unref (wait_object (lb_client_regenerate_all (self->session->client, id)));
  g_object_unref (wait_object (lb_session_reread_dataset (self->session, id)));
  g_assert_true (lb_dataset_get_captioning (self->dataset));
}

static gboolean
is_deleted (gpointer data)
{
  return lb_trash_get_n_waiting (lb_session_get_trash (data)) == 0;
}

void
session_fixture_delete (SessionFixture *self, gpointer object)
{
  g_autoptr (LbDeletion) deletion = LB_IS_PROJECT (object)
                                      ? lb_session_trash_project (self->session, object, FALSE)
                                      : lb_session_trash_dataset (self->session, object, FALSE);

  g_assert_true (wait_true (lb_deletion_commit (deletion)));
  wait_until (is_deleted, self->session, "the deletion");
}

void
session_fixture_edit (SessionFixture *self, const char *text)
{
  g_assert_true (wait_true (lb_session_edit_caption (self->session, self->image, text)));
}
