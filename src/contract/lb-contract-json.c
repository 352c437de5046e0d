#include "contract/lb-contract-json.h"

#include "base/lb-error.h"
#include "base/lb-json.h"
#include "contract/lb-contract-member.h"
#include "contract/lb-limits.h"

GPtrArray *
lb_contract_read_list (JsonNode *node, LbContractReader reader, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL, "The answer is not a list");
      return NULL;
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      GObject *object = reader (json_array_get_element (array, i), error);

      if (object == NULL)
        {
          g_prefix_error (error, "Entry %u: ", i);
          return NULL;
        }
      g_ptr_array_add (objects, object);
    }

  return g_steal_pointer (&objects);
}

char *
lb_contract_read_string (JsonNode *node, const char *member, GError **error)
{
  char *text = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    text = lb_member_dup_text (json_node_get_object (node), member);
  if (text == NULL)
    g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "The answer has no text in “%s”", member);

  return text;
}

/**
 * lb_contract_get_id:
 * @object: a JSON object
 * @member: the member's name
 * @id: (out): the id; untouched on failure
 *
 * Ids are numbers or digits (C18), and positive (R10). The JSON parser turns every number that is
 * too large into the largest one, so that one is refused.
 *
 * Returns: whether there is an id
 */
gboolean
lb_contract_get_id (JsonObject *object, const char *member, gint64 *id)
{
  JsonNode *node = json_object_get_member (object, member);
  guint64 number = 0;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      gint64 value = json_node_get_int (node);

      if (value <= 0 || value == G_MAXINT64)
        return FALSE;
      *id = value;
      return TRUE;
    }

  if (json_node_get_value_type (node) != G_TYPE_STRING ||
      !g_ascii_string_to_unsigned (json_node_get_string (node), 10, 1, G_MAXINT64 - 1, &number,
                                   NULL))
    return FALSE;

  *id = (gint64) number;
  return TRUE;
}

/* One document, all of it: the reader of json-glib knows dialects, and a second document behind the
 * first is an assertion of its own. */
static gboolean
check_text (const char *data, gssize length, guint max_values, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (LbJsonDocument) document = lb_json_document_new_capped (
    data != NULL ? data : "", data != NULL ? length : 0, max_values, &reason);

  if (document != NULL)
    return TRUE;

  g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "Not valid JSON: %s", reason->message);

  return FALSE;
}

static JsonNode *
parse (const char *data, gssize length, guint max_values, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) reason = NULL;

  if (!check_text (data, length, max_values, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, length, &reason))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "Not valid JSON: %s", reason->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/**
 * lb_contract_parse:
 * @data: (nullable): JSON text of RFC 8259, in UTF-8
 * @length: bytes in @data, or -1 when it ends with a NUL
 *
 * Returns: (transfer full): the document, or %NULL with LB_ERROR_PROTOCOL when @data is not one
 *   document and no more, or is nested deeper than %LB_JSON_MAX_DEPTH, or has more than
 *   %LB_LIMIT_ANSWER_VALUES values
 */
JsonNode *
lb_contract_parse (const char *data, gssize length, GError **error)
{
  return parse (data, length, LB_LIMIT_ANSWER_VALUES, error);
}

JsonNode *
lb_contract_parse_request (const char *data, gssize length, GError **error)
{
  return parse (data, length, LB_LIMIT_BODY_VALUES, error);
}

char *
lb_contract_to_text (JsonNode *node, gsize *length)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, length);
}
