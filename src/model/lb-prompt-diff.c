/* Differences between two prompts, field by field, and applying some of them. */
#include "model/lb-prompt.h"

#include "base/lb-error.h"
#include "model/lb-prompt-align.h"
#include "model/lb-prompt-edit.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-path.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt-write.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *before;  /* unowned text */
  const char *after;   /* unowned text */
  GString *path;       /* (owned) of the values being compared */
  GListStore *changes; /* unowned */
} Comparison;

static char *
copy_text (const char *text, const LbJsonNode *node)
{
  return node ? g_strndup (text + node->start, node->end - node->start) : NULL;
}

/* @before, @after: (nullable): NULL where it is not there */
static void
add_change (Comparison *self, const LbJsonNode *before, const LbJsonNode *after)
{
  g_autofree char *old_text = copy_text (self->before, before);
  g_autofree char *new_text = copy_text (self->after, after);
  g_autoptr (LbPromptChange) change = lb_prompt_change_new (self->path->str, old_text, new_text);

  g_list_store_append (self->changes, change);
}

static void
add_move (Comparison *self, const LbPromptPair *pair)
{
  g_autofree char *text = copy_text (self->before, pair->before);
  g_autoptr (LbPromptChange) change =
    lb_prompt_change_new_move (self->path->str, text, pair->place, pair->position);

  g_list_store_append (self->changes, change);
}

static void compare (Comparison *self, const LbJsonNode *before, const LbJsonNode *after);

static void
compare_objects (Comparison *self, const LbJsonNode *before, const LbJsonNode *after)
{
  const gsize length = self->path->len;
  g_auto (LbPromptLookup) old_members = { 0 };
  g_auto (LbPromptLookup) new_members = { 0 };

  lb_prompt_lookup_init (&old_members, before);
  lb_prompt_lookup_init (&new_members, after);

  for (guint i = 0; i < lb_json_node_length (before); i++)
    {
      const LbJsonNode *child = lb_json_node_element (before, i);
      const LbJsonNode *other = lb_prompt_lookup_find (&new_members, child->key);

      if (lb_prompt_lookup_find (&old_members, child->key) != child)
        continue;
      lb_prompt_path_append_key (self->path, child->key);
      if (other)
        compare (self, child, other);
      else
        add_change (self, child, NULL);
      g_string_truncate (self->path, length);
    }

  for (guint i = 0; i < lb_json_node_length (after); i++)
    {
      const LbJsonNode *child = lb_json_node_element (after, i);

      if (lb_prompt_lookup_find (&old_members, child->key) ||
          lb_prompt_lookup_find (&new_members, child->key) != child)
        continue;
      lb_prompt_path_append_key (self->path, child->key);
      add_change (self, NULL, child);
      g_string_truncate (self->path, length);
    }
}

static void
compare_arrays (Comparison *self, const LbJsonNode *before, const LbJsonNode *after)
{
  const gsize length = self->path->len;
  g_autoptr (GArray) pairs = lb_prompt_align (before, after);

  for (guint i = 0; i < pairs->len; i++)
    {
      const LbPromptPair *pair = &g_array_index (pairs, LbPromptPair, i);

      lb_prompt_path_append_index (self->path, pair->index);
      if (pair->moved)
        add_move (self, pair);
      if (pair->before && pair->after)
        compare (self, pair->before, pair->after);
      else
        add_change (self, pair->before, pair->after);
      g_string_truncate (self->path, length);
    }
}

static void
compare (Comparison *self, const LbJsonNode *before, const LbJsonNode *after)
{
  if (before->type == LB_JSON_OBJECT && after->type == LB_JSON_OBJECT)
    compare_objects (self, before, after);
  else if (before->type == LB_JSON_ARRAY && after->type == LB_JSON_ARRAY)
    compare_arrays (self, before, after);
  else if (!lb_prompt_node_equal (before, after))
    add_change (self, before, after);
}

/**
 * lb_prompt_diff:
 * @self: the prompt before
 * @other: the prompt after
 *
 * Fields that both have are compared in depth, so a change names the innermost field. What only
 * one of them has is one change, whole. Layout, order of keys and escapes make no difference.
 *
 * All indices are those of @self: a removed element has its own, and an element that came in has
 * the index of the one it goes in front of, or the length of the list when it goes to the end.
 * Several that go to one place follow each other in the list of changes. An element that moved is
 * one change, with its old index and the place where it goes; what differs in it comes after.
 *
 * Returns: (transfer full) (element-type LbPromptChange): the changes, all accepted
 */
GListModel *
lb_prompt_diff (LbPrompt *self, LbPrompt *other)
{
  g_autoptr (GListStore) changes = NULL;
  Comparison comparison = { 0 };

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (LB_IS_PROMPT (other), NULL);

  changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  comparison.before = lb_prompt_get_text (self);
  comparison.after = lb_prompt_get_text (other);
  comparison.path = g_string_new (NULL);
  comparison.changes = changes;
  compare (&comparison, lb_prompt_get_root (self), lb_prompt_get_root (other));
  g_string_free (comparison.path, TRUE);

  return G_LIST_MODEL (g_steal_pointer (&changes));
}

/* The scanner has a limit to how deep values go. */
static guint
count_values (const LbJsonNode *node)
{
  guint n = 0;

  if (node->type != LB_JSON_OBJECT && node->type != LB_JSON_ARRAY)
    return node->type != LB_JSON_NULL;

  for (guint i = 0; i < lb_json_node_length (node); i++)
    n += count_values (lb_json_node_element (node, i));

  return n;
}

/**
 * lb_prompt_count_same:
 * @self: the prompt before
 * @changes: (element-type LbPromptChange): as lb_prompt_diff() makes them
 *
 * Returns: how many texts and numbers of @self stay as they are with all of @changes
 */
guint
lb_prompt_count_same (LbPrompt *self, GListModel *changes)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_PROMPT (self), 0);
  g_return_val_if_fail (G_IS_LIST_MODEL (changes), 0);

  n = count_values (lb_prompt_get_root (self));
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);
      const LbJsonNode *node = NULL;

      if (!lb_prompt_change_is_move (change) && lb_prompt_change_get_before (change) != NULL)
        node =
          lb_prompt_node_find_path (lb_prompt_get_root (self), lb_prompt_change_get_path (change));
      n -= node != NULL ? count_values (node) : 0;
    }

  return n;
}

/* An element of a list that came in. */
static gboolean
is_insertion (LbPromptChange *change, const GArray *steps)
{
  return !lb_prompt_change_get_before (change) && lb_prompt_change_get_after (change) &&
         steps->len > 0 && !g_array_index (steps, LbPromptStep, steps->len - 1).key;
}

/* Whether what is at @steps is still what @change says it was. */
static gboolean
is_current (LbPrompt *self, LbPromptChange *change, const GArray *steps)
{
  const char *before = lb_prompt_change_get_before (change);
  const LbJsonNode *node = lb_prompt_node_find (lb_prompt_get_root (self), steps);
  g_autoptr (LbJsonDocument) expected = NULL;

  if (!node || !before)
    return !node && !before;

  expected = lb_json_document_new (before, -1, NULL);

  return expected && lb_prompt_node_equal (node, lb_json_document_get_root (expected));
}

static gboolean
apply_change (LbPrompt *self, LbPromptSlot *root, LbPromptChange *change, GError **error)
{
  const char *path = lb_prompt_change_get_path (change);
  const char *after = lb_prompt_change_get_after (change);
  g_autoptr (GArray) steps = lb_prompt_path_parse (path, error);
  g_autoptr (LbJsonDocument) value = NULL;

  if (!steps || (after && !(value = lb_json_document_new (after, -1, error))))
    return FALSE;
  if (is_insertion (change, steps))
    return lb_prompt_edit_insert (root, steps, value, error);

  if (!is_current (self, change, steps))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_CONFLICT, "%s has changed in the meantime",
                   *path ? path : "the document");
      return FALSE;
    }
  if (lb_prompt_change_is_move (change))
    return lb_prompt_edit_move (root, steps, (guint) lb_prompt_change_get_place (change), error);

  return value ? lb_prompt_edit_set (root, steps, value, error)
               : lb_prompt_edit_remove (root, steps, error);
}

/**
 * lb_prompt_apply:
 * @self: the prompt that the changes start from
 * @changes: (element-type LbPromptChange): as lb_prompt_diff() makes them
 * @error: return location for an error
 *
 * All indices are those of @self, as lb_prompt_diff() has them, so any subset can be applied. What
 * no accepted change names stays to the byte; with none accepted the result is @self.
 *
 * Returns: (transfer full) (nullable): the new prompt, or %NULL with %LB_ERROR_CONFLICT when a
 *   value in @self is not what a change says it was, or %LB_ERROR_INVALID when a change is
 * malformed
 */
LbPrompt *
lb_prompt_apply (LbPrompt *self, GListModel *changes, GError **error)
{
  g_autoptr (LbPromptSlot) root = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (LB_IS_PROMPT (self), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (changes), NULL);

  root = lb_prompt_slot_new (lb_prompt_get_root (self));
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      if (lb_prompt_change_get_accepted (change) && !apply_change (self, root, change, error))
        return NULL;
    }
  if (!root->changed)
    return g_object_ref (self);

  text = lb_prompt_write (lb_prompt_get_document (self), root);

  return lb_prompt_new (text, error);
}
