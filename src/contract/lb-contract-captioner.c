#include "contract/lb-contract-json.h"

#include "base/lb-error.h"
#include "contract/lb-contract-member.h"

static const LbMember members[] = {
  { "kind", "kind", LB_MEMBER_TEXT, .fallback = "analyser" },
  { "url", "url", LB_MEMBER_TEXT, .optional = TRUE },
  { "model", "model", LB_MEMBER_TEXT, .optional = TRUE },
  { "parallel", "parallel", LB_MEMBER_INT, .optional = TRUE },
};

/* Each goes one way only: a key is never said again, and what became of it is nobody's wish. */
static const LbMember asked[] = { { "key", "key", LB_MEMBER_TEXT, .optional = TRUE } };
static const LbMember told[] = { { "key_state", "key-state", LB_MEMBER_TEXT, .fallback = "none" } };

static LbCaptionerSetting *
read_with (JsonNode *node, const LbMember *more, GError **error)
{
  LbCaptionerSetting *setting = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL,
                           "The captioner’s setting is not a JSON object");
      return NULL;
    }

  setting = lb_captioner_setting_new ();
  lb_member_read (members, G_N_ELEMENTS (members), json_node_get_object (node), G_OBJECT (setting));
  lb_member_read (more, 1, json_node_get_object (node), G_OBJECT (setting));
  return setting;
}

/* The members of @more behind the others. */
static JsonNode *
write_with (LbCaptionerSetting *setting, const LbMember *more)
{
  JsonObject *object = lb_member_write (members, G_N_ELEMENTS (members), 0, G_OBJECT (setting));
  g_autoptr (JsonObject) rest = lb_member_write (more, 1, 0, G_OBJECT (setting));
  JsonNode *value = json_object_dup_member (rest, more->name);

  if (value != NULL)
    json_object_set_member (object, more->name, value);

  return lb_member_close (object);
}

LbCaptionerSetting *
lb_contract_read_captioner_setting (JsonNode *node, GError **error)
{
  return read_with (node, told, error);
}

JsonNode *
lb_contract_write_captioner_setting (LbCaptionerSetting *setting)
{
  return write_with (setting, told);
}

LbCaptionerSetting *
lb_contract_read_captioner_wish (JsonNode *node, GError **error)
{
  return read_with (node, asked, error);
}

JsonNode *
lb_contract_write_captioner_wish (LbCaptionerSetting *setting)
{
  return write_with (setting, asked);
}
