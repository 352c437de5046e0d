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
/* "lookbookctl: ..." on standard error. */
void lb_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* (nullable) (transfer full) (element-type GFile): @names as files. An empty one, such as a
 * script's unset variable, would be the present folder: it is said on standard error, and NULL
 * returned. */
GListModel *lb_cli_list_files (char **names);
/* Runs the main context until @future (transfer full) is done; whether it resolved. @stop:
 * (nullable): ends the waiting, and then the future is left to itself, with LB_ERROR_CANCELLED. */
gboolean lb_cli_wait (DexFuture *future, GCancellable *stop, GError **error);
/* Says why a command can't go on, and returns what it ends with. */
LbCliExit lb_cli_give_up (const GError *error);

G_END_DECLS
