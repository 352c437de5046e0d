#pragma once

#include "ui/prompt/lb-prompt-draft.h"

G_BEGIN_DECLS

/* What a closed part of a form says of what is in it. Both (transfer full), on one line. */

/* An element of the list @key, by its first words: "A young red fox with oversized ears" is "Young
 * red fox". Captions are written in English. */
char *lb_prompt_summary_title (LbPromptDraft *draft, const char *path, const char *key);
/* An object's values, those that tell most of it. @shape: (nullable). */
char *
lb_prompt_summary_subtitle (LbPromptDraft *draft, const char *path, const LbPromptShape *shape);

G_END_DECLS
