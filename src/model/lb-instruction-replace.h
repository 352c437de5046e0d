#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

LbPrompt *lb_instruction_replace_in (
  LbPrompt *prompt, const char *path, const char *old, const char *new, GError **error);
char *lb_instruction_shorten (const char *text, guint n_words);

G_END_DECLS
