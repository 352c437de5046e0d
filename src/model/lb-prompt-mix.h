#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Those of the changes of a document that are accepted, as of when it was made. It stays what it
 * is, and may be handed to another thread. */
typedef struct _LbPromptMix LbPromptMix;

/* @changes: (element-type LbPromptChange): what leads on from @before, a @kind. */
LbPromptMix *lb_prompt_mix_new (LbPrompt *before, GListModel *changes, LbPromptKind kind);
void lb_prompt_mix_free (LbPromptMix *self);
/* Whether some are accepted and some are not. */
gboolean lb_prompt_mix_is_partial (LbPromptMix *self);
/* (transfer full) (nullable): the first thing wrong with what comes of them, where the document is
 * right without any of the changes and with all of them. */
LbPromptIssue *lb_prompt_mix_find_issue (LbPromptMix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbPromptMix, lb_prompt_mix_free)

G_END_DECLS
