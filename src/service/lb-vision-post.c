#include "service/lb-vision-post.h"

#include "config.h"

#include <string.h>

#include "base/lb-cancel.h"
#include "base/lb-error.h"
#include "service/lb-captioner.h"

#define CHUNK_BYTES (64 * 1024)
#define CONNECTIONS 16
#define RETRY_AFTER_MAX_S (10 * 60)

G_DEFINE_BOXED_TYPE (LbVisionAnswer, lb_vision_answer, lb_vision_answer_copy, lb_vision_answer_free)

LbVisionAnswer *
lb_vision_answer_new (guint status, const char *content_type, GBytes *body)
{
  LbVisionAnswer *self = g_new0 (LbVisionAnswer, 1);

  self->status = status;
  self->content_type = g_strdup (content_type);
  self->body = g_bytes_ref (body);

  return self;
}

LbVisionAnswer *
lb_vision_answer_copy (const LbVisionAnswer *self)
{
  LbVisionAnswer *copy = lb_vision_answer_new (self->status, self->content_type, self->body);

  copy->location = g_strdup (self->location);
  copy->retry_after_s = self->retry_after_s;

  return copy;
}

void
lb_vision_answer_free (LbVisionAnswer *self)
{
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

/* One question on its way; belongs to the callback that it waits for. */
typedef struct
{
  DexPromise *promise;       /* (owned) */
  SoupMessage *message;      /* (owned) */
  GInputStream *stream;      /* (owned) (nullable) once the headers are there */
  GByteArray *body;          /* (owned) */
  GCancellable *cancellable; /* (owned) of this question alone */
  GCancellable *stops[2];    /* (owned) (nullable) */
  gulong handlers[2];
  guint timeout_id;
  guint timeout_ms;
  gboolean asked; /* it was connected */
  gboolean late;
} Post;

static void
post_free (Post *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->stops); i++)
    if (self->stops[i] != NULL)
      {
        g_cancellable_disconnect (self->stops[i], self->handlers[i]);
        g_object_unref (self->stops[i]);
      }
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->message, self);
  dex_clear (&self->promise);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static gboolean
is_stopped (Post *self)
{
  return g_cancellable_is_cancelled (self->stops[0]) || g_cancellable_is_cancelled (self->stops[1]);
}

/* (transfer full) */
static GError *
describe_failure (Post *self, const GError *error)
{
  if (is_stopped (self))
    return g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "The caption is not wanted any more");
  if (self->late)
    return lb_captioner_error_new (
      self->asked ? LB_CAPTIONER_ERROR_BROKE_OFF : LB_CAPTIONER_ERROR_UNREACHABLE, 0,
      "The captioner did not answer within %u seconds", (self->timeout_ms + 999) / 1000);
  if (!self->asked)
    return lb_captioner_error_new (LB_CAPTIONER_ERROR_UNREACHABLE, 0,
                                   "The captioner can't be reached: %s", error->message);

  return lb_captioner_error_new (LB_CAPTIONER_ERROR_BROKE_OFF, 0,
                                 "The captioner's answer broke off: %s", error->message);
}

static void
fail (Post *self, const GError *error)
{
  dex_promise_reject (self->promise, describe_failure (self, error));
  post_free (self);
}

static guint
read_retry_after (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint64 seconds;

  if (value == NULL)
    return 0;
  if (g_ascii_isdigit (*value))
    {
      seconds = g_ascii_strtoull (value, NULL, 10);
      return (guint) MIN (seconds, RETRY_AFTER_MAX_S);
    }
  if (!g_ascii_isalpha (*value) || !(date = soup_date_time_new_from_http_string (value)))
    return 0;

  now = g_date_time_new_now_utc ();

  return (guint) CLAMP (g_date_time_difference (date, now) / G_USEC_PER_SEC + 1, 0,
                        RETRY_AFTER_MAX_S);
}

static void
succeed (Post *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  LbVisionAnswer *answer =
    lb_vision_answer_new (soup_message_get_status (self->message),
                          soup_message_headers_get_content_type (headers, NULL), body);

  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  answer->retry_after_s = read_retry_after (headers);
  dex_promise_resolve_boxed (self->promise, LB_TYPE_VISION_ANSWER, answer);
  post_free (self);
}

static void read_more (Post *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    {
      fail (self, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      succeed (self);
      return;
    }
  if (self->body->len + g_bytes_get_size (chunk) > LB_VISION_ANSWER_BYTES)
    {
      g_cancellable_cancel (self->cancellable);
      dex_promise_reject (self->promise,
                          lb_captioner_error_new (LB_CAPTIONER_ERROR_FAILED, 0,
                                                  "The captioner's answer is over %d MiB",
                                                  LB_VISION_ANSWER_BYTES / 1024 / 1024));
      post_free (self);
      return;
    }

  g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  read_more (self);
}

static void
read_more (Post *self)
{
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->cancellable,
                                   read_cb, self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Post *self = data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    fail (self, error);
  else
    read_more (self);
}

static void
starting_cb (Post *self)
{
  self->asked = TRUE;
}

static gboolean
late_cb (gpointer data)
{
  Post *self = data;

  self->timeout_id = 0;
  self->late = TRUE;
  lb_cancel_soon (self->cancellable);

  return G_SOURCE_REMOVE;
}

static void
stop_cb (GCancellable *stop, gpointer cancellable)
{
  lb_cancel_soon (cancellable);
}

static void
watch_stop (Post *self, guint place, GCancellable *stop)
{
  if (stop == NULL)
    return;

  if (g_cancellable_is_cancelled (stop))
    g_cancellable_cancel (self->cancellable); /* nothing has begun yet */
  self->stops[place] = g_object_ref (stop);
  self->handlers[place] = g_cancellable_connect (stop, G_CALLBACK (stop_cb),
                                                 g_object_ref (self->cancellable), g_object_unref);
}

SoupSession *
lb_vision_session_new (void)
{
  SoupSession *session =
    soup_session_new_with_options ("max-conns", CONNECTIONS, "max-conns-per-host", CONNECTIONS,
                                   "timeout", 0, "user-agent", "lookbook/" LB_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  return session;
}

static void
set_key (SoupMessage *message, const char *key)
{
  g_autofree char *bearer = NULL;

  if (key == NULL || *key == '\0')
    return;

  bearer = g_strconcat ("Bearer ", key, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                bearer);
  explicit_bzero (bearer, strlen (bearer));
}

/* @body: (nullable): without, it is looked at and nothing is sent */
static DexFuture *
ask (SoupSession *session,
     const char *url,
     const char *key,
     GBytes *body,
     guint timeout_ms,
     GCancellable *stop,
     GCancellable *closing)
{
  g_autoptr (SoupMessage) message =
    soup_message_new (body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET, url);
  DexPromise *promise;
  Post *self;

  if (message == NULL)
    return dex_future_new_for_error (lb_captioner_error_new (
      LB_CAPTIONER_ERROR_FAILED, 0, "The captioner's address is not a web address"));

  promise = dex_promise_new ();
  self = g_new0 (Post, 1);
  self->promise = dex_ref (promise);
  self->message = g_object_ref (message);
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->timeout_ms = timeout_ms;
  self->timeout_id = g_timeout_add (timeout_ms, late_cb, self);
  watch_stop (self, 0, stop);
  watch_stop (self, 1, closing);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  set_key (message, key);
  g_signal_connect_swapped (message, "starting", G_CALLBACK (starting_cb), self);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);

  return DEX_FUTURE (promise);
}

DexFuture *
lb_vision_post (SoupSession *session,
                const char *url,
                const char *key,
                GBytes *body,
                guint timeout_ms,
                GCancellable *stop,
                GCancellable *closing)
{
  g_return_val_if_fail (body != NULL, NULL);

  return ask (session, url, key, body, timeout_ms, stop, closing);
}

DexFuture *
lb_vision_get (SoupSession *session,
               const char *url,
               const char *key,
               guint timeout_ms,
               GCancellable *stop,
               GCancellable *closing)
{
  return ask (session, url, key, NULL, timeout_ms, stop, closing);
}
