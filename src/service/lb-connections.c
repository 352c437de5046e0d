#include "service/lb-connections.h"

#include <string.h>

#include <glib-unix.h>

#define MAX_OPEN 64
#define HEADER_MS (30 * 1000)
#define KEPT_MS (90 * 1000) /* longer than callers keep a line that they don't use */
#define STALL_MS (30 * 1000)

static const char refusal[] = "HTTP/1.1 503 Service Unavailable\r\n"
                              "Connection: close\r\n"
                              "Retry-After: 1\r\n"
                              "Content-Length: 0\r\n\r\n";

struct _LbConnections
{
  GObject parent_instance;

  LbConnectionLimits limits;
  GHashTable *lines; /* (owned) (element-type GSocket Line), sockets by address, not owned */
};

G_DEFINE_FINAL_TYPE (LbConnections, lb_connections, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_OPEN = 1
} LbConnectionsProperty;

static GParamSpec *props[PROP_N_OPEN + 1];

typedef struct
{
  GSocket *socket; /* not owned: the line goes with it */
  LbConnectionLimits limits;
  guint deadline_id; /* 0 while the service is the one to act */
  gboolean held;     /* the caller is kept waiting; goes with the request */
  guint wake_id;     /* between requests: waits for the first byte of the next */
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_clear_handle_id (&line->wake_id, g_source_remove);
  g_clear_handle_id (&line->deadline_id, g_source_remove);
  g_free (line);
}

static void
socket_gone_cb (gpointer data, GObject *socket)
{
  LbConnections *self = data;

  g_hash_table_remove (self->lines, socket);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_OPEN]);
}

static void
lb_connections_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbConnections *self = LB_CONNECTIONS (object);

  switch ((LbConnectionsProperty) prop_id)
    {
    case PROP_N_OPEN: g_value_set_uint (value, g_hash_table_size (self->lines)); break;
    default:          G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_connections_finalize (GObject *object)
{
  LbConnections *self = LB_CONNECTIONS (object);
  GHashTableIter iter;
  gpointer socket;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    g_object_weak_unref (socket, socket_gone_cb, self);
  g_hash_table_unref (self->lines);

  G_OBJECT_CLASS (lb_connections_parent_class)->finalize (object);
}

static void
lb_connections_class_init (LbConnectionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_connections_get_property;
  object_class->finalize = lb_connections_finalize;

  props[PROP_N_OPEN] = g_param_spec_uint ("n-open", NULL, NULL, 0, G_MAXUINT, 0,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_connections_init (LbConnections *self)
{
  self->limits = (LbConnectionLimits) {
    .max_open = MAX_OPEN,
    .header_ms = HEADER_MS,
    .kept_ms = KEPT_MS,
    .stall_ms = STALL_MS,
  };
  self->lines = g_hash_table_new_full (NULL, NULL, NULL, line_free);
}

LbConnections *
lb_connections_new (void)
{
  return g_object_new (LB_TYPE_CONNECTIONS, NULL);
}

void
lb_connections_set_limits (LbConnections *self, const LbConnectionLimits *limits)
{
  self->limits = *limits;
}

guint
lb_connections_get_n_open (LbConnections *self)
{
  return g_hash_table_size (self->lines);
}

/* The server reads the end of the line and cleans up by itself; closing would take the descriptor
 * away under its poll. */
static gboolean
too_slow_cb (gpointer data)
{
  Line *line = data;

  line->deadline_id = 0;
  g_socket_shutdown (line->socket, TRUE, TRUE, NULL);

  return G_SOURCE_REMOVE;
}

static void
set_deadline (Line *line, guint ms)
{
  g_clear_handle_id (&line->deadline_id, g_source_remove);
  if (ms > 0)
    line->deadline_id = g_timeout_add (ms, too_slow_cb, line);
}

static Line *
find_line (LbConnections *self, SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  return socket != NULL ? g_hash_table_lookup (self->lines, socket) : NULL;
}

/* The caller has the next word, or takes what is written to it. */
static void
moved_cb (LbConnections *self, SoupServerMessage *message)
{
  Line *line = find_line (self, message);

  if (line != NULL && !line->held)
    set_deadline (line, line->limits.stall_ms);
}

static void
got_chunk_cb (LbConnections *self, GBytes *chunk, SoupServerMessage *message)
{
  moved_cb (self, message);
}

static void
wrote_data_cb (LbConnections *self, guint length, SoupServerMessage *message)
{
  moved_cb (self, message);
}

/* The service has the next word. */
static void
in_hand_cb (LbConnections *self, SoupServerMessage *message)
{
  Line *line = find_line (self, message);

  if (line != NULL)
    set_deadline (line, 0);
}

static gboolean
wake_cb (int fd, GIOCondition condition, gpointer data)
{
  Line *line = data;

  line->wake_id = 0;
  set_deadline (line, line->limits.header_ms);

  return G_SOURCE_REMOVE;
}

/* The server says that a request on a kept line has started only when its headers are there. The
 * source holds no reference, since the line goes when nobody holds its socket any more. */
static void
finished_cb (LbConnections *self, SoupServerMessage *message)
{
  Line *line = find_line (self, message);

  if (line == NULL || g_socket_is_closed (line->socket))
    return;

  line->held = FALSE;
  set_deadline (line, line->limits.kept_ms);
  g_clear_handle_id (&line->wake_id, g_source_remove);
  line->wake_id = g_unix_fd_add (g_socket_get_fd (line->socket), G_IO_IN, wake_cb, line);
}

static guint
count_family (LbConnections *self, GSocketFamily family)
{
  gboolean local = family == G_SOCKET_FAMILY_UNIX;
  GHashTableIter iter;
  gpointer socket;
  guint count = 0;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    count += (g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX) == local;

  return count;
}

static Line *
add_line (LbConnections *self, GSocket *socket)
{
  Line *line = g_new0 (Line, 1);

  line->socket = socket;
  line->limits = self->limits;
  g_hash_table_insert (self->lines, socket, line);
  g_object_weak_ref (G_OBJECT (socket), socket_gone_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_OPEN]);

  return line;
}

void
lb_connections_watch (LbConnections *self, SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);
  const struct
  {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "got-headers", G_CALLBACK (moved_cb) },          { "got-chunk", G_CALLBACK (got_chunk_cb) },
    { "got-body", G_CALLBACK (in_hand_cb) },           { "wrote-headers", G_CALLBACK (moved_cb) },
    { "wrote-body-data", G_CALLBACK (wrote_data_cb) }, { "finished", G_CALLBACK (finished_cb) },
  };
  Line *line;

  if (socket == NULL)
    return;

  line = g_hash_table_lookup (self->lines, socket);
  if (line == NULL && count_family (self, g_socket_get_family (socket)) < self->limits.max_open)
    line = add_line (self, socket);
  if (line == NULL)
    {
      g_socket_send (socket, refusal, strlen (refusal), NULL, NULL);
      g_socket_shutdown (socket, TRUE, TRUE, NULL);
      return;
    }

  g_clear_handle_id (&line->wake_id, g_source_remove);
  set_deadline (line, line->limits.header_ms);
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (message, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

void
lb_connections_hold (LbConnections *self, SoupServerMessage *message)
{
  Line *line = find_line (self, message);

  if (line == NULL)
    return;

  line->held = TRUE;
  set_deadline (line, 0);
}

void
lb_connections_go_on (LbConnections *self, SoupServerMessage *message)
{
  Line *line = find_line (self, message);

  if (line == NULL)
    return;

  line->held = FALSE;
  set_deadline (line, line->limits.stall_ms);
}
