#pragma once

#include <gio/gio.h>

#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/**
 * lb_color_profile_carry:
 * @from: a file of that format, as it was before its pixels were decoded to RGB
 * @to: a file of the same format, as lb_pixels_encode() writes it
 * @format: JPEG, PNG or WebP
 *
 * Puts what @from says of its colours into @to, to the bit: a decoder does not apply it, so that
 * the numbers of the pixels mean what they meant. A profile for anything but RGB fits no more and
 * is left out, as is one that can't be found. Safe on hostile bytes, on any thread.
 *
 * Returns: (transfer full): @to itself when there is nothing to put in
 */
GBytes *lb_color_profile_carry (GBytes *from, GBytes *to, LbFormat format);

G_END_DECLS
