#include "contract/lb-contract-json.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"
#include "service/lb-picture-argument.h"

#define MAX_HELD (128 * 1024 * 1024) /* bytes of fetched pictures */

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
  if (!lb_rules_check_schema_images (count, error))
    return FALSE;

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
add_request (LbRequest *self, GPtrArray *requests, gsize *held, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = lb_picture_argument_load (self, text, "R86", "images", error);
  LbCaptionRequest *request;

  if (bytes == NULL)
    return FALSE;

  *held += g_bytes_get_size (bytes);
  if (*held > MAX_HELD)
    {
      lb_fault_set (error, LB_ERROR_TOO_LARGE, "R86", "images",
                    "The pictures are larger together than %d MiB", MAX_HELD / (1024 * 1024));
      return FALSE;
    }

  request = lb_caption_request_new (bytes, NULL, NULL);
  g_set_object (&request->stop, lb_request_get_stop (self));
  g_ptr_array_add (requests, request);

  return TRUE;
}

gboolean
lb_handle_generate_schema (LbRequest *self, GError **error)
{
  g_autoptr (GPtrArray) requests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  g_autofree char *schema = NULL;
  gboolean moderation = FALSE;
  gsize held = 0;
  JsonObject *object;
  JsonArray *items;
  JsonNode *node;

  if (!lb_request_get_boolean (self, "content_moderation", "R86", &moderation, error) ||
      !read_items (self, &items, error))
    return FALSE;

  /* One after the other: so no more is held than MAX_HELD and one picture, and the first that can't
   * be had ends it. */
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!add_request (self, requests, &held, json_array_get_string_element (items, i), error))
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
