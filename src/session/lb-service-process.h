#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Starts or joins the embedded service of a data folder. */

/* (transfer full): the socket for @data_dir:
 * $XDG_RUNTIME_DIR[/app/$FLATPAK_ID]/lookbook/<hash>.sock. Without a runtime folder a private one
 * in the temporary folder is used, and with one whose name is too long for a socket. */
char *lb_service_socket_path (const char *data_dir);
/* (transfer full): the user's own: $XDG_DATA_HOME/lookbook/service, or LOOKBOOK_DATA. */
char *lb_service_default_data_dir (void);
/* (transfer full) (nullable): the program to start: LOOKBOOK_SERVICE, else beside this program, as
 * in a build folder, else where it is installed. */
char *lb_service_find_program (void);
/* Resolves to the socket path once the service answers hello; spawns lookbook-service if none does.
 */
DexFuture *lb_service_process_join (const char *data_dir);

G_END_DECLS
