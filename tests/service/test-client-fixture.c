#include "test-client-fixture.h"

#include <errno.h>
#include <ftw.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "base/lb-error.h"
#include "model/lb-prompt.h"
#include "session/lb-service-process.h"

/* Only a hang takes so long, also where every check of a sanitizer is paid for. */
#define PATIENCE_US (100 * G_USEC_PER_SEC)

void
service_fixture_set_up (ServiceFixture *self)
{
  self->root = g_dir_make_tmp ("lookbook-test-XXXXXX", NULL);
  g_assert_nonnull (self->root);
  self->data_dir = g_build_filename (self->root, "data", NULL);
  self->state_dir = g_build_filename (self->root, "state", NULL);
  self->socket_path = lb_service_socket_path (self->data_dir);
}

static int
remove_cb (const char *path, const struct stat *info, int type, struct FTW *walk)
{
  return remove (path);
}

void
service_fixture_tear_down (ServiceFixture *self)
{
  service_fixture_kill (self);
  nftw (self->root, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
  g_unlink (self->socket_path);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->socket_path, g_free);
}

void
service_fixture_start (ServiceFixture *self)
{
  g_autofree char *path = wait_string (lb_service_process_join (self->data_dir));

  g_assert_cmpstr (path, ==, self->socket_path);
}

int
service_fixture_get_pid (ServiceFixture *self)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket_path);
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GCredentials) credentials = NULL;

  if (!g_socket_connect (socket, address, NULL, NULL) ||
      !(credentials = g_socket_get_credentials (socket, NULL)))
    return 0;

  return g_credentials_get_unix_pid (credentials, NULL);
}

gboolean
service_fixture_is_running (ServiceFixture *self)
{
  return service_fixture_get_pid (self) != 0;
}

static gboolean
is_gone (gpointer data)
{
  return !service_fixture_is_running (data);
}

void
service_fixture_kill (ServiceFixture *self)
{
  pid_t pid = service_fixture_get_pid (self);

  if (pid <= 1)
    return;

  kill (pid, SIGKILL);
  wait_until (is_gone, self, "the service's end");
}

/* Only there to make the main context turn now and then. */
static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (DexFuture *future)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  guint timer = g_timeout_add (50, wake_cb, NULL);

  while (dex_future_is_pending (future) && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_assert_false (dex_future_is_pending (future));
}

static const GValue *
wait_value (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  wait_for (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return value;
}

gboolean
wait_true (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;
  const GValue *value = wait_value (owned);

  return G_VALUE_HOLDS_BOOLEAN (value) && g_value_get_boolean (value);
}

gpointer
wait_object (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  return g_value_dup_object (wait_value (owned));
}

gpointer
wait_boxed (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  return g_value_dup_boxed (wait_value (owned));
}

char *
wait_string (DexFuture *future)
{
  g_autoptr (DexFuture) owned = future;

  return g_value_dup_string (wait_value (owned));
}

char *
wait_error (DexFuture *future, int code)
{
  g_autoptr (DexFuture) owned = future;
  g_autoptr (GError) error = NULL;

  wait_for (owned);
  g_assert_null (dex_future_get_value (owned, &error));
  g_assert_error (error, LB_ERROR, code);

  return g_strdup (error->message);
}

void
wait_until (WaitCheck check, gpointer data, const char *what)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  guint timer = g_timeout_add (20, wake_cb, NULL);

  while (!check (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("Waited in vain for %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (timer);
}

GBytes *
make_picture (int width, int height, guint32 rgb)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GdkPixbuf) middle =
    gdk_pixbuf_new_subpixbuf (picture, width / 4, height / 4, width / 2, height / 2);
  g_autoptr (GError) error = NULL;
  char *buffer = NULL;
  gsize size = 0;

  gdk_pixbuf_fill (picture, rgb << 8);
  gdk_pixbuf_fill (middle, ~rgb << 8);
  gdk_pixbuf_save_to_buffer (picture, &buffer, &size, "png", &error, NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (buffer, size);
}

char *
read_example (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "contract", "examples", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

char *
make_prompt (const char *short_description)
{
  g_autofree char *text = read_example ("structured-prompt.photo.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, &error);
  g_autoptr (LbPrompt) changed = NULL;

  g_assert_no_error (error);
  changed = lb_prompt_set_string (prompt, "short_description", short_description, &error);
  g_assert_no_error (error);

  return g_strdup (lb_prompt_get_text (changed));
}
