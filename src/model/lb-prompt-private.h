#pragma once

#include "base/lb-json.h"
#include "model/lb-prompt.h"

G_BEGIN_DECLS

LbJsonDocument *lb_prompt_get_document (LbPrompt *self);
const LbJsonNode *lb_prompt_get_root (LbPrompt *self);

G_END_DECLS
