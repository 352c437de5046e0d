#include "fault-line.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define LOOK_MS 20

typedef struct
{
  FaultProxy *proxy;
  GSocketConnection *connection; /* (owned) */
  GDataInputStream *input;       /* (owned) */
} Line;

static void
reset (GSocketConnection *connection)
{
  const struct linger linger = { 1, 0 };
  GSocket *socket = g_socket_connection_get_socket (connection);

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
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

/* Until the client has left, or the test: of one that has more to send nothing is heard. */
static void
hang (const Line *line)
{
  GSocket *socket = g_socket_connection_get_socket (line->connection);
  struct pollfd looked = { .fd = g_socket_get_fd (socket), .events = POLLRDHUP };

  while (!fault_proxy_is_over (line->proxy) && poll (&looked, 1, LOOK_MS) == 0)
    continue;
}

/* The request does not arrive. */
static void
lose_request (const Line *line, FaultRequest *request, const Fault *fault)
{
  fault_request_read_body (request, line->input, fault->at);
  fault_proxy_note (line->proxy, request, fault->toxic, 0);
  if (fault->toxic == FAULT_STALL_REQUEST)
    g_usleep (fault->ms * 1000);
  if (fault->toxic == FAULT_HANG_REQUEST)
    hang (line);
  reset (line->connection);
}

/* It has arrived, and its answer meets a fault. Whether the connection goes on. */
static gboolean
answer (const Line *line, const FaultRequest *request, const Fault *fault)
{
  guint status = 0;
  g_autoptr (GString) text = NULL;
  gsize at = 0;

  if (fault->toxic == FAULT_LATE)
    {
      fault_proxy_count_late (line->proxy, 1);
      reset (line->connection);
      g_usleep (fault->ms * 1000);
    }
  text = fault_request_ask (request, fault_proxy_get_port (line->proxy), &status);
  fault_proxy_note (line->proxy, request, fault->toxic, status);
  if (fault->toxic == FAULT_LATE)
    fault_proxy_count_late (line->proxy, -1);
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
  g_autoptr (FaultRequest) request =
    fault_request_read_head (line->input, fault_proxy_get_port (line->proxy));
  Fault fault = { 0 };

  if (request == NULL)
    return FALSE;
  if (!fault_proxy_lets_in (line->proxy))
    {
      reset (line->connection);
      return FALSE;
    }

  fault = fault_proxy_take_fault (line->proxy, request);
  if (fault.toxic == FAULT_RESET_REQUEST || fault.toxic == FAULT_STALL_REQUEST ||
      fault.toxic == FAULT_HANG_REQUEST)
    {
      lose_request (line, request, &fault);
      return FALSE;
    }
  if (!fault_request_read_body (request, line->input, G_MAXSIZE))
    return FALSE;
  if (fault.toxic == FAULT_STATUS)
    {
      fault_proxy_note (line->proxy, request, fault.toxic, 0);
      return put_status (line, &fault);
    }

  return answer (line, request, &fault);
}

void
fault_line_serve (FaultProxy *proxy, GSocketConnection *connection)
{
  g_autoptr (GDataInputStream) input =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  const Line line = { proxy, connection, input };

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_LF);
  if (!fault_proxy_lets_in (proxy))
    reset (connection);
  else
    while (serve (&line))
      continue;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}
