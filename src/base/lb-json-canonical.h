#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/* The one spelling of all JSON texts that say the same. */
void lb_json_append_canonical (GString *out, const LbJsonNode *node);

G_END_DECLS
