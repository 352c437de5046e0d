#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @error by its code, in the user's language. */
char *lb_cli_error_words (const GError *error);
/* A stable word for scripts, never translated. */
const char *lb_cli_error_name (const GError *error);
/* (transfer full): @text as it may stand on a terminal: what would move the cursor, turn the line
 * around or can't be seen is a question mark. */
char *lb_cli_printable (const char *text);
/* How many cells of a terminal @text takes. */
int lb_cli_width (const char *text);

G_END_DECLS
