#include "config.h"

#include "ui/diff/lb-change-words.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/lb-prompt-path.h"
#include "ui/conflict/lb-value-words.h"
#include "ui/prompt/lb-field-names.h"
#include "ui/prompt/lb-prompt-summary.h"

/* (transfer full): what the element at @path is called, @index of the list @key. */
static char *
element_name (LbPrompt *before, const char *path, const char *key, guint index)
{
  g_autoptr (LbPromptDraft) draft = NULL;
  g_autofree char *name = NULL;

  if (before != NULL && key != NULL && lb_prompt_get_length (before, path) > 0)
    {
      draft = lb_prompt_draft_new (LB_PROMPT_CAPTION);
      lb_prompt_draft_set_prompt (draft, before);
      name = lb_prompt_summary_title (draft, path, key);
    }

  return name != NULL && *name != '\0' ? g_steal_pointer (&name)
                                       : g_strdup_printf ("%u", index + 1);
}

/* (transfer full): the key of a frozen field is where the field is in a caption. */
static char *
key_name (const char *key)
{
  g_autoptr (GArray) steps = strchr (key, '.') != NULL ? lb_prompt_path_parse (key, NULL) : NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (steps == NULL)
    return lb_field_name (key);

  for (guint i = 0; i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);
      g_autofree char *word = step->key != NULL ? lb_field_name (step->key) : NULL;

      if (word == NULL)
        return lb_field_name (key);
      g_string_append_printf (words, "%s%s", i > 0 ? " › " : "", word);
    }

  return g_string_free_and_steal (g_steal_pointer (&words));
}

char *
lb_change_title (LbPromptChange *change, LbPrompt *before)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (GString) words = NULL;
  g_autoptr (GString) path = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (change), NULL);
  g_return_val_if_fail (before == NULL || LB_IS_PROMPT (before), NULL);

  if (*lb_prompt_change_get_path (change) == '\0')
    return g_strdup (_ ("Caption"));

  steps = lb_prompt_path_parse (lb_prompt_change_get_path (change), NULL);
  words = g_string_new (NULL);
  path = g_string_new (NULL);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);
      const char *list = i > 0 ? g_array_index (steps, LbPromptStep, i - 1).key : NULL;
      g_autofree char *word = NULL;

      if (step->key != NULL)
        lb_prompt_path_append_key (path, step->key);
      else
        lb_prompt_path_append_index (path, step->index);
      /* What comes in has the index of another. */
      if (step->key == NULL && i + 1 == steps->len && lb_prompt_change_get_before (change) == NULL)
        break;

      word = step->key != NULL ? key_name (step->key)
                               : element_name (before, path->str, list, step->index);
      g_string_append_printf (words, "%s%s", i > 0 ? " › " : "", word);
    }

  return g_string_free_and_steal (g_steal_pointer (&words));
}

char *
lb_change_short_title (LbPromptChange *change, LbPrompt *before)
{
  g_autoptr (GArray) steps = NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) field = g_string_new (NULL);
  g_autofree char *object = NULL;

  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (change), NULL);
  g_return_val_if_fail (LB_IS_PROMPT (before), NULL);

  steps = lb_prompt_path_parse (lb_prompt_change_get_path (change), NULL);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const LbPromptStep *step = &g_array_index (steps, LbPromptStep, i);

      if (step->key != NULL)
        {
          g_autofree char *word = key_name (step->key);

          lb_prompt_path_append_key (path, step->key);
          g_string_append_printf (field, "%s%s", field->len > 0 ? " › " : "", word);
          continue;
        }
      lb_prompt_path_append_index (path, step->index);
      if (i != 1 || i + 1 == steps->len)
        return lb_change_title (change, before);
      object =
        element_name (before, path->str, g_array_index (steps, LbPromptStep, 0).key, step->index);
      g_string_truncate (field, 0);
    }

  return object != NULL ? lb_field_of_object (object, field->str)
                        : lb_change_title (change, before);
}

static gboolean
is_element (LbPromptChange *change)
{
  return g_str_has_suffix (lb_prompt_change_get_path (change), "]");
}

const char *
lb_change_tag (LbPromptChange *change)
{
  g_return_val_if_fail (LB_IS_PROMPT_CHANGE (change), NULL);

  if (lb_prompt_change_is_move (change))
    /* Translators: of an object that stands elsewhere in its list */
    return C_ ("change", "Moved");
  if (lb_prompt_change_get_before (change) == NULL)
    /* Translators: of an object, then of a field of a caption that was not there before */
    return is_element (change) ? C_ ("change", "New") : C_ ("change", "New field");
  if (lb_prompt_change_get_after (change) == NULL)
    /* Translators: of an object or a field of a caption */
    return C_ ("change", "Removed");

  return NULL;
}

static char *
value_words (const char *json)
{
  char *words = NULL;

  if (json != NULL && lb_value_words (json, &words))
    return words;

  g_free (words);
  return NULL;
}

void
lb_change_texts (LbPromptChange *change, char **before, char **after)
{
  g_return_if_fail (LB_IS_PROMPT_CHANGE (change));
  g_return_if_fail (before != NULL && after != NULL);

  if (lb_prompt_change_is_move (change))
    {
      /* Translators: where an object stands in its list, from 1 */
      *before = g_strdup_printf (_ ("Place %u"), lb_prompt_change_get_index (change) + 1);
      *after = g_strdup_printf (_ ("Place %u"), (guint) lb_prompt_change_get_position (change) + 1);
      return;
    }

  *before = value_words (lb_prompt_change_get_before (change));
  *after = value_words (lb_prompt_change_get_after (change));
}
