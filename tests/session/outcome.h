#pragma once

#include <libdex.h>

#include "base/lb-error.h"

G_BEGIN_DECLS

/* What comes of a future, on the main context. Each takes it. */
/* (transfer full) (nullable): its error; NULL for a success. */
GError *outcome_of (DexFuture *future);
void outcome_is_done (DexFuture *future);
void outcome_is_refused (DexFuture *future, LbError code);
void outcome_is_text (DexFuture *future, const char *text);

/* Mode bits of what is at @path itself. */
guint outcome_mode (const char *path);
/* Removes @path with all below it, and frees it. */
void outcome_clear_folder (char **path);

G_END_DECLS
