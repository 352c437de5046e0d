#pragma once

#include "model/lb-prompt.h"

G_BEGIN_DECLS

/* The contract's document as a model is best held to it: everything is named and nothing else is
 * allowed, what may be absent may be null instead, and all stands in one piece. For a visual schema
 * every text may be null. Static JSON text. */
const char *lb_vision_schema_get (LbPromptKind kind);

G_END_DECLS
