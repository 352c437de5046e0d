#include "session/lb-field-fit.h"

#include <string.h>

#include "contract/lb-limits.h"

static guint
count_issues (LbPrompt *prompt)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, LB_PROMPT_CAPTION);

  return g_list_model_get_n_items (issues);
}

gboolean
lb_field_fit_is_no_worse (LbPrompt *before, LbPrompt *after)
{
  guint n_after = 0;

  g_return_val_if_fail (LB_IS_PROMPT (before), FALSE);
  g_return_val_if_fail (LB_IS_PROMPT (after), FALSE);

  if (strlen (lb_prompt_get_text (after)) > LB_LIMIT_CAPTION_BYTES)
    return FALSE;

  n_after = count_issues (after);
  return n_after == 0 || n_after <= count_issues (before);
}

static gboolean
is_same (LbPrompt *prompt, LbPrompt *other)
{
  g_autoptr (GListModel) changes = lb_prompt_diff (prompt, other);

  return g_list_model_get_n_items (changes) == 0;
}

LbPrompt *
lb_field_fit_put (LbPrompt *caption, const char *path, const char *json)
{
  g_autoptr (LbPrompt) after = NULL;

  g_return_val_if_fail (LB_IS_PROMPT (caption), NULL);
  g_return_val_if_fail (path != NULL && json != NULL, NULL);

  if (!(after = lb_prompt_set (caption, path, json, NULL)))
    return NULL;
  if (is_same (caption, after))
    return g_object_ref (caption);

  return lb_field_fit_is_no_worse (caption, after) ? g_steal_pointer (&after) : NULL;
}
