#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * lb_margins_find:
 * @pixels: RGB, or RGBA whose alpha is not looked at
 * @content: (out): what is left without its margins; all of it when it has none
 *
 * A margin is a strip along a side in one colour: its outermost line is even (all but one pixel in
 * a hundred within 12 of 255 levels of the line's median, in each channel), and so are all the
 * lines up to the one where something else begins. That one has to stand out, with one pixel in two
 * hundred at least 36 levels off: a sky that changes slowly is no margin. Sides are looked at again
 * until none has one, so that what was trimmed once is not trimmed again. What is of one colour all
 * over has no margins. Works on any thread.
 */
void lb_margins_find (GdkPixbuf *pixels, LbCrop *content);

G_END_DECLS
