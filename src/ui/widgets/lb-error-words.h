#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): one translated sentence for @error, by its LbError code; plain text, no markup.
 */
char *lb_error_words (const GError *error);

G_END_DECLS
