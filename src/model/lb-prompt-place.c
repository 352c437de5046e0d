#include "model/lb-prompt-place.h"

#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"

void
lb_prompt_locate (LbPrompt *self, const char *path, guint *line, guint *column)
{
  g_autoptr (GArray) steps = NULL;
  const LbJsonNode *node = NULL;

  g_return_if_fail (LB_IS_PROMPT (self));
  g_return_if_fail (path != NULL);

  steps = lb_prompt_path_parse (path, NULL);
  while (steps != NULL && steps->len > 0 &&
         (node = lb_prompt_node_find (lb_prompt_get_root (self), steps)) == NULL)
    g_array_set_size (steps, steps->len - 1);

  lb_json_locate (lb_prompt_get_text (self), node != NULL ? node->start : 0, line, column);
}

static gboolean
holds (const LbJsonNode *node, gsize offset)
{
  return offset >= (node->key != NULL ? node->key_start : node->start) && offset <= node->end;
}

char *
lb_prompt_dup_path_at (LbPrompt *self, gsize offset)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const LbJsonNode *node;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);

  node = lb_prompt_get_root (self);
  while (node != NULL)
    {
      const LbJsonNode *inner = NULL;

      for (guint i = 0; i < lb_json_node_length (node) && inner == NULL; i++)
        {
          const LbJsonNode *child = lb_json_node_element (node, i);

          if (!holds (child, offset))
            continue;
          inner = child;
          if (child->key != NULL)
            lb_prompt_path_append_key (path, child->key);
          else
            lb_prompt_path_append_index (path, i);
        }
      node = inner;
    }

  return g_string_free_and_steal (g_steal_pointer (&path));
}
