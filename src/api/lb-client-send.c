#include "api/lb-client-private.h"

#include "api/lb-retry-after.h"
#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "contract/lb-api-error.h"

#define CHUNK_BYTES (256 * 1024)

/* One request and its answer. Owned by the fiber that waits for it. */
typedef struct
{
  gatomicrefcount ref_count;
  SoupSession *session;      /* (owned) */
  SoupMessage *message;      /* (owned) */
  GCancellable *cancellable; /* (owned): of this exchange alone */
  GCancellable *from_client; /* (owned) */
  GCancellable *from_caller; /* (owned) (nullable) */
  guint deadline_seconds;
} Exchange;

static Exchange *
exchange_ref (Exchange *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
exchange_unref (Exchange *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->session);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->from_client);
  g_clear_object (&self->from_caller);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;

  if ((stream = soup_session_send_finish (SOUP_SESSION (source), result, &error)))
    dex_promise_resolve_object (promise, g_steal_pointer (&stream));
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
send_headers (Exchange *self)
{
  DexPromise *promise = dex_promise_new ();

  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           sent_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
read_chunk (Exchange *self, GInputStream *stream)
{
  DexPromise *promise = dex_promise_new ();

  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* (transfer full): what went wrong on the way, by what the caller can do next. */
static GError *
transport_error (const GError *error)
{
  if (error->domain == LB_ERROR)
    return g_error_copy (error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "Stopped");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (LB_ERROR, LB_ERROR_TIMED_OUT, "The service did not answer in time");

  return g_error_new (LB_ERROR, LB_ERROR_OFFLINE, "The service can't be reached: %s",
                      error->message);
}

static void
note_retry_after (GError *error, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint seconds = 0;

  if (lb_retry_after_read (soup_message_headers_get_one (headers, "Retry-After"), now, &seconds))
    lb_error_set_retry_after (error, seconds);
}

/* (transfer full) (nullable): the refusal that an answer is, NULL for a success. */
static GError *
status_error (SoupMessage *message, GBytes *body)
{
  guint status = soup_message_get_status (message);
  g_autofree char *code = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *field = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = NULL;
  gsize length = 0;

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return NULL;
  if (SOUP_STATUS_IS_REDIRECTION (status))
    return g_error_new (LB_ERROR, LB_ERROR_PROTOCOL,
                        "The service sent on to another address (%u), which is not followed",
                        status);

  text = g_bytes_get_data (body, &length);
  error = lb_api_error_read (status, soup_message_get_reason_phrase (message),
                             text != NULL ? text : "", length, &code, &rule, &field);
  if (rule != NULL && !g_str_has_prefix (error->message, rule))
    g_prefix_error (&error, "%s: ", rule);
  note_retry_after (error, message);

  return g_steal_pointer (&error);
}

static GError *
over_cap_error (void)
{
  return g_error_new_literal (LB_ERROR, LB_ERROR_PROTOCOL, "The answer is too large");
}

/* Takes the body in, at most the cap of it. */
static GBytes *
read_body (Exchange *self, GInputStream *stream, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  g_autoptr (GByteArray) body = g_byte_array_new ();

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > LB_CLIENT_REPLY_CAP)
    {
      g_propagate_error (error, over_cap_error ());
      return NULL;
    }

  for (;;)
    {
      g_autoptr (GBytes) chunk = dex_await_boxed (read_chunk (self, stream), error);

      if (chunk == NULL)
        return NULL;
      if (g_bytes_get_size (chunk) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (body->len + g_bytes_get_size (chunk) > LB_CLIENT_REPLY_CAP)
        {
          g_propagate_error (error, over_cap_error ());
          return NULL;
        }
      g_byte_array_append (body, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
    }
}

static DexFuture *
exchange_fiber (gpointer data)
{
  Exchange *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) body = NULL;
  GError *refusal = NULL;

  if (!(stream = dex_await_object (send_headers (self), &error)) ||
      !(body = read_body (self, stream, &error)))
    {
      /* The rest of an answer that is not wanted must not keep its connection busy. */
      g_cancellable_cancel (self->cancellable);
      return dex_future_new_for_error (transport_error (error));
    }
  if ((refusal = status_error (self->message, body)))
    return dex_future_new_for_error (refusal);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&body));
}

static void
stopped_cb (GCancellable *from, GCancellable *to)
{
  g_cancellable_cancel (to);
}

static gulong
follow (GCancellable *from, GCancellable *to)
{
  if (from == NULL)
    return 0;

  return g_cancellable_connect (from, G_CALLBACK (stopped_cb), g_object_ref (to), g_object_unref);
}

static DexFuture *
send_fiber (gpointer data)
{
  Exchange *self = data;
  g_autoptr (DexFuture) work = NULL;
  gulong client_handler = follow (self->from_client, self->cancellable);
  gulong caller_handler = follow (self->from_caller, self->cancellable);
  gboolean timed_out = FALSE;

  work = dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange_ref (self),
                              (GDestroyNotify) exchange_unref);
  dex_await (dex_future_first (lb_shield (dex_ref (work)),
                               dex_timeout_new_seconds ((int) self->deadline_seconds), NULL),
             NULL);
  if (dex_future_is_pending (work))
    {
      timed_out = TRUE;
      g_cancellable_cancel (self->cancellable);
      dex_await (dex_ref (work), NULL);
    }
  if (client_handler != 0)
    g_cancellable_disconnect (self->from_client, client_handler);
  if (caller_handler != 0)
    g_cancellable_disconnect (self->from_caller, caller_handler);

  if (timed_out && dex_future_is_rejected (work))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_TIMED_OUT,
                                  "The service did not answer in %u seconds",
                                  self->deadline_seconds);

  return g_steal_pointer (&work);
}

DexFuture *
lb_client_send (LbClient *self,
                SoupSession *session,
                SoupMessage *message,
                guint deadline_seconds,
                GCancellable *cancel)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  g_atomic_ref_count_init (&exchange->ref_count);
  exchange->session = g_object_ref (session);
  exchange->message = g_object_ref (message);
  exchange->cancellable = g_cancellable_new ();
  exchange->from_client = g_object_ref (self->cancellable);
  g_set_object (&exchange->from_caller, cancel);
  exchange->deadline_seconds = deadline_seconds;

  return dex_scheduler_spawn (NULL, 0, send_fiber, exchange, (GDestroyNotify) exchange_unref);
}
