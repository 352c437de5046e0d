#include "service/lb-vision-models.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "contract/lb-contract-json.h"
#include "service/lb-captioner.h"
#include "service/lb-vision-post.h"
#include "service/lb-vision-server.h"

#define CHAT "chat/completions"
#define TIMEOUT_MS (20 * 1000)
#define MAX_MODELS 1000
#define MAX_NAME_BYTES 1024

/* (transfer full) */
static char *
models_url (const char *address)
{
  g_autofree char *endpoint = lb_vision_endpoint (address);

  endpoint[strlen (endpoint) - strlen (CHAT)] = '\0';

  return g_strconcat (endpoint, "models", NULL);
}

static JsonNode *
member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_TYPE (node) == type ? node : NULL;
}

/* Some servers say what a model takes in; where nothing is said it may see. */
static gboolean
may_see (JsonObject *model)
{
  JsonNode *architecture = member (model, "architecture", JSON_NODE_OBJECT);
  JsonNode *inputs = architecture != NULL ? member (json_node_get_object (architecture),
                                                    "input_modalities", JSON_NODE_ARRAY)
                                          : NULL;
  JsonArray *array = NULL;

  if (inputs == NULL)
    return TRUE;

  array = json_node_get_array (inputs);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *input = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (input) && json_node_get_value_type (input) == G_TYPE_STRING &&
          g_str_equal (json_node_get_string (input), "image"))
        return TRUE;
    }

  return FALSE;
}

/* (nullable) */
static const char *
model_name (JsonNode *node)
{
  JsonObject *model = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *id = model != NULL ? member (model, "id", JSON_NODE_VALUE) : NULL;
  const char *name = NULL;

  if (id == NULL || json_node_get_value_type (id) != G_TYPE_STRING || !may_see (model))
    return NULL;

  name = json_node_get_string (id);

  return *name != '\0' && strlen (name) <= MAX_NAME_BYTES ? name : NULL;
}

char **
lb_vision_models_read (GBytes *body)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (JsonNode) root = lb_contract_parse (text != NULL ? text : "", (gssize) length, NULL);
  JsonNode *data = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                     ? member (json_node_get_object (root), "data", JSON_NODE_ARRAY)
                     : NULL;
  g_autoptr (GPtrArray) names = NULL;
  JsonArray *array = NULL;

  if (data == NULL)
    return NULL;

  names = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  array = json_node_get_array (data);
  for (guint i = 0; i < json_array_get_length (array) && names->len < MAX_MODELS; i++)
    {
      const char *name = model_name (json_array_get_element (array, i));

      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* In words of our own: a server may say back the key that it refuses. */
static GError *
describe_status (const LbVisionAnswer *answer)
{
  if (answer->status == 401 || answer->status == 403)
    return lb_captioner_error_new (LB_CAPTIONER_ERROR_KEY_REFUSED, 0,
                                   "The captioner refuses the key");
  if (answer->status == 429 || answer->status == 503)
    return lb_captioner_error_new (LB_CAPTIONER_ERROR_BUSY, answer->retry_after_s,
                                   "The captioner is not ready (%u)", answer->status);

  return lb_captioner_error_new (LB_CAPTIONER_ERROR_UNREACHABLE, 0,
                                 "There is no list of models at this address (%u)", answer->status);
}

static DexFuture *
read_cb (DexFuture *future, gpointer data)
{
  const LbVisionAnswer *answer = g_value_get_boxed (dex_future_get_value (future, NULL));
  char **models = NULL;

  if (answer->status < 200 || answer->status >= 300)
    return dex_future_new_for_error (describe_status (answer));
  if (!(models = lb_vision_models_read (answer->body)))
    return dex_future_new_for_error (lb_captioner_error_new (
      LB_CAPTIONER_ERROR_UNREACHABLE, 0, "What is at this address is no list of models"));

  return dex_future_new_take_boxed (G_TYPE_STRV, models);
}

DexFuture *
lb_vision_models (SoupSession *session,
                  const char *address,
                  const char *key,
                  GCancellable *stop,
                  GCancellable *closing)
{
  g_autofree char *url = models_url (address);

  return dex_future_then (lb_vision_get (session, url, key, TIMEOUT_MS, stop, closing), read_cb,
                          NULL, NULL);
}
