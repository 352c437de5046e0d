#pragma once

#include <gtksourceview/gtksource.h>

#include "model/lb-prompt-schema.h"

G_BEGIN_DECLS

/* A key or a value that could be written in the text of a prompt. */
#define LB_TYPE_PROMPT_PROPOSAL (lb_prompt_proposal_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptProposal, lb_prompt_proposal, LB, PROMPT_PROPOSAL, GObject)

/* The key of @field, or, with @value (nullable), a text for it. */
LbPromptProposal *lb_prompt_proposal_new (const LbPromptField *field, const char *value);
const LbPromptField *lb_prompt_proposal_get_field (LbPromptProposal *self);
/* What is written between the quotes. */
const char *lb_prompt_proposal_get_text (LbPromptProposal *self);
gboolean lb_prompt_proposal_is_key (LbPromptProposal *self);

G_END_DECLS
