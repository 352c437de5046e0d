#include "model/lb-caption-merge.h"

#include <string.h>

static gboolean
is_blank (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed == NULL || *trimmed == '\0';
}

/* Of JSON text. */
static gboolean
is_blank_value (const char *json)
{
  g_autofree char *inner = NULL;
  gsize length;

  if (json == NULL || g_str_equal (json, "null") || g_str_equal (json, "[]") ||
      g_str_equal (json, "{}"))
    return TRUE;
  if (*json != '"')
    return FALSE;

  length = strlen (json);
  inner = length > 2 ? g_strndup (json + 1, length - 2) : NULL;

  return is_blank (inner);
}

/* Whether it is about an element of a list that is not empty. */
static gboolean
is_besides (LbPromptChange *change, LbPrompt *before)
{
  const char *path = lb_prompt_change_get_path (change);
  g_autofree char *list = NULL;
  char *bracket = NULL;

  if (!g_str_has_suffix (path, "]") || g_str_has_suffix (path, "\"]"))
    return FALSE;

  list = g_strdup (path);
  bracket = strrchr (list, '[');
  if (bracket == NULL)
    return FALSE;
  *bracket = '\0';

  return lb_prompt_get_length (before, list) > 0;
}

/* Whether it brings something where there is nothing. */
static gboolean
fills (LbPromptChange *change, LbPrompt *before)
{
  return is_blank_value (lb_prompt_change_get_before (change)) && !is_besides (change, before);
}

/* Moves and removals say nothing that is lacking. */
static gboolean
brings (LbPromptChange *change)
{
  return !lb_prompt_change_is_move (change) &&
         !is_blank_value (lb_prompt_change_get_after (change));
}

/* (transfer full): @before with what @other has; with @fill_only no more than what is lacking. */
static LbPrompt *
take_in (LbPrompt *before, LbPrompt *other, gboolean fill_only)
{
  g_autoptr (GListModel) changes = lb_prompt_diff (before, other);
  LbPrompt *after = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change,
                                     brings (change) && (!fill_only || fills (change, before)));
    }
  after = lb_prompt_apply (before, changes, NULL);

  return after != NULL ? after : g_object_ref (before);
}

/* Accepts what fills, one by one as long as a caption that is valid stays so. */
static void
accept_fills (LbComparison *comparison, LbPrompt *keeper)
{
  GListModel *changes = lb_comparison_get_changes (comparison);
  const gboolean was_valid = lb_prompt_is_valid (keeper, LB_PROMPT_CAPTION);
  const guint n = g_list_model_get_n_items (changes);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change, FALSE);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);
      g_autoptr (LbPrompt) result = NULL;

      if (!fills (change, keeper))
        continue;
      lb_prompt_change_set_accepted (change, TRUE);
      if (was_valid && (!(result = lb_prompt_apply (keeper, changes, NULL)) ||
                        !lb_prompt_is_valid (result, LB_PROMPT_CAPTION)))
        lb_prompt_change_set_accepted (change, FALSE);
    }
}

/* @others: (element-type LbPrompt) */
static LbComparison *
merge_prompts (LbPrompt *keeper, GPtrArray *others)
{
  g_autoptr (LbPrompt) after = g_object_ref (keeper);
  LbComparison *comparison = NULL;

  for (guint i = 0; i < others->len; i++)
    {
      LbPrompt *more = take_in (after, g_ptr_array_index (others, i), i > 0);

      g_object_unref (after);
      after = more;
    }
  comparison = lb_comparison_new (lb_prompt_get_text (keeper), lb_prompt_get_text (after), TRUE);
  if (lb_comparison_get_prompt (comparison) != NULL)
    accept_fills (comparison, keeper);

  return comparison;
}

/* All or nothing. */
static LbComparison *
offer_whole (const char *keeper, const char *other, gboolean structured)
{
  LbComparison *comparison = lb_comparison_new (keeper, other, structured);
  GListModel *changes = lb_comparison_get_changes (comparison);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change, is_blank (keeper));
    }

  return comparison;
}

/* (transfer full) (element-type LbPrompt): those of @others that can be read. */
static GPtrArray *
read_others (const char *const *others)
{
  GPtrArray *prompts = g_ptr_array_new_with_free_func (g_object_unref);

  for (; *others != NULL; others++)
    {
      LbPrompt *prompt = is_blank (*others) ? NULL : lb_prompt_new (*others, NULL);

      if (prompt != NULL)
        g_ptr_array_add (prompts, prompt);
    }

  return prompts;
}

LbComparison *
lb_caption_merge_new (const char *keeper, const char *const *others, gboolean structured)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GPtrArray) prompts = NULL;

  g_return_val_if_fail (others != NULL, NULL);

  if (!structured)
    {
      while (*others != NULL && is_blank (*others))
        others++;
      return offer_whole (keeper, *others != NULL ? *others : keeper, FALSE);
    }

  prompts = read_others (others);
  if (prompts->len == 0)
    return lb_comparison_new (keeper, keeper, TRUE);
  if (!is_blank (keeper))
    prompt = lb_prompt_new (keeper, NULL);

  return prompt != NULL
           ? merge_prompts (prompt, prompts)
           : offer_whole (keeper, lb_prompt_get_text (g_ptr_array_index (prompts, 0)), TRUE);
}
