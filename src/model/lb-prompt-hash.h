#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

#define LB_PROMPT_HASH_LENGTH 16

/* (transfer full): what a caption or a visual schema says, as LB_PROMPT_HASH_LENGTH hexadecimal
 * digits. Nothing else is kept of it, so two that say the same are known by it for as long as it is
 * made in the same way. May be called on any thread. */
char *lb_prompt_hash (const char *text, LbPromptKind kind);

G_END_DECLS
