#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LbWidthBin:
 *
 * One child that asks for a width and takes less. A dialog whose height follows what it holds goes
 * by the width of that as well, and nothing else in the toolkit asks for room without insisting on
 * it. Properties: child (GtkWidget), natural-width (int, in sp).
 */
#define LB_TYPE_WIDTH_BIN (lb_width_bin_get_type ())
G_DECLARE_FINAL_TYPE (LbWidthBin, lb_width_bin, LB, WIDTH_BIN, GtkWidget)

G_END_DECLS
