#include "lb-test-callers.h"

#include <string.h>

#include <gio/gunixsocketaddress.h>

#include "lb-test-service.h"

#define ASK "GET /lookbook/v1/hello HTTP/1.1\r\nHost: lookbook.localhost\r\n\r\n"

/* Of the last answer. */
static char *last_body;
static gsize last_length;

void
lb_test_callers_set_up (LbTestCallers *self, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("lb-connections-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "run", "s.sock", NULL);
  folder = g_build_filename (self->folder, "data", NULL);
  self->service = lb_service_new (folder, &error);
  g_assert_no_error (error);
  lb_service_set_idle_seconds (self->service, 0);
  g_assert_true (lb_service_listen_socket (self->service, self->path, &error));
}

void
lb_test_callers_tear_down (LbTestCallers *self, gconstpointer data)
{
  lb_service_stop (self->service);
  g_object_unref (self->service);
  lb_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_clear_pointer (&last_body, g_free);
}

void
lb_test_callers_listen (LbTestCallers *self, const char *token)
{
  g_autoptr (GError) error = NULL;

  lb_service_listen_port (self->service, &self->port, token, &error);
  g_assert_no_error (error);
}

typedef struct
{
  LbTestCallers *self;
  void (*callers) (LbTestCallers *self);
} Play;

static gpointer
play_thread (gpointer data)
{
  Play *play = data;

  play->callers (play->self);
  g_atomic_int_set (&play->self->done, 1);
  g_main_context_wakeup (NULL);

  return NULL;
}

void
lb_test_callers_play (LbTestCallers *self,
                      const LbConnectionLimits *limits,
                      void (*callers) (LbTestCallers *self))
{
  Play play = { .self = self, .callers = callers };
  GThread *thread;

  if (limits != NULL)
    lb_service_set_connection_limits (self->service, limits);
  thread = g_thread_new ("callers", play_thread, &play);
  while (!g_atomic_int_get (&self->done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

GSocketConnection *
lb_test_connect (LbTestCallers *self)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, LB_TEST_GIVE_UP_S);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);

  return connection;
}

GSocketConnection *
lb_test_connect_to_port (LbTestCallers *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, LB_TEST_GIVE_UP_S);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

gboolean
lb_test_say (GSocketConnection *connection, const char *text)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  return g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL);
}

guint
lb_test_hear (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) head = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *length;
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      gssize got = g_input_stream_read (input, &byte, 1, NULL, &error);

      /* Giving up would mean that nobody cuts this line. */
      g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
      if (got <= 0)
        return 0;
      g_string_append_c (head, byte);
    }

  length = strstr (head->str, "Content-Length: ");
  g_assert_nonnull (length);
  last_length = g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
  g_free (last_body);
  last_body = g_malloc0 (last_length + 1);
  g_assert_true (g_input_stream_read_all (input, last_body, last_length, NULL, NULL, NULL));

  return g_ascii_strtoull (head->str + strlen ("HTTP/1.1 "), NULL, 10);
}

const char *
lb_test_heard (gsize *length)
{
  if (length != NULL)
    *length = last_length;

  return last_body;
}

guint
lb_test_ask (GSocketConnection *connection)
{
  return lb_test_say (connection, ASK) ? lb_test_hear (connection) : 0;
}

void
lb_test_assert_answers_others (LbTestCallers *self)
{
  g_autoptr (GSocketConnection) other = lb_test_connect (self);

  g_assert_cmpuint (lb_test_ask (other), ==, 200);
}
