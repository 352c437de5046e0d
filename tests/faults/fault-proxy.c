#include "fault-proxy.h"

#include <gio/gio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "contract/lb-routes.h"

#define BLOCK_BYTES 4096
#define LOOK_MS 20
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define BODY_MAX (16 * 1024 * 1024)

struct _FaultProxy
{
  GSocketService *service;
  char *origin;
  guint16 port; /* of the service */
  GMutex mutex; /* over what follows */
  guint n_open; /* connections */
  guint n_connections;
  guint n_late;     /* pictures that the service is still to be given */
  GArray *expected; /* (element-type Fault) */
  GRand *chance;
  guint tenths;
  gboolean down;
  gboolean over;
  guint plan; /* requests a minute; 0: any */
  gint64 (*now_us) (gpointer data);
  gpointer now_data;
  GArray *taken; /* (element-type gint64): when requests came that were not too many */
  guint n_limited;
  GPtrArray *ledger; /* (element-type FaultEntry) */
  GString *heads;
};

/* One request, as it came. */
typedef struct
{
  char *method;
  char *path;
  GString *head; /* with the blank line, but without how the connection is to be kept */
  char *body;
  gsize length;
  gboolean picture;
} Request;

typedef struct
{
  FaultProxy *proxy;
  GSocketConnection *connection; /* (owned) */
  GDataInputStream *input;       /* (owned) */
} Line;

static void
entry_free (gpointer data)
{
  FaultEntry *self = data;

  g_free (self->method);
  g_free (self->path);
  g_free (self->image_name);
  g_free (self);
}

static FaultEntry *
entry_copy (const FaultEntry *self)
{
  FaultEntry *copy = g_memdup2 (self, sizeof *self);

  copy->method = g_strdup (self->method);
  copy->path = g_strdup (self->path);
  copy->image_name = g_strdup (self->image_name);

  return copy;
}

static void
request_free (Request *self)
{
  g_free (self->method);
  g_free (self->path);
  g_string_free (self->head, TRUE);
  g_free (self->body);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static gboolean
is_picture (const char *method, const char *path)
{
  gint64 object_id = 0;
  gint64 image_id = 0;

  return lb_route_match (method, path, &object_id, &image_id) == LB_ROUTE_UPLOAD_IMAGE;
}

/* (transfer full) (nullable): up to the blank line. The service is told its own name: ours takes no
 * request for another one. */
static Request *
read_head (GDataInputStream *input, guint16 port)
{
  g_autoptr (Request) self = g_new0 (Request, 1);

  self->head = g_string_new (NULL);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (line == NULL)
        return NULL;
      g_strchomp (line);
      if (self->method == NULL)
        {
          g_auto (GStrv) words = g_strsplit (line, " ", 3);
          char *query = words[0] != NULL && words[1] != NULL ? strchr (words[1], '?') : NULL;

          if (g_strv_length (words) != 3)
            return NULL;
          self->method = g_strdup (words[0]);
          self->path =
            query != NULL ? g_strndup (words[1], (gsize) (query - words[1])) : g_strdup (words[1]);
        }
      if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
        self->length = g_ascii_strtoull (line + 15, NULL, 10);
      if (*line == '\0')
        break;
      if (g_ascii_strncasecmp (line, "Host:", 5) == 0)
        g_string_append_printf (self->head, "Host: 127.0.0.1:%u\r\n", port);
      else if (g_ascii_strncasecmp (line, "Connection:", 11) != 0)
        g_string_append_printf (self->head, "%s\r\n", line);
    }
  g_string_append (self->head, "Connection: close\r\n\r\n");
  self->picture = is_picture (self->method, self->path);

  return self->length <= BODY_MAX ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_body (Request *self, GDataInputStream *input, gsize until)
{
  gsize got = 0;

  self->body = g_malloc0 (self->length + 1);

  return g_input_stream_read_all (G_INPUT_STREAM (input), self->body, MIN (until, self->length),
                                  &got, NULL, NULL) &&
         got == MIN (until, self->length);
}

/* (transfer full) (nullable) */
static char *
read_image_name (const Request *request)
{
  static const char key[] = "\"image_name\":\"";
  const char *found = request->body != NULL ? strstr (request->body, key) : NULL;
  const char *end = NULL;

  if (found == NULL)
    return NULL;
  found += sizeof key - 1;
  end = strchr (found, '"');

  return end != NULL ? g_strndup (found, (gsize) (end - found)) : NULL;
}

static void
reset (GSocketConnection *connection)
{
  const struct linger linger = { 1, 0 };
  GSocket *socket = g_socket_connection_get_socket (connection);

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

/* Asks the service. (transfer full) (nullable): its whole answer. */
static GString *
ask (FaultProxy *self, const Request *request, guint *status)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  char block[BLOCK_BYTES];
  gssize n = 0;
  char *closing = NULL;

  *status = 0;
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, NULL);
  if (connection == NULL ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                  request->head->str, request->head->len, NULL, NULL, NULL) ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                  request->body, request->length, NULL, NULL, NULL))
    return NULL;
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), block,
                                   sizeof block, NULL, NULL)) > 0)
    g_string_append_len (answer, block, n);
  if (answer->len < strlen ("HTTP/1.1 200"))
    return NULL;

  *status = (guint) g_ascii_strtoull (answer->str + strlen ("HTTP/1.1 "), NULL, 10);
  /* Our own connection goes on. */
  if ((closing = strstr (answer->str, "Connection: close\r\n")) != NULL)
    g_string_erase (answer, closing - answer->str, strlen ("Connection: close\r\n"));

  return g_steal_pointer (&answer);
}

static gboolean
put (const Line *line, const char *bytes, gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (line->connection)),
                                    bytes, length, NULL, NULL, NULL);
}

static gboolean
put_slowly (const Line *line, const GString *answer, guint ms)
{
  const gsize n_parts = 10;
  gsize part = answer->len / n_parts + 1;

  for (gsize at = 0; at < answer->len; at += part)
    {
      if (!put (line, answer->str + at, MIN (part, answer->len - at)))
        return FALSE;
      g_usleep (ms * 1000 / n_parts);
    }

  return TRUE;
}

static gboolean
put_status (const Line *line, const Fault *fault)
{
  static const char body[] = "{\"message\":\"No\"}";
  g_autofree char *rest = fault->retry_after != NULL
                            ? g_strdup_printf ("Retry-After: %s\r\n", fault->retry_after)
                            : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u Fault\r\nContent-Type: application/json\r\n"
                                           "Content-Length: %zu\r\n%s\r\n%s",
                                           fault->status, sizeof body - 1, rest, body);

  return put (line, text, strlen (text));
}

static const char *const rests[] = { "2", NULL, "Thu, 01 Jan 1970 00:00:00 GMT", "-5", "soon" };

static Fault
draw (FaultProxy *self, gboolean picture)
{
  static const guint statuses[] = { 500, 502, 503, 504, 429 };
  Fault fault = { .toxic = g_rand_int_range (self->chance, 1, FAULT_N_TOXICS) };

  fault.at = (gsize) g_rand_int_range (self->chance, 0, 600);
  fault.ms = (guint) g_rand_int_range (self->chance, 1, fault.toxic == FAULT_LATE ? 240 : 60);
  fault.status = statuses[g_rand_int_range (
    self->chance, 0, fault.toxic == FAULT_STATUS_AND_KEPT ? 4 : G_N_ELEMENTS (statuses))];
  fault.retry_after = rests[g_rand_int_range (self->chance, 0, G_N_ELEMENTS (rests))];
  if (!picture && fault.toxic == FAULT_LATE)
    fault.toxic = FAULT_RESET_ANSWER;

  return fault;
}

/* Seconds to wait when a request is one too many, 0 when it is not; with the mutex. */
static gint64
limit (FaultProxy *self)
{
  gint64 now = 0;
  gint64 oldest = 0;

  if (self->plan == 0)
    return 0;

  now = self->now_us (self->now_data);
  if (self->taken->len < self->plan)
    oldest = now - MINUTE_US;
  else
    oldest = g_array_index (self->taken, gint64, self->taken->len - self->plan);
  if (now - oldest >= MINUTE_US)
    {
      g_array_append_val (self->taken, now);
      return 0;
    }
  self->n_limited++;

  return (oldest + MINUTE_US - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
}

static Fault
take_fault (FaultProxy *self, const Request *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Fault fault = { 0 };
  gint64 rest_s = limit (self);

  g_string_append (self->heads, request->head->str);
  if (rest_s > 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, rest_s);

      fault.toxic = FAULT_STATUS;
      fault.status = 429;
      fault.retry_after = g_intern_string (text);
    }
  else if (self->expected->len > 0 &&
           (request->picture || g_array_index (self->expected, Fault, 0).any))
    {
      fault = g_array_index (self->expected, Fault, 0);
      g_array_remove_index (self->expected, 0);
    }
  else if (self->chance != NULL && (guint) g_rand_int_range (self->chance, 0, 20) <
                                     (request->picture ? 2 * self->tenths : self->tenths))
    {
      fault = draw (self, request->picture);
    }

  return fault;
}

static void
note (FaultProxy *self, const Request *request, FaultToxic toxic, guint status)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  FaultEntry *entry = g_new0 (FaultEntry, 1);

  entry->method = g_strdup (request->method);
  entry->path = g_strdup (request->path);
  entry->image_name = request->picture ? read_image_name (request) : NULL;
  entry->toxic = toxic;
  entry->status = status;
  g_ptr_array_add (self->ledger, entry);
}

/* Whether nobody is let in. */
static gboolean
count_open (FaultProxy *self, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_open += change;
  self->n_connections += change > 0;
  return self->down;
}

static void
count_late (FaultProxy *self, int change)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_late += change;
}

static gboolean
is_over (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->over;
}

/* Until the client has left, or the test: of one that has more to send nothing is heard. */
static void
hang (const Line *line)
{
  GSocket *socket = g_socket_connection_get_socket (line->connection);
  struct pollfd looked = { .fd = g_socket_get_fd (socket), .events = POLLRDHUP };

  while (!is_over (line->proxy) && poll (&looked, 1, LOOK_MS) == 0)
    continue;
}

/* The request does not arrive. */
static void
lose_request (const Line *line, Request *request, const Fault *fault)
{
  read_body (request, line->input, fault->at);
  note (line->proxy, request, fault->toxic, 0);
  if (fault->toxic == FAULT_STALL_REQUEST)
    g_usleep (fault->ms * 1000);
  if (fault->toxic == FAULT_HANG_REQUEST)
    hang (line);
  reset (line->connection);
}

/* It has arrived, and its answer meets a fault. Whether the connection goes on. */
static gboolean
answer (const Line *line, const Request *request, const Fault *fault)
{
  guint status = 0;
  g_autoptr (GString) text = NULL;
  gsize at = 0;

  if (fault->toxic == FAULT_LATE)
    {
      count_late (line->proxy, 1);
      reset (line->connection);
      g_usleep (fault->ms * 1000);
    }
  text = ask (line->proxy, request, &status);
  note (line->proxy, request, fault->toxic, status);
  if (fault->toxic == FAULT_LATE)
    count_late (line->proxy, -1);
  if (text == NULL)
    {
      reset (line->connection);
      return FALSE;
    }

  at = MIN (fault->at, text->len - 1);
  switch (fault->toxic)
    {
    case FAULT_LATENCY:         g_usleep (fault->ms * 1000); break;
    case FAULT_BANDWIDTH:       return put_slowly (line, text, fault->ms);
    case FAULT_STATUS_AND_KEPT: return put_status (line, fault);
    case FAULT_RESET_ANSWER:
    case FAULT_STALL_ANSWER:
      put (line, text->str, at);
      if (fault->toxic == FAULT_STALL_ANSWER)
        g_usleep (fault->ms * 1000);
      reset (line->connection);
      return FALSE;
    case FAULT_HANG_ANSWER:
      put (line, text->str, at);
      hang (line);
      return FALSE;
    case FAULT_SLOW_CLOSE:
      put (line, text->str, text->len);
      g_usleep (fault->ms * 1000);
      return FALSE;
    case FAULT_CUT_ANSWER:    put (line, text->str, at); G_GNUC_FALLTHROUGH;
    case FAULT_LATE:          return FALSE;
    case FAULT_NONE:
    case FAULT_RESET_REQUEST:
    case FAULT_STALL_REQUEST:
    case FAULT_HANG_REQUEST:
    case FAULT_STATUS:
    default:                  break;
    }

  return put (line, text->str, text->len);
}

/* Whether another request may follow. */
static gboolean
serve (const Line *line)
{
  g_autoptr (Request) request = read_head (line->input, line->proxy->port);
  Fault fault = { 0 };

  if (request == NULL)
    return FALSE;

  fault = take_fault (line->proxy, request);
  if (fault.toxic == FAULT_RESET_REQUEST || fault.toxic == FAULT_STALL_REQUEST ||
      fault.toxic == FAULT_HANG_REQUEST)
    {
      lose_request (line, request, &fault);
      return FALSE;
    }
  if (!read_body (request, line->input, G_MAXSIZE))
    return FALSE;
  if (fault.toxic == FAULT_STATUS)
    {
      note (line->proxy, request, fault.toxic, 0);
      return put_status (line, &fault);
    }

  return answer (line, request, &fault);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  FaultProxy *self = data;
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  const Line line = { self, connection, input };

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  if (count_open (self, 1))
    reset (connection);
  else
    while (serve (&line))
      continue;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  count_open (self, -1);

  return TRUE;
}

FaultProxy *
fault_proxy_new (const char *origin)
{
  FaultProxy *self = g_new0 (FaultProxy, 1);
  g_autoptr (GError) error = NULL;
  guint16 port = 0;

  g_mutex_init (&self->mutex);
  self->port = (guint16) g_ascii_strtoull (strrchr (origin, ':') + 1, NULL, 10);
  self->expected = g_array_new (FALSE, FALSE, sizeof (Fault));
  self->ledger = g_ptr_array_new_with_free_func (entry_free);
  self->heads = g_string_new (NULL);
  self->taken = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->service = g_threaded_socket_service_new (64);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_signal_connect (self->service, "run", G_CALLBACK (run_cb), self);

  return self;
}

void
fault_proxy_free (FaultProxy *self)
{
  g_mutex_lock (&self->mutex);
  self->over = TRUE;
  g_mutex_unlock (&self->mutex);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (!fault_proxy_is_idle (self))
    g_main_context_iteration (NULL, FALSE);
  g_object_unref (self->service);
  g_array_unref (self->expected);
  g_array_unref (self->taken);
  g_ptr_array_unref (self->ledger);
  g_string_free (self->heads, TRUE);
  g_clear_pointer (&self->chance, g_rand_free);
  g_mutex_clear (&self->mutex);
  g_free (self->origin);
  g_free (self);
}

const char *
fault_proxy_get_origin (FaultProxy *self)
{
  return self->origin;
}

void
fault_proxy_expect (FaultProxy *self, const Fault *fault)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_array_append_val (self->expected, *fault);
}

void
fault_proxy_set_chance (FaultProxy *self, guint32 seed, guint tenths)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->chance, g_rand_free);
  self->chance = g_rand_new_with_seed (seed);
  self->tenths = tenths;
}

void
fault_proxy_enforce (FaultProxy *self,
                     guint requests,
                     gint64 (*now_us) (gpointer data),
                     gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->plan = requests;
  self->now_us = now_us;
  self->now_data = data;
}

guint
fault_proxy_get_n_answered (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->ledger->len;
}

guint
fault_proxy_get_n_connections (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_connections;
}

guint
fault_proxy_get_n_limited (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_limited;
}

void
fault_proxy_set_down (FaultProxy *self, gboolean down)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->down = down;
}

gboolean
fault_proxy_is_idle (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_open == 0;
}

guint
fault_proxy_get_n_late (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_late;
}

GPtrArray *
fault_proxy_dup_ledger (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *ledger = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < self->ledger->len; i++)
    g_ptr_array_add (ledger, entry_copy (g_ptr_array_index (self->ledger, i)));

  return ledger;
}

static gboolean
is_sent (const FaultEntry *entry)
{
  return is_picture (entry->method, entry->path);
}

guint
fault_proxy_count (FaultProxy *self, FaultToxic toxic)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]) && ((FaultEntry *) ledger->pdata[i])->toxic == toxic;

  return n;
}

guint
fault_proxy_get_n_sent (FaultProxy *self)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]);

  return n;
}

guint
fault_proxy_get_n_kept (FaultProxy *self)
{
  g_autoptr (GPtrArray) ledger = fault_proxy_dup_ledger (self);
  guint n = 0;

  for (guint i = 0; i < ledger->len; i++)
    n += is_sent (ledger->pdata[i]) && ((FaultEntry *) ledger->pdata[i])->status == 201;

  return n;
}

char *
fault_proxy_dup_heads (FaultProxy *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->heads->str);
}
