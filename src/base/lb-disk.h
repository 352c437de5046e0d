#pragma once

#include "base/lb-error.h"

G_BEGIN_DECLS

/* What all that is written durably needs. These block: for a worker thread. */

/* Writes all of it, whatever signals come in between. FALSE with errno; some may be written. */
gboolean lb_disk_write (int fd, gconstpointer data, gsize size);
/* Brings the names in @folder to the disk, so that they are there after a power cut too. FALSE with
 * errno. */
gboolean lb_disk_sync_folder (const char *folder);
/* LB_ERROR_NO_SPACE when @code, an errno, is of a full disk or a quota; LB_ERROR_STORAGE else. */
LbError lb_disk_error_code (int code);

G_END_DECLS
