#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

char *lb_instruction_find_path (
  LbPrompt *prompt, LbPromptKind kind, const char *words, gboolean present, GError **error);

G_END_DECLS
