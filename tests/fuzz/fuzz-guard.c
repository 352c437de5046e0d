/* The guard (service/lb-guard.h) behind a real server: the bytes are what a caller sends. */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <libsoup/soup.h>

#include "service/lb-guard.h"
#include "service/lb-router.h"

#define PORT 8080
#define TOKEN "0123456789abcdef"

static SoupServer *server;
static GSocketAddress *address;

/* What may call at all: one Host, of ours, the token, no page in a browser, one way to read it. */
static void
check_passed (SoupServerMessage *message, gboolean is_link)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *host = soup_message_headers_get_list (headers, "Host");
  const char *token = soup_message_headers_get_list (headers, "api_token");

  if (host == NULL || (g_ascii_strcasecmp (host, "127.0.0.1:8080") != 0 &&
                       g_ascii_strcasecmp (host, "localhost:8080") != 0 &&
                       g_ascii_strcasecmp (host, "[::1]:8080") != 0))
    abort ();
  if (!is_link && g_strcmp0 (token, TOKEN) != 0)
    abort ();
  if (soup_message_headers_get_list (headers, "Origin") != NULL)
    abort ();
  if (soup_message_headers_get_list (headers, "Content-Length") != NULL &&
      soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    abort ();
}

static void
got_headers_cb (SoupServerMessage *message, gpointer data)
{
  const char *method = soup_server_message_get_method (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  gboolean is_link = lb_router_is_link (method, path);

  if (lb_guard_hang_up (message))
    return;

  lb_router_body_cap (method, path);
  if (lb_guard_check (message, PORT, TOKEN, is_link, NULL))
    check_passed (message, is_link);
}

static void
started_cb (SoupServer *self, SoupServerMessage *message, gpointer data)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), NULL);
}

static void
answer_cb (
  SoupServer *self, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, answer_cb, NULL, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (started_cb), NULL);
  address = g_inet_socket_address_new_from_string ("127.0.0.1", PORT);
  return 0;
}

static void
send_all (int fd, const uint8_t *data, size_t size)
{
  while (size > 0)
    {
      ssize_t sent = send (fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (sent <= 0)
        return;
      data += sent;
      size -= (size_t) sent;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GOutputStream) output = NULL;
  g_autoptr (GIOStream) stream = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    abort ();
  /* No socket to be seen: as over TCP, where the peer's user id does not stand for the token. */
  input = g_unix_input_stream_new (ends[0], FALSE);
  output = g_unix_output_stream_new (ends[0], FALSE);
  stream = g_simple_io_stream_new (input, output);
  if (!soup_server_accept_iostream (server, stream, address, address, NULL))
    abort ();

  send_all (ends[1], data, size);
  shutdown (ends[1], SHUT_WR);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  close (ends[1]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  soup_server_disconnect (server);
  close (ends[0]);

  return 0;
}
