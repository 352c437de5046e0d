#include "api/lb-client-private.h"

#include <string.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "base/lb-tls-fault.h"
#include "contract/lb-contract-json.h"

#define DEADLINE_SECONDS 60
#define CAPTION_DEADLINE_SECONDS (10 * 60)
#define WORKER_THRESHOLD_BYTES (64 * 1024)
#define REPEAT_WAIT_MS 1000
#define REPEAT_PATIENCE_SECONDS 10 /* a longer Retry-After is for the caller to wait out */
/* json-glib goes down one stack frame a level of nesting. */
#define READ_STACK_BYTES (1024 * 1024)

typedef struct
{
  LbClient *client; /* (owned) */
  LbRoute route;
  gint64 object_id;
  gint64 image_id;
  char *query;             /* (owned) (nullable) */
  DexFuture *body;         /* (owned) (nullable) */
  char *field;             /* (owned) (nullable) */
  DexFuture *body_without; /* (owned) (nullable) */
  LbClientReader reader;
  GCancellable *cancel; /* (owned) (nullable) */
  LbClientProgress progress;
  gpointer data;
  gint64 sent_bytes;
  gint64 total_bytes;
} Run;

static void
run_free (Run *self)
{
  g_clear_object (&self->client);
  g_clear_pointer (&self->query, g_free);
  dex_clear (&self->body);
  g_clear_pointer (&self->field, g_free);
  dex_clear (&self->body_without);
  g_clear_object (&self->cancel);
  g_free (self);
}

typedef struct
{
  GBytes *body; /* (owned) */
  LbClientReader reader;
} Reading;

static void
reading_free (Reading *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;

  return self->reader (self->body);
}

/* Small answers are read where we are, large ones on a worker thread. */
static DexFuture *
read_reply (LbClientReader reader, GBytes *body)
{
  Reading *reading = NULL;

  if (g_bytes_get_size (body) <= WORKER_THRESHOLD_BYTES)
    return reader (body);

  reading = g_new0 (Reading, 1);
  reading->body = g_bytes_ref (body);
  reading->reader = reader;

  return lb_threads_run (read_fiber, reading, (GDestroyNotify) reading_free);
}

static void
wrote_body_data_cb (SoupMessage *message, guint chunk_size, gpointer data)
{
  Run *self = data;

  self->sent_bytes = MIN (self->sent_bytes + chunk_size, self->total_bytes);
  self->progress (self->sent_bytes, self->total_bytes, self->data);
}

static LbPacerUrgency
get_urgency (LbRoute route)
{
  switch (route)
    {
    case LB_ROUTE_UPLOAD_IMAGE:
    case LB_ROUTE_UPLOAD_FILE:  return LB_PACER_UPLOAD;
    case LB_ROUTE_GET_DATASET:
    case LB_ROUTE_BULK_STATUS:  return LB_PACER_POLL;
    default:                    return LB_PACER_INTERACTIVE;
    }
}

static gboolean
take_turn (Run *self, GError **error)
{
  LbClient *client = self->client;
  g_autoptr (DexFuture) turn =
    lb_pacer_take (client->pacer, get_urgency (self->route), self->cancel);

  if (!dex_future_is_pending (turn))
    return dex_await (g_steal_pointer (&turn), error);
  if (dex_await (dex_future_first (g_steal_pointer (&turn),
                                   dex_cancellable_new_from_cancellable (client->cancellable),
                                   NULL),
                 NULL))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "Stopped");
  return FALSE;
}

/* A rest that the service asks for is one for all calls. */
static void
note_outcome (LbPacer *pacer, LbPacerUrgency urgency, const GError *failure)
{
  guint rest_s = 0;

  if (lb_error_get_retry_after (failure, &rest_s))
    lb_pacer_hold (pacer, rest_s);
  else if (g_error_matches (failure, LB_ERROR, LB_ERROR_RATE_LIMITED))
    lb_pacer_hold_by_chance (pacer, urgency);
  else if (failure == NULL)
    lb_pacer_note_answer (pacer, urgency);
}

/* One request. */
static GBytes *
exchange (Run *self, const char *path, GBytes *body, GError **error)
{
  gboolean slow = lb_route_makes_captions (self->route);
  LbClientSending how = {
    .deadline_seconds = slow ? CAPTION_DEADLINE_SECONDS : DEADLINE_SECONDS,
    .answer_cap = lb_route_answer_cap (self->route),
  };
  SoupSession *session = slow ? self->client->transfers : self->client->interactive;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GError) failure = NULL;
  GBytes *reply = NULL;
  gulong handler = 0;

  if (!(message = lb_client_new_message (self->client, lb_route_method (self->route), path,
                                         self->query, error)) ||
      !take_turn (self, error))
    return NULL;

  /* Small, and one of many: it need not wait for a connection of its own. Who sends it looks what
   * became of it when the one that is there dies; libsoup sends it no second time, for it goes by
   * the method in that. */
  if (self->route == LB_ROUTE_UPLOAD_FILE)
    {
      soup_message_remove_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
      soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
    }
  if (body != NULL)
    {
      soup_message_set_request_body_from_bytes (message, "application/json", body);
      self->total_bytes = (gint64) g_bytes_get_size (body);
    }
  if (self->progress != NULL)
    {
      self->sent_bytes = 0;
      self->progress (0, self->total_bytes, self->data);
      handler =
        g_signal_connect (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
    }

  reply =
    dex_await_boxed (lb_client_send (self->client, session, message, &how, self->cancel), &failure);
  g_clear_signal_handler (&handler, message);
  note_outcome (self->client->pacer, get_urgency (self->route), failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return reply;
}

/* A request without effect may be sent once more, unless the service is the embedded one, which is
 * a matter of starting it again. Waits before, and less if it is stopped meanwhile. */
static gboolean
wait_to_repeat (Run *self, const GError *error)
{
  guint after_s = 0;
  int wait_ms = g_random_int_range (REPEAT_WAIT_MS / 4, REPEAT_WAIT_MS);

  if (self->client->local || !g_str_equal (lb_route_method (self->route), SOUP_METHOD_GET))
    return FALSE;
  if (!g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE) &&
      !g_error_matches (error, LB_ERROR, LB_ERROR_SERVER))
    return FALSE;
  if ((lb_error_get_retry_after (error, &after_s) && after_s > REPEAT_PATIENCE_SECONDS) ||
      lb_error_get_tls_fault (error) != LB_TLS_FAULT_NONE)
    return FALSE;

  dex_await (dex_future_first (
               dex_timeout_new_msec (MAX (wait_ms, (int) after_s * 1000)),
               dex_cancellable_new_from_cancellable (self->client->cancellable),
               self->cancel != NULL ? dex_cancellable_new_from_cancellable (self->cancel) : NULL,
               NULL),
             NULL);
  return TRUE;
}

/* C1: a refusal that names the field means the field. */
static gboolean
wants_it_without (Run *self, const GError *error)
{
  return self->body_without != NULL && !self->client->local &&
         g_error_matches (error, LB_ERROR, LB_ERROR_INVALID) &&
         strstr (error->message, self->field) != NULL;
}

/* C6: nothing there may mean that it is elsewhere. */
static gboolean
wants_other_path (Run *self, const char *other_path, const GError *error)
{
  return other_path != NULL && !self->client->local &&
         g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND);
}

/* The request, and what may follow when it was refused. */
static GBytes *
exchange_all (Run *self, GBytes *body, GError **error)
{
  g_autofree char *path = lb_route_path (self->route, self->object_id, self->image_id);
  g_autofree char *other_path = lb_route_other_path (self->route, self->object_id, self->image_id);
  g_autoptr (GError) failure = NULL;
  GBytes *reply = exchange (self, path, body, &failure);

  if (reply == NULL && wait_to_repeat (self, failure))
    {
      g_clear_error (&failure);
      reply = exchange (self, path, body, &failure);
    }
  if (reply == NULL && wants_it_without (self, failure))
    {
      g_autoptr (GBytes) without = NULL;

      g_clear_error (&failure);
      if ((without = dex_await_boxed (g_steal_pointer (&self->body_without), &failure)))
        reply = exchange (self, path, without, &failure);
    }
  /* What the published path says counts when neither has it. */
  if (reply == NULL && wants_other_path (self, other_path, failure))
    reply = exchange (self, other_path, body, NULL);
  if (reply == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return reply;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) reply = NULL;

  if (self->body != NULL && !(body = dex_await_boxed (g_steal_pointer (&self->body), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!(reply = exchange_all (self, body, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return read_reply (self->reader, reply);
}

DexFuture *
lb_client_run (LbClient *self, const LbClientOperation *operation)
{
  g_autoptr (DexFuture) body = operation->body;
  g_autoptr (DexFuture) body_without = operation->body_without;
  Run *run = NULL;

  dex_return_error_if_fail (LB_IS_CLIENT (self));

  run = g_new0 (Run, 1);
  run->client = g_object_ref (self);
  run->route = operation->route;
  run->object_id = operation->object_id;
  run->image_id = operation->image_id;
  run->query = g_strdup (operation->query);
  run->body = g_steal_pointer (&body);
  run->field = g_strdup (operation->field);
  run->body_without = g_steal_pointer (&body_without);
  run->reader = operation->reader;
  g_set_object (&run->cancel, operation->cancel);
  run->progress = operation->progress;
  run->data = operation->data;

  return dex_scheduler_spawn (NULL, READ_STACK_BYTES, run_fiber, run, (GDestroyNotify) run_free);
}

DexFuture *
lb_client_body_from_node (JsonNode *node)
{
  gsize length = 0;
  char *text = lb_contract_to_text (node, &length);

  json_node_unref (node);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new_take (text, length));
}

typedef struct
{
  JsonObject *fields; /* (owned) */
  GBytes *bytes;      /* (owned) (nullable) */
  char *member;       /* (owned) (nullable) */
  GPtrArray *texts;   /* (owned) (nullable) */
} Fields;

static void
fields_free (Fields *self)
{
  g_clear_pointer (&self->fields, json_object_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->member, g_free);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_free (self);
}

/* (transfer full): a body is written once, on whichever thread has the time. */
static DexFuture *
write_fields (Fields *fields, DexFiberFunc fiber)
{
  return lb_threads_run (fiber, fields, (GDestroyNotify) fields_free);
}

/* The object is written around the base64 text, which then exists once and not three times. */
static DexFuture *
upload_body_fiber (gpointer data)
{
  Fields *self = data;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *fields = NULL;
  const guchar *bytes = NULL;
  gsize n_bytes = 0;
  gsize length = 0;
  gsize encoded = 0;
  int state = 0;
  int save = 0;
  GString *body = NULL;

  json_node_set_object (node, self->fields);
  fields = lb_contract_to_text (node, &length);
  while (length > 0 && fields[length - 1] != '}')
    length--;
  g_return_val_if_fail (length > 0, NULL);

  bytes = g_bytes_get_data (self->bytes, &n_bytes);
  body = g_string_sized_new (n_bytes / 3 * 4 + length + 32);
  g_string_append_len (body, fields, length - 1);
  g_string_append (body, json_object_get_size (self->fields) > 0 ? ",\"file\":\"" : "\"file\":\"");
  encoded = body->len;
  g_string_set_size (body, encoded + n_bytes / 3 * 4 + 8);
  encoded += g_base64_encode_step (bytes, n_bytes, FALSE, body->str + encoded, &state, &save);
  encoded += g_base64_encode_close (FALSE, body->str + encoded, &state, &save);
  g_string_truncate (body, encoded);
  g_string_append (body, "\"}");

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_string_free_to_bytes (body));
}

DexFuture *
lb_client_body_for_upload (GBytes *bytes, JsonObject *fields)
{
  Fields *self = g_new0 (Fields, 1);

  self->fields = fields;
  self->bytes = g_bytes_ref (bytes);

  return write_fields (self, upload_body_fiber);
}

static DexFuture *
texts_body_fiber (gpointer data)
{
  Fields *self = data;
  JsonArray *array = json_array_sized_new (self->texts->len);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < self->texts->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (self->texts, i));
  json_object_set_array_member (self->fields, self->member, array);
  json_node_set_object (node, self->fields);

  return lb_client_body_from_node (node);
}

DexFuture *
lb_client_body_with_texts (JsonObject *fields, const char *member, GPtrArray *texts)
{
  Fields *self = g_new0 (Fields, 1);

  self->fields = fields;
  self->member = g_strdup (member);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (self->texts, g_strdup (g_ptr_array_index (texts, i)));

  return write_fields (self, texts_body_fiber);
}
