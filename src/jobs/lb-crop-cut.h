#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * lb_crop_cut:
 * @crop: the part that is kept
 * @whole: the picture
 * @pixels: the same, decoded, upright
 * @checked: what its header said when the part was chosen
 *
 * Writes a part of a picture in the format of the picture, as lb_pixels_encode() does: JPEG at
 * quality 95 without subsampling, PNG and WebP without loss, with the colour profile of the
 * picture, see lb_color_profile_carry(), and nothing else that it said of itself. On any thread.
 *
 * Returns: (transfer full) (nullable): the part; LB_ERROR_INVALID where the picture has another
 * size by now
 */
GBytes *lb_crop_cut (const LbCrop *crop,
                     GBytes *whole,
                     GdkPixbuf *pixels,
                     const LbProbeResult *checked,
                     GError **error);

G_END_DECLS
