#include "service/lb-vision-schema.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "service/lb-service-contract.h"

#define PATH "/contract/structured-prompt.schema.json"
#define REF "#/$defs/"

/* Nothing for a model that looks at a picture to say. */
static const char *const left_out[] = { "edit_instruction", "preference_score", "aesthetic_score",
                                        NULL };

typedef struct
{
  JsonObject *definitions;
  gboolean partial; /* every text may be null */
} Maker;

static JsonNode *make (const Maker *maker, JsonObject *from, gboolean required);

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

/* What stands behind a reference, or beside null in a choice. */
static JsonObject *
resolve (const Maker *maker, JsonObject *from)
{
  const char *ref = json_object_get_string_member_with_default (from, "$ref", NULL);

  if (ref != NULL && g_str_has_prefix (ref, REF))
    return json_object_get_object_member (maker->definitions, ref + strlen (REF));
  if (json_object_has_member (from, "anyOf"))
    return resolve (
      maker, json_array_get_object_element (json_object_get_array_member (from, "anyOf"), 0));

  return from;
}

/* "Light and where it comes from, such as backlit; top-down, at most 20 words" */
static void
add_description (JsonObject *to, JsonObject *from)
{
  g_autoptr (GString) text =
    g_string_new (json_object_get_string_member_with_default (from, "description", ""));
  JsonObject *advice = json_object_has_member (from, "x-advisory")
                         ? json_object_get_object_member (from, "x-advisory")
                         : NULL;

  if (json_object_has_member (from, "examples"))
    {
      JsonArray *examples = json_object_get_array_member (from, "examples");

      for (guint i = 0; i < json_array_get_length (examples); i++)
        g_string_append_printf (text, "%s%s",
                                i > 0            ? "; "
                                : text->len == 0 ? "Such as "
                                                 : " Such as ",
                                json_array_get_string_element (examples, i));
    }
  if (advice != NULL && json_object_has_member (advice, "maxWords"))
    g_string_append_printf (text, "%sAt most %" G_GINT64_FORMAT " words.",
                            text->len == 0 ? "" : " ",
                            json_object_get_int_member (advice, "maxWords"));
  if (advice != NULL && json_object_has_member (advice, "maxItems"))
    g_string_append_printf (text, "%sAt most %" G_GINT64_FORMAT ".", text->len == 0 ? "" : " ",
                            json_object_get_int_member (advice, "maxItems"));

  if (text->len > 0)
    json_object_set_string_member (to, "description", text->str);
}

static gboolean
is_type (JsonNode *type, const char *word)
{
  if (type == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (type))
    return g_strcmp0 (json_node_get_string (type), word) == 0;

  for (guint i = 0; i < json_array_get_length (json_node_get_array (type)); i++)
    if (g_str_equal (json_array_get_string_element (json_node_get_array (type), i), word))
      return TRUE;

  return FALSE;
}

static void
add_type (JsonObject *to, const char *word, gboolean nullable)
{
  JsonArray *both;

  if (!nullable)
    {
      json_object_set_string_member (to, "type", word);
      return;
    }

  both = json_array_new ();
  json_array_add_string_element (both, word);
  json_array_add_string_element (both, "null");
  json_object_set_array_member (to, "type", both);
}

static void
add_members (const Maker *maker, JsonObject *to, JsonObject *from, gboolean required)
{
  JsonObject *members = json_object_get_object_member (from, "properties");
  g_autoptr (GList) names = json_object_get_members (members);
  JsonObject *made = json_object_new ();
  JsonArray *all = json_array_new ();

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_strv_contains (left_out, at->data))
      {
        json_object_set_member (
          made, at->data,
          make (maker, json_object_get_object_member (members, at->data), required));
        json_array_add_string_element (all, at->data);
      }

  json_object_set_object_member (to, "properties", made);
  json_object_set_array_member (to, "required", all);
  json_object_set_boolean_member (to, "additionalProperties", FALSE);
}

/* @required: the members of the whole, which a generator always writes. */
static JsonNode *
make (const Maker *maker, JsonObject *from, gboolean required)
{
  JsonObject *what = resolve (maker, from);
  JsonNode *type = json_object_get_member (what, "type");
  JsonObject *to = json_object_new ();

  if (is_type (type, "object"))
    {
      add_type (to, "object", FALSE);
      add_members (maker, to, what, FALSE);
    }
  else if (is_type (type, "array"))
    {
      add_type (to, "array", FALSE);
      json_object_set_member (to, "items",
                              make (maker, json_object_get_object_member (what, "items"), FALSE));
    }
  else
    add_type (to, is_type (type, "integer") ? "integer" : "string",
              maker->partial || (!required && is_type (type, "null")));
  add_description (to, from == what || json_object_has_member (from, "description") ? from : what);

  return take_object (to);
}

static char *
write_schema (LbPromptKind kind)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (lb_service_contract_get_resource (), PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *root;
  JsonObject *to;
  Maker maker = { .partial = kind == LB_PROMPT_SCHEMA };

  /* It is built in, and tested. */
  g_assert (bytes != NULL);
  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes), NULL))
    g_assert_not_reached ();

  root = json_node_get_object (json_parser_get_root (parser));
  maker.definitions = json_object_get_object_member (root, "$defs");
  to = json_object_new ();
  add_type (to, "object", FALSE);
  add_members (&maker, to, root, TRUE);
  node = take_object (to);
  text = json_to_string (node, FALSE);

  return g_steal_pointer (&text);
}

const char *
lb_vision_schema_get (LbPromptKind kind)
{
  static char *texts[2];
  char **text = &texts[kind == LB_PROMPT_SCHEMA];

  if (*text == NULL)
    *text = write_schema (kind);

  return *text;
}
