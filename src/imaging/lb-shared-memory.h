#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sealed memfd with these bytes, at its start; -1 with @error set (LB_ERROR_SERVER). */
int lb_shared_memory_new (const guint8 *data, gsize length, GError **error);
/* Maps a memfd that another process filled. NULL unless it is sealed against shrinking and writing
 * and holds @length bytes, since a change under us would be fatal. */
GBytes *lb_shared_memory_map (int fd, gsize length);
/* Shared with nobody: zeros for who asked to write over, given back to the system when they are
 * freed. Not from the heap, which keeps what many threads leave of large pieces. (nullable) */
GBytes *lb_shared_memory_reserve (gsize length);

G_END_DECLS
