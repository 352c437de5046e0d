#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * lb_strip_metadata:
 * @bytes: a JPEG, PNG or WebP file
 * @error: LB_ERROR_UNSUPPORTED for another format, DAMAGED for one whose parts can't be told apart
 *
 * Takes out of a file all that says where, by whom and with whose camera it was made: EXIF but for
 * orientation, camera model, lens and exposure, with it GPS, owner, serial numbers, maker notes,
 * dates and the thumbnail; XMP, IPTC, comments, further pictures, and what follows the end. Coded
 * pixels and colour profiles stay as they are, to the bit. EXIF that can't be read is left out
 * whole. Safe on hostile bytes; for a worker thread, since it copies.
 *
 * Returns: (transfer full) (nullable): a file of the same format; @bytes itself when there was
 *   nothing to take out
 */
GBytes *lb_strip_metadata (GBytes *bytes, GError **error);

G_END_DECLS
