#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @error by its code, in the user's language. */
char *lb_cli_error_words (const GError *error);
/* (transfer none) (nullable): why no safe connection could be made, when that is what failed. */
const char *lb_cli_tls_words (const GError *error);
/* A stable word for scripts, never translated. */
const char *lb_cli_error_name (const GError *error);
/* (transfer full): what is left, such as "about 3 minutes". */
char *lb_cli_duration_words (double seconds);
/* How many cells of a terminal @text takes. */
int lb_cli_width (const char *text);

G_END_DECLS
