#include "imaging/lb-pixels.h"

#include "base/lb-area-average.h"
#include "base/lb-error.h"
#include "imaging/lb-cubic.h"

#include <string.h>

GdkPixbuf *
lb_pixels_new (gboolean has_alpha, int width, int height, GError **error)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, width, height);

  if (!pixels)
    g_set_error (error, LB_ERROR, LB_ERROR_TOO_LARGE, "No memory for a picture of %d by %d pixels",
                 width, height);

  return pixels;
}

GdkPixbuf *
lb_pixels_flatten (GdkPixbuf *pixels, GError **error)
{
  GdkPixbuf *flat;
  int width;
  int height;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), NULL);

  if (!gdk_pixbuf_get_has_alpha (pixels))
    return g_object_ref (pixels);

  width = gdk_pixbuf_get_width (pixels);
  height = gdk_pixbuf_get_height (pixels);
  flat = lb_pixels_new (FALSE, width, height, error);
  if (!flat)
    return NULL;

  for (int y = 0; y < height; y++)
    {
      const guint8 *from =
        gdk_pixbuf_read_pixels (pixels) + (gsize) y * gdk_pixbuf_get_rowstride (pixels);
      guint8 *to = gdk_pixbuf_get_pixels (flat) + (gsize) y * gdk_pixbuf_get_rowstride (flat);

      for (int x = 0; x < width; x++, from += 4, to += 3)
        {
          for (int c = 0; c < 3; c++)
            to[c] = (guint8) ((from[c] * from[3] + 127) / 255);
        }
    }

  return flat;
}

static void
store_row_cb (const guint8 *row, int y, gpointer user_data)
{
  GdkPixbuf *to = user_data;
  gsize length = (gsize) gdk_pixbuf_get_width (to) * gdk_pixbuf_get_n_channels (to);

  memcpy (gdk_pixbuf_get_pixels (to) + (gsize) y * gdk_pixbuf_get_rowstride (to), row, length);
}

static GdkPixbuf *
reduce (GdkPixbuf *pixels, int width, int height, GError **error)
{
  g_autoptr (LbAreaAverage) average = NULL;
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (pixels);
  int from_height = gdk_pixbuf_get_height (pixels);
  GdkPixbuf *to = lb_pixels_new (has_alpha, width, height, error);

  if (!to)
    return NULL;

  average = lb_area_average_new (gdk_pixbuf_get_width (pixels), from_height, width, height,
                                 has_alpha ? 4 : 3, store_row_cb, to);
  for (int y = 0; y < from_height; y++)
    lb_area_average_push (average, gdk_pixbuf_read_pixels (pixels) +
                                     (gsize) y * gdk_pixbuf_get_rowstride (pixels));
  return to;
}

/**
 * lb_pixels_scale:
 * @pixels: RGB or RGBA, at most 65535 pixels a side
 * @width: pixels, positive
 * @height: pixels, positive
 *
 * A side that becomes shorter is averaged over areas, one that becomes longer is interpolated
 * (Catmull-Rom).
 *
 * Returns: (transfer full): the same pixbuf when the size is right, or %NULL with
 *   LB_ERROR_TOO_LARGE when there is no memory for it
 */
GdkPixbuf *
lb_pixels_scale (GdkPixbuf *pixels, int width, int height, GError **error)
{
  g_autoptr (GdkPixbuf) reduced = NULL;
  int from_width;
  int from_height;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);

  from_width = gdk_pixbuf_get_width (pixels);
  from_height = gdk_pixbuf_get_height (pixels);
  if (width < from_width || height < from_height)
    reduced = reduce (pixels, MIN (width, from_width), MIN (height, from_height), error);
  else
    reduced = g_object_ref (pixels);

  if (reduced && (width > from_width || height > from_height))
    return lb_cubic_enlarge (reduced, width, height, error);
  return g_steal_pointer (&reduced);
}

GdkPixbuf *
lb_pixels_fit (GdkPixbuf *pixels, int max_side, GError **error)
{
  int width;
  int height;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), NULL);
  g_return_val_if_fail (max_side > 0, NULL);

  lb_area_average_fit (gdk_pixbuf_get_width (pixels), gdk_pixbuf_get_height (pixels), max_side,
                       &width, &height);
  return lb_pixels_scale (pixels, width, height, error);
}
