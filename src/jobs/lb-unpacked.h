#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LbUnpacked:
 *
 * A private folder with what was in a ZIP file, under numbers, since names in an archive are
 * anybody's. It goes with its last reference. What a program that was killed has left is removed a
 * day later by the next one.
 */
#define LB_TYPE_UNPACKED (lb_unpacked_get_type ())
G_DECLARE_FINAL_TYPE (LbUnpacked, lb_unpacked, LB, UNPACKED, GObject)

/* Blocks. Fails with LB_ERROR_STORAGE, or NO_SPACE when there is less than @bytes. */
LbUnpacked *lb_unpacked_new (guint64 bytes, GError **error);
/* (transfer full): of that number; not made. */
GFile *lb_unpacked_get_file (LbUnpacked *self, guint number);

G_END_DECLS
