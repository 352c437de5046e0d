#include "session/lb-caption-meaning.h"

#include "base/lb-json.h"
#include "model/lb-prompt.h"

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const LbJsonNode *member_a = a;
  const LbJsonNode *member_b = b;

  return g_strcmp0 (member_a->key, member_b->key);
}

static void append_value (GString *out, const LbJsonNode *node);

/* Sorting is stable: of a key used twice the last one counts, as elsewhere. */
static void
append_object (GString *out, const LbJsonNode *node)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();

  for (guint i = 0; i < lb_json_node_length (node); i++)
    g_ptr_array_add (members, (gpointer) lb_json_node_element (node, i));
  g_ptr_array_sort_values (members, compare_members);

  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const LbJsonNode *member = g_ptr_array_index (members, i);

      if (i + 1 < members->len && compare_members (member, g_ptr_array_index (members, i + 1)) == 0)
        continue;
      lb_json_append_string (out, member->key);
      g_string_append_c (out, ':');
      append_value (out, member);
      g_string_append_c (out, ',');
    }
  g_string_append_c (out, '}');
}

static void
append_array (GString *out, const LbJsonNode *node)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < lb_json_node_length (node); i++)
    {
      append_value (out, lb_json_node_element (node, i));
      g_string_append_c (out, ',');
    }
  g_string_append_c (out, ']');
}

/* One spelling for each value. Nobody reads it, and it is not quite JSON. */
static void
append_value (GString *out, const LbJsonNode *node)
{
  switch (node->type)
    {
    case LB_JSON_OBJECT:  append_object (out, node); break;
    case LB_JSON_ARRAY:   append_array (out, node); break;
    case LB_JSON_STRING:  lb_json_append_string (out, node->string); break;
    case LB_JSON_NULL:
    case LB_JSON_BOOLEAN:
    case LB_JSON_NUMBER:
    default:              g_string_append (out, node->string); break;
    }
}

/* (transfer full): the one spelling of all that say what @caption says. */
static char *
spell (const char *caption)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (caption, LB_PROMPT_CAPTION, NULL, NULL);
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (GString) words = NULL;

  if (prompt != NULL)
    document = lb_json_document_new (lb_prompt_get_text (prompt), -1, NULL);
  if (document == NULL)
    return g_strstrip (g_strdup (caption));

  words = g_string_new (NULL);
  append_value (words, lb_json_document_get_root (document));

  return g_string_free_and_steal (g_steal_pointer (&words));
}

gboolean
lb_caption_means_same (const char *caption, const char *other)
{
  g_autofree char *spelled = NULL;
  g_autofree char *other_spelled = NULL;

  g_return_val_if_fail (caption != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (g_str_equal (caption, other))
    return TRUE;

  spelled = spell (caption);
  other_spelled = spell (other);

  return g_str_equal (spelled, other_spelled);
}

gboolean
lb_json_means_same (const char *text, const char *other)
{
  g_autoptr (LbJsonDocument) document = NULL;
  g_autoptr (LbJsonDocument) other_document = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) other_words = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (other != NULL, FALSE);

  if (!(document = lb_json_document_new (text, -1, NULL)) ||
      !(other_document = lb_json_document_new (other, -1, NULL)))
    return FALSE;

  append_value (words, lb_json_document_get_root (document));
  append_value (other_words, lb_json_document_get_root (other_document));

  return g_string_equal (words, other_words);
}
