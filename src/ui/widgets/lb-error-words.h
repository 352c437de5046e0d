#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer full): one translated sentence for @error, by its LbError code; plain text, no markup.
 */
char *lb_error_words (const GError *error);
/* (transfer full) (floating): a toast that says @what did not work, translated, and why. */
AdwToast *lb_error_toast_new (const char *what, const GError *error);

G_END_DECLS
