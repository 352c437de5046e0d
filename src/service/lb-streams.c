#include "service/lb-streams.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib-unix.h>

#include "base/lb-error.h"

#define CHUNK_BYTES (256 * 1024)

struct _LbStreams
{
  GObject parent_instance;

  GPtrArray *running; /* (owned) (element-type Stream) */
};

G_DEFINE_FINAL_TYPE (LbStreams, lb_streams, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_RUNNING = 1
} LbStreamsProperty;

static GParamSpec *props[PROP_N_RUNNING + 1];

/* A pipe leads from the thread to the main thread. The latter holds its end open until the former
 * has closed the other, so that nobody ever writes into a pipe without an end. */
typedef struct
{
  LbStreams *streams;         /* not owned: it holds this */
  SoupServerMessage *message; /* (owned) */
  gulong wrote_id;
  gulong finished_id; /* 0 once nobody listens any more */
  int read_fd;        /* (owned) */
  guint read_id;      /* 0 while the caller has a chunk to take */
  GThread *thread;
  GCancellable *cancellable; /* (owned) */

  /* The thread's own until it has ended. */
  int write_fd; /* (owned) */
  LbStreamWrite write;
  gpointer data;
  GDestroyNotify destroy;
  gboolean whole;
} Stream;

static void
stop_listening (Stream *stream)
{
  g_clear_signal_handler (&stream->wrote_id, stream->message);
  g_clear_signal_handler (&stream->finished_id, stream->message);
}

static void
stream_free (gpointer data)
{
  Stream *stream = data;

  stop_listening (stream);
  g_clear_handle_id (&stream->read_id, g_source_remove);
  g_clear_pointer (&stream->thread, g_thread_join);
  g_clear_fd (&stream->read_fd, NULL);
  g_clear_fd (&stream->write_fd, NULL);
  if (stream->destroy != NULL)
    stream->destroy (stream->data);
  g_clear_object (&stream->cancellable);
  g_clear_object (&stream->message);
  g_free (stream);
}

static void
lb_streams_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbStreams *self = LB_STREAMS (object);

  switch ((LbStreamsProperty) prop_id)
    {
    case PROP_N_RUNNING: g_value_set_uint (value, self->running->len); break;
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_streams_dispose (GObject *object)
{
  lb_streams_stop (LB_STREAMS (object));

  G_OBJECT_CLASS (lb_streams_parent_class)->dispose (object);
}

static void
lb_streams_finalize (GObject *object)
{
  LbStreams *self = LB_STREAMS (object);

  g_clear_pointer (&self->running, g_ptr_array_unref);

  G_OBJECT_CLASS (lb_streams_parent_class)->finalize (object);
}

static void
lb_streams_class_init (LbStreamsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lb_streams_get_property;
  object_class->dispose = lb_streams_dispose;
  object_class->finalize = lb_streams_finalize;

  props[PROP_N_RUNNING] = g_param_spec_uint ("n-running", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_streams_init (LbStreams *self)
{
  self->running = g_ptr_array_new_with_free_func (stream_free);
}

LbStreams *
lb_streams_new (void)
{
  return g_object_new (LB_TYPE_STREAMS, NULL);
}

guint
lb_streams_get_n_running (LbStreams *self)
{
  return self->running->len;
}

static gpointer
write_on_thread (gpointer data)
{
  Stream *stream = data;
  g_autoptr (GOutputStream) output = g_unix_output_stream_new (stream->write_fd, FALSE);
  g_autoptr (GError) error = NULL;

  stream->whole = stream->write (output, stream->data, stream->cancellable, &error);
  if (!stream->whole && !g_cancellable_is_cancelled (stream->cancellable))
    g_warning ("An answer was cut off: %s", error->message);
  g_clear_fd (&stream->write_fd, NULL);

  return NULL;
}

static void
forget (Stream *stream)
{
  g_autoptr (LbStreams) self = g_object_ref (stream->streams);

  g_ptr_array_remove (self->running, stream);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_RUNNING]);
}

/* The caller sees the line break before the last chunk, and knows that something is missing. What
 * is appended never gets out: it lets the server see that the line is gone. */
static void
cut_off (SoupServerMessage *message)
{
  static const char filler[] = "-";
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, filler, strlen (filler));
  soup_server_message_unpause (message);
}

/* Nothing more is to come from the thread. */
static void
end_writing (Stream *stream)
{
  g_clear_pointer (&stream->thread, g_thread_join);
  if (stream->finished_id == 0)
    {
      forget (stream);
    }
  else if (stream->whole)
    {
      soup_message_body_complete (soup_server_message_get_response_body (stream->message));
      soup_server_message_unpause (stream->message);
    }
  else
    {
      cut_off (stream->message);
    }
}

static void
pass_on (Stream *stream, gpointer chunk, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (chunk, size);

  soup_message_body_append_bytes (soup_server_message_get_response_body (stream->message), bytes);
  soup_server_message_unpause (stream->message);
}

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer data)
{
  Stream *stream = data;
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gssize size = read (fd, chunk, CHUNK_BYTES);

  if (size < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;

  if (size > 0 && stream->finished_id == 0)
    return G_SOURCE_CONTINUE; /* nobody takes it */

  stream->read_id = 0;
  if (size > 0)
    pass_on (stream, g_realloc (g_steal_pointer (&chunk), (gsize) size), (gsize) size);
  else
    end_writing (stream);

  return G_SOURCE_REMOVE;
}

static void
read_on (Stream *stream)
{
  if (stream->read_id == 0 && stream->thread != NULL)
    stream->read_id = g_unix_fd_add (stream->read_fd, G_IO_IN | G_IO_HUP, readable_cb, stream);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer data)
{
  read_on (data);
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  Stream *stream = data;

  stop_listening (stream);
  g_cancellable_cancel (stream->cancellable);
  if (stream->thread != NULL)
    read_on (stream);
  else
    forget (stream);
}

static gboolean
start_thread (Stream *stream, GError **error)
{
  int fds[2];

  if (!g_unix_open_pipe (fds, O_CLOEXEC, error))
    return FALSE;

  stream->read_fd = fds[0];
  stream->write_fd = fds[1];
  /* As much as one chunk, where the system allows it: fewer turns for the same. */
  fcntl (stream->write_fd, F_SETPIPE_SZ, CHUNK_BYTES);
  stream->thread = g_thread_try_new ("answer", write_on_thread, stream, error);

  return stream->thread != NULL;
}

gboolean
lb_streams_start (LbStreams *self,
                  SoupServerMessage *message,
                  LbStreamWrite write,
                  gpointer data,
                  GDestroyNotify destroy,
                  GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  Stream *stream = g_new0 (Stream, 1);

  stream->streams = self;
  stream->message = g_object_ref (message);
  stream->cancellable = g_cancellable_new ();
  stream->read_fd = -1;
  stream->write_fd = -1;
  stream->write = write;
  stream->data = data;
  stream->destroy = destroy;
  if (!start_thread (stream, error))
    {
      stream_free (stream);
      return FALSE;
    }

  stream->wrote_id = g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), stream);
  stream->finished_id = g_signal_connect (message, "finished", G_CALLBACK (finished_cb), stream);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  read_on (stream);
  g_ptr_array_add (self->running, stream);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_RUNNING]);

  return TRUE;
}

void
lb_streams_stop (LbStreams *self)
{
  for (guint i = 0; i < self->running->len; i++)
    {
      Stream *stream = g_ptr_array_index (self->running, i);

      g_cancellable_cancel (stream->cancellable);
      read_on (stream);
      if (stream->finished_id != 0)
        cut_off (stream->message);
    }

  while (self->running->len > 0)
    g_main_context_iteration (NULL, TRUE);
}
