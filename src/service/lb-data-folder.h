#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes @path and takes its lock, which holds until the descriptor returned is closed. A folder
 * with nothing in it but what is the service's becomes 0700; one with other things keeps its mode.
 * Returns -1 with LB_ERROR_CONFLICT when another service has it, LB_ERROR_FORBIDDEN when it is not
 * the user's own. */
int lb_data_folder_lock (const char *path, GError **error);
/* Writes into the lock where the service listens, for who finds the folder taken and does not know:
 * one line. @fd: from lb_data_folder_lock(). */
void lb_data_folder_say (int fd, const char *socket_path);

G_END_DECLS
