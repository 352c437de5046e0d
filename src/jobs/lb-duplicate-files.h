#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "imaging/lb-fingerprint.h"

G_BEGIN_DECLS

/**
 * lb_duplicate_files_find:
 * @files: (element-type GFile): pictures
 * @likeness: what counts as alike
 * @cancel: (nullable)
 *
 * Which pictures are alike. They are decoded at a small size, on all processors; one that can't be
 * is like no other.
 *
 * Returns: (transfer full): a future of a boxed GPtrArray of groups, as
 *   lb_fingerprint_groups_find() gives them; fails with G_IO_ERROR_CANCELLED
 */
DexFuture *lb_duplicate_files_find (GPtrArray *files, LbLikeness likeness, GCancellable *cancel);

G_END_DECLS
