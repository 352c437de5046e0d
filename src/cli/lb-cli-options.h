#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "cli/lb-cli.h"

G_BEGIN_DECLS

/* Reads the options of one command; what is left are its arguments. On a mistake it is said on
 * standard error and NULL returned. (transfer full) */
char **lb_cli_parse (char **argv,
                     const GOptionEntry *entries,
                     const char *parameters,
                     const char *summary);
/* Whether there are @n of them; else it is said on standard error, with @missing (translated) where
 * there are fewer. */
gboolean lb_cli_check_count (char **arguments, guint n, const char *missing);
/* "lookbookctl: ..." on standard error, as one line that shows all it holds. */
void lb_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Runs the main context until @future (transfer full) is done; whether it resolved. @stop:
 * (nullable): ends the waiting, and then the future is left to itself, with LB_ERROR_CANCELLED. */
gboolean lb_cli_wait (DexFuture *future, GCancellable *stop, GError **error);
/* Says why a command can't go on, and returns what it ends with. */
LbCliExit lb_cli_give_up (const GError *error);

G_END_DECLS
