#pragma once

#include <gio/gio.h>

#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/* Header probe of our own. Reads little (headers, chunk headers, the tail), decodes nothing, and is
 * safe on hostile bytes. EXIF other than orientation is not looked at. */
void lb_probe_bytes (const guint8 *data, gsize length, LbProbeResult *result);
/* Reads from @file, blocking: call on a worker thread. @sha256: (out) (optional) (nullable)
 * (transfer full): lower-case hex of the whole file; NULL for what can't be added anyway: another
 * format, over 50 MiB, or cut off. Fails when the file can't be read or is no regular one. */
gboolean lb_probe_file (
  GFile *file, LbProbeResult *result, char **sha256, GCancellable *cancel, GError **error);

G_END_DECLS
