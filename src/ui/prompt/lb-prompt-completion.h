#pragma once

#include <gtksourceview/gtksource.h>

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Proposes, in the text of a prompt, the keys of the contract that an object does not have yet, and
 * the values of a field that allows only some. */
#define LB_TYPE_PROMPT_COMPLETION (lb_prompt_completion_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptCompletion, lb_prompt_completion, LB, PROMPT_COMPLETION, GObject)

LbPromptCompletion *lb_prompt_completion_new (void);
/* A caption unless said otherwise. */
void lb_prompt_completion_set_kind (LbPromptCompletion *self, LbPromptKind kind);
/* (transfer full) (element-type LbPromptProposal): what could be written at the cursor, with what
 * is written there already. */
GListModel *lb_prompt_completion_list (LbPromptCompletion *self, GtkTextBuffer *buffer);
/* Writes @proposal (an #LbPromptProposal) at the cursor. */
void lb_prompt_completion_write (LbPromptCompletion *self,
                                 GtkTextBuffer *buffer,
                                 GtkSourceCompletionProposal *proposal);

G_END_DECLS
