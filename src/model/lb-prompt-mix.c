#include "model/lb-prompt-mix.h"

#include <gio/gio.h>

struct _LbPromptMix
{
  LbPrompt *before;     /* (owned) */
  GListStore *all;      /* (owned): copies of all changes, all of them accepted */
  GListStore *accepted; /* (owned): those of them that are */
  LbPromptKind kind;
};

/* (transfer full): accepted, as any new one. */
static LbPromptChange *
copy_change (LbPromptChange *change)
{
  const char *path = lb_prompt_change_get_path (change);
  const char *before = lb_prompt_change_get_before (change);

  if (lb_prompt_change_is_move (change))
    return lb_prompt_change_new_move (path, before, (guint) lb_prompt_change_get_place (change),
                                      (guint) lb_prompt_change_get_position (change));
  return lb_prompt_change_new (path, before, lb_prompt_change_get_after (change));
}

LbPromptMix *
lb_prompt_mix_new (LbPrompt *before, GListModel *changes, LbPromptKind kind)
{
  LbPromptMix *self;

  g_return_val_if_fail (LB_IS_PROMPT (before), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (changes), NULL);

  self = g_new0 (LbPromptMix, 1);
  self->before = g_object_ref (before);
  self->all = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  self->accepted = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  self->kind = kind;
  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);
      g_autoptr (LbPromptChange) copy = copy_change (change);

      g_list_store_append (self->all, copy);
      if (lb_prompt_change_get_accepted (change))
        g_list_store_append (self->accepted, copy);
    }

  return self;
}

void
lb_prompt_mix_free (LbPromptMix *self)
{
  g_object_unref (self->before);
  g_object_unref (self->all);
  g_object_unref (self->accepted);
  g_free (self);
}

static gboolean
is_valid_with (LbPromptMix *self, GListStore *changes)
{
  g_autoptr (LbPrompt) result = lb_prompt_apply (self->before, G_LIST_MODEL (changes), NULL);

  return result != NULL && lb_prompt_is_valid (result, self->kind);
}

gboolean
lb_prompt_mix_is_partial (LbPromptMix *self)
{
  guint n_accepted;

  g_return_val_if_fail (self != NULL, FALSE);

  n_accepted = g_list_model_get_n_items (G_LIST_MODEL (self->accepted));
  return n_accepted > 0 && n_accepted < g_list_model_get_n_items (G_LIST_MODEL (self->all));
}

LbPromptIssue *
lb_prompt_mix_find_issue (LbPromptMix *self)
{
  g_autoptr (LbPrompt) result = NULL;
  g_autoptr (GListModel) issues = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!lb_prompt_mix_is_partial (self) || !lb_prompt_is_valid (self->before, self->kind) ||
      !is_valid_with (self, self->all))
    return NULL;

  result = lb_prompt_apply (self->before, G_LIST_MODEL (self->accepted), NULL);
  issues = result != NULL ? lb_prompt_validate (result, self->kind) : NULL;

  return issues != NULL ? g_list_model_get_item (issues, 0) : NULL;
}
