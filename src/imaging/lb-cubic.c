#include "imaging/lb-cubic.h"

#include "imaging/lb-pixels.h"

#include <math.h>
#include <string.h>

#define TAPS 4
#define ONE (1 << 12) /* a weight of 1 */

/* What one target pixel takes along one side. */
typedef struct
{
  int index[TAPS]; /* source pixels, the edge repeated */
  int weight[TAPS];
} Tap;

static Tap *
make_taps (int from, int to)
{
  Tap *taps = g_new (Tap, to);

  for (int i = 0; i < to; i++)
    {
      double center = (i + 0.5) * from / to - 0.5;
      double base = floor (center);
      double t = center - base;
      double weights[TAPS] = {
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
      };
      int sum = 0;

      for (int k = 0; k < TAPS; k++)
        {
          taps[i].index[k] = CLAMP ((int) base - 1 + k, 0, from - 1);
          taps[i].weight[k] = (int) lrint (weights[k] * ONE);
          sum += taps[i].weight[k];
        }
      taps[i].weight[t < 0.5 ? 1 : 2] += ONE - sum; /* so that flat areas stay flat */
    }

  return taps;
}

/* Colours times alpha, in 0..255 * 16 so that little is lost between the two passes. */
static void
enlarge_row (const guint8 *row, gint32 *to, int width, int channels, const Tap *taps)
{
  for (int x = 0; x < width; x++, to += channels)
    {
      gint32 sums[4] = { 0 };

      for (int k = 0; k < TAPS; k++)
        {
          const guint8 *pixel = row + (gsize) taps[x].index[k] * channels;
          int weight = taps[x].weight[k];

          for (int c = 0; c < 3; c++)
            sums[c] += weight * (channels == 4 ? (pixel[c] * pixel[3] + 127) / 255 : pixel[c]);
          if (channels == 4)
            sums[3] += weight * pixel[3];
        }
      for (int c = 0; c < channels; c++)
        to[c] = (sums[c] + ONE / 32) / (ONE / 16);
    }
}

static void
store_pixel (const gint64 *sums, int channels, guint8 *to)
{
  const gint64 one = (gint64) ONE * 16;

  if (channels == 3)
    {
      for (int c = 0; c < 3; c++)
        to[c] = (guint8) CLAMP ((sums[c] + one / 2) / one, 0, 255);
      return;
    }

  to[3] = (guint8) CLAMP ((sums[3] + one / 2) / one, 0, 255);
  for (int c = 0; c < 3; c++)
    to[c] = to[3] == 0 ? 0 : (guint8) CLAMP ((sums[c] * 255 + sums[3] / 2) / sums[3], 0, 255);
}

static void
blend_rows (gint32 *const rows[TAPS], const Tap *tap, int width, int channels, guint8 *to)
{
  for (int x = 0; x < width; x++, to += channels)
    {
      gint64 sums[4] = { 0 };

      for (int k = 0; k < TAPS; k++)
        {
          for (int c = 0; c < channels; c++)
            sums[c] += (gint64) tap->weight[k] * rows[k][x * channels + c];
        }
      store_pixel (sums, channels, to);
    }
}

GdkPixbuf *
lb_cubic_enlarge (GdkPixbuf *pixels, int width, int height, GError **error)
{
  const int channels = gdk_pixbuf_get_n_channels (pixels);
  const int from_height = gdk_pixbuf_get_height (pixels);
  const int stride = gdk_pixbuf_get_rowstride (pixels);
  const guint8 *from = gdk_pixbuf_read_pixels (pixels);
  g_autofree Tap *across = NULL;
  g_autofree Tap *down = NULL;
  g_autofree gint32 *ring = NULL;
  int held[TAPS] = { -1, -1, -1, -1 }; /* which source row each place of the ring holds */
  GdkPixbuf *to = lb_pixels_new (channels == 4, width, height, error);
  guint8 *to_pixels;

  if (!to)
    return NULL;

  across = make_taps (gdk_pixbuf_get_width (pixels), width);
  down = make_taps (from_height, height);
  ring = g_new (gint32, (gsize) TAPS * width * channels);
  to_pixels = gdk_pixbuf_get_pixels (to);

  for (int y = 0; y < height; y++)
    {
      gint32 *rows[TAPS];

      /* Four neighbouring rows never share a place, and each is made once on the way down. */
      for (int k = 0; k < TAPS; k++)
        {
          int source = down[y].index[k];
          int place = source % TAPS;

          rows[k] = ring + (gsize) place * width * channels;
          if (held[place] != source)
            enlarge_row (from + (gsize) source * stride, rows[k], width, channels, across);
          held[place] = source;
        }
      blend_rows (rows, &down[y], width, channels,
                  to_pixels + (gsize) y * gdk_pixbuf_get_rowstride (to));
    }

  return to;
}
