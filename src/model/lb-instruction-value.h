#pragma once

#include "model/lb-instruction-sentence.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

LbPrompt *lb_instruction_set_value (
  LbPrompt *prompt, LbPromptKind kind, const char *path, LbInstructionSpan value, GError **error);
LbPrompt *lb_instruction_add_value (
  LbPrompt *prompt, LbPromptKind kind, const char *path, LbInstructionSpan value, GError **error);

G_END_DECLS
