#include "lb-test-origin.h"

#include <string.h>

#define PATIENCE_S 60
#define REQUEST_BYTES (64 * 1024)

typedef struct
{
  GBytes *head; /* (owned) */
  GBytes *body; /* (owned) (nullable) */
  guint count;  /* of the body */
  gboolean slow;
  guint pause_ms;
} Page;

struct _LbTestOrigin
{
  GSocket *socket;      /* (owned) */
  GCancellable *cancel; /* (owned) */
  GThread *thread;
  guint port;

  GMutex mutex;
  GHashTable *pages;  /* (owned) (element-type utf8 Page) */
  GString *log;       /* (owned) */
  GPtrArray *threads; /* (owned) (element-type GThread) */
  guint hits;
};

typedef struct
{
  LbTestOrigin *origin;
  GSocket *socket; /* (owned) */
} Caller;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_bytes_unref (page->head);
  g_clear_pointer (&page->body, g_bytes_unref);
  g_free (page);
}

static gboolean
send_all (Caller *caller, GBytes *bytes)
{
  gsize left;
  const char *at = g_bytes_get_data (bytes, &left);

  while (left > 0)
    {
      gssize sent = g_socket_send (caller->socket, at, left, caller->origin->cancel, NULL);

      if (sent <= 0)
        return FALSE;
      at += sent;
      left -= (gsize) sent;
    }

  return TRUE;
}

/* Until the empty line. */
static gboolean
read_request (Caller *caller, GString *request)
{
  char buffer[4096];

  while (strstr (request->str, "\r\n\r\n") == NULL && request->len < REQUEST_BYTES)
    {
      gssize got =
        g_socket_receive (caller->socket, buffer, sizeof buffer, caller->origin->cancel, NULL);

      if (got <= 0)
        return FALSE;
      g_string_append_len (request, buffer, got);
    }

  return TRUE;
}

/* (transfer full) (nullable) */
static Page *
find_page (LbTestOrigin *self, const char *request)
{
  g_auto (GStrv) words = g_strsplit_set (request, " \r\n", 3);
  Page *page = NULL;
  Page *copy = NULL;

  g_mutex_lock (&self->mutex);
  g_string_append (self->log, request);
  if (g_strv_length (words) == 3)
    page = g_hash_table_lookup (self->pages, words[1]);
  if (page != NULL)
    {
      copy = g_memdup2 (page, sizeof *page);
      g_bytes_ref (copy->head);
      if (copy->body != NULL)
        g_bytes_ref (copy->body);
    }
  g_mutex_unlock (&self->mutex);

  return copy;
}

/* The caller hears of nothing, or of one letter after the other, until he hangs up. */
static void
dawdle (Caller *caller, guint pause_ms)
{
  g_autoptr (GBytes) letter = g_bytes_new_static ("x", 1);

  do
    {
      gint64 wait_us = pause_ms > 0 ? pause_ms * 1000 : PATIENCE_S * G_USEC_PER_SEC;

      if (g_socket_condition_timed_wait (caller->socket, G_IO_IN, wait_us, caller->origin->cancel,
                                         NULL))
        return;
    }
  while (!g_cancellable_is_cancelled (caller->origin->cancel) && pause_ms > 0 &&
         send_all (caller, letter));
}

static gpointer
caller_thread (gpointer data)
{
  Caller *caller = data;
  g_autoptr (GString) request = g_string_new (NULL);
  g_autoptr (GBytes) missing =
    g_bytes_new_static ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 45);

  if (read_request (caller, request))
    {
      Page *page = find_page (caller->origin, request->str);

      if (page == NULL)
        send_all (caller, missing);
      else if (send_all (caller, page->head))
        {
          for (guint i = 0; i < page->count && send_all (caller, page->body); i++)
            ;
          if (page->slow)
            dawdle (caller, page->pause_ms);
        }
      g_clear_pointer (&page, page_free);
    }

  g_socket_shutdown (caller->socket, FALSE, TRUE, NULL);
  g_object_unref (caller->socket);
  g_free (caller);

  return NULL;
}

static gpointer
accept_thread (gpointer data)
{
  LbTestOrigin *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->socket, self->cancel, NULL)))
    {
      Caller *caller = g_new0 (Caller, 1);

      caller->origin = self;
      caller->socket = socket;
      g_socket_set_timeout (socket, PATIENCE_S);
      g_mutex_lock (&self->mutex);
      self->hits++;
      g_ptr_array_add (self->threads, g_thread_new ("caller", caller_thread, caller));
      g_mutex_unlock (&self->mutex);
    }

  return NULL;
}

LbTestOrigin *
lb_test_origin_new (const char *address)
{
  LbTestOrigin *self = g_new0 (LbTestOrigin, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GSocketAddress) taken = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->cancel = g_cancellable_new ();
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, page_free);
  self->threads = g_ptr_array_new ();
  self->log = g_string_new (NULL);
  self->socket = g_socket_new (g_socket_address_get_family (any), G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, any, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->socket, &error);
  g_assert_no_error (error);
  taken = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken));
  self->thread = g_thread_new ("origin", accept_thread, self);

  return self;
}

void
lb_test_origin_free (LbTestOrigin *self)
{
  g_cancellable_cancel (self->cancel);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_object_unref (self->cancel);
  g_object_unref (self->socket);
  g_hash_table_unref (self->pages);
  g_ptr_array_unref (self->threads);
  g_string_free (self->log, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
lb_test_origin_get_port (LbTestOrigin *self)
{
  return self->port;
}

char *
lb_test_origin_name (LbTestOrigin *self)
{
  return g_strdup_printf ("127.0.0.1:%u", self->port);
}

char *
lb_test_origin_url (LbTestOrigin *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
}

/* @head: (transfer full) */
static Page *
set_page (LbTestOrigin *self, const char *path, char *head)
{
  Page *page = g_new0 (Page, 1);

  page->head = g_bytes_new_take (head, strlen (head));
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->pages, g_strdup (path), page);
  g_mutex_unlock (&self->mutex);

  return page;
}

void
lb_test_origin_set (LbTestOrigin *self, const char *path, const char *lines, GBytes *body)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\n%sContent-Length: %zu\r\n\r\n",
                                           lines != NULL ? lines : "", g_bytes_get_size (body));

  lb_test_origin_set_long (self, path, head, body, 1);
}

void
lb_test_origin_redirect (LbTestOrigin *self, const char *path, const char *location)
{
  set_page (
    self, path,
    g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", location));
}

void
lb_test_origin_set_raw (LbTestOrigin *self, const char *path, const char *answer)
{
  set_page (self, path, g_strdup (answer));
}

void
lb_test_origin_set_slow (LbTestOrigin *self, const char *path, const char *answer, guint pause_ms)
{
  Page *page = set_page (self, path, g_strdup (answer));

  page->slow = TRUE;
  page->pause_ms = pause_ms;
}

void
lb_test_origin_set_long (
  LbTestOrigin *self, const char *path, const char *answer, GBytes *block, guint count)
{
  Page *page = set_page (self, path, g_strdup (answer));

  page->body = g_bytes_ref (block);
  page->count = count;
}

guint
lb_test_origin_get_hits (LbTestOrigin *self)
{
  guint hits;

  g_mutex_lock (&self->mutex);
  hits = self->hits;
  g_mutex_unlock (&self->mutex);

  return hits;
}

char *
lb_test_origin_take_log (LbTestOrigin *self)
{
  char *log;

  g_mutex_lock (&self->mutex);
  log = g_strdup (self->log->str);
  g_string_truncate (self->log, 0);
  g_mutex_unlock (&self->mutex);

  return log;
}
