#include "raw-host.h"

#include <string.h>

#define BLOCK_BYTES (256 * 1024)
#define KEPT_BYTES (16 * 1024 * 1024) /* of one body; a larger one is read and let go */

typedef struct
{
  GBytes *bytes; /* (owned) */
  gint64 n_blanks;
  gboolean stay;
} Answer;

struct _RawHost
{
  GSocketService *service;
  char *origin;
  GMutex mutex; /* over what follows */
  GCond ended;
  guint n_open; /* connections */
  GQueue answers;
  GString *requests;
  guint n_requests;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static gboolean
skip (GInputStream *input, gsize length)
{
  while (length > 0)
    {
      gssize n = g_input_stream_skip (input, MIN (length, BLOCK_BYTES), NULL, NULL);

      if (n <= 0)
        return FALSE;
      length -= (gsize) n;
    }

  return TRUE;
}

/* (transfer full) (nullable): one request with its body, which has a length or is none. */
static char *
read_request (GDataInputStream *input)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *body = NULL;
  gsize length = 0;
  gsize got = 0;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        return NULL;
      g_string_append_printf (text, "%s\n", line);
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        length = g_ascii_strtoull (line + 15, NULL, 10);
      if (*g_strchomp (line) == '\0')
        break;
    }

  if (length > KEPT_BYTES)
    return skip (G_INPUT_STREAM (input), length) ? g_string_free_and_steal (g_steal_pointer (&text))
                                                 : NULL;
  body = g_malloc0 (length + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (input), body, length, &got, NULL, NULL) ||
      got != length)
    return NULL;
  g_string_append (text, body);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* (transfer full) (nullable) */
static Answer *
take_answer (RawHost *self, const char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_requests++;
  g_string_append (self->requests, request);
  return g_queue_pop_head (&self->answers);
}

static gboolean
write_answer (Answer *answer, GOutputStream *output)
{
  gsize length;
  const char *bytes = g_bytes_get_data (answer->bytes, &length);
  g_autofree char *blanks = g_strnfill (BLOCK_BYTES, ' ');

  if (!g_output_stream_write_all (output, bytes, length, NULL, NULL, NULL))
    return FALSE;
  for (gint64 left = answer->n_blanks; left > 0; left -= BLOCK_BYTES)
    if (!g_output_stream_write_all (output, blanks, (gsize) MIN (left, BLOCK_BYTES), NULL, NULL,
                                    NULL))
      return FALSE;

  return answer->stay;
}

static void
count_open (RawHost *self, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_open += change;
  g_cond_broadcast (&self->ended);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  RawHost *self = data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  gboolean go_on = TRUE;

  count_open (self, 1);
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  while (go_on)
    {
      g_autofree char *request = read_request (input);
      Answer *answer = request != NULL ? take_answer (self, request) : NULL;

      go_on = answer != NULL && write_answer (answer, output);
      g_clear_pointer (&answer, answer_free);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  count_open (self, -1);

  return TRUE;
}

RawHost *
raw_host_new (void)
{
  RawHost *self = g_new0 (RawHost, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  g_queue_init (&self->answers);
  self->requests = g_string_new (NULL);
  self->service = g_threaded_socket_service_new (8);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->origin = g_strdup_printf ("http://127.0.0.1:%u",
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_socket_service_start (self->service);

  return self;
}

void
raw_host_free (RawHost *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_mutex_lock (&self->mutex);
  while (self->n_open > 0)
    g_cond_wait (&self->ended, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_queue_clear_full (&self->answers, answer_free);
  g_string_free (self->requests, TRUE);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ended);
  g_free (self->origin);
  g_free (self);
}

const char *
raw_host_get_origin (RawHost *self)
{
  return self->origin;
}

static void
add_answer (RawHost *self, const char *bytes, gssize length, gint64 n_blanks, gboolean stay)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_bytes_new (bytes, length < 0 ? strlen (bytes) : (gsize) length);
  answer->n_blanks = n_blanks;
  answer->stay = stay;
  g_queue_push_tail (&self->answers, answer);
}

void
raw_host_answer (RawHost *self, const char *bytes, gssize length)
{
  add_answer (self, bytes, length, 0, FALSE);
}

void
raw_host_answer_and_stay (RawHost *self, const char *bytes, gssize length)
{
  add_answer (self, bytes, length, 0, TRUE);
}

void
raw_host_answer_blanks (RawHost *self, const char *head, gint64 n_bytes)
{
  add_answer (self, head, -1, n_bytes, FALSE);
}

guint
raw_host_get_n_requests (RawHost *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_requests;
}

char *
raw_host_dup_requests (RawHost *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->requests->str);
}
