#include "service/lb-request.h"

#include <string.h>

#include "base/lb-threads.h"
#include "contract/lb-api-error.h"
#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"
#include "model/lb-entered-name.h"
#include "service/lb-fault.h"

#define NAME_BYTES LB_ENTERED_NAME_BYTES
#define TEXT_BYTES (64 * 1024)
#define ADDRESS_BYTES (16 * 1024)

/* The contract sets no limits to these; who sends more has lost his way. */
static const struct
{
  const char *member;
  gsize max_bytes;
} limits[] = {
  { "image_name", NAME_BYTES },
  { "name", NAME_BYTES },
  { "project_name", NAME_BYTES },
  { "ip_name", NAME_BYTES },
  { "description", TEXT_BYTES },
  { "project_description", TEXT_BYTES },
  { "ip_description", TEXT_BYTES },
  { "caption_prefix", TEXT_BYTES },
  { "visual_schema", LB_LIMIT_CAPTION_BYTES },
  { "structured_prompt", LB_LIMIT_CAPTION_BYTES },
  { "instruction", TEXT_BYTES },
  { "zip_url", ADDRESS_BYTES },
  { "file_url", ADDRESS_BYTES },
};

LbRequest *
lb_request_new (SoupServerMessage *message, LbServiceParts *parts)
{
  LbRequest *self = g_new0 (LbRequest, 1);

  self->message = g_object_ref (message);
  self->parts = parts;

  return self;
}

static void
forget_stream (LbRequest *self)
{
  self->write = NULL;
  if (self->write_destroy != NULL)
    self->write_destroy (self->write_data);
  self->write_destroy = NULL;
}

void
lb_request_free (LbRequest *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->hang_up, lb_hang_up_free);
  g_clear_object (&self->message);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->answer, g_bytes_unref);
  forget_stream (self);
  g_free (self);
}

static DexFuture *
parse_fiber (gpointer data)
{
  GBytes *body = data;
  GError *error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  JsonNode *node = lb_contract_parse_request (text, (gssize) size, &error);

  if (node == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (JSON_TYPE_NODE, node);
}

static gboolean
is_json_type (LbRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL && g_ascii_strcasecmp (type, "application/json") == 0;
}

/* The one body that may be left out (R37): nothing is said in it then. */
static gboolean
says_nothing (LbRequest *self)
{
  return self->route == LB_ROUTE_CLONE_DATASET &&
         (self->body == NULL || g_bytes_get_size (self->body) == 0);
}

gboolean
lb_request_read_json (LbRequest *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (says_nothing (self))
    {
      self->json = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (self->json, json_object_new ());
      return TRUE;
    }

  if (!is_json_type (self))
    {
      lb_fault_set (error, LB_ERROR_UNSUPPORTED, "R9", NULL,
                    "The body must be sent as application/json");
      return FALSE;
    }

  self->json = dex_await_boxed (
    lb_threads_run (parse_fiber, g_bytes_ref (self->body), (GDestroyNotify) g_bytes_unref),
    &failure);
  if (self->json == NULL)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R9", NULL, "%s", failure->message);
      return FALSE;
    }

  if (!JSON_NODE_HOLDS_OBJECT (self->json))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R9", NULL, "The body must be a JSON object");
      return FALSE;
    }

  return TRUE;
}

GCancellable *
lb_request_get_stop (LbRequest *self)
{
  GSocket *socket = soup_server_message_get_socket (self->message);

  if (self->hang_up == NULL && socket != NULL)
    self->hang_up = lb_hang_up_new (socket);

  return self->hang_up != NULL ? lb_hang_up_get_cancellable (self->hang_up) : NULL;
}

gboolean
lb_request_has (LbRequest *self, const char *member)
{
  return json_object_has_member (json_node_get_object (self->json), member);
}

static JsonNode *
find_member (LbRequest *self, const char *member)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->json), member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gsize
max_bytes_of (const char *member)
{
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    if (g_str_equal (limits[i].member, member))
      return limits[i].max_bytes;

  return G_MAXSIZE;
}

gboolean
lb_request_get_text (
  LbRequest *self, const char *member, const char *rule, const char **value, GError **error)
{
  JsonNode *node = find_member (self, member);

  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      lb_fault_set (error, LB_ERROR_INVALID, rule, member, "“%s” must be a string", member);
      return FALSE;
    }

  if (strlen (json_node_get_string (node)) > max_bytes_of (member))
    {
      lb_fault_set (error, LB_ERROR_INVALID, rule, member, "“%s” is longer than %zu bytes", member,
                    max_bytes_of (member));
      return FALSE;
    }

  *value = json_node_get_string (node);

  return TRUE;
}

gboolean
lb_request_get_boolean (
  LbRequest *self, const char *member, const char *rule, gboolean *value, GError **error)
{
  JsonNode *node = find_member (self, member);

  if (node == NULL)
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      lb_fault_set (error, LB_ERROR_INVALID, rule, member, "“%s” must be true or false", member);
      return FALSE;
    }

  *value = json_node_get_boolean (node);

  return TRUE;
}

static void
take_answer (LbRequest *self, guint status, const char *content_type, GBytes *bytes)
{
  forget_stream (self);
  self->status = status;
  g_set_str (&self->content_type, content_type);
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->answer = bytes;
}

gboolean
lb_request_answer_json (LbRequest *self, guint status, JsonNode *node)
{
  g_autoptr (JsonNode) owned = node;
  gsize length;
  char *text = lb_contract_to_text (owned, &length);

  take_answer (self, status, "application/json", g_bytes_new_take (text, length));

  return TRUE;
}

gboolean
lb_request_answer_text (LbRequest *self, guint status, const char *json)
{
  take_answer (self, status, "application/json", g_bytes_new (json, strlen (json)));

  return TRUE;
}

gboolean
lb_request_answer_nothing (LbRequest *self)
{
  take_answer (self, SOUP_STATUS_NO_CONTENT, NULL, NULL);

  return TRUE;
}

gboolean
lb_request_answer_bytes (LbRequest *self, const char *content_type, GBytes *bytes)
{
  take_answer (self, SOUP_STATUS_OK, content_type, g_bytes_ref (bytes));

  return TRUE;
}

gboolean
lb_request_answer_stream (LbRequest *self,
                          const char *content_type,
                          const char *file_name,
                          LbStreamWrite write,
                          gpointer data,
                          GDestroyNotify destroy)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autoptr (GHashTable) params = g_hash_table_new (g_str_hash, g_str_equal);

  take_answer (self, SOUP_STATUS_OK, content_type, NULL);
  g_hash_table_insert (params, (gpointer) "filename", (gpointer) file_name);
  soup_message_headers_set_content_disposition (headers, "attachment", params);
  self->write = write;
  self->write_data = data;
  self->write_destroy = destroy;

  return TRUE;
}

void
lb_request_answer_error (LbRequest *self, const GError *error)
{
  guint status;
  char *text = lb_fault_write (error, &status);

  take_answer (self, status, "application/json", g_bytes_new_take (text, strlen (text)));
}

void
lb_request_answer_busy (LbRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autofree char *body = lb_api_error_write ("Too much is being sent at once", "busy", NULL, NULL);

  soup_message_headers_replace (headers, "Retry-After", "1");
  lb_request_answer_text (self, SOUP_STATUS_SERVICE_UNAVAILABLE, body);
}

/* Once it has started, what it takes is no longer the request's. */
static gboolean
start_stream (LbRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autoptr (GError) error = NULL;

  if (lb_streams_start (self->parts->streams, self->message, self->write, self->write_data,
                        g_steal_pointer (&self->write_destroy), &error))
    return TRUE;

  soup_message_headers_remove (headers, "Content-Disposition");
  lb_request_answer_error (self, error);

  return FALSE;
}

void
lb_request_send (LbRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);
  gboolean streams = self->write != NULL && start_stream (self);

  soup_server_message_set_status (self->message, self->status, NULL);
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (self->content_type != NULL)
    soup_message_headers_set_content_type (headers, self->content_type, NULL);
  if (self->answer != NULL)
    soup_message_body_append_bytes (body, self->answer);
  if (!streams)
    soup_message_body_complete (body);
}

char *
lb_request_sign (LbRequest *self, gint64 id, const char *what)
{
  g_autofree char *authority =
    self->local ? g_strdup (LB_LOCAL_AUTHORITY) : g_strdup_printf ("127.0.0.1:%u", self->port);

  return lb_signer_link (self->parts->signer, authority, id, what,
                         g_get_real_time () / G_USEC_PER_SEC);
}

void
lb_request_sign_image (LbRequest *self, LbImage *image)
{
  g_autofree char *picture = lb_request_sign (self, lb_image_get_id (image), "picture");
  g_autofree char *thumbnail = lb_request_sign (self, lb_image_get_id (image), "thumbnail");

  g_object_set (image, "image-url", picture, "thumbnail-url", thumbnail, NULL);
}
