#include "config.h"

#include "ui/diff/lb-mix-check.h"

#include <libdex.h>

#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "model/lb-prompt-mix.h"

struct _LbMixCheck
{
  GObject parent_instance;

  LbPromptIssue *issue; /* (owned) (nullable) */
  LbPromptMix *next;    /* (owned) (nullable): to be looked at behind the present one */
  gboolean running;
  gboolean outdated; /* what is being looked at doesn't matter any more */
};

G_DEFINE_FINAL_TYPE (LbMixCheck, lb_mix_check, G_TYPE_OBJECT)

enum
{
  CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void run (LbMixCheck *self, LbPromptMix *mix);

static void
finish (LbMixCheck *self, LbPromptIssue *issue)
{
  g_set_object (&self->issue, issue);
  g_signal_emit (self, signals[CHECKED], 0);
}

/* Runs on a thread. */
static DexFuture *
find_issue (gpointer data)
{
  g_autoptr (LbPromptIssue) issue = lb_prompt_mix_find_issue (data);
  GListStore *found = g_list_store_new (LB_TYPE_PROMPT_ISSUE);

  if (issue != NULL)
    g_list_store_append (found, issue);
  return dex_future_new_take_object (found);
}

static DexFuture *
found_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbMixCheck) self = g_weak_ref_get (data);
  g_autoptr (GListModel) found = dex_await_object (dex_ref (future), NULL);
  g_autoptr (LbPromptIssue) issue = found != NULL ? g_list_model_get_item (found, 0) : NULL;

  if (self == NULL)
    return NULL;

  self->running = FALSE;
  if (self->next != NULL)
    run (self, g_steal_pointer (&self->next));
  else if (!self->outdated)
    finish (self, issue);
  return NULL;
}

/* Takes @mix. */
static void
run (LbMixCheck *self, LbPromptMix *mix)
{
  self->running = TRUE;
  self->outdated = FALSE;
  dex_future_disown (
    dex_future_finally (lb_threads_run (find_issue, mix, (GDestroyNotify) lb_prompt_mix_free),
                        found_cb, lb_weak_new (self), lb_weak_free));
}

static void
lb_mix_check_finalize (GObject *object)
{
  LbMixCheck *self = LB_MIX_CHECK (object);

  g_clear_object (&self->issue);
  g_clear_pointer (&self->next, lb_prompt_mix_free);

  G_OBJECT_CLASS (lb_mix_check_parent_class)->finalize (object);
}

static void
lb_mix_check_class_init (LbMixCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_mix_check_finalize;
  signals[CHECKED] = g_signal_new ("checked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_mix_check_init (LbMixCheck *self)
{
}

LbMixCheck *
lb_mix_check_new (void)
{
  return g_object_new (LB_TYPE_MIX_CHECK, NULL);
}

void
lb_mix_check_start (LbMixCheck *self, LbPrompt *before, GListModel *changes, LbPromptKind kind)
{
  g_autoptr (LbPromptMix) mix = NULL;

  g_return_if_fail (LB_IS_MIX_CHECK (self));

  g_clear_pointer (&self->next, lb_prompt_mix_free);
  self->outdated = self->running;
  if (before != NULL)
    mix = lb_prompt_mix_new (before, changes, kind);
  if (mix == NULL || !lb_prompt_mix_is_partial (mix))
    finish (self, NULL);
  else if (self->running)
    self->next = g_steal_pointer (&mix);
  else
    run (self, g_steal_pointer (&mix));
}

gboolean
lb_mix_check_get_pending (LbMixCheck *self)
{
  g_return_val_if_fail (LB_IS_MIX_CHECK (self), FALSE);

  return self->next != NULL || (self->running && !self->outdated);
}

LbPromptIssue *
lb_mix_check_get_issue (LbMixCheck *self)
{
  g_return_val_if_fail (LB_IS_MIX_CHECK (self), NULL);

  return self->issue;
}
