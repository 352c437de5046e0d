#include "model/lb-comparison.h"

#include <gio/gio.h>

#include "base/lb-json.h"

struct _LbComparison
{
  GObject parent_instance;

  char *before;        /* (owned) (nullable) */
  char *after;         /* (owned) (nullable) */
  LbPrompt *prompt;    /* (owned) (nullable): of @before, when both are documents */
  GListModel *changes; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbComparison, lb_comparison, G_TYPE_OBJECT)

static void
lb_comparison_finalize (GObject *object)
{
  LbComparison *self = LB_COMPARISON (object);

  g_clear_object (&self->changes);
  g_clear_object (&self->prompt);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->after, g_free);

  G_OBJECT_CLASS (lb_comparison_parent_class)->finalize (object);
}

static void
lb_comparison_class_init (LbComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_comparison_finalize;
}

static void
lb_comparison_init (LbComparison *self)
{
}

/* (transfer full): @text as a value of a change. */
static char *
value_of (const char *text, LbPrompt *prompt)
{
  GString *json = NULL;

  if (prompt != NULL)
    return g_strdup (text);

  json = g_string_new (NULL);
  lb_json_append_string (json, text != NULL ? text : "");

  return g_string_free_and_steal (json);
}

/* (transfer full): one change, all or nothing. */
static GListModel *
compare_whole (LbComparison *self, LbPrompt *before, LbPrompt *after)
{
  g_autofree char *old_value = value_of (self->before, before);
  g_autofree char *new_value = value_of (self->after, after);
  g_autoptr (LbPromptChange) change = lb_prompt_change_new ("", old_value, new_value);
  GListStore *changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);

  if (g_strcmp0 (self->before, self->after) != 0)
    g_list_store_append (changes, change);

  return G_LIST_MODEL (changes);
}

/**
 * lb_comparison_new:
 * @before: (nullable): a text
 * @after: (nullable): another
 * @structured: whether they are JSON
 *
 * Two documents are compared field by field, see lb_prompt_diff(). Plain words, and what is no
 * document or differs in its spelling alone, are one change with the path "", whose values are
 * strings, or the document where one of the two is one.
 *
 * Returns: (transfer full): their comparison, with all changes accepted
 */
LbComparison *
lb_comparison_new (const char *before, const char *after, gboolean structured)
{
  LbComparison *self = g_object_new (LB_TYPE_COMPARISON, NULL);
  g_autoptr (LbPrompt) old_prompt = NULL;
  g_autoptr (LbPrompt) new_prompt = NULL;

  self->before = g_strdup (before);
  self->after = g_strdup (after);
  if (structured && before != NULL)
    old_prompt = lb_prompt_new (before, NULL);
  if (structured && after != NULL)
    new_prompt = lb_prompt_new (after, NULL);
  if (old_prompt != NULL && new_prompt != NULL)
    self->changes = lb_prompt_diff (old_prompt, new_prompt);
  if (self->changes != NULL && g_list_model_get_n_items (self->changes) > 0)
    self->prompt = g_steal_pointer (&old_prompt);
  else
    {
      g_clear_object (&self->changes);
      self->changes = compare_whole (self, old_prompt, new_prompt);
    }

  return self;
}

GListModel *
lb_comparison_get_changes (LbComparison *self)
{
  g_return_val_if_fail (LB_IS_COMPARISON (self), NULL);

  return self->changes;
}

LbPrompt *
lb_comparison_get_prompt (LbComparison *self)
{
  g_return_val_if_fail (LB_IS_COMPARISON (self), NULL);

  return self->prompt;
}

const char *
lb_comparison_get_before (LbComparison *self)
{
  g_return_val_if_fail (LB_IS_COMPARISON (self), NULL);

  return self->before;
}

static guint
count_accepted (LbComparison *self)
{
  guint n_accepted = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (self->changes, i);

      n_accepted += lb_prompt_change_get_accepted (change);
    }

  return n_accepted;
}

char *
lb_comparison_dup_result (LbComparison *self)
{
  g_autoptr (LbPrompt) result = NULL;
  guint n_accepted = 0;

  g_return_val_if_fail (LB_IS_COMPARISON (self), NULL);

  n_accepted = count_accepted (self);
  if (n_accepted == g_list_model_get_n_items (self->changes))
    return g_strdup (self->after);
  if (n_accepted > 0)
    result = lb_prompt_apply (self->prompt, self->changes, NULL);

  return g_strdup (result != NULL ? lb_prompt_get_text (result) : self->before);
}
