#include "lb-test-contract.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#define ROOT "/v1"
#define API "/v1/tailored-gen/"
#define DATASETS "/v1/datasets/"
#define PROXY_MAX_BYTES (10 * 1000 * 1000) /* what the proxy takes of a body */
#define TIMEOUT_SECONDS 240

#define DIRECT "lb-contract-direct" /* why a message does not go through the proxy */
#define PATH "lb-contract-path"     /* the path that the test has asked for */

/* Why @message can't go through the proxy, which takes bodies apart and writes them anew; or NULL.
 */
static const char *
find_hindrance (SoupMessage *message, const char *path, const char *type, const char *body)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!g_str_has_prefix (path, API) && !g_str_has_prefix (path, DATASETS))
    return "no path of the contract";
  if (strstr (path, "//") != NULL || strstr (path, "/.") != NULL || strchr (path, '%') != NULL)
    return "a path that the proxy would spell anew";
  if (soup_message_headers_get_one (soup_message_get_request_headers (message), "Host") != NULL)
    return "a host of its own";
  if (body == NULL || *body == '\0')
    return NULL;
  if (strlen (body) > PROXY_MAX_BYTES)
    return "a body larger than the proxy takes";
  if (g_str_equal (soup_message_get_method (message), "GET"))
    return "a GET with a body";
  if (type == NULL || !g_str_has_prefix (type, "application/json"))
    return NULL;

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, body, -1, NULL) ||
      json_node_is_null (json_parser_get_root (parser)) ||
      JSON_NODE_HOLDS_VALUE (json_parser_get_root (parser)))
    return "a body that the proxy can't write anew";

  return NULL;
}

static SoupSession *
get_session (void)
{
  static SoupSession *session;

  if (session == NULL)
    session = soup_session_new_with_options ("timeout", TIMEOUT_SECONDS, NULL);

  return session;
}

SoupSession *
lb_test_contract_turn (SoupMessage *message,
                       const char *service,
                       const char *type,
                       const char *body)
{
  const char *proxy = g_getenv ("LOOKBOOK_CONTRACT_PROXY");
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GUri *uri = soup_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  const char *hindrance;
  g_autofree char *host = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) turned = NULL;

  if (proxy == NULL)
    return NULL;

  g_object_set_data_full (G_OBJECT (message), PATH, g_strdup (g_uri_get_path (uri)), g_free);
  hindrance = find_hindrance (message, g_uri_get_path (uri), type, body);
  g_object_set_data (G_OBJECT (message), DIRECT, (gpointer) hindrance);
  if (hindrance != NULL)
    return NULL;

  host = g_uri_get_port (uri) > 0
           ? g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri))
           : g_strdup (g_uri_get_host (uri));
  soup_message_headers_replace (headers, "lookbook-service", service);
  soup_message_headers_replace (headers, "lookbook-host", host);
  /* Over the socket the peer's user stands for the token, which the contract knows nothing of. */
  if (*service == '/' && soup_message_headers_get_one (headers, "api_token") == NULL)
    {
      soup_message_headers_replace (headers, "api_token", "peer");
      soup_message_headers_replace (headers, "lookbook-peer", "1");
    }

  url = g_strconcat (proxy, g_uri_get_path (uri) + strlen (ROOT), query != NULL ? "?" : "",
                     query != NULL ? query : "", NULL);
  turned = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  soup_message_set_uri (message, turned);

  return get_session ();
}

static void
add_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

void
lb_test_contract_record (SoupMessage *message)
{
  const char *file = g_getenv ("LOOKBOOK_CONTRACT_RECORD");
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  JsonObject *object;
  int fd;

  if (file == NULL)
    return;

  object = json_object_new ();
  json_node_take_object (node, object);
  add_text (object, "test", g_test_get_path ());
  add_text (object, "method", soup_message_get_method (message));
  add_text (object, "path", g_object_get_data (G_OBJECT (message), PATH));
  add_text (object, "direct", g_object_get_data (G_OBJECT (message), DIRECT));
  add_text (object, "type", soup_message_headers_get_content_type (headers, NULL));
  add_text (object, "violations", soup_message_headers_get_one (headers, "sl-violations"));
  json_object_set_int_member (object, "status", soup_message_get_status (message));
  text = json_to_string (node, FALSE);
  line = g_strconcat (text, "\n", NULL);

  fd = open (file, O_WRONLY | O_APPEND | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, line, strlen (line)), ==, strlen (line));
  close (fd);
}
