#include "hosted-session-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>

#define PATIENCE_S 30

void
hosted_session_make (HostedSession *self)
{
  g_autofree char *state = g_build_filename (self->root, "state", NULL);

  self->session =
    lb_session_new_hosted (hosted_server_get_origin (self->server), HOSTED_TOKEN, state);
  hosted_clock_give (self->clock, self->session);
}

static void
open_session (HostedSession *self)
{
  hosted_session_make (self);
  hosted_take_true (lb_session_open (self->session));
  g_set_object (&self->dataset, lb_session_find_dataset (self->session, HOSTED_DATASET));
  g_assert_nonnull (self->dataset);
}

void
hosted_session_set_up (HostedSession *self, gconstpointer era)
{
  self->server = hosted_server_new (GPOINTER_TO_UINT (era));
  self->clock = hosted_clock_new ();
  self->root = g_dir_make_tmp ("hosted-session-XXXXXX", NULL);
  open_session (self);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        remove_folder (inner);
      else
        g_remove (inner);
    }
  g_rmdir (path);
}

void
hosted_session_close (HostedSession *self)
{
  g_clear_object (&self->dataset);
  if (self->session == NULL)
    return;

  lb_session_close (self->session);
  hosted_settle ();
  g_clear_object (&self->session);
}

void
hosted_session_tear_down (HostedSession *self, gconstpointer era)
{
  hosted_session_close (self);
  g_clear_pointer (&self->server, hosted_server_free);
  g_clear_pointer (&self->clock, hosted_clock_free);
  remove_folder (self->root);
  g_clear_pointer (&self->root, g_free);
}

void
hosted_session_reopen (HostedSession *self)
{
  hosted_session_close (self);
  open_session (self);
}

LbImage *
hosted_session_load (HostedSession *self)
{
  hosted_take_true (lb_session_load_images (self->session, self->dataset));
  return lb_session_find_image (self->session, HOSTED_IMAGE);
}

/* (transfer none): the value of a future that must not be refused. */
static const GValue *
value_of (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return value;
}

gpointer
hosted_take_object (DexFuture *future)
{
  gpointer object = g_value_dup_object (value_of (future));

  dex_unref (future);
  return object;
}

gpointer
hosted_take_boxed (DexFuture *future)
{
  gpointer boxed = g_value_dup_boxed (value_of (future));

  dex_unref (future);
  return boxed;
}

void
hosted_take_true (DexFuture *future)
{
  g_assert_true (g_value_get_boolean (value_of (future)));
  dex_unref (future);
}

static gboolean
over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
hosted_wait_until (HostedCheck check, gpointer data, const char *what)
{
  gboolean over = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE_S, over_cb, &over);

  while (!check (data) && !over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  if (over)
    g_error ("No sign of %s", what);
}

static void
gone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

void
hosted_kill (GSubprocess *child)
{
  gboolean gone = FALSE;

  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait_async (child, NULL, gone_cb, &gone);
  hosted_wait_until (is_true, &gone, "the end of the program");
}

void
hosted_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

char *
hosted_dataset (const char *captions_update_status,
                const char *upload_type,
                guint images,
                guint second)
{
  return g_strdup_printf ("{\"id\":34,\"project_id\":12,\"name\":\"Piers\",\"training_version\":"
                          "\"fibo\",\"visual_schema\":\"{\\\"a\\\":1}\",\"status\":\"draft\","
                          "\"captions_update_status\":\"%s\",\"upload_type\":\"%s\","
                          "\"images_count\":%u,\"created_at\":\"2025-11-02T10:20:30.123456\","
                          "\"updated_at\":\"2025-11-02T11:00:%02u.000000\"}",
                          captions_update_status, upload_type, images, second);
}
