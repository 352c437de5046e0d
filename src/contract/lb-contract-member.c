#include "contract/lb-contract-member.h"

#include "base/lb-error.h"
#include "contract/lb-contract-json.h"
#include "contract/lb-timestamp.h"

/* (nullable): NULL for an absent member and for null. */
static JsonNode *
find (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

JsonObject *
lb_member_open (JsonNode *node, const char *what, gint64 *id, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "The %s is not a JSON object", what);
      return NULL;
    }

  if (!lb_contract_get_id (json_node_get_object (node), "id", id))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "The %s has no usable id", what);
      return NULL;
    }

  return json_node_get_object (node);
}

char *
lb_member_dup_text (JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name);

  if (node == NULL)
    return NULL;
  if (holds (node, G_TYPE_STRING))
    return g_strdup (json_node_get_string (node));
  if (JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  return json_to_string (node, FALSE);
}

gboolean
lb_member_get_number (JsonObject *object, const char *name, gint64 *number)
{
  JsonNode *node = find (object, name);

  if (node == NULL)
    return FALSE;
  if (holds (node, G_TYPE_STRING))
    return g_ascii_string_to_signed (json_node_get_string (node), 10, G_MININT64, G_MAXINT64,
                                     number, NULL);
  if (holds (node, G_TYPE_DOUBLE))
    {
      double value = json_node_get_double (node);

      if (!(value >= -9e15 && value <= 9e15)) /* beyond, doubles skip whole numbers */
        return FALSE;
      *number = (gint64) value;
      return TRUE;
    }
  if (!holds (node, G_TYPE_INT64))
    return FALSE;

  *number = json_node_get_int (node);
  return TRUE;
}

/* (nullable) (transfer full) */
static char **
dup_texts (JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name);
  g_autoptr (GStrvBuilder) builder = NULL;
  JsonArray *array = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  builder = g_strv_builder_new ();
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (holds (element, G_TYPE_STRING))
        g_strv_builder_add (builder, json_node_get_string (element));
      else if (holds (element, G_TYPE_INT64))
        g_strv_builder_take (builder,
                             g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (element)));
    }

  return g_strv_builder_end (builder);
}

static void
read_member (const LbMember *member, JsonObject *from, GObject *to)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) texts = NULL;
  gint64 number = 0;

  switch (member->type)
    {
    case LB_MEMBER_TEXT:
      if ((text = lb_member_dup_text (from, member->name)) != NULL)
        g_object_set (to, member->property, text, NULL);
      break;
    case LB_MEMBER_TIME:
      if ((text = lb_member_dup_text (from, member->name)) != NULL)
        g_object_set (to, member->property, lb_timestamp_parse (text), NULL);
      break;
    case LB_MEMBER_TEXTS:
      if ((texts = dup_texts (from, member->name)) != NULL)
        g_object_set (to, member->property, texts, NULL);
      break;
    case LB_MEMBER_INT:
      if (lb_member_get_number (from, member->name, &number) && number >= 0 && number <= G_MAXINT)
        g_object_set (to, member->property, (int) number, NULL);
      break;
    case LB_MEMBER_FLAG:
      if (find (from, member->name) != NULL && holds (find (from, member->name), G_TYPE_BOOLEAN))
        g_object_set (to, member->property,
                      (int) json_object_get_boolean_member (from, member->name), NULL);
      break;
    case LB_MEMBER_INT64:
      if (lb_member_get_number (from, member->name, &number) && number >= 0)
        g_object_set (to, member->property, number, NULL);
      break;
    default: g_assert_not_reached ();
    }
}

void
lb_member_read (const LbMember *members, gsize n_members, JsonObject *from, GObject *to)
{
  g_object_freeze_notify (to);
  for (gsize i = 0; i < n_members; i++)
    read_member (&members[i], from, to);
  g_object_thaw_notify (to);
}

static void
write_text (const LbMember *member, const char *text, JsonObject *to)
{
  if (text == NULL)
    text = member->fallback;

  if (text != NULL)
    json_object_set_string_member (to, member->name, text);
  else if (!member->optional)
    json_object_set_null_member (to, member->name);
}

static void
write_texts (const LbMember *member, char **texts, JsonObject *to)
{
  g_autoptr (JsonArray) array = NULL;

  if (texts == NULL)
    return;

  array = json_array_new ();
  for (gsize i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (to, member->name, g_steal_pointer (&array));
}

static void
write_member (const LbMember *member, GObject *from, JsonObject *to)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) texts = NULL;
  gint64 number = 0;
  int small = 0;

  switch (member->type)
    {
    case LB_MEMBER_TEXT:
      g_object_get (from, member->property, &text, NULL);
      write_text (member, text, to);
      break;
    case LB_MEMBER_TIME:
      g_object_get (from, member->property, &number, NULL);
      if (number != 0)
        text = lb_timestamp_format (number);
      write_text (member, text, to);
      break;
    case LB_MEMBER_TEXTS:
      g_object_get (from, member->property, &texts, NULL);
      write_texts (member, texts, to);
      break;
    case LB_MEMBER_INT:
      g_object_get (from, member->property, &small, NULL);
      if (!member->optional || small > 0)
        json_object_set_int_member (to, member->name, small);
      break;
    case LB_MEMBER_FLAG:
      g_object_get (from, member->property, &small, NULL);
      json_object_set_boolean_member (to, member->name, small != 0);
      break;
    case LB_MEMBER_INT64:
      g_object_get (from, member->property, &number, NULL);
      if (!member->optional || number > 0)
        json_object_set_int_member (to, member->name, number);
      break;
    default: g_assert_not_reached ();
    }
}

JsonObject *
lb_member_write (const LbMember *members, gsize n_members, gint64 id, GObject *from)
{
  JsonObject *object = json_object_new ();

  if (id != 0)
    json_object_set_int_member (object, "id", id);
  for (gsize i = 0; i < n_members; i++)
    write_member (&members[i], from, object);

  return object;
}

JsonNode *
lb_member_close (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}
