#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "imaging/lb-probe.h"
#include "service/lb-base64.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

/* R86 */
static gboolean
read_items (LbRequest *self, JsonArray **items, GError **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->json), "images");
  guint count;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R86", "images", "“images” must be a list");
      return FALSE;
    }

  *items = json_node_get_array (node);
  count = json_array_get_length (*items);
  if (count < LB_LIMIT_SCHEMA_IMAGES_MIN || count > LB_LIMIT_SCHEMA_IMAGES_MAX)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R86", "images",
                    "A visual schema is made from %d to %d pictures", LB_LIMIT_SCHEMA_IMAGES_MIN,
                    LB_LIMIT_SCHEMA_IMAGES_MAX);
      return FALSE;
    }

  for (guint i = 0; i < count; i++)
    if (json_node_get_value_type (json_array_get_element (*items, i)) != G_TYPE_STRING)
      {
        lb_fault_set (error, LB_ERROR_INVALID, "R86", "images",
                      "Each of “images” must be a string");
        return FALSE;
      }

  return TRUE;
}

static gboolean
is_address (const char *text)
{
  return g_ascii_strncasecmp (text, "http://", 7) == 0 ||
         g_ascii_strncasecmp (text, "https://", 8) == 0;
}

/* What the limits of uploading say of the format and the size of the file; a small one is good
 * enough. */
static gboolean
check_picture (GBytes *bytes, GError **error)
{
  LbProbeResult probe = { 0 };
  g_autoptr (GError) failure = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  lb_probe_bytes (data, size, &probe);
  if (lb_rules_check_picture (&probe, TRUE, &failure) ||
      g_error_matches (failure, LB_ERROR, LB_ERROR_TOO_SMALL))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

static gboolean
add_request (GPtrArray *requests, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!(bytes = dex_await_boxed (lb_base64_decode (text, "R86", "images"), error)) ||
      !check_picture (bytes, error))
    return FALSE;

  g_ptr_array_add (requests, lb_caption_request_new (bytes, NULL, NULL));

  return TRUE;
}

gboolean
lb_handle_generate_schema (LbRequest *self, GError **error)
{
  g_autoptr (GPtrArray) requests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  g_autofree char *schema = NULL;
  gboolean moderation = FALSE;
  JsonObject *object;
  JsonArray *items;
  JsonNode *node;

  if (!lb_request_get_boolean (self, "content_moderation", "R86", &moderation, error) ||
      !read_items (self, &items, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (items); i++)
    if (is_address (json_array_get_string_element (items, i)))
      {
        lb_fault_set (error, LB_ERROR_UNPROCESSABLE, "R86", "images",
                      "This service fetches no addresses: send the pictures themselves");
        return FALSE;
      }

  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!add_request (requests, json_array_get_string_element (items, i), error))
      return FALSE;

  schema =
    dex_await_string (lb_captioner_generate_schema (self->parts->captioner, requests), error);
  if (schema == NULL)
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "visual_schema", schema);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}
