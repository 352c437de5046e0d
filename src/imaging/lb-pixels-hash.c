#include "imaging/lb-pixels.h"

#include "base/lb-area-average.h"

#include <math.h>
#include <string.h>

#define SIDE 32 /* of the grey picture that is looked at */
#define BITS 8  /* a side of the block of low frequencies that makes the hash */

typedef struct
{
  double levels[SIDE][SIDE];
} GreySquare;

static void
take_row_cb (const guint8 *row, int y, gpointer user_data)
{
  GreySquare *grey = user_data;

  for (int x = 0; x < SIDE; x++)
    {
      const guint8 *pixel = row + (gsize) x * 3;

      grey->levels[y][x] = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    }
}

/* Low frequencies 1..8 both ways: the mean and the plain gradients' axis are left out, so that
 * brighter or darker copies keep their hash. */
static void
transform (const GreySquare *grey, double low[BITS][BITS])
{
  double cosines[BITS][SIDE];
  double across[SIDE][BITS];

  for (int u = 0; u < BITS; u++)
    {
      for (int x = 0; x < SIDE; x++)
        cosines[u][x] = cos ((2 * x + 1) * (u + 1) * G_PI / (2 * SIDE));
    }

  for (int y = 0; y < SIDE; y++)
    {
      for (int u = 0; u < BITS; u++)
        {
          across[y][u] = 0;
          for (int x = 0; x < SIDE; x++)
            across[y][u] += grey->levels[y][x] * cosines[u][x];
        }
    }

  for (int v = 0; v < BITS; v++)
    {
      for (int u = 0; u < BITS; u++)
        {
          low[v][u] = 0;
          for (int y = 0; y < SIDE; y++)
            low[v][u] += across[y][u] * cosines[v][y];
        }
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

guint64
lb_pixels_hash (GdkPixbuf *pixels)
{
  g_autoptr (GdkPixbuf) flat = NULL;
  g_autoptr (GdkPixbuf) large = NULL;
  g_autoptr (LbAreaAverage) average = NULL;
  double low[BITS][BITS];
  double sorted[BITS * BITS];
  double median;
  guint64 hash = 0;
  GreySquare grey;
  int width;
  int height;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), 0);

  if (!(flat = lb_pixels_flatten (pixels, NULL)))
    return 0;
  width = MAX (SIDE, gdk_pixbuf_get_width (flat));
  height = MAX (SIDE, gdk_pixbuf_get_height (flat));
  if (!(large = lb_pixels_scale (flat, width, height, NULL)))
    return 0;
  average = lb_area_average_new (width, height, SIDE, SIDE, 3, take_row_cb, &grey);
  for (int y = 0; y < height; y++)
    lb_area_average_push (average, gdk_pixbuf_read_pixels (large) +
                                     (gsize) y * gdk_pixbuf_get_rowstride (large));

  transform (&grey, low);
  memcpy (sorted, low, sizeof sorted);
  qsort (sorted, BITS * BITS, sizeof *sorted, compare_doubles);
  median = (sorted[BITS * BITS / 2 - 1] + sorted[BITS * BITS / 2]) / 2;

  for (int v = 0; v < BITS; v++)
    {
      for (int u = 0; u < BITS; u++)
        hash = hash << 1 | (low[v][u] > median);
    }
  return hash;
}

/* How many of the 64 bits differ: 0 the same picture, about 32 any other. */
int
lb_pixels_hash_distance (guint64 a, guint64 b)
{
  return __builtin_popcountll (a ^ b);
}
