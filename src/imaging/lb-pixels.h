#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/* Work on decoded pixels, blocking: call on a worker thread. Results are (transfer full); NULL with
 * LB_ERROR_TOO_LARGE when there is no memory for them. */

/* Eight bits a channel, not cleared. */
GdkPixbuf *lb_pixels_new (gboolean has_alpha, int width, int height, GError **error);
/* R50: alpha over black, result without alpha. A pixbuf without alpha is returned with a new
 * reference. */
GdkPixbuf *lb_pixels_flatten (GdkPixbuf *pixels, GError **error);
/* Exact size, high quality (area average down, Catmull-Rom or the like up). */
GdkPixbuf *lb_pixels_scale (GdkPixbuf *pixels, int width, int height, GError **error);
/* Fits into @max_side, never enlarges. */
GdkPixbuf *lb_pixels_fit (GdkPixbuf *pixels, int max_side, GError **error);
/* R49: JPEG quality 95, PNG, lossless WebP. */
GBytes *lb_pixels_encode (GdkPixbuf *pixels, LbFormat format, GError **error);
/* A thumbnail: JPEG quality 85, longer side @max_side. */
GBytes *lb_pixels_thumbnail (GdkPixbuf *pixels, int max_side, GError **error);
/* 64-bit perceptual hash (DCT); a mirrored picture differs, a rescaled or recompressed one is
 * within 8 bits. 0 when there is no memory for the work. */
guint64 lb_pixels_hash (GdkPixbuf *pixels);
int lb_pixels_hash_distance (guint64 a, guint64 b);

G_END_DECLS
