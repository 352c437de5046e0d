#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbBlobs:
 *
 * Files named by the SHA-256 of what they hold, in folders of two levels. A file is there whole or
 * not at all, and is on the disk once its future resolves.
 */
#define LB_TYPE_BLOBS (lb_blobs_get_type ())
G_DECLARE_FINAL_TYPE (LbBlobs, lb_blobs, LB, BLOBS, GObject)

/* Makes the folder (0700) and clears what an interrupted write left. Fails when a link or another
 * user's folder stands in its place. */
LbBlobs *lb_blobs_new (const char *folder, GError **error);
/* Resolves to the name as a string. @sha256: (nullable): that of @bytes, when it is known. Fails
 * with LB_ERROR_NO_SPACE or STORAGE. */
DexFuture *lb_blobs_put (LbBlobs *self, GBytes *bytes, const char *sha256);
/* Resolves to boxed GBytes; LB_ERROR_GONE when the file is not there, or can't be by its name. */
DexFuture *lb_blobs_get (LbBlobs *self, const char *name);
/* Blocking, on any thread: the file, open for reading, or -1 with the same errors. @size_bytes:
 * (out). */
int lb_blobs_open (LbBlobs *self, const char *name, guint64 *size_bytes, GError **error);
/* Removes every file whose name is not in @wanted, blocking: at start-up only. */
void lb_blobs_sweep (LbBlobs *self, GHashTable *wanted);

G_END_DECLS
