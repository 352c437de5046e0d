#include "service/lb-fetch.h"

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <libsoup/soup.h>

#include "base/lb-cancel.h"
#include "base/lb-disk.h"
#include "base/lb-shield.h"
#include "base/lb-threads.h"
#include "service/lb-address-filter.h"
#include "service/lb-checked-address.h"

#define PATIENCE_MS (30 * 1000)
#define MAX_REDIRECTS 3
#define CHUNK_BYTES (256 * 1024)
#define STACK_BYTES (256 * 1024)

struct _LbFetch
{
  GObject parent_instance;

  GHashTable *origins;  /* (owned) (element-type utf8 utf8) a set of "host:port" */
  DexCancellable *stop; /* (owned) */
  guint patience_ms;
};

G_DEFINE_FINAL_TYPE (LbFetch, lb_fetch, G_TYPE_OBJECT)

/* One address on its way to bytes or to a file. */
typedef struct
{
  LbFetch *self; /* (owned) */
  char *url;     /* (owned) */
  guint64 max_bytes;
  gint64 end_us;     /* monotonic; 0: none, but each step has its own */
  GByteArray *bytes; /* (owned) (nullable): NULL when they go to @fd */
  int fd;
  GCancellable *cancel; /* (owned) (nullable) */
  LbFetchProgress progress;
  gpointer data;

  SoupSession *session; /* (owned) (nullable): of the hop under way, for this alone */
  SoupMessage *message; /* (owned) (nullable) */
  GInputStream *stream; /* (owned) (nullable) */
} Job;

static gboolean
abort_cb (gpointer session)
{
  soup_session_abort (session);

  return G_SOURCE_REMOVE;
}

/* What is given up on its way ends as in lb_cancel_soon(). */
static void
end_hop (Job *job)
{
  g_clear_object (&job->stream);
  g_clear_object (&job->message);
  if (job->session != NULL)
    g_idle_add_full (LB_CANCEL_PRIORITY, abort_cb, g_steal_pointer (&job->session), g_object_unref);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  end_hop (job);
  g_clear_object (&job->self);
  g_clear_pointer (&job->url, g_free);
  g_clear_pointer (&job->bytes, g_byte_array_unref);
  g_clear_object (&job->cancel);
  g_free (job);
}

static void
lb_fetch_finalize (GObject *object)
{
  LbFetch *self = LB_FETCH (object);

  g_clear_pointer (&self->origins, g_hash_table_unref);
  dex_clear (&self->stop);

  G_OBJECT_CLASS (lb_fetch_parent_class)->finalize (object);
}

static void
lb_fetch_class_init (LbFetchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_fetch_finalize;
}

static void
lb_fetch_init (LbFetch *self)
{
  self->origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->stop = dex_cancellable_new ();
  self->patience_ms = PATIENCE_MS;
}

LbFetch *
lb_fetch_new (void)
{
  return g_object_new (LB_TYPE_FETCH, NULL);
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNPROCESSABLE, words);

  return FALSE;
}

/* Whatever went wrong out there, in one of our own codes. */
static gboolean
fail_with (const GError *failure, GError **error)
{
  if (failure->domain == LB_ERROR)
    g_propagate_error (error, g_error_copy (failure));
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The fetching was stopped");
  else if (g_error_matches (failure, DEX_ERROR, DEX_ERROR_TIMED_OUT) ||
           g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    refuse (error, "What is at the address took too long to come");
  else
    g_set_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE, "The address can't be reached: %s",
                 failure->message);

  return FALSE;
}

/* @step: (transfer full): not a fiber's, so that it can be given up. */
static DexFuture *
in_time (Job *job, DexFuture *step)
{
  gint64 end_us = job->end_us;
  DexFuture *futures[4];
  guint count = 0;

  if (end_us == 0)
    end_us = g_get_monotonic_time () + (gint64) job->self->patience_ms * 1000;

  futures[count++] = step;
  futures[count++] = dex_timeout_new_deadline (end_us);
  futures[count++] = dex_ref (DEX_FUTURE (job->self->stop));
  if (job->cancel != NULL)
    futures[count++] = dex_cancellable_new_from_cancellable (job->cancel);

  step = dex_future_firstv (futures, count);
  for (guint i = 0; i < count; i++)
    dex_unref (futures[i]);

  return step;
}

static void
looked_up_cb (GObject *resolver, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  GList *list = g_resolver_lookup_by_name_finish (G_RESOLVER (resolver), result, &error);
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *at = list; at != NULL; at = at->next)
    g_ptr_array_add (addresses, g_object_ref (at->data));
  g_resolver_free_addresses (list);

  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boxed (promise, G_TYPE_PTR_ARRAY, g_ptr_array_ref (addresses));
  g_ptr_array_unref (addresses);
  dex_unref (promise);
}

/* Resolves to a boxed GPtrArray of GInetAddress. */
static DexFuture *
look_up (const char *host)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  DexPromise *promise = dex_promise_new_cancellable ();

  g_resolver_lookup_by_name_async (resolver, host, dex_promise_get_cancellable (promise),
                                   looked_up_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* (transfer full): "host:port" */
static char *
write_origin (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean six = strchr (host, ':') != NULL;

  return g_strdup_printf ("%s%s%s:%u", six ? "[" : "", host, six ? "]" : "",
                          lb_address_filter_get_port (uri));
}

static gboolean
is_allowed_origin (LbFetch *self, GUri *uri)
{
  g_autofree char *origin = write_origin (uri);

  return g_hash_table_contains (self->origins, origin);
}

static void
drop_hidden (GPtrArray *addresses)
{
  for (guint i = addresses->len; i > 0; i--)
    if (!lb_address_filter_is_public (g_ptr_array_index (addresses, i - 1)))
      g_ptr_array_remove_index (addresses, i - 1);
}

/* (transfer full) (nullable): where @uri leads, looked up once and judged. */
static GSocketConnectable *
find_place (Job *job, GUri *uri, GError **error)
{
  const char *host = g_uri_get_host (uri);
  gboolean anywhere = is_allowed_origin (job->self, uri);
  g_autoptr (GPtrArray) addresses = NULL;
  g_autoptr (GError) failure = NULL;

  if (!anywhere && !lb_address_filter_judge_host (uri, error))
    return NULL;

  if (!(addresses = dex_await_boxed (in_time (job, look_up (host)), &failure)))
    {
      fail_with (failure, error);
      return NULL;
    }

  if (!anywhere)
    drop_hidden (addresses);
  if (addresses->len == 0)
    {
      refuse (error, "The address is not on the public internet");
      return NULL;
    }

  return lb_checked_address_new (host, (guint16) lb_address_filter_get_port (uri), addresses);
}

static void
sent_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;
  GError *error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);

  if (stream != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, error);
  dex_unref (promise);
}

static DexFuture *
send_message (SoupSession *session, SoupMessage *message)
{
  DexPromise *promise = dex_promise_new ();

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, NULL, sent_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* A session of its own knows no cookies, passwords and kept lines, only the one place. Without the
 * decoder of contents a server is not asked to compress, and what comes is not unpacked. */
static SoupSession *
session_new (GSocketConnectable *place)
{
  SoupSession *session = soup_session_new_with_options (
    "remote-connectable", place, "user-agent", "Lookbook/" LB_VERSION, "idle-timeout", 1, NULL);

  soup_session_set_proxy_resolver (session, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  return session;
}

/* Asks for @uri alone; the headers are there on TRUE. */
static gboolean
ask (Job *job, GUri *uri, GError **error)
{
  g_autoptr (GSocketConnectable) place = find_place (job, uri, error);
  g_autoptr (GError) failure = NULL;

  if (place == NULL)
    return FALSE;

  job->session = session_new (place);
  job->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (job->message, SOUP_MESSAGE_NO_REDIRECT);
  job->stream =
    dex_await_object (in_time (job, send_message (job->session, job->message)), &failure);

  return job->stream != NULL || fail_with (failure, error);
}

/* (transfer full) (nullable): where the answer sends us on to. */
static GUri *
read_redirect (Job *job, GUri *from, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (job->message);
  const char *location = soup_message_headers_get_one (headers, "Location");

  if (location == NULL)
    {
      refuse (error, "The address redirects to nowhere");
      return NULL;
    }

  return lb_address_filter_parse (location, from, error);
}

/* Follows to where the answer is the thing itself. */
static gboolean
arrive (Job *job, GError **error)
{
  g_autoptr (GUri) uri = lb_address_filter_parse (job->url, NULL, error);

  for (guint redirects = 0; uri != NULL && ask (job, uri, error); redirects++)
    {
      guint status = soup_message_get_status (job->message);
      g_autoptr (GUri) from = g_steal_pointer (&uri);

      if (status == SOUP_STATUS_OK)
        return TRUE;

      if (!SOUP_STATUS_IS_REDIRECTION (status) || status == SOUP_STATUS_NOT_MODIFIED)
        {
          g_set_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE, "The address answers with %u",
                       status);
          return FALSE;
        }
      if (redirects == MAX_REDIRECTS)
        return refuse (error, "The address redirects too often");

      uri = read_redirect (job, from, error);
      end_hop (job);
    }

  return FALSE;
}

typedef struct
{
  int fd;
  GBytes *bytes; /* (owned) */
} Chunk;

static void
chunk_free (gpointer data)
{
  Chunk *chunk = data;

  g_bytes_unref (chunk->bytes);
  g_free (chunk);
}

static DexFuture *
write_fiber (gpointer data)
{
  Chunk *chunk = data;
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (chunk->bytes, &size);

  if (!lb_disk_write (chunk->fd, bytes, size))
    return dex_future_new_reject (LB_ERROR, lb_disk_error_code (errno),
                                  "What was fetched could not be written: %s", g_strerror (errno));

  return dex_future_new_for_boolean (TRUE);
}

static gboolean
keep (Job *job, GBytes *bytes, GError **error)
{
  Chunk *chunk;

  if (job->bytes != NULL)
    {
      g_byte_array_append (job->bytes, g_bytes_get_data (bytes, NULL),
                           (guint) g_bytes_get_size (bytes));
      return TRUE;
    }

  chunk = g_new0 (Chunk, 1);
  chunk->fd = job->fd;
  chunk->bytes = g_bytes_ref (bytes);

  return dex_await (lb_threads_run (write_fiber, chunk, chunk_free), error);
}

static guint64
get_total (Job *job)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (job->message);

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return 0;

  return (guint64) MAX (soup_message_headers_get_content_length (headers), 0);
}

static gboolean
take_in (Job *job, GError **error)
{
  guint64 total = get_total (job);
  guint64 got = 0;

  while (TRUE)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GBytes) bytes = NULL;

      if (total > job->max_bytes || got > job->max_bytes)
        {
          g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE,
                       "What is at the address is larger than %" G_GUINT64_FORMAT " bytes",
                       job->max_bytes);
          return FALSE;
        }

      bytes = dex_await_boxed (
        in_time (job, dex_input_stream_read_bytes (job->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT)),
        &failure);
      if (bytes == NULL)
        return fail_with (failure, error);
      if (g_bytes_get_size (bytes) == 0)
        return TRUE;

      got += g_bytes_get_size (bytes);
      if (got <= job->max_bytes && !keep (job, bytes, error))
        return FALSE;
      if (job->progress != NULL)
        job->progress (got, total, job->data);
    }
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  gboolean done = arrive (job, &error) && take_in (job, &error);

  end_hop (job);

  if (!done)
    return dex_future_new_for_error (error);
  if (job->bytes == NULL)
    return dex_future_new_for_boolean (TRUE);

  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    g_byte_array_free_to_bytes (g_steal_pointer (&job->bytes)));
}

static Job *
job_new (LbFetch *self, const char *url, guint64 max_bytes)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->url = g_strdup (url);
  job->max_bytes = max_bytes;
  job->fd = -1;

  return job;
}

static DexFuture *
start (Job *job)
{
  return lb_shield (dex_scheduler_spawn (NULL, STACK_BYTES, job_fiber, job, job_free));
}

gboolean
lb_fetch_allow_origin (LbFetch *self, const char *origin, GError **error)
{
  g_autofree char *url = g_strconcat ("http://", origin, NULL);
  g_autofree char *name = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (LB_IS_FETCH (self), FALSE);

  if ((uri = lb_address_filter_parse (url, NULL, NULL)))
    name = write_origin (uri);
  if (name == NULL || g_ascii_strcasecmp (name, origin) != 0)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "“%s” is not HOST:PORT", origin);
      return FALSE;
    }

  g_hash_table_add (self->origins, g_steal_pointer (&name));

  return TRUE;
}

DexFuture *
lb_fetch_bytes (LbFetch *self, const char *url, gsize max_bytes)
{
  Job *job;

  g_return_val_if_fail (LB_IS_FETCH (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  job = job_new (self, url, MIN (max_bytes, G_MAXINT));
  job->bytes = g_byte_array_new ();
  job->end_us = g_get_monotonic_time () + (gint64) self->patience_ms * 1000;

  return start (job);
}

void
lb_fetch_set_patience (LbFetch *self, guint ms)
{
  g_return_if_fail (LB_IS_FETCH (self));

  self->patience_ms = ms;
}

void
lb_fetch_stop (LbFetch *self)
{
  g_return_if_fail (LB_IS_FETCH (self));

  dex_cancellable_cancel (self->stop);
}

DexFuture *
lb_fetch_to_fd (LbFetch *self,
                const char *url,
                int fd,
                guint64 max_bytes,
                GCancellable *cancel,
                LbFetchProgress progress,
                gpointer data)
{
  Job *job;

  g_return_val_if_fail (LB_IS_FETCH (self), NULL);
  g_return_val_if_fail (url != NULL && fd >= 0, NULL);

  job = job_new (self, url, max_bytes);
  job->fd = fd;
  job->cancel = cancel != NULL ? g_object_ref (cancel) : NULL;
  job->progress = progress;
  job->data = data;

  return start (job);
}
