#include "service/lb-intake.h"

#include "contract/lb-limits.h"
#include "service/lb-upload-reader.h"

#define DRAIN_BYTES (256 * 1024 * 1024)
#define LARGE_BYTES (1024 * 1024)
#define AT_A_TIME 4 /* of the large ones of either kind */
#define KEY "lb-intake"

/* Places for large requests. Those that fetch have their own, so that a server that dawdles keeps
 * nobody waiting who has brought all with him. */
typedef struct
{
  guint taken;
  GQueue waiting; /* (element-type Body), not owned */
} Pool;

struct _LbIntake
{
  GObject parent_instance;

  LbConnections *connections; /* (owned) */
  gsize max_bytes;
  gsize held;
  Pool bringing;
  Pool fetching;
};

G_DEFINE_FINAL_TYPE (LbIntake, lb_intake, G_TYPE_OBJECT)

/* One body; goes with its message. */
typedef struct
{
  LbIntake *intake;           /* (owned) */
  SoupServerMessage *message; /* not owned: this goes with it */
  LbUploadReader *reader;     /* (owned) (nullable) */
  DexPromise *promise;        /* (owned) (nullable): of a place, where the body is there already */
  gsize cap;
  gsize read;
  gsize held; /* counted in the sum, from the headers on where they say the length */
  gboolean kept;
  Pool *pool; /* that it wants a place in, or has; NULL: it is not large */
  gboolean placed;
  LbIntakeResult result;
} Body;

static void
lb_intake_finalize (GObject *object)
{
  g_clear_object (&LB_INTAKE (object)->connections);

  G_OBJECT_CLASS (lb_intake_parent_class)->finalize (object);
}

static void
lb_intake_class_init (LbIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_intake_finalize;
}

static void
lb_intake_init (LbIntake *self)
{
  g_queue_init (&self->bringing.waiting);
  g_queue_init (&self->fetching.waiting);
}

LbIntake *
lb_intake_new (gsize max_bytes, LbConnections *connections)
{
  LbIntake *self = g_object_new (LB_TYPE_INTAKE, NULL);

  self->max_bytes = max_bytes;
  self->connections = g_object_ref (connections);

  return self;
}

static gboolean
take_place (Body *body, Pool *pool)
{
  if (body->placed)
    return TRUE;

  body->pool = pool;
  if (pool->taken == AT_A_TIME)
    return FALSE;

  pool->taken++;
  body->placed = TRUE;

  return TRUE;
}

/* Its turn has come. */
static void
go_on (Body *body)
{
  if (!take_place (body, body->pool))
    return;

  if (body->promise != NULL)
    dex_promise_resolve_boolean (body->promise, TRUE);
  else
    {
      lb_connections_go_on (body->intake->connections, body->message);
      soup_server_message_unpause (body->message);
    }
}

static void
give_place (Body *body)
{
  Pool *pool = g_steal_pointer (&body->pool);

  if (pool == NULL)
    return;

  g_queue_remove (&pool->waiting, body);
  if (!body->placed)
    return;

  body->placed = FALSE;
  pool->taken--;
  if (!g_queue_is_empty (&pool->waiting))
    go_on (g_queue_pop_head (&pool->waiting));
}

/* Not a byte more is read until there is a place. */
static void
hold_up (Body *body)
{
  Pool *pool = &body->intake->bringing;

  if (take_place (body, pool))
    return;

  g_queue_push_tail (&pool->waiting, body);
  lb_connections_hold (body->intake->connections, body->message);
  soup_server_message_pause (body->message);
}

static void
let_go (Body *body)
{
  body->intake->held -= body->held;
  body->held = 0;
  give_place (body);
}

static void
body_free (gpointer data)
{
  Body *body = data;

  let_go (body);
  g_clear_pointer (&body->reader, lb_upload_reader_free);
  dex_clear (&body->promise);
  g_object_unref (body->intake);
  g_free (body);
}

static gboolean
hold (Body *body, gsize bytes)
{
  LbIntake *self = body->intake;

  if (bytes <= body->held)
    return TRUE;
  if (bytes - body->held > self->max_bytes - self->held)
    return FALSE;

  self->held += bytes - body->held;
  body->held = bytes;

  return TRUE;
}

/* What comes is read but not kept, so that the answer finds a caller who listens. */
static void
keep_nothing (Body *body, LbIntakeResult result)
{
  SoupMessageBody *kept = soup_server_message_get_request_body (body->message);

  soup_message_body_truncate (kept);
  soup_message_body_set_accumulate (kept, FALSE);
  g_clear_pointer (&body->reader, lb_upload_reader_free);
  let_go (body);
  body->kept = FALSE;
  body->result = result;
}

static void
keep_chunk (Body *body, GBytes *chunk)
{
  gsize size;
  const char *text = g_bytes_get_data (chunk, &size);

  if (!hold (body, body->read))
    {
      keep_nothing (body, LB_INTAKE_NO_ROOM);
      return;
    }

  if (body->reader != NULL)
    lb_upload_reader_push (body->reader, text, size);
  if (body->read > LARGE_BYTES)
    hold_up (body);
}

/* Past all reason the line is cut. */
static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  Body *body = data;

  body->read += g_bytes_get_size (chunk);
  if (body->read > DRAIN_BYTES)
    g_socket_close (soup_server_message_get_socket (message), NULL);

  if (body->result != LB_INTAKE_WHOLE)
    return;
  if (body->read > body->cap)
    keep_nothing (body, LB_INTAKE_TOO_LARGE);
  else if (body->kept)
    keep_chunk (body, chunk);
}

static Body *
body_new (LbIntake *self, SoupServerMessage *message, gsize cap, gboolean upload)
{
  Body *body = g_new0 (Body, 1);

  body->intake = g_object_ref (self);
  body->message = message;
  body->kept = cap > 0;
  body->cap = cap > 0 ? cap : LB_LIMIT_BODY_BYTES;
  if (body->kept && upload)
    {
      body->reader = lb_upload_reader_new ();
      soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
    }
  g_object_set_data_full (G_OBJECT (message), KEY, body, body_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);

  return body;
}

gboolean
lb_intake_admit (LbIntake *self, SoupServerMessage *message, gsize cap, gboolean upload)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean told = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  gsize length = told ? (gsize) soup_message_headers_get_content_length (headers) : 0;
  Body *body = body_new (self, message, cap, upload);

  if (length > body->cap)
    keep_nothing (body, LB_INTAKE_TOO_LARGE);
  else if (!body->kept)
    keep_nothing (body, LB_INTAKE_WHOLE);
  else if (!hold (body, length))
    keep_nothing (body, LB_INTAKE_NO_ROOM);
  else if (length > LARGE_BYTES)
    hold_up (body);

  return body->result != LB_INTAKE_NO_ROOM;
}

LbIntakeResult
lb_intake_take (SoupServerMessage *message, GBytes **body, GBytes **file)
{
  Body *self = g_object_get_data (G_OBJECT (message), KEY);
  SoupMessageBody *kept = soup_server_message_get_request_body (message);

  *body = NULL;
  *file = NULL;
  if (self->reader != NULL)
    *body = lb_upload_reader_end (self->reader, file);
  else if (self->kept)
    {
      /* One copy is enough; the sum falls with the message. */
      *body = soup_message_body_flatten (kept);
      soup_message_body_truncate (kept);
    }

  return self->result;
}

DexFuture *
lb_intake_wait (SoupServerMessage *message)
{
  Body *body = g_object_get_data (G_OBJECT (message), KEY);
  Pool *pool = &body->intake->fetching;

  if (take_place (body, pool))
    return dex_future_new_for_boolean (TRUE);

  g_return_val_if_fail (body->promise == NULL, NULL);

  body->promise = dex_promise_new ();
  g_queue_push_tail (&pool->waiting, body);

  return dex_ref (DEX_FUTURE (body->promise));
}
