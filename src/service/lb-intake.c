#include "service/lb-intake.h"

#include "contract/lb-limits.h"

#define DRAIN_BYTES (256 * 1024 * 1024)
#define KEY "lb-intake"

struct _LbIntake
{
  GObject parent_instance;

  gsize max_bytes;
  gsize held;
};

G_DEFINE_FINAL_TYPE (LbIntake, lb_intake, G_TYPE_OBJECT)

static void
lb_intake_class_init (LbIntakeClass *klass)
{
}

static void
lb_intake_init (LbIntake *self)
{
}

LbIntake *
lb_intake_new (gsize max_bytes)
{
  LbIntake *self = g_object_new (LB_TYPE_INTAKE, NULL);

  self->max_bytes = max_bytes;

  return self;
}

/* One body; goes with its message. */
typedef struct
{
  LbIntake *intake; /* (owned) */
  gsize cap;
  gsize read;
  gsize held; /* counted in the sum, from the headers on where they say the length */
  gboolean kept;
  LbIntakeResult result;
} Body;

static void
let_go (Body *body)
{
  body->intake->held -= body->held;
  body->held = 0;
}

static void
body_free (gpointer data)
{
  Body *body = data;

  let_go (body);
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
keep_nothing (Body *body, SoupServerMessage *message, LbIntakeResult result)
{
  SoupMessageBody *kept = soup_server_message_get_request_body (message);

  soup_message_body_truncate (kept);
  soup_message_body_set_accumulate (kept, FALSE);
  let_go (body);
  body->kept = FALSE;
  body->result = result;
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
    keep_nothing (body, message, LB_INTAKE_TOO_LARGE);
  else if (body->kept && !hold (body, body->read))
    keep_nothing (body, message, LB_INTAKE_NO_ROOM);
}

gboolean
lb_intake_admit (LbIntake *self, SoupServerMessage *message, gsize cap)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  gboolean told = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH;
  gsize length = told ? (gsize) soup_message_headers_get_content_length (headers) : 0;
  Body *body = g_new0 (Body, 1);

  body->intake = g_object_ref (self);
  body->kept = cap > 0;
  body->cap = cap > 0 ? cap : LB_LIMIT_BODY_BYTES;
  g_object_set_data_full (G_OBJECT (message), KEY, body, body_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), body);

  if (length > body->cap)
    keep_nothing (body, message, LB_INTAKE_TOO_LARGE);
  else if (!body->kept)
    keep_nothing (body, message, LB_INTAKE_WHOLE);
  else if (!hold (body, length))
    keep_nothing (body, message, LB_INTAKE_NO_ROOM);

  return body->result != LB_INTAKE_NO_ROOM;
}

LbIntakeResult
lb_intake_take (SoupServerMessage *message, GBytes **body)
{
  Body *self = g_object_get_data (G_OBJECT (message), KEY);
  SoupMessageBody *kept = soup_server_message_get_request_body (message);

  *body = NULL;
  if (self->kept)
    {
      /* One copy is enough; the sum falls with the message. */
      *body = soup_message_body_flatten (kept);
      soup_message_body_truncate (kept);
    }

  return self->result;
}
