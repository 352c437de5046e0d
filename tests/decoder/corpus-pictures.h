#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* (transfer full): one of the pictures of the corpus that are hard to read. */
GBytes *corpus_load (const char *name);
/* Runs the main loop until the future is done, and until the loop has heard of it. */
void corpus_wait_for (DexFuture *future);

G_END_DECLS
