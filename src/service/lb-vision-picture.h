#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* @picture as a model is shown it: a JPEG without alpha whose longer side is at most @max_side.
 * Decoded in the decoder only. Resolves to boxed GBytes. */
DexFuture *lb_vision_picture_make (GBytes *picture, int max_side);

G_END_DECLS
