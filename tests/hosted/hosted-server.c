#include "hosted-server.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#define CALLERS_MAX 64

typedef struct
{
  char *method;
  char *path;
  guint status;
  char *headers;
  GBytes *body;
  gboolean once;
} Saying;

typedef struct
{
  char *method;
  char *path;
  char *body;
} Heard;

struct _HostedServer
{
  HostedAnswer answer;
  gpointer answer_data;
  SoupServer *server;
  char *origin;
  HostedEra era;
  GPtrArray *sayings; /* (element-type Saying) */
  GPtrArray *heard;   /* (element-type Heard) */
  GString *heads;
  guint plan; /* requests a minute; 0: any */
  gboolean says_rest;
  gint64 (*now_us) (gpointer data);
  gpointer now_data;
  GArray *taken; /* (element-type gint64): when requests came that were not too many */
  guint n_limited;
};

static void
saying_free (gpointer data)
{
  Saying *saying = data;

  g_free (saying->method);
  g_free (saying->path);
  g_free (saying->headers);
  g_bytes_unref (saying->body);
  g_free (saying);
}

static void
heard_free (gpointer data)
{
  Heard *heard = data;

  g_free (heard->method);
  g_free (heard->path);
  g_free (heard->body);
  g_free (heard);
}

static gboolean
fits (const char *wanted, const char *said)
{
  return wanted == NULL || g_str_equal (wanted, said);
}

/* What is to be said once comes first, then the newest of what is said for good. -1: none. */
static int
find_saying (HostedServer *self, const char *method, const char *path)
{
  int found = -1;

  for (guint i = 0; i < self->sayings->len; i++)
    {
      Saying *saying = g_ptr_array_index (self->sayings, i);

      if (!fits (saying->method, method) || !fits (saying->path, path))
        continue;
      if (saying->once)
        return (int) i;
      found = (int) i;
    }

  return found;
}

static void
set_headers (SoupServerMessage *message, const char *headers)
{
  SoupMessageHeaders *to = soup_server_message_get_response_headers (message);
  g_auto (GStrv) lines = g_strsplit (headers != NULL ? headers : "", "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *value = strstr (lines[i], ": ");

      if (value == NULL)
        continue;
      *value = '\0';
      soup_message_headers_replace (to, lines[i], value + strlen (": "));
    }
}

static void
say (SoupServerMessage *message, const Saying *saying)
{
  gsize length = 0;
  const char *body = g_bytes_get_data (saying->body, &length);

  soup_server_message_set_status (message, saying->status, NULL);
  if (length > 0)
    soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body, length);
  set_headers (message, saying->headers);
}

static void
note_header_cb (const char *name, const char *value, gpointer data)
{
  g_autofree char *small = g_ascii_strdown (name, -1);

  g_string_append_printf (data, "%s: %s\n", small, value);
}

static void
note (HostedServer *self, SoupServerMessage *message, const char *path)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  Heard *heard = g_new0 (Heard, 1);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  heard->method = g_strdup (soup_server_message_get_method (message));
  heard->path = g_strdup (path);
  heard->body = g_strndup (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                           g_bytes_get_size (bytes));
  g_ptr_array_add (self->heard, heard);

  g_string_append_printf (self->heads, "%s %s%s%s\n", heard->method, path, query != NULL ? "?" : "",
                          query != NULL ? query : "");
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), note_header_cb,
                                self->heads);
}

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/* Whether the request was one too many, and has its answer. */
static gboolean
is_limited (HostedServer *self, SoupServerMessage *message)
{
  gint64 now = self->plan > 0 ? self->now_us (self->now_data) : 0;
  guint n = self->taken->len;
  gint64 oldest = 0;
  g_autofree char *rest = NULL;

  if (self->plan == 0)
    return FALSE;
  oldest = n >= self->plan ? g_array_index (self->taken, gint64, n - self->plan) : now - MINUTE_US;
  if (now - oldest >= MINUTE_US)
    {
      g_array_append_val (self->taken, now);
      return FALSE;
    }

  self->n_limited++;
  soup_server_message_set_status (message, 429, NULL);
  rest = g_strdup_printf ("%" G_GINT64_FORMAT,
                          (oldest + MINUTE_US - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  if (self->says_rest)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After",
                                  rest);
  return TRUE;
}

static const char *
last_body (HostedServer *self)
{
  return ((Heard *) g_ptr_array_index (self->heard, self->heard->len - 1))->body;
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  HostedServer *self = data;
  const char *method = soup_server_message_get_method (message);
  int index = find_saying (self, method, path);
  Saying usual = { 0 };
  g_autofree char *text = NULL;
  gint64 object_id;
  gint64 image_id;

  note (self, message, path);
  if (is_limited (self, message))
    return;
  if (index >= 0)
    {
      Saying *saying = g_ptr_array_index (self->sayings, index);

      say (message, saying);
      if (saying->once)
        g_ptr_array_remove_index (self->sayings, (guint) index);
      return;
    }

  if (self->answer != NULL && (text = self->answer (method, path, last_body (self), &usual.status,
                                                    self->answer_data)) != NULL)
    {
      usual.body = g_bytes_new (text, strlen (text));
      say (message, &usual);
      g_bytes_unref (usual.body);
      return;
    }
  text =
    hosted_reply (self->era, lb_route_match (method, path, &object_id, &image_id), &usual.status);
  if (text == NULL)
    {
      usual.status = 404;
      text = g_strdup ("{\"message\":\"Not Found\"}");
    }
  usual.body = g_bytes_new_static (text, strlen (text));
  say (message, &usual);
  g_bytes_unref (usual.body);
}

typedef struct
{
  HostedServer *server;
  guint n_bytes;
  guint interval_ms;
} Drips;

/* One answer under way. */
typedef struct
{
  SoupServerMessage *message; /* (owned) */
  guint n_left;
  guint id;
} Drip;

static gboolean
drip_cb (gpointer data)
{
  Drip *drip = data;
  SoupMessageBody *body = soup_server_message_get_response_body (drip->message);

  if (drip->n_left == 0)
    soup_message_body_complete (body);
  else
    soup_message_body_append (body, SOUP_MEMORY_STATIC, ".", 1);
  soup_server_message_unpause (drip->message);
  if (drip->n_left-- > 0)
    return G_SOURCE_CONTINUE;

  drip->id = 0;
  return G_SOURCE_REMOVE;
}

/* The client may have gone before the end. */
static void
finished_cb (SoupServerMessage *message, Drip *drip)
{
  g_clear_handle_id (&drip->id, g_source_remove);
  g_object_unref (drip->message);
  g_free (drip);
}

static void
handle_drips_cb (SoupServer *server,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer data)
{
  Drips *drips = data;
  Drip *drip = g_new0 (Drip, 1);

  note (drips->server, message, path);
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  drip->message = g_object_ref (message);
  drip->n_left = drips->n_bytes;
  drip->id = g_timeout_add (drips->interval_ms, drip_cb, drip);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), drip);
  soup_server_message_pause (message);
}

void
hosted_server_drip (HostedServer *self, const char *path, guint n_bytes, guint interval_ms)
{
  Drips *drips = g_new0 (Drips, 1);

  drips->server = self;
  drips->n_bytes = n_bytes;
  drips->interval_ms = interval_ms;
  soup_server_add_handler (self->server, path, handle_drips_cb, drips, g_free);
}

/* More may knock at once than the library lets wait, whom the kernel would ask to come again a
 * second later. */
static void
listen_on (HostedServer *self, guint port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSList) sockets = NULL;

  soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  sockets = soup_server_get_listeners (self->server);
  for (GSList *at = sockets; at != NULL; at = at->next)
    g_assert_cmpint (listen (g_socket_get_fd (at->data), CALLERS_MAX), ==, 0);
}

HostedServer *
hosted_server_new (HostedEra era)
{
  HostedServer *self = g_new0 (HostedServer, 1);
  GSList *uris = NULL;

  self->era = era;
  self->sayings = g_ptr_array_new_with_free_func (saying_free);
  self->heard = g_ptr_array_new_with_free_func (heard_free);
  self->heads = g_string_new (NULL);
  self->taken = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  listen_on (self, 0);

  uris = soup_server_get_uris (self->server);
  self->origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

void
hosted_server_free (HostedServer *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_ptr_array_unref (self->sayings);
  g_ptr_array_unref (self->heard);
  g_string_free (self->heads, TRUE);
  g_array_unref (self->taken);
  g_free (self->origin);
  g_free (self);
}

const char *
hosted_server_get_origin (HostedServer *self)
{
  return self->origin;
}

static Saying *
add (HostedServer *self, const char *method, const char *path, guint status, GBytes *body)
{
  Saying *saying = g_new0 (Saying, 1);

  saying->method = g_strdup (method);
  saying->path = g_strdup (path);
  saying->status = status;
  saying->body = g_bytes_ref (body);
  g_ptr_array_add (self->sayings, saying);

  return saying;
}

static Saying *
add_text (HostedServer *self,
          const char *method,
          const char *path,
          guint status,
          const char *headers,
          const char *body)
{
  g_autoptr (GBytes) bytes =
    g_bytes_new (body != NULL ? body : "", body != NULL ? strlen (body) : 0);
  Saying *saying = add (self, method, path, status, bytes);

  saying->headers = g_strdup (headers);
  return saying;
}

void
hosted_server_say_once (HostedServer *self,
                        const char *method,
                        const char *path,
                        guint status,
                        const char *headers,
                        const char *body)
{
  add_text (self, method, path, status, headers, body)->once = TRUE;
}

void
hosted_server_say (HostedServer *self,
                   const char *method,
                   const char *path,
                   guint status,
                   const char *headers,
                   const char *body)
{
  add_text (self, method, path, status, headers, body);
}

void
hosted_server_say_bytes (
  HostedServer *self, const char *method, const char *path, guint status, GBytes *body)
{
  add (self, method, path, status, body);
}

void
hosted_server_enforce (HostedServer *self,
                       guint requests,
                       gboolean says_rest,
                       gint64 (*now_us) (gpointer data),
                       gpointer data)
{
  self->plan = requests;
  self->says_rest = says_rest;
  self->now_us = now_us;
  self->now_data = data;
}

guint
hosted_server_get_n_limited (HostedServer *self)
{
  return self->n_limited;
}

void
hosted_server_ask (HostedServer *self, HostedAnswer answer, gpointer data)
{
  self->answer = answer;
  self->answer_data = data;
}

void
hosted_server_leave (HostedServer *self)
{
  soup_server_disconnect (self->server);
}

void
hosted_server_return (HostedServer *self)
{
  listen_on (self, (guint) g_ascii_strtoull (strrchr (self->origin, ':') + 1, NULL, 10));
}

void
hosted_server_forget (HostedServer *self)
{
  g_ptr_array_set_size (self->sayings, 0);
  g_ptr_array_set_size (self->heard, 0);
  g_string_truncate (self->heads, 0);
}

static Heard *
last_heard (HostedServer *self, const char *method, const char *path, guint *count)
{
  Heard *last = NULL;

  *count = 0;
  for (guint i = 0; i < self->heard->len; i++)
    {
      Heard *heard = g_ptr_array_index (self->heard, i);

      if (!fits (method, heard->method) || !fits (path, heard->path))
        continue;
      last = heard;
      (*count)++;
    }

  return last;
}

guint
hosted_server_count (HostedServer *self, const char *method, const char *path)
{
  guint count = 0;

  last_heard (self, method, path, &count);
  return count;
}

const char *
hosted_server_last_body (HostedServer *self, const char *method, const char *path)
{
  guint count = 0;
  Heard *last = last_heard (self, method, path, &count);

  g_assert_nonnull (last);
  return last->body;
}

const char *
hosted_server_get_heads (HostedServer *self)
{
  return self->heads->str;
}
