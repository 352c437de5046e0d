#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Files of the user's that a caller over the service's own socket names, as file addresses. */

/* (transfer full) (nullable): the path that @url names; NULL when that is no file of this computer.
 */
char *lb_local_file_dup_path (const char *url);
/* On a thread: a descriptor to read from, -1 with errno. What hands out no end of bytes does not
 * hold it up, and root reads nothing that is somebody else's alone. */
int lb_local_file_open (const char *path);
/* Resolves to the bytes (G_TYPE_BYTES) of the regular file that @url names. LB_ERROR_GONE when it
 * is not there, can't be read or is no such file; LB_ERROR_TOO_LARGE (R57) when there is more to it
 * than @max_bytes. */
DexFuture *lb_local_file_read (const char *url, gsize max_bytes);

G_END_DECLS
