#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes @path (0700) and takes its lock, which holds until the descriptor returned is closed.
 * Returns -1 with LB_ERROR_CONFLICT when another service has it. */
int lb_data_folder_lock (const char *path, GError **error);

G_END_DECLS
