#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* Documents out of the seed of the test, with odd keys, odd spellings and odd layouts. */

/* A random value as JSON text with random blanks; an object at depth 0. */
void random_prompt_append (GString *out, guint depth);
LbPrompt *random_prompt_new (void);
/* (transfer full): the path of a random value in @prompt. */
char *random_prompt_path (LbPrompt *prompt);

G_END_DECLS
