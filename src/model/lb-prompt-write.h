#pragma once

#include "model/lb-prompt-slot.h"

G_BEGIN_DECLS

/* Both (transfer full). */
char *lb_prompt_write (LbJsonDocument *document, const LbPromptSlot *root);
char *lb_prompt_write_pretty (LbJsonDocument *document);

G_END_DECLS
