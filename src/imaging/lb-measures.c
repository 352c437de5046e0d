#include "imaging/lb-measures.h"
#include "imaging/lb-measures-subject.h"
#include "imaging/lb-measures-surface.h"
#include "imaging/lb-palette.h"
#include "imaging/lb-raster.h"

#include <math.h>

#define SHADOW_LUMA 0.15f
#define HIGHLIGHT_LUMA 0.9f
#define VIVID_CHROMA 46.0 /* in Lab */
#define HUE_CHROMA 5.0    /* in Lab: below it no hue is seen */
#define WARM_FROM (-30.0) /* degrees in Lab: pinks to yellows; greens are neither warm nor cool */
#define WARM_TO 98.0
#define COOL_FROM 165.0  /* from green blues */
#define COOL_TO (-50.0)  /* to blue violets */
#define CHROMA_STEPS 160 /* in Lab: more than any colour has */

static void
take_levels (const LbRaster *raster, LbMeasures *measures)
{
  gsize n_pixels = (gsize) raster->width * raster->height;
  gsize n_shadow = 0, n_highlight = 0;
  double sum = 0, squares = 0, lightness = 0;

  for (gsize i = 0; i < n_pixels; i++)
    {
      float luma = raster->luma[i];

      sum += luma;
      lightness += raster->labs[i].l / 100;
      squares += (double) luma * luma;
      n_shadow += luma < SHADOW_LUMA;
      n_highlight += luma > HIGHLIGHT_LUMA;
    }

  measures->brightness = sum / n_pixels;
  measures->lightness = lightness / n_pixels;
  measures->contrast = squares / n_pixels - measures->brightness * measures->brightness;
  measures->contrast = MIN (2 * sqrt (MAX (measures->contrast, 0.0)), 1.0);
  measures->shadow_share = (double) n_shadow / n_pixels;
  measures->highlight_share = (double) n_highlight / n_pixels;
}

static void
take_chroma (const LbRaster *raster, LbMeasures *measures)
{
  gsize n_pixels = (gsize) raster->width * raster->height, n_below = 0;
  gsize n_vivid = 0, n_warm = 0, n_cool = 0;
  gsize steps[CHROMA_STEPS] = { 0 };

  for (gsize i = 0; i < n_pixels; i++)
    {
      double chroma = lb_lab_chroma (&raster->labs[i]);
      double hue = atan2 (raster->labs[i].b, raster->labs[i].a) * 180 / G_PI;

      steps[MIN ((int) chroma, CHROMA_STEPS - 1)]++;
      n_vivid += chroma >= VIVID_CHROMA;
      n_warm += chroma >= HUE_CHROMA && hue > WARM_FROM && hue < WARM_TO;
      n_cool += chroma >= HUE_CHROMA && (hue > COOL_FROM || hue < COOL_TO);
    }
  while (2 * (n_below += steps[(int) measures->chroma]) < n_pixels)
    measures->chroma++;
  measures->warm_share = (double) n_warm / n_pixels;
  measures->cool_share = (double) n_cool / n_pixels;
  measures->accent_share = (double) n_vivid / n_pixels;
}

/* How much brighter @to is than @from, -1 .. 1. */
static double
compare_light (double from, double to)
{
  return CLAMP (2 * (to - from) / (to + from + 0.05), -1.0, 1.0);
}

typedef struct
{
  double sum;
  gsize n_pixels;
} Half;

static void
half_add (Half *half, float luma)
{
  half->sum += luma;
  half->n_pixels++;
}

static double
compare_halves (const Half *from, const Half *to)
{
  if (from->n_pixels == 0 || to->n_pixels == 0)
    return 0;
  return compare_light (from->sum / from->n_pixels, to->sum / to->n_pixels);
}

static void
take_light (const LbRaster *raster, LbMeasures *measures)
{
  Half left = { 0 }, right = { 0 }, above = { 0 }, below = { 0 }, centre = { 0 }, edges = { 0 };

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        float luma = raster->luma[(gsize) y * raster->width + x];
        int dx = 2 * x + 1 - raster->width, dy = 2 * y + 1 - raster->height;

        if (dx != 0)
          half_add (dx < 0 ? &left : &right, luma);
        if (dy != 0)
          half_add (dy < 0 ? &above : &below, luma);
        half_add (2 * ABS (dx) < raster->width && 2 * ABS (dy) < raster->height ? &centre : &edges,
                  luma);
      }

  measures->light_x = compare_halves (&left, &right);
  measures->light_y = compare_halves (&above, &below);
  measures->light_center = compare_halves (&edges, &centre);
}

/* Distances of mirrored blocks, as against those of any two blocks of the picture. */
static void
take_symmetry (const LbRaster *raster, LbMeasures *measures)
{
  int n_blocks = raster->columns * raster->rows;
  double mirrored = 0, any = 0;

  for (int i = 0; i < n_blocks; i++)
    {
      int row = i / raster->columns, column = i % raster->columns;
      int other = row * raster->columns + raster->columns - 1 - column;

      mirrored += lb_lab_distance (&raster->blocks[i].mean, &raster->blocks[other].mean) / n_blocks;
      for (int j = 0; j < n_blocks; j++)
        any +=
          lb_lab_distance (&raster->blocks[i].mean, &raster->blocks[j].mean) / n_blocks / n_blocks;
    }
  measures->symmetry = CLAMP (1 - mirrored / (any + 0.5), 0.0, 1.0);
}

/**
 * lb_measures_take:
 * @pixels: a picture of about 256 pixels a side; its alpha is not looked at
 * @measures: (out): what was measured
 *
 * The same pixels give the same measures. May run on any thread.
 */
void
lb_measures_take (GdkPixbuf *pixels, LbMeasures *measures)
{
  g_auto (LbRaster) raster = { 0 };

  g_return_if_fail (GDK_IS_PIXBUF (pixels));
  g_return_if_fail (measures != NULL);

  *measures = (LbMeasures) { 0 };
  lb_raster_init (&raster, pixels);
  measures->n_palette = lb_palette_find (raster.rgb, (gsize) raster.width * raster.height,
                                         measures->palette, LB_MEASURES_PALETTE);
  take_levels (&raster, measures);
  take_light (&raster, measures);
  take_symmetry (&raster, measures);
  lb_measures_take_surface (&raster, measures);
  take_chroma (&raster, measures);
  lb_measures_take_subject (&raster, measures);
}
