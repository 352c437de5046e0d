#include "lb-test-service.h"

#include <signal.h>
#include <string.h>

#include <gio/gunixsocketaddress.h>

#define LIMIT "48"
#define CALLERS 60
#define GIVE_UP_S 20

static const char ask[] = "GET /lookbook/v1/hello HTTP/1.1\r\nHost: lookbook.localhost\r\n\r\n";

/* A service that may have few descriptors, on both doors. */
typedef struct
{
  char *folder; /* (owned) */
  char *socket; /* (owned) */
  guint port;
  GSubprocess *process; /* (owned) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *place = NULL;
  g_autofree char *line = NULL;

  self->folder = g_dir_make_tmp ("lb-descriptors-XXXXXX", NULL);
  self->socket = g_build_filename (self->folder, "run", "s.sock", NULL);
  place = g_build_filename (self->folder, "data", NULL);
  g_subprocess_launcher_setenv (launcher, "LOOKBOOK_TOKEN", "a-token", TRUE);
  self->process = g_subprocess_launcher_spawn (
    launcher, NULL, "/bin/sh", "-c", "ulimit -n " LIMIT " && exec \"$0\" \"$@\"",
    g_getenv ("LOOKBOOK_SERVICE"), "--data", place, "--socket", self->socket, "--port", "0", NULL);
  g_assert_nonnull (self->process);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  self->port = (guint) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
  lb_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->socket);
}

static GSocketConnection *
connect_to (Fixture *self, gboolean local)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, GIVE_UP_S);
  connection =
    local
      ? g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error)
      : g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->port, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static guint
count_descriptors (Fixture *self)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (self->process));
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

/* The status of an answer, 0 without one. */
static guint
call (Fixture *self, gboolean local)
{
  g_autoptr (GSocketConnection) connection = connect_to (self, local);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char buffer[16] = { 0 };

  g_output_stream_write_all (output, ask, strlen (ask), NULL, NULL, NULL);
  g_input_stream_read_all (input, buffer, 12, NULL, NULL, NULL);

  return g_str_has_prefix (buffer, "HTTP/1.1 ")
           ? (guint) g_ascii_strtoull (buffer + strlen ("HTTP/1.1 "), NULL, 10)
           : 0;
}

/* More callers than the service has descriptors for: when they are gone it takes others again, as
 * often as it happens, on either door. */
static void
test_run_out (Fixture *self, gconstpointer data)
{
  gboolean local = GPOINTER_TO_INT (data);

  for (guint round = 0; round < 3; round++)
    {
      GSocketConnection *callers[CALLERS];
      gint64 start_us = g_get_monotonic_time ();

      for (guint i = 0; i < CALLERS; i++)
        callers[i] = connect_to (self, local);
      while (count_descriptors (self) < g_ascii_strtoull (LIMIT, NULL, 10))
        {
          g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_S * G_USEC_PER_SEC);
          g_usleep (1000);
        }
      for (guint i = 0; i < CALLERS; i++)
        g_object_unref (callers[i]);

      g_assert_cmpuint (call (self, TRUE), ==, 200);
      g_assert_cmpuint (call (self, FALSE), ==, 403);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/descriptors/socket", Fixture, GINT_TO_POINTER (TRUE), set_up, test_run_out,
              tear_down);
  g_test_add ("/descriptors/port", Fixture, GINT_TO_POINTER (FALSE), set_up, test_run_out,
              tear_down);

  return g_test_run ();
}
