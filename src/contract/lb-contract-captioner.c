#include "contract/lb-contract-json.h"

#include "base/lb-error.h"
#include "contract/lb-contract-member.h"

#define CHOICE                                                                                     \
  { "kind", "kind", LB_MEMBER_TEXT, .fallback = "analyser" },                                      \
    { "address", "address", LB_MEMBER_TEXT, .optional = TRUE },                                    \
    { "model", "model", LB_MEMBER_TEXT, .optional = TRUE },                                        \
  {                                                                                                \
    "concurrency", "concurrency", LB_MEMBER_INT, .optional = TRUE                                  \
  }

/* What goes one way only: a key is never said again, and what became of it is nobody's wish. */
static const LbMember asked[] = {
  CHOICE,
  { "key", "key", LB_MEMBER_TEXT, .optional = TRUE },
};

static const LbMember told[] = {
  CHOICE,
  { "has_key", "has-key", LB_MEMBER_FLAG },
  { "unencrypted", "unencrypted", LB_MEMBER_FLAG },
  { "state", "state", LB_MEMBER_TEXT, .fallback = "ready" },
  { "message", "message", LB_MEMBER_TEXT, .optional = TRUE },
  { "format", "format", LB_MEMBER_TEXT, .optional = TRUE },
};

static LbCaptionerSetting *
read_with (const LbMember *members, gsize n_members, JsonNode *node, GError **error)
{
  LbCaptionerSetting *setting = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL,
                           "The captioner’s setting is not a JSON object");
      return NULL;
    }

  setting = lb_captioner_setting_new ();
  lb_member_read (members, n_members, json_node_get_object (node), G_OBJECT (setting));
  return setting;
}

LbCaptionerSetting *
lb_contract_read_captioner_setting (JsonNode *node, GError **error)
{
  return read_with (told, G_N_ELEMENTS (told), node, error);
}

JsonNode *
lb_contract_write_captioner_setting (LbCaptionerSetting *setting)
{
  return lb_member_close (lb_member_write (told, G_N_ELEMENTS (told), 0, G_OBJECT (setting)));
}

LbCaptionerSetting *
lb_contract_read_captioner_wish (JsonNode *node, GError **error)
{
  return read_with (asked, G_N_ELEMENTS (asked), node, error);
}

JsonNode *
lb_contract_write_captioner_wish (LbCaptionerSetting *setting)
{
  return lb_member_close (lb_member_write (asked, G_N_ELEMENTS (asked), 0, G_OBJECT (setting)));
}

char **
lb_contract_read_models (JsonNode *node, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonNode *list = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                     ? json_object_get_member (json_node_get_object (node), "models")
                     : NULL;
  JsonArray *array = NULL;

  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL, "The answer lists no models");
      return NULL;
    }

  array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *name = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (name) && json_node_get_value_type (name) == G_TYPE_STRING)
        g_strv_builder_add (names, json_node_get_string (name));
    }

  return g_strv_builder_end (names);
}

JsonNode *
lb_contract_write_models (const char *const *models)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (gsize i = 0; models[i] != NULL; i++)
    json_array_add_string_element (array, models[i]);
  json_object_set_array_member (object, "models", array);
  json_node_take_object (node, object);

  return node;
}
