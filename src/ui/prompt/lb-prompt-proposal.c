#include "config.h"

#include "ui/prompt/lb-prompt-proposal.h"

struct _LbPromptProposal
{
  GObject parent_instance;

  const LbPromptField *field;
  char *value; /* (owned) (nullable): it is the key that is meant */
};

G_DEFINE_FINAL_TYPE_WITH_CODE (LbPromptProposal,
                               lb_prompt_proposal,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROPOSAL, NULL))

static void
lb_prompt_proposal_finalize (GObject *object)
{
  g_free (LB_PROMPT_PROPOSAL (object)->value);

  G_OBJECT_CLASS (lb_prompt_proposal_parent_class)->finalize (object);
}

static void
lb_prompt_proposal_class_init (LbPromptProposalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_prompt_proposal_finalize;
}

static void
lb_prompt_proposal_init (LbPromptProposal *self)
{
}

LbPromptProposal *
lb_prompt_proposal_new (const LbPromptField *field, const char *value)
{
  LbPromptProposal *self;

  g_return_val_if_fail (field != NULL, NULL);

  self = g_object_new (LB_TYPE_PROMPT_PROPOSAL, NULL);
  self->field = field;
  self->value = g_strdup (value);
  return self;
}

const LbPromptField *
lb_prompt_proposal_get_field (LbPromptProposal *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_PROPOSAL (self), NULL);

  return self->field;
}

const char *
lb_prompt_proposal_get_text (LbPromptProposal *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_PROPOSAL (self), NULL);

  return self->value != NULL ? self->value : self->field->key;
}

gboolean
lb_prompt_proposal_is_key (LbPromptProposal *self)
{
  g_return_val_if_fail (LB_IS_PROMPT_PROPOSAL (self), FALSE);

  return self->value == NULL;
}
