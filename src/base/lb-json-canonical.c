#include "base/lb-json-canonical.h"

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const LbJsonNode *member_a = a;
  const LbJsonNode *member_b = b;

  return g_strcmp0 (member_a->key, member_b->key);
}

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
      lb_json_append_canonical (out, member);
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
      lb_json_append_canonical (out, lb_json_node_element (node, i));
      g_string_append_c (out, ',');
    }
  g_string_append_c (out, ']');
}

/**
 * lb_json_append_canonical:
 * @out: where to
 * @node: a value
 *
 * Appends the one spelling of all texts that differ in blanks, escapes and the order of keys alone:
 * keys are sorted by their bytes, and of a key used twice the last one counts. Numbers stay as they
 * are spelled, elements of lists in their order. It is to be compared or hashed, not to be read: it
 * is not quite JSON.
 */
void
lb_json_append_canonical (GString *out, const LbJsonNode *node)
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
