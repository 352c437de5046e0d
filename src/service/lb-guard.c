#include "service/lb-guard.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "contract/lb-routes.h"
#include "service/lb-fault.h"
#include "service/lb-secret.h"

#define HTTP_PORT 80
#define MAX_HEADERS 64
#define MAX_HEADER_BYTES (32 * 1024)

gboolean
lb_guard_is_local (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  return socket != NULL && g_socket_get_family (socket) == G_SOCKET_FAMILY_UNIX;
}

/* The kernel is asked directly: GCredentials refuses a peer of another process namespace, which has
 * no process id here, such as the application in a second sandbox of the same person's. */
static gboolean
check_peer (SoupServerMessage *message, GError **error)
{
  GSocket *socket = soup_server_message_get_socket (message);
  struct ucred peer = { 0 };
  socklen_t length = sizeof peer;

  if (getsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
      length == sizeof peer && peer.uid == geteuid ())
    return TRUE;

  lb_fault_set (error, LB_ERROR_FORBIDDEN, "R3", NULL, "This socket belongs to another user");

  return FALSE;
}

/* A page in a browser says where it comes from; nothing that is meant to call does. */
static gboolean
check_browser (SoupMessageHeaders *headers, GError **error)
{
  const char *site = soup_message_headers_get_list (headers, "Sec-Fetch-Site");

  if (soup_message_headers_get_list (headers, "Origin") == NULL &&
      (site == NULL || g_str_equal (site, "none")))
    return TRUE;

  lb_fault_set (error, LB_ERROR_FORBIDDEN, "R3", NULL, "Web pages may not call this service");

  return FALSE;
}

static gboolean
host_allowed (const char *host, guint port)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *wanted = g_strdup_printf ("%s:%u", names[i], port);

      if (g_ascii_strcasecmp (host, wanted) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What the request's own line says: a whole address, or what follows from Host. */
static gboolean
address_allowed (GUri *uri, guint port)
{
  const char *name = g_uri_get_host (uri);
  int named_port = g_uri_get_port (uri);

  return name != NULL && (guint) (named_port == -1 ? HTTP_PORT : named_port) == port &&
         (g_str_equal (name, "127.0.0.1") || g_str_equal (name, "::1") ||
          g_ascii_strcasecmp (name, "localhost") == 0);
}

/* Against names that were made to point here: one Host header, of ours, that the address agrees
 * with. Several are given as one list, which matches none. */
static gboolean
check_host (const LbGuardRequest *request, GError **error)
{
  const char *host = soup_message_headers_get_list (request->headers, "Host");

  if (host != NULL && host_allowed (host, request->port) && request->uri != NULL &&
      address_allowed (request->uri, request->port) && request->version != SOUP_HTTP_1_0)
    return TRUE;

  lb_fault_set (error, LB_ERROR_FORBIDDEN, "R3", NULL, "This is not an address of this service");

  return FALSE;
}

/* No web page gets at the socket; what names another host has been sent to the wrong service. */
static gboolean
check_local_host (SoupMessageHeaders *headers, GError **error)
{
  static const char *const names[] = { LB_LOCAL_AUTHORITY, "localhost", "127.0.0.1", "[::1]" };
  const char *host = soup_message_headers_get_list (headers, "Host");

  for (guint i = 0; host != NULL && i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (host, names[i], length) == 0 &&
          (host[length] == '\0' ||
           (host[length] == ':' &&
            host[length + 1 + strspn (host + length + 1, "0123456789")] == '\0')))
        return TRUE;
    }

  lb_fault_set (error, LB_ERROR_FORBIDDEN, "R3", NULL, "This is not an address of this service");

  return FALSE;
}

static gboolean
check_token (SoupMessageHeaders *headers, const char *token, GError **error)
{
  const char *given = soup_message_headers_get_list (headers, "api_token");

  if (given != NULL && token != NULL && lb_secret_equal (given, token))
    return TRUE;

  lb_fault_set (error, LB_ERROR_UNAUTHORIZED, "R2", NULL,
                given == NULL ? "The header api_token is missing" : "The token is not known here");

  return FALSE;
}

/* A message that two readers could cut at different places is not read at all. */
static gboolean
check_framing (SoupMessageHeaders *headers, GError **error)
{
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint count = 0;
  gsize bytes = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      count++;
      bytes += strlen (name) + strlen (value);
    }

  if (count <= MAX_HEADERS && bytes <= MAX_HEADER_BYTES &&
      (length == NULL || strchr (length, ',') == NULL) &&
      (coding == NULL || (length == NULL && g_ascii_strcasecmp (coding, "chunked") == 0)))
    return TRUE;

  lb_fault_set (error, LB_ERROR_PROTOCOL, NULL, NULL,
                "The request's headers are too many or contradict each other");

  return FALSE;
}

gboolean
lb_guard_judge (const LbGuardRequest *request, GError **error)
{
  SoupMessageHeaders *headers = request->headers;

  if (request->local)
    return check_local_host (headers, error) && check_browser (headers, error) &&
           check_framing (headers, error);

  return check_host (request, error) && check_browser (headers, error) &&
         check_framing (headers, error) &&
         (request->signed_link || check_token (headers, request->token, error));
}

gboolean
lb_guard_check (
  SoupServerMessage *message, guint port, const char *token, gboolean signed_link, GError **error)
{
  const LbGuardRequest request = {
    .headers = soup_server_message_get_request_headers (message),
    .uri = soup_server_message_get_uri (message),
    .version = soup_server_message_get_http_version (message),
    .local = lb_guard_is_local (message),
    .port = port,
    .token = token,
    .signed_link = signed_link,
  };

  return (!request.local || check_peer (message, error)) && lb_guard_judge (&request, error);
}

gboolean
lb_guard_hang_up (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GIOStream) line = NULL;

  if (soup_message_headers_get_content_length (headers) >= 0)
    return FALSE;

  line = soup_server_message_steal_connection (message);
  g_io_stream_close (line, NULL, NULL);

  return TRUE;
}
