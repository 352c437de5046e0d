#pragma once

#include "base/lb-tls-fault.h"

G_BEGIN_DECLS

/* (transfer none) (nullable): why no connection is safe, and what to do; NULL for none. */
const char *lb_tls_words (LbTlsFault fault);

G_END_DECLS
