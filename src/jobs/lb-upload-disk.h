#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writing copies of pictures, on a worker thread. What fails is our own disk, as opposed to the
 * file that is copied: LB_ERROR_NO_SPACE or STORAGE. */

/* @code: an errno. */
void lb_upload_disk_set_error (GError **error, int code);
/* A new file for the owner alone, in place of what a crash has left; -1 with @error. */
int lb_upload_disk_create (const char *path, GError **error);
gboolean lb_upload_disk_write (int fd, const guint8 *data, gsize size, GError **error);
/* Brings @fd's bytes to the disk and lets them take the name @path in place of @temporary, after a
 * power loss too. */
gboolean lb_upload_disk_keep (int fd, const char *temporary, const char *path, GError **error);
G_END_DECLS
