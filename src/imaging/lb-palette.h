#pragma once

#include "imaging/lb-measures.h"

G_BEGIN_DECLS

int lb_palette_find (const guint8 *rgb, gsize n_pixels, LbPaletteColor *colors, int max_colors);
/* Whether the colour is a grey, black or white: it has no hue that one could name. */
gboolean lb_palette_color_is_neutral (const LbPaletteColor *color);
/* Lab's lightness and chroma, 0..100 and more */
double lb_palette_color_lightness (const LbPaletteColor *color);
double lb_palette_color_chroma (const LbPaletteColor *color);
/* "greens": the family that a colour belongs to, English */
const char *lb_palette_color_family (const LbPaletteColor *color);
double lb_palette_color_distance (const LbPaletteColor *one, const LbPaletteColor *other);

G_END_DECLS
