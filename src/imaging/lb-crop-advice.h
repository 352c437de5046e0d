#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/* The longer side of the pixels that lb_crop_advice_take() is given. */
#define LB_CROP_ADVICE_SIDE 512

/**
 * LbCropAdvice:
 * @trimmed: the picture without its margins; not set when it has none
 * @suggested: what would best be kept of it; not set when that is all of it
 *
 * A plain value: copy by assignment.
 */
typedef struct
{
  LbCrop trimmed;
  LbCrop suggested;
} LbCropAdvice;

/**
 * lb_crop_advice_take:
 * @pixels: the picture as it is shown, without alpha, its longer side at most LB_CROP_ADVICE_SIDE
 * @room: the picture in its own size; @side_min is what a crop has to leave
 * @side_target: the pixels that a shorter side should not fall short of where the picture has them,
 *   so that no crop makes a picture be enlarged, or be enlarged more
 * @advice: (out)
 *
 * The suggestion is made in three steps. Margins go, see lb_margins_find(); where the picture was
 * scaled down for it they go by one line of the small one more, so that no thin rest of them stays.
 * Of what is left lb_measures_take() finds the region that stands out; when that does so by a
 * quarter of what it can, its box and a sixth of its longer side on each side of it are to be kept,
 * else all. The smallest crop of a shape of LbAspectBucket that holds this is suggested, the shape
 * nearest to that of the box being tried first; when none has room, the largest crop of the shape
 * nearest to the picture's around it. Less than a twentieth of the picture is not worth a crop.
 *
 * The same pixels give the same advice. Works on any thread.
 */
void lb_crop_advice_take (GdkPixbuf *pixels,
                          const LbCropRoom *room,
                          int side_target,
                          LbCropAdvice *advice);

G_END_DECLS
