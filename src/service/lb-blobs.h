#pragma once

#include <libdex.h>

#include "service/lb-blob-hold.h"

G_BEGIN_DECLS

/**
 * LbBlobs:
 *
 * Files named by the SHA-256 of what they hold, in folders named by its first two digits. A file is
 * there whole or not at all, and is on the disk once its future resolves. One that was cut or
 * changed behind our back is written anew when the same is put again.
 */
#define LB_TYPE_BLOBS (lb_blobs_get_type ())
G_DECLARE_FINAL_TYPE (LbBlobs, lb_blobs, LB, BLOBS, GObject)

/* Makes the folder (0700) and clears what an interrupted write left. Fails when a link or another
 * user's folder stands in its place. */
LbBlobs *lb_blobs_new (const char *folder, GError **error);
/* Resolves to a boxed LbBlobHold of the name, which stays until an image names the file, or none
 * ever will. @sha256: (nullable): that of @bytes, when it is known. Fails with LB_ERROR_NO_SPACE or
 * STORAGE, or CONFLICT where something stands in the file's place, or its folder's, that is not to
 * be put away: not an empty folder, nor one of ours that has lost its mode. */
DexFuture *lb_blobs_put (LbBlobs *self, GBytes *bytes, const char *sha256);
/* Resolves to boxed GBytes; LB_ERROR_GONE when the file is not there, or can't be by its name. */
DexFuture *lb_blobs_get (LbBlobs *self, const char *name);
/* Blocking, on any thread: the file, open for reading, or -1 with the same errors. @size_bytes:
 * (out). */
int lb_blobs_open (LbBlobs *self, const char *name, guint64 *size_bytes, GError **error);
/* Removes the file, blocking, on any thread, unless somebody holds its name: then it returns FALSE.
 * No image may name it, nor come to while this runs, but one whose maker holds it. */
gboolean lb_blobs_remove (LbBlobs *self, const char *name);
/* Resolves once it is worth asking again for one that was held. */
DexFuture *lb_blobs_wait_for_release (LbBlobs *self);
/* Removes every file whose name is not in @wanted, blocking: at start-up only. */
void lb_blobs_sweep (LbBlobs *self, GHashTable *wanted);

G_END_DECLS
