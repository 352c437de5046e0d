#include "imaging/lb-measures-surface.h"

#include <stdlib.h>

#define FLAT_REACH 3  /* pixels to each side that are compared */
#define FLAT_RANGE 2  /* levels of 255 that a flat area may differ by */
#define CALM_RANGE 20 /* levels that an area without an edge may differ by */
#define CLEAN_LEVELS                                                                               \
  4                     /* sum of four differences to the neighbours, rounding of levels included  \
                         */
#define EDGE_STEP 20    /* levels between the neighbours of a pixel on an edge */
#define PLATEAU_RANGE 3 /* levels that the sides of a hard edge may differ by */
#define BIN_BITS 4      /* bits a channel that tell colours apart */
#define N_BINS (1 << (3 * BIN_BITS))
#define N_COMMON_BINS 12

static const guint8 *
pixel_at (const LbRaster *raster, int x, int y)
{
  x = CLAMP (x, 0, raster->width - 1);
  y = CLAMP (y, 0, raster->height - 1);
  return raster->rgb + ((gsize) y * raster->width + x) * 3;
}

static int
level_at (const LbRaster *raster, int x, int y)
{
  const guint8 *pixel = pixel_at (raster, x, y);

  return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000;
}

/* The largest difference that a channel has around a pixel. */
static int
find_range (const LbRaster *raster, int x, int y)
{
  guint8 low[3] = { 255, 255, 255 }, high[3] = { 0, 0, 0 };
  int range = 0;

  for (int dy = -FLAT_REACH; dy <= FLAT_REACH; dy += FLAT_REACH)
    for (int dx = -FLAT_REACH; dx <= FLAT_REACH; dx += FLAT_REACH)
      {
        const guint8 *pixel = pixel_at (raster, x + dx, y + dy);

        for (int channel = 0; channel < 3; channel++)
          {
            low[channel] = MIN (low[channel], pixel[channel]);
            high[channel] = MAX (high[channel], pixel[channel]);
            range = MAX (range, high[channel] - low[channel]);
          }
      }

  return range;
}

static gboolean
is_clean (const LbRaster *raster, int x, int y)
{
  int green = pixel_at (raster, x, y)[1];
  int sum = pixel_at (raster, x - 1, y)[1] + pixel_at (raster, x + 1, y)[1] +
            pixel_at (raster, x, y - 1)[1] + pixel_at (raster, x, y + 1)[1];

  return ABS (sum - 4 * green) < CLEAN_LEVELS;
}

/* Looks along (@dx, @dy). A hard edge is a step between two sides that are even in themselves. */
static void
count_edge (const LbRaster *raster, int x, int y, int dx, int dy, gsize *n_edges, gsize *n_hard)
{
  int before = level_at (raster, x - 4 * dx, y - 4 * dy);
  int near_before = level_at (raster, x - 2 * dx, y - 2 * dy);
  int near_after = level_at (raster, x + 2 * dx, y + 2 * dy);
  int after = level_at (raster, x + 4 * dx, y + 4 * dy);
  int step = ABS (level_at (raster, x + dx, y + dy) - level_at (raster, x - dx, y - dy));

  if (step < EDGE_STEP)
    return;
  (*n_edges)++;
  *n_hard +=
    ABS (near_before - before) <= PLATEAU_RANGE && ABS (after - near_after) <= PLATEAU_RANGE;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *) a, other = *(const guint *) b;

  return (one < other) - (one > other);
}

static double
find_concentration (const LbRaster *raster)
{
  g_autofree guint *bins = g_new0 (guint, N_BINS);
  gsize n_pixels = (gsize) raster->width * raster->height, n_common = 0;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *pixel = raster->rgb + i * 3;

      bins[(pixel[0] >> 4) << 8 | (pixel[1] >> 4) << 4 | pixel[2] >> 4]++;
    }
  qsort (bins, N_BINS, sizeof (guint), compare_counts);
  for (int i = 0; i < N_COMMON_BINS; i++)
    n_common += bins[i];
  return (double) n_common / n_pixels;
}

void
lb_measures_take_surface (const LbRaster *raster, LbMeasures *measures)
{
  gsize n_flat = 0, n_calm = 0, n_clean = 0, n_edges = 0, n_hard = 0;
  double n_pixels = (double) raster->width * raster->height;

  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        int range = find_range (raster, x, y);

        n_flat += range <= FLAT_RANGE;
        if (range <= CALM_RANGE)
          {
            n_calm++;
            n_clean += is_clean (raster, x, y);
          }
        count_edge (raster, x, y, 1, 0, &n_edges, &n_hard);
        count_edge (raster, x, y, 0, 1, &n_edges, &n_hard);
      }

  measures->flatness = n_flat / n_pixels;
  measures->calm_share = n_calm / n_pixels;
  measures->cleanness = n_calm ? (double) n_clean / n_calm : 0;
  measures->edge_share = n_edges / n_pixels / 2;
  measures->edge_hardness = n_edges ? (double) n_hard / n_edges : 0;
  measures->concentration = find_concentration (raster);
}
