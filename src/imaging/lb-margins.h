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
 * lines up to the one where something else begins. There or within two lines, for a picture that
 * was scaled down, one pixel in two hundred has to stand out by 36 levels: a sky that changes
 * slowly is no margin. Two opposite sides have to have one of the same colour, and then other sides
 * may: a flat floor at the bottom of a drawing is none. What is left is looked at again until it
 * has none, so that what was trimmed once is not trimmed again. What is of one colour all over has
 * no margins. Works on any thread.
 */
void lb_margins_find (GdkPixbuf *pixels, LbCrop *content);

G_END_DECLS
