#pragma once

#include "model/lb-instruction-sentence.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

LbPrompt *lb_instruction_follow (LbPrompt *prompt,
                                 LbPromptKind kind,
                                 const LbInstructionSentence *sentence,
                                 GError **error);

G_END_DECLS
