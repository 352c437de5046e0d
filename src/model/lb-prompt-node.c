#include "model/lb-prompt-node.h"

#include "model/lb-prompt-path.h"

#include <string.h>

#define MANY_MEMBERS 24 /* from here a table is faster than looking at each */

/* Prepares for many look-ups in @object; clear with lb_prompt_lookup_clear(). */
void
lb_prompt_lookup_init (LbPromptLookup *self, const LbJsonNode *object)
{
  const guint n = lb_json_node_length (object);

  self->object = object;
  self->table = NULL;
  if (n < MANY_MEMBERS || object->type != LB_JSON_OBJECT)
    return;

  self->table = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n; i++)
    {
      const LbJsonNode *child = lb_json_node_element (object, i);

      g_hash_table_replace (self->table, child->key, (gpointer) child);
    }
}

void
lb_prompt_lookup_clear (LbPromptLookup *self)
{
  g_clear_pointer (&self->table, g_hash_table_unref);
}

const LbJsonNode *
lb_prompt_lookup_find (const LbPromptLookup *self, const char *key)
{
  if (self->table)
    return g_hash_table_lookup (self->table, key);

  return lb_json_node_member (self->object, key);
}

/* The value at @steps (element-type LbPromptStep), or NULL. */
const LbJsonNode *
lb_prompt_node_find (const LbJsonNode *root, const GArray *steps)
{
  const LbJsonNode *node = root;

  for (guint i = 0; node && i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);

      if (step->key)
        node = lb_json_node_member (node, step->key);
      else
        node = node->type == LB_JSON_ARRAY ? lb_json_node_element (node, step->index) : NULL;
    }

  return node;
}

/* The value at @path, or NULL when there is none or @path is not a path. */
const LbJsonNode *
lb_prompt_node_find_path (const LbJsonNode *root, const char *path)
{
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, NULL);

  return steps ? lb_prompt_node_find (root, steps) : NULL;
}

/* Whether every key of @a leads to the same value in @b. */
static gboolean
contains_all (const LbJsonNode *a, const LbJsonNode *b, gboolean compare)
{
  g_auto (LbPromptLookup) in_a = { 0 };
  g_auto (LbPromptLookup) in_b = { 0 };

  lb_prompt_lookup_init (&in_a, a);
  lb_prompt_lookup_init (&in_b, b);
  for (guint i = 0; i < lb_json_node_length (a); i++)
    {
      const LbJsonNode *child = lb_json_node_element (a, i);
      const LbJsonNode *other = lb_prompt_lookup_find (&in_b, child->key);

      if (!other)
        return FALSE;
      if (!compare || lb_prompt_lookup_find (&in_a, child->key) != child)
        continue;
      if (!lb_prompt_node_equal (child, other))
        return FALSE;
    }

  return TRUE;
}

/* Whether both say the same: order of keys, layout and escapes do not matter, the spelling of
 * numbers does. Documents are bounded in depth, so is this. */
gboolean
lb_prompt_node_equal (const LbJsonNode *a, const LbJsonNode *b)
{
  if (a->type != b->type)
    return FALSE;
  if (a->type == LB_JSON_OBJECT)
    return contains_all (a, b, TRUE) && contains_all (b, a, FALSE);
  if (a->type != LB_JSON_ARRAY)
    return strcmp (a->string, b->string) == 0;
  if (lb_json_node_length (a) != lb_json_node_length (b))
    return FALSE;

  for (guint i = 0; i < lb_json_node_length (a); i++)
    if (!lb_prompt_node_equal (lb_json_node_element (a, i), lb_json_node_element (b, i)))
      return FALSE;

  return TRUE;
}
