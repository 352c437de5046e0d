#include "contract/lb-contract-json.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"
#include "service/lb-picture-argument.h"

#define MAX_CONTEXT_IMAGES 16
#define MAX_HELD (128 * 1024 * 1024) /* bytes of context images */

static gboolean
refuse (GError **error, const char *rule, const char *field, const char *words)
{
  lb_fault_set (error, LB_ERROR_INVALID, rule, field, "%s", words);

  return FALSE;
}

/* R87: the dataset is named in the body, so it is looked up as soon as that is there. */
static LbDataset *
find_dataset (LbRequest *self, GError **error)
{
  JsonObject *object = json_node_get_object (self->json);
  gint64 id = 0;

  if (!lb_request_has (self, "dataset_id"))
    return refuse (error, "R87", "dataset_id", "“dataset_id” is required"), NULL;
  if (!lb_contract_get_id (object, "dataset_id", &id) || id < 1)
    return refuse (error, "R87", "dataset_id", "“dataset_id” must be a positive integer"), NULL;

  return dex_await_object (lb_store_get_dataset (self->parts->store, id), error);
}

/* R89 */
static gboolean
read_list (LbRequest *self, JsonArray **list, GError **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (self->json), "context_images");

  *list = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, "R89", "context_images", "“context_images” must be a list");

  *list = json_node_get_array (node);
  if (json_array_get_length (*list) > MAX_CONTEXT_IMAGES)
    return refuse (error, "R89", "context_images", "There are too many context images");
  for (guint i = 0; i < json_array_get_length (*list); i++)
    if (json_node_get_value_type (json_array_get_element (*list, i)) != G_TYPE_STRING)
      return refuse (error, "R89", "context_images", "Each of “context_images” must be a string");

  return TRUE;
}

/* (transfer full) (nullable) (element-type GBytes) */
static GPtrArray *
load_images (LbRequest *self, JsonArray *list, GError **error)
{
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize held = 0;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *text = json_array_get_string_element (list, i);
      GBytes *bytes = lb_picture_argument_load_context (self, text, error);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (images, bytes);
      held += g_bytes_get_size (bytes);
      if (held > MAX_HELD)
        {
          refuse (error, "R89", "context_images", "The context images are too large together");
          return NULL;
        }
    }

  return g_steal_pointer (&images);
}

/* (transfer full) (nullable): what the captioner makes of it. That it can't make anything of it is
 * the fault of the instruction, whose words say what it could follow. */
static char *
refine (LbRequest *self, const LbRefineRequest *request, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *refined =
    dex_await_string (lb_captioner_refine (self->parts->captioner, request), &failure);

  if (refined != NULL)
    return refined;

  if (g_error_matches (failure, LB_ERROR, LB_ERROR_INVALID))
    lb_fault_set (error, LB_ERROR_INVALID, "R88", "instruction", "%s", failure->message);
  else
    g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

/* R88: a caption stays one, and a visual schema too. */
static gboolean
check_kind (const char *before, const char *after, GError **error)
{
  g_autoptr (LbPrompt) old = lb_prompt_new (before, NULL);
  g_autoptr (LbPrompt) new = lb_prompt_new (after, NULL);
  const gboolean caption = lb_prompt_is_valid (old, LB_PROMPT_CAPTION);

  if (new != NULL && lb_prompt_is_valid (new, caption ? LB_PROMPT_CAPTION : LB_PROMPT_SCHEMA))
    return TRUE;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_SERVER,
                       "The captioner has made another kind of document");

  return FALSE;
}

gboolean
lb_handle_refine (LbRequest *self, GError **error)
{
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbRefineRequest) request = NULL;
  g_autoptr (GPtrArray) images = NULL;
  g_autofree char *refined = NULL;
  const char *prompt = NULL;
  const char *instruction = NULL;
  JsonArray *list;
  JsonObject *object;
  JsonNode *node;

  if (!(dataset = find_dataset (self, error)) ||
      !lb_request_get_text (self, "structured_prompt", "R88", &prompt, error) ||
      !lb_request_get_text (self, "instruction", "R87", &instruction, error) ||
      !read_list (self, &list, error) ||
      !lb_rules_check_refine (dataset, prompt, instruction, error) ||
      !(images = load_images (self, list, error)))
    return FALSE;

  request = lb_refine_request_new (prompt, instruction, images);
  g_set_object (&request->stop, lb_request_get_stop (self));
  if (!(refined = refine (self, request, error)) || !check_kind (prompt, refined, error))
    return FALSE;

  object = json_object_new ();
  json_object_set_string_member (object, "structured_prompt", refined);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}
