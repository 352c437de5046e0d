#include "imaging/lb-measures.h"
#include "imaging/lb-measures-subject.h"
#include "imaging/lb-palette.h"
#include "imaging/lb-raster.h"

#include <math.h>

#define SHADOW_LUMA 0.15f
#define HIGHLIGHT_LUMA 0.9f
#define WARM_FULL 45.0 /* mean distance along the warm axis of Lab that counts as fully warm */
#define FLAT_REACH 3   /* pixels to each side that are compared */
#define FLAT_RANGE 2   /* levels of 255 that a flat area may differ by */

static void
take_levels (const LbRaster *raster, LbMeasures *measures)
{
  gsize n_pixels = (gsize) raster->width * raster->height;
  gsize n_shadow = 0, n_highlight = 0;
  double sum = 0, squares = 0, chroma = 0;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *pixel = raster->rgb + i * 3;
      float luma = raster->luma[i];

      sum += luma;
      squares += (double) luma * luma;
      chroma += MAX (MAX (pixel[0], pixel[1]), pixel[2]) - MIN (MIN (pixel[0], pixel[1]), pixel[2]);
      n_shadow += luma < SHADOW_LUMA;
      n_highlight += luma > HIGHLIGHT_LUMA;
    }

  measures->brightness = sum / n_pixels;
  measures->contrast = squares / n_pixels - measures->brightness * measures->brightness;
  measures->contrast = MIN (2 * sqrt (MAX (measures->contrast, 0.0)), 1.0);
  measures->saturation = chroma / 255.0 / n_pixels;
  measures->shadow_share = (double) n_shadow / n_pixels;
  measures->highlight_share = (double) n_highlight / n_pixels;
}

static void
take_warmth (const LbRaster *raster, LbMeasures *measures)
{
  int n_blocks = raster->columns * raster->rows;
  double sum = 0;

  for (int i = 0; i < n_blocks; i++)
    sum += (raster->blocks[i].mean.a + raster->blocks[i].mean.b) * M_SQRT1_2 / n_blocks;
  measures->warmth = CLAMP (sum / WARM_FULL, -1.0, 1.0);
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

static gboolean
is_flat (const LbRaster *raster, int x, int y)
{
  guint8 low[3] = { 255, 255, 255 }, high[3] = { 0, 0, 0 };

  for (int dy = -FLAT_REACH; dy <= FLAT_REACH; dy += FLAT_REACH)
    for (int dx = -FLAT_REACH; dx <= FLAT_REACH; dx += FLAT_REACH)
      {
        int at_x = CLAMP (x + dx, 0, raster->width - 1);
        int at_y = CLAMP (y + dy, 0, raster->height - 1);
        const guint8 *pixel = raster->rgb + ((gsize) at_y * raster->width + at_x) * 3;

        for (int channel = 0; channel < 3; channel++)
          {
            low[channel] = MIN (low[channel], pixel[channel]);
            high[channel] = MAX (high[channel], pixel[channel]);
            if (high[channel] - low[channel] > FLAT_RANGE)
              return FALSE;
          }
      }

  return TRUE;
}

static void
take_flatness (const LbRaster *raster, LbMeasures *measures)
{
  gsize n_flat = 0;

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      n_flat += is_flat (raster, x, y);
  measures->flatness = (double) n_flat / ((double) raster->width * raster->height);
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
  take_warmth (&raster, measures);
  take_light (&raster, measures);
  take_symmetry (&raster, measures);
  take_flatness (&raster, measures);
  lb_measures_take_subject (&raster, measures);
}
