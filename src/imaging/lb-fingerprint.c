#include "imaging/lb-fingerprint.h"

#include "imaging/lb-pixels.h"

#include <math.h>
#include <string.h>

/* Two pictures are alike when three things hold, each of which is cheap and none of which is enough
 * by itself:
 *
 * 1. Their perceptual hashes are near (lb_pixels_hash(): the signs of 64 low frequencies, after
 *    Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010). It finds
 *    candidates quickly, yet pictures of one layout, such as products on white, come near it.
 * 2. Their brightness on a grid of 16 x 16 correlates: sum (a - A) (b - B) / sqrt (sum (a - A)^2
 *    sum (b - B)^2), the zero-mean normalised cross-correlation, which a change of brightness or
 *    contrast leaves as it is.
 * 3. Their colours on a grid of 8 x 8 are near, as the mean of the absolute differences.
 *
 * And their shapes have about the same ratio. The figures are those at which all copies of
 * tests/imaging/test-fingerprint.c are found, and no two of its different pictures. */

#define SIDE 32
#define CELL (SIDE / LB_FINGERPRINT_LUMA)
#define CHROMA_CELL (SIDE / LB_FINGERPRINT_CHROMA)
#define N_LUMA (LB_FINGERPRINT_LUMA * LB_FINGERPRINT_LUMA)
#define N_CHROMA (LB_FINGERPRINT_CHROMA * LB_FINGERPRINT_CHROMA)

#define UNIT 28     /* of a standard score: more than four and a half are cut */
#define EVEN_SD 1.5 /* levels of brightness: what varies less is an even surface */
#define EVEN_LEVELS 4

#define VERSION 1

typedef struct
{
  guint distance;     /* bits of the hash */
  double correlation; /* at least */
  int chroma;         /* levels of 255 at most */
  double ratio;       /* of the shapes' ratios, at most */
} Limits;

static const Limits limits[LB_LIKENESS_N] = {
  [LB_LIKENESS_STRICT] = { 6, 0.998, 6, 1.02 },
  [LB_LIKENESS_NORMAL] = { 8, 0.965, 9, 1.06 },
  [LB_LIKENESS_LOOSE] = { 11, 0.9, 255, 1.15 },
};

static guint8
clamp_level (double level)
{
  return (guint8) CLAMP (level + 0.5, 0, 255);
}

/* FNV-1a, eight bytes at a time. */
static guint64
hash_pixels (GdkPixbuf *pixels)
{
  const guint8 *row = gdk_pixbuf_read_pixels (pixels);
  const gsize n_bytes = (gsize) gdk_pixbuf_get_width (pixels) * 3;
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (int y = 0; y < gdk_pixbuf_get_height (pixels); y++, row += gdk_pixbuf_get_rowstride (pixels))
    {
      for (gsize at = 0; at < n_bytes; at += 8)
        {
          guint64 word = 0;

          memcpy (&word, row + at, MIN (n_bytes - at, 8));
          hash = (hash ^ word) * G_GUINT64_CONSTANT (1099511628211);
          hash ^= hash >> 29;
        }
    }

  return hash;
}

/* BT.601 in eighths of a thousand, as the hash has it. */
static int
luma_of (const guint8 *pixel)
{
  return (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8;
}

/* Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000; over the variance, so
 * that contrast is not taken for sharpness. */
static float
measure_sharpness (GdkPixbuf *pixels)
{
  const int width = gdk_pixbuf_get_width (pixels);
  const int height = gdk_pixbuf_get_height (pixels);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixels);
  const guint8 *start = gdk_pixbuf_read_pixels (pixels);
  gint64 sum = 0, squares = 0, edges = 0, edge_squares = 0;
  double n, variance;

  if (width < 3 || height < 3)
    return 0;

  for (int y = 1; y < height - 1; y++)
    {
      const guint8 *at = start + (gsize) y * stride + 3;

      for (int x = 1; x < width - 1; x++, at += 3)
        {
          const int level = luma_of (at);
          const int edge = 4 * level - luma_of (at - 3) - luma_of (at + 3) - luma_of (at - stride) -
                           luma_of (at + stride);

          sum += level;
          squares += level * level;
          edges += edge;
          edge_squares += edge * edge;
        }
    }

  n = (double) (width - 2) * (height - 2);
  variance = (double) squares / n - (double) sum / n * ((double) sum / n);
  if (variance < EVEN_SD * EVEN_SD)
    return 0;

  return (float) (((double) edge_squares / n - (double) edges / n * ((double) edges / n)) /
                  variance);
}

/* The mean of a cell of @side pixels a side of the small picture. */
static void
average_cell (GdkPixbuf *small, int column, int row, int side, double rgb[3])
{
  const guint8 *start = gdk_pixbuf_read_pixels (small);
  int sums[3] = { 0 };

  for (int y = row * side; y < (row + 1) * side; y++)
    {
      const guint8 *at = start + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (small) +
                         (gsize) column * (gsize) side * 3;

      for (int x = 0; x < side; x++, at += 3)
        {
          sums[0] += at[0];
          sums[1] += at[1];
          sums[2] += at[2];
        }
    }
  for (int c = 0; c < 3; c++)
    rgb[c] = (double) sums[c] / (side * side);
}

static double
luma_of_mean (const double rgb[3])
{
  return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
}

static void
fill_grids (GdkPixbuf *small, LbFingerprint *print)
{
  double rgb[3];

  for (int i = 0; i < N_LUMA; i++)
    {
      average_cell (small, i % LB_FINGERPRINT_LUMA, i / LB_FINGERPRINT_LUMA, CELL, rgb);
      print->luma[i] = clamp_level (luma_of_mean (rgb));
    }
  for (int i = 0; i < N_CHROMA; i++)
    {
      average_cell (small, i % LB_FINGERPRINT_CHROMA, i / LB_FINGERPRINT_CHROMA, CHROMA_CELL, rgb);
      print->blue[i] = clamp_level (128 + 0.564 * (rgb[2] - luma_of_mean (rgb)));
      print->red[i] = clamp_level (128 + 0.713 * (rgb[0] - luma_of_mean (rgb)));
    }
}

gboolean
lb_fingerprint_take (GdkPixbuf *pixels, LbFingerprint *print)
{
  g_autoptr (GdkPixbuf) flat = NULL;
  g_autoptr (GdkPixbuf) small = NULL;
  LbFingerprintGauge gauge;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), FALSE);
  g_return_val_if_fail (print != NULL, FALSE);

  if (!(flat = lb_pixels_flatten (pixels, NULL)) ||
      !(small = lb_pixels_scale (flat, SIDE, SIDE, NULL)))
    return FALSE;

  memset (print, 0, sizeof *print);
  print->width = (guint16) MIN (gdk_pixbuf_get_width (flat), G_MAXUINT16);
  print->height = (guint16) MIN (gdk_pixbuf_get_height (flat), G_MAXUINT16);
  print->pixels = hash_pixels (flat);
  print->sharpness = measure_sharpness (flat);
  fill_grids (small, print);
  /* The signs of what is only noise say nothing. */
  lb_fingerprint_gauge_init (&gauge, print);
  print->hash = gauge.norm > 0 ? lb_pixels_hash (small) : 0;

  return TRUE;
}

/* Kept on this computer alone, as it lies in memory. */
GBytes *
lb_fingerprint_to_bytes (const LbFingerprint *self)
{
  guint8 *data = g_malloc (1 + sizeof *self);

  data[0] = VERSION;
  memcpy (data + 1, self, sizeof *self);

  return g_bytes_new_take (data, 1 + sizeof *self);
}

gboolean
lb_fingerprint_from_bytes (GBytes *bytes, LbFingerprint *self)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size != 1 + sizeof *self || data[0] != VERSION)
    return FALSE;

  memcpy (self, data + 1, sizeof *self);
  return self->width > 0 && self->height > 0;
}

/* Comparing. */

void
lb_fingerprint_gauge_init (LbFingerprintGauge *self, const LbFingerprint *print)
{
  int sum = 0;
  double variance = 0;
  double mean;

  for (int i = 0; i < N_LUMA; i++)
    sum += print->luma[i];
  mean = (double) sum / N_LUMA;
  for (int i = 0; i < N_LUMA; i++)
    variance += (print->luma[i] - mean) * (print->luma[i] - mean) / N_LUMA;

  memset (self, 0, sizeof *self);
  self->print = print;
  self->mean = sum / N_LUMA;
  if (variance < EVEN_SD * EVEN_SD)
    return;

  for (int i = 0; i < N_LUMA; i++)
    {
      const double unit = UNIT * (print->luma[i] - mean) / sqrt (variance);

      self->units[i] = (gint8) CLAMP (lrint (unit), -127, 127);
      self->norm += self->units[i] * self->units[i];
    }
}

static gboolean
is_shaped_like (const LbFingerprint *one, const LbFingerprint *other, double limit)
{
  const double a = (double) one->width * other->height;
  const double b = (double) other->width * one->height;
  /* What a whole number of pixels of the smaller ones makes of a ratio. */
  const double blur =
    1 + 1.0 / MAX (MIN (MIN (one->width, one->height), MIN (other->width, other->height)), 1);

  return MAX (a, b) <= MIN (a, b) * limit * blur;
}

/* (array fixed-size=64) */
static int
mean_difference (const guint8 *a, const guint8 *b)
{
  int sum = 0;

  for (int i = 0; i < N_CHROMA; i++)
    sum += ABS (a[i] - b[i]);

  return sum / N_CHROMA;
}

static gboolean
is_as_bright (const LbFingerprintGauge *one, const LbFingerprintGauge *other, double limit)
{
  gint32 product = 0;

  if (one->norm == 0 || other->norm == 0)
    return one->norm == other->norm && ABS (one->mean - other->mean) <= EVEN_LEVELS;

  for (int i = 0; i < N_LUMA; i++)
    product += one->units[i] * other->units[i];

  return product > 0 && (double) product * product >= limit * limit * one->norm * other->norm;
}

gboolean
lb_fingerprint_gauge_is_like (const LbFingerprintGauge *self,
                              const LbFingerprintGauge *other,
                              LbLikeness likeness)
{
  const LbFingerprint *one = self->print;
  const LbFingerprint *two = other->print;
  const Limits *limit = &limits[likeness];

  return lb_pixels_hash_distance (one->hash, two->hash) <= (int) limit->distance &&
         is_shaped_like (one, two, limit->ratio) &&
         is_as_bright (self, other, limit->correlation) &&
         mean_difference (one->blue, two->blue) <= limit->chroma &&
         mean_difference (one->red, two->red) <= limit->chroma;
}

guint
lb_likeness_get_distance (LbLikeness likeness)
{
  g_return_val_if_fail (likeness < LB_LIKENESS_N, 0);

  return limits[likeness].distance;
}
