#include "base/lb-error.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"

#include <stdlib.h>

static GdkPixbuf *
make_pixels (int width, int height, gboolean has_alpha)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, width, height);
  int channels = gdk_pixbuf_get_n_channels (pixels);

  for (int y = 0; y < height; y++)
    {
      guint8 *row = gdk_pixbuf_get_pixels (pixels) + (gsize) y * gdk_pixbuf_get_rowstride (pixels);

      for (int x = 0; x < width; x++)
        {
          guint8 *pixel = row + (gsize) x * channels;

          pixel[0] = (guint8) (255 * x / width);
          pixel[1] = (guint8) (255 * y / height);
          pixel[2] = (guint8) ((x / 8 + y / 8) % 2 ? 200 : 40);
          if (has_alpha)
            pixel[3] = (guint8) (x < width / 2 ? 0 : 255);
        }
    }
  return pixels;
}

static const guint8 *
pixel_at (GdkPixbuf *pixels, int x, int y)
{
  return gdk_pixbuf_read_pixels (pixels) + (gsize) y * gdk_pixbuf_get_rowstride (pixels) +
         (gsize) x * gdk_pixbuf_get_n_channels (pixels);
}

static void
assert_size (GdkPixbuf *pixels, int width, int height)
{
  g_assert_cmpint (gdk_pixbuf_get_width (pixels), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (pixels), ==, height);
}

static void
test_flatten (void)
{
  g_autoptr (GdkPixbuf) pixels = make_pixels (64, 32, TRUE);
  g_autoptr (GdkPixbuf) flat = lb_pixels_flatten (pixels, NULL);
  g_autoptr (GdkPixbuf) again = lb_pixels_flatten (flat, NULL);

  g_assert_false (gdk_pixbuf_get_has_alpha (flat));
  assert_size (flat, 64, 32);
  g_assert_true (again == flat);
  for (int y = 0; y < 32; y++)
    {
      for (int x = 0; x < 64; x++)
        {
          for (int c = 0; c < 3; c++)
            g_assert_cmpint (pixel_at (flat, x, y)[c], ==, x < 32 ? 0 : pixel_at (pixels, x, y)[c]);
        }
    }
}

static void
test_flatten_half (void)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 3, 3);
  g_autoptr (GdkPixbuf) flat = NULL;

  gdk_pixbuf_fill (pixels, 0xc8640080);
  flat = lb_pixels_flatten (pixels, NULL);
  g_assert_cmpint (pixel_at (flat, 1, 1)[0], ==, 100);
  g_assert_cmpint (pixel_at (flat, 1, 1)[1], ==, 50);
  g_assert_cmpint (pixel_at (flat, 1, 1)[2], ==, 0);
}

/* Alpha weighs: what can't be seen does not bleed into what can. */
static void
test_reduce (void)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 4, 2);
  g_autoptr (GdkPixbuf) even = make_pixels (640, 480, FALSE);
  g_autoptr (GdkPixbuf) one = NULL;
  g_autoptr (GdkPixbuf) small = NULL;

  gdk_pixbuf_fill (pixels, 0xff000000);
  for (int y = 0; y < 2; y++)
    {
      for (int x = 0; x < 2; x++)
        {
          guint8 *pixel = (guint8 *) gdk_pixbuf_get_pixels (pixels) +
                          y * gdk_pixbuf_get_rowstride (pixels) + x * 4;

          pixel[0] = 0;
          pixel[2] = 90;
          pixel[3] = 255;
        }
    }
  one = lb_pixels_scale (pixels, 1, 1, NULL);
  g_assert_cmpint (pixel_at (one, 0, 0)[0], ==, 0);
  g_assert_cmpint (pixel_at (one, 0, 0)[2], ==, 90);
  g_assert_cmpint (pixel_at (one, 0, 0)[3], ==, 128);

  small = lb_pixels_scale (even, 7, 5, NULL);
  assert_size (small, 7, 5);
  for (int x = 1; x < 7; x++)
    g_assert_cmpint (pixel_at (small, x, 2)[0], >, pixel_at (small, x - 1, 2)[0]);
}

static void
test_enlarge (void)
{
  g_autoptr (GdkPixbuf) small = make_pixels (256, 256, FALSE);
  g_autoptr (GdkPixbuf) large = lb_pixels_scale (small, 1024, 1024, NULL);
  g_autoptr (GdkPixbuf) back = lb_pixels_scale (large, 256, 256, NULL);
  g_autoptr (GdkPixbuf) flat = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 5, 9);
  g_autoptr (GdkPixbuf) flat_large = NULL;
  guint64 sum = 0;

  assert_size (large, 1024, 1024);
  for (int y = 0; y < 256; y++)
    {
      for (int x = 0; x < 256; x++)
        {
          for (int c = 0; c < 3; c++)
            sum += (guint64) abs (pixel_at (small, x, y)[c] - pixel_at (back, x, y)[c]);
        }
    }
  g_assert_cmpfloat ((double) sum / (256 * 256 * 3), <, 2.5);

  /* An even area stays exactly what it is. */
  gdk_pixbuf_fill (flat, 0x4d97e6ff);
  flat_large = lb_pixels_scale (flat, 37, 64, NULL);
  for (int y = 0; y < 64; y++)
    {
      for (int x = 0; x < 37; x++)
        g_assert_cmpmem (pixel_at (flat_large, x, y), 4, "\x4d\x97\xe6\xff", 4);
    }
}

static void
test_fit (void)
{
  g_autoptr (GdkPixbuf) pixels = make_pixels (600, 200, FALSE);
  g_autoptr (GdkPixbuf) small = lb_pixels_fit (pixels, 300, NULL);
  g_autoptr (GdkPixbuf) same = lb_pixels_fit (pixels, 600, NULL);
  g_autoptr (GdkPixbuf) thin = NULL;
  g_autoptr (GdkPixbuf) line = make_pixels (500, 1, FALSE);
  g_autoptr (GdkPixbuf) mixed = lb_pixels_scale (pixels, 300, 400, NULL);

  assert_size (small, 300, 100);
  g_assert_true (same == pixels);
  thin = lb_pixels_fit (line, 20, NULL);
  assert_size (thin, 20, 1);
  assert_size (mixed, 300, 400);
}

static void
test_encode (void)
{
  static const LbFormat formats[] = { LB_FORMAT_JPEG, LB_FORMAT_PNG, LB_FORMAT_WEBP };
  g_autoptr (GdkPixbuf) pixels = make_pixels (301, 199, FALSE);
  g_autoptr (GdkPixbuf) clear = make_pixels (64, 64, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = lb_pixels_encode (pixels, formats[i], &error);
      g_autoptr (GBytes) clear_file = NULL;
      LbProbeResult result;

      g_assert_no_error (error);
      lb_probe_bytes (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &result);
      g_assert_cmpint (result.format, ==, formats[i]);
      g_assert_cmpint (result.width, ==, 301);
      g_assert_cmpint (result.height, ==, 199);
      g_assert_false (result.truncated);
      g_assert_false (result.has_alpha);

      clear_file = lb_pixels_encode (clear, formats[i], &error);
      g_assert_no_error (error);
      lb_probe_bytes (g_bytes_get_data (clear_file, NULL), g_bytes_get_size (clear_file), &result);
      g_assert_cmpint (result.has_alpha, ==, formats[i] != LB_FORMAT_JPEG);
    }
}

static void
test_encode_refused (void)
{
  g_autoptr (GdkPixbuf) pixels = make_pixels (8, 8, FALSE);
  g_autoptr (GdkPixbuf) wide = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 65536, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_pixels_encode (pixels, LB_FORMAT_GIF, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (lb_pixels_encode (wide, LB_FORMAT_JPEG, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (lb_pixels_encode (wide, LB_FORMAT_WEBP, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
}

static void
test_thumbnail (void)
{
  g_autoptr (GdkPixbuf) pixels = make_pixels (800, 400, TRUE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = lb_pixels_thumbnail (pixels, 256, &error);
  LbProbeResult result;

  g_assert_no_error (error);
  lb_probe_bytes (g_bytes_get_data (file, NULL), g_bytes_get_size (file), &result);
  g_assert_cmpint (result.format, ==, LB_FORMAT_JPEG);
  g_assert_cmpint (result.width, ==, 256);
  g_assert_cmpint (result.height, ==, 128);
}

static void
test_hash (void)
{
  g_autoptr (GdkPixbuf) pixels = make_pixels (400, 300, FALSE);
  g_autoptr (GdkPixbuf) smaller = lb_pixels_scale (pixels, 200, 150, NULL);
  g_autoptr (GdkPixbuf) mirrored = gdk_pixbuf_flip (pixels, TRUE);
  g_autoptr (GdkPixbuf) tiny = make_pixels (3, 5, FALSE);
  guint64 hash = lb_pixels_hash (pixels);

  g_assert_cmpuint (lb_pixels_hash (pixels), ==, hash);
  g_assert_cmpint (lb_pixels_hash_distance (hash, lb_pixels_hash (smaller)), <=, 8);
  g_assert_cmpint (lb_pixels_hash_distance (hash, lb_pixels_hash (mirrored)), >, 8);
  g_assert_cmpuint (lb_pixels_hash (tiny), ==, lb_pixels_hash (tiny));
  g_assert_cmpint (lb_pixels_hash_distance (0, G_MAXUINT64), ==, 64);
  g_assert_cmpint (lb_pixels_hash_distance (5, 6), ==, 2);
}

/* A picture that there is no memory for is an error and no end. */
static void
test_no_memory (void)
{
  const int most = G_MAXINT / 3 + 1;
  g_autoptr (GdkPixbuf) pixels = make_pixels (8, 8, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) scaled = NULL;

  g_assert_null (lb_pixels_new (FALSE, most, 1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
  g_assert_null (lb_pixels_scale (pixels, most, 8, &scaled));
  g_assert_error (scaled, LB_ERROR, LB_ERROR_TOO_LARGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pixels/flatten", test_flatten);
  g_test_add_func ("/pixels/no-memory", test_no_memory);
  g_test_add_func ("/pixels/flatten-half", test_flatten_half);
  g_test_add_func ("/pixels/reduce", test_reduce);
  g_test_add_func ("/pixels/enlarge", test_enlarge);
  g_test_add_func ("/pixels/fit", test_fit);
  g_test_add_func ("/pixels/encode", test_encode);
  g_test_add_func ("/pixels/encode-refused", test_encode_refused);
  g_test_add_func ("/pixels/thumbnail", test_thumbnail);
  g_test_add_func ("/pixels/hash", test_hash);

  return g_test_run ();
}
