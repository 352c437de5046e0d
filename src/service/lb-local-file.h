#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files of the user's that a caller over the service's own socket names, as file addresses. */

/* (transfer full) (nullable): the path that @url names; NULL when that is no file of this computer.
 */
char *lb_local_file_dup_path (const char *url);
/* On a thread: a descriptor to read from, -1 with errno. A pipe or a device does not hold it up,
 * and root opens no file that only somebody else may read. */
int lb_local_file_open (const char *path);
/* On a thread: (transfer full) (nullable): the bytes of the regular file that @url names.
 * LB_ERROR_GONE when it is not there, can't be read or is no such file; LB_ERROR_TOO_LARGE (R57)
 * when there is more to it than @max_bytes. */
GBytes *lb_local_file_load (const char *url, gsize max_bytes, GError **error);

G_END_DECLS
