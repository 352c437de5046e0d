#include "api/lb-client-private.h"

#include <string.h>

#include "api/lb-client-tls.h"
#include "api/lb-retry-after.h"
#include "base/lb-cancel.h"
#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "contract/lb-api-error.h"
#include "contract/lb-limits.h"

#define CHUNK_BYTES (256 * 1024)
#define CONNECT_SECONDS 15
#define STALL_SECONDS 60 /* that no part of a request goes out */

/* One request and its answer. Owned by the fiber that waits for it. */
typedef struct
{
  gatomicrefcount ref_count;
  SoupSession *session;      /* (owned) */
  SoupMessage *message;      /* (owned) */
  GCancellable *cancellable; /* (owned): of this exchange alone */
  GCancellable *from_client; /* (owned) */
  GCancellable *from_caller; /* (owned) (nullable) */
  GOutputStream *sink;       /* (owned) (nullable) */
  LbClientSending how;
  gint64 second_us;
  gint64 connecting_us; /* monotonic: since when there is no connection yet; 0: there is one */
  gint64 moved_us;      /* monotonic: when the deadline began */
  gboolean started;
  gboolean written;    /* the whole request */
  DexPromise *changed; /* (owned) (nullable): resolves when there is another deadline */
  LbClientTls tls;
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
  g_clear_object (&self->sink);
  dex_clear (&self->changed);
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
transport_error (Exchange *self, const GError *error)
{
  GError *unsafe = NULL;

  if (error->domain == LB_ERROR)
    return g_error_copy (error);
  if ((unsafe = lb_client_tls_error (&self->tls, error)))
    return unsafe;
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
    {
      error =
        g_error_new (LB_ERROR, LB_ERROR_PROTOCOL,
                     "The service sent on to another address (%u), which is not followed", status);
      /* Nothing was done; of the older ones that is not certain. */
      if (status == SOUP_STATUS_TEMPORARY_REDIRECT || status == SOUP_STATUS_PERMANENT_REDIRECT)
        lb_error_set_unsent (error);
      return g_steal_pointer (&error);
    }

  text = g_bytes_get_data (body, &length);
  error = lb_api_error_read (status, soup_message_get_reason_phrase (message),
                             text != NULL ? text : "", length, &code, &rule, &field);
  if (rule == NULL && field != NULL && strstr (error->message, field) == NULL)
    g_prefix_error (&error, "%s: ", field);
  if (rule != NULL && !g_str_has_prefix (error->message, rule))
    g_prefix_error (&error, "%s: ", rule);
  note_retry_after (error, message);

  return g_steal_pointer (&error);
}

static gboolean
is_refused (Exchange *self)
{
  return !SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message));
}

/* -1 when it is not said. */
static goffset
announced_bytes (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  /* What is packed on the way says nothing of what comes out. */
  if (soup_message_headers_get_one (headers, "Content-Encoding") != NULL)
    return -1;

  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
           ? soup_message_headers_get_content_length (headers)
           : -1;
}

static GError *
over_cap_error (void)
{
  return g_error_new_literal (LB_ERROR, LB_ERROR_PROTOCOL, "The answer is too large");
}

/* Takes the body in, at most the cap of it; of a refusal the beginning says enough. */
static GBytes *
read_body (Exchange *self, GInputStream *stream, GError **error)
{
  gboolean refused = is_refused (self);
  gsize cap = refused ? LB_LIMIT_ANSWER_REFUSAL_BYTES : self->how.answer_cap;
  g_autoptr (GByteArray) body = g_byte_array_new ();

  if (!refused && announced_bytes (self) > (goffset) cap)
    {
      g_propagate_error (error, over_cap_error ());
      return NULL;
    }

  for (;;)
    {
      g_autoptr (GBytes) chunk = dex_await_boxed (read_chunk (self, stream), error);
      gsize room = cap - body->len;

      if (chunk == NULL)
        return NULL;
      if (g_bytes_get_size (chunk) > room && !refused)
        {
          g_propagate_error (error, over_cap_error ());
          return NULL;
        }
      g_byte_array_append (body, g_bytes_get_data (chunk, NULL),
                           (guint) MIN (g_bytes_get_size (chunk), room));
      if (g_bytes_get_size (chunk) > room)
        g_cancellable_cancel (self->cancellable); /* nobody reads the rest */
      if (g_bytes_get_size (chunk) == 0 || g_bytes_get_size (chunk) > room)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
    }
}

static void
wrote_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

static DexFuture *
write_chunk (Exchange *self, GBytes *chunk)
{
  DexPromise *promise = dex_promise_new ();

  g_output_stream_write_all_async (self->sink, g_bytes_get_data (chunk, NULL),
                                   g_bytes_get_size (chunk), G_PRIORITY_DEFAULT, self->cancellable,
                                   wrote_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* (transfer full): a failure of the file is not one of the service. */
static GError *
sink_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  return g_error_new_literal (
    LB_ERROR,
    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? LB_ERROR_NO_SPACE : LB_ERROR_STORAGE,
    error->message);
}

/* One chunk in memory at a time, however much there is. Returns empty bytes. */
static GBytes *
pour_body (Exchange *self, GInputStream *stream, GError **error)
{
  goffset total = announced_bytes (self);
  goffset got = 0;

  for (;;)
    {
      g_autoptr (GBytes) chunk = dex_await_boxed (read_chunk (self, stream), error);
      g_autoptr (GError) failure = NULL;

      if (chunk == NULL)
        return NULL;
      if (g_bytes_get_size (chunk) == 0)
        return g_steal_pointer (&chunk);
      self->moved_us = g_get_monotonic_time ();
      if (!dex_await (write_chunk (self, chunk), &failure))
        {
          g_propagate_error (error, sink_error (failure));
          return NULL;
        }
      got += (goffset) g_bytes_get_size (chunk);
      if (self->how.progress != NULL)
        self->how.progress (got, total, self->how.data);
    }
}

static GBytes *
take_body (Exchange *self, GInputStream *stream, GError **error)
{
  if (self->sink == NULL || is_refused (self))
    return read_body (self, stream, error);

  return pour_body (self, stream, error);
}

/* (transfer full): takes @error. */
static DexFuture *
reject (Exchange *self, GError *error)
{
  if (!self->started)
    lb_error_set_unsent (error);

  return dex_future_new_for_error (error);
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
      !(body = take_body (self, stream, &error)))
    {
      /* The rest of an answer that is not wanted must not keep its connection busy. */
      g_cancellable_cancel (self->cancellable);
      return reject (self, transport_error (self, error));
    }
  if ((refusal = status_error (self->message, body)))
    return dex_future_new_for_error (refusal);

  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&body));
}

static void
stopped_cb (GCancellable *from, GCancellable *to)
{
  lb_cancel_soon (to);
}

static gulong
follow (GCancellable *from, GCancellable *to)
{
  if (from == NULL)
    return 0;
  if (g_cancellable_is_cancelled (from))
    {
      g_cancellable_cancel (to); /* nothing has begun yet */
      return 0;
    }

  return g_cancellable_connect (from, G_CALLBACK (stopped_cb), g_object_ref (to), g_object_unref);
}

/* Bytes of the request are a sign of life of the way, those of an answer only of a long one. */
static void
wrote_body_data_cb (SoupMessage *message, guint chunk_size, Exchange *self)
{
  self->moved_us = g_get_monotonic_time ();
}

static void
change_deadline (Exchange *self)
{
  self->moved_us = g_get_monotonic_time ();
  if (self->changed != NULL && dex_future_is_pending (DEX_FUTURE (self->changed)))
    dex_promise_resolve_boolean (self->changed, TRUE);
}

/* Waiting for a connection that others use is not connecting. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  Exchange *self)
{
  if (event != G_SOCKET_CLIENT_RESOLVING || self->connecting_us != 0)
    return;

  self->connecting_us = g_get_monotonic_time ();
  change_deadline (self);
}

static void
starting_cb (SoupMessage *message, Exchange *self)
{
  self->connecting_us = 0;
  self->started = TRUE;
  self->written = FALSE;
  change_deadline (self);
}

/* libsoup sends again what met a connection that had died. On another one that stands ready
 * libsoup 3.6.5 takes the end of the first try for that of the second, and ends the request twice,
 * as in lb_cancel_soon(); a new one takes longer to be there. */
static void
restarted_cb (SoupMessage *message, Exchange *self)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
}

static void
wrote_body_cb (SoupMessage *message, Exchange *self)
{
  self->written = TRUE;
  change_deadline (self);
}

/* Monotonic; @seconds: (out): how long it is in all. */
static gint64
get_deadline_us (Exchange *self, guint *seconds)
{
  *seconds = self->how.deadline_seconds;
  if (self->connecting_us != 0)
    *seconds = MIN (*seconds, CONNECT_SECONDS);
  else if (self->started && !self->written)
    *seconds = MIN (*seconds, STALL_SECONDS);

  return (self->connecting_us != 0 ? self->connecting_us : self->moved_us) +
         *seconds * self->second_us;
}

/* Whether the work came to its end before the deadline. */
static gboolean
wait_for (Exchange *self, DexFuture *work, guint *seconds)
{
  gint64 left_us = 0;

  for (;;)
    {
      left_us = get_deadline_us (self, seconds) - g_get_monotonic_time ();
      if (left_us <= 0)
        return FALSE;
      dex_clear (&self->changed);
      self->changed = dex_promise_new ();
      dex_await (dex_future_first (lb_shield (dex_ref (work)), dex_timeout_new_usec (left_us),
                                   dex_ref (DEX_FUTURE (self->changed)), NULL),
                 NULL);
      if (!dex_future_is_pending (work))
        return TRUE;
    }
}

/* (transfer full): what the wait has ended with. Without a connection nothing was sent. */
static DexFuture *
late_future (Exchange *self, guint seconds)
{
  if (self->connecting_us != 0)
    return reject (self, g_error_new (LB_ERROR, LB_ERROR_OFFLINE,
                                      "The service can't be reached: no connection in %u seconds",
                                      seconds));
  if (self->started && !self->written)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_TIMED_OUT,
                                  "Nothing could be sent to the service for %u seconds", seconds);

  return dex_future_new_reject (LB_ERROR, LB_ERROR_TIMED_OUT,
                                "The service did not answer in %u seconds", seconds);
}

static DexFuture *
send_fiber (gpointer data)
{
  Exchange *self = data;
  g_autoptr (DexFuture) work = NULL;
  gulong client_handler = follow (self->from_client, self->cancellable);
  gulong caller_handler = follow (self->from_caller, self->cancellable);
  gboolean timed_out = FALSE;
  guint seconds = 0;

  self->moved_us = g_get_monotonic_time ();
  g_object_connect (self->message, "signal::network-event", network_event_cb, self,
                    "signal::restarted", restarted_cb, self, "signal::starting", starting_cb, self,
                    "signal::wrote-body", wrote_body_cb, self, "signal::wrote-body-data",
                    wrote_body_data_cb, self, NULL);
  lb_client_tls_watch (&self->tls, self->message, self->cancellable);
  work = dex_scheduler_spawn (NULL, 0, exchange_fiber, exchange_ref (self),
                              (GDestroyNotify) exchange_unref);
  if (!wait_for (self, work, &seconds))
    {
      timed_out = TRUE;
      lb_cancel_soon (self->cancellable);
      dex_await (dex_ref (work), NULL);
    }
  g_signal_handlers_disconnect_by_data (self->message, self);
  lb_client_tls_unwatch (&self->tls, self->message);
  if (client_handler != 0)
    g_cancellable_disconnect (self->from_client, client_handler);
  if (caller_handler != 0)
    g_cancellable_disconnect (self->from_caller, caller_handler);

  if (timed_out && dex_future_is_rejected (work))
    return late_future (self, seconds);

  return g_steal_pointer (&work);
}

DexFuture *
lb_client_send (LbClient *self,
                SoupSession *session,
                SoupMessage *message,
                const LbClientSending *how,
                GCancellable *cancel)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  g_atomic_ref_count_init (&exchange->ref_count);
  exchange->session = g_object_ref (session);
  exchange->message = g_object_ref (message);
  exchange->cancellable = g_cancellable_new ();
  exchange->from_client = g_object_ref (self->cancellable);
  g_set_object (&exchange->from_caller, cancel);
  exchange->how = *how;
  exchange->second_us = (gint64) self->second_ms * 1000;
  g_set_object (&exchange->sink, how->sink);
  exchange->how.sink = NULL;

  return dex_scheduler_spawn (NULL, 0, send_fiber, exchange, (GDestroyNotify) exchange_unref);
}
