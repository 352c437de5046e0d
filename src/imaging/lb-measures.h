#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

#define LB_MEASURES_PALETTE 8

typedef struct
{
  guint8 red, green, blue;
  double share; /* of the pixels, 0..1 */
} LbPaletteColor;

/* What can be measured in a picture; fractions are 0..1 of the picture's side, levels 0..1. */
typedef struct
{
  LbPaletteColor palette[LB_MEASURES_PALETTE]; /* by share, largest first */
  int n_palette;
  double brightness;                /* mean luma */
  double lightness;                 /* mean lightness in Lab over 100: as bright as it is seen */
  double contrast;                  /* standard deviation of luma times 2 */
  double light_x;                   /* -1 from the left .. 1 from the right; 0 even */
  double light_y;                   /* -1 from above .. 1 from below */
  double light_center;              /* centre brighter (1) or darker (-1) than the edges */
  double shadow_share;              /* of pixels under 0.15 luma */
  double highlight_share;           /* of pixels over 0.9 luma */
  double sharp_share;               /* of blocks that are in focus */
  double subject_x, subject_y;      /* centre of the salient sharp region */
  double subject_left, subject_top; /* of the box that holds all but a little of it */
  double subject_width, subject_height;
  double subject_strength; /* how much it stands out, 0..1 */
  LbPaletteColor subject_color;
  LbPaletteColor subject_second; /* another colour of the region; of no share when it has none */
  double symmetry;               /* left to right likeness, 0..1 */
  double thirds;                 /* how near the subject is to a point of thirds, 0..1 */
  double flatness;               /* share of areas in one even colour */
  double calm_share;             /* share of areas without an edge */
  double cleanness;              /* of the calm areas: how much has no grain or texture at all */
  double edge_share;             /* of pixels that lie on an edge */
  double edge_hardness;          /* of the edges: how many are clean steps between even sides */
  double concentration;          /* of pixels in the few commonest colours */
  double chroma;                 /* median chroma in Lab */
  double accent_share;           /* of pixels in vivid colours */
  double warm_share;             /* of pixels in pinks to yellows */
  double cool_share;             /* of pixels in blues */
} LbMeasures;

/* Deterministic; the pixbuf should be about 256 pixels a side. No alpha looked at. */
void lb_measures_take (GdkPixbuf *pixels, LbMeasures *measures);
/* The nearest colour's everyday name ("rust red"), English; and "#b5472a". (transfer full) */
char *lb_palette_color_name (const LbPaletteColor *color);
char *lb_palette_color_hex (const LbPaletteColor *color);

G_END_DECLS
