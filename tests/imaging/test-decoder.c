#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"

#include <stdlib.h>
#include <string.h>

static DexFuture *
done_cb (DexFuture *future, gpointer user_data)
{
  return dex_ref (future);
}

/* Runs the main loop until the future is done, and until the loop has heard of it. */
static void
wait_for (DexFuture *future)
{
  g_autoptr (DexFuture) done = dex_future_finally (dex_ref (future), done_cb, NULL, NULL);

  while (dex_future_is_pending (done))
    g_main_context_iteration (NULL, TRUE);
}

static gpointer
take_result (DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) owned = future;
  const GValue *value;

  wait_for (owned);
  if (!(value = dex_future_get_value (owned, error)))
    return NULL;
  return G_VALUE_HOLDS_BOXED (value) ? g_value_dup_boxed (value) : g_value_dup_object (value);
}

static char *
edge_path (const char *name)
{
  return g_build_filename (g_getenv ("LB_TEST_CORPUS"), "edge", name, NULL);
}

static GBytes *
load (const char *name)
{
  g_autofree char *path = edge_path (name);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static GdkPixbuf *
decode (const char *name, int max_side, GError **error)
{
  g_autoptr (GBytes) bytes = load (name);

  return take_result (lb_decoder_decode (lb_decoder_get_default (), bytes, max_side), error);
}

static GdkPixbuf *
decode_well (const char *name, int max_side)
{
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixels = decode (name, max_side, &error);

  g_test_message ("%s", name);
  g_assert_no_error (error);
  g_assert_true (GDK_IS_PIXBUF (pixels));
  return pixels;
}

static double
mean_error (GdkPixbuf *a, GdkPixbuf *b)
{
  guint64 sum = 0;
  int width = gdk_pixbuf_get_width (a);
  int height = gdk_pixbuf_get_height (a);

  g_assert_cmpint (gdk_pixbuf_get_width (b), ==, width);
  g_assert_cmpint (gdk_pixbuf_get_height (b), ==, height);
  for (int y = 0; y < height; y++)
    {
      for (int x = 0; x < width; x++)
        {
          const guint8 *p = gdk_pixbuf_read_pixels (a) + (gsize) y * gdk_pixbuf_get_rowstride (a) +
                            (gsize) x * gdk_pixbuf_get_n_channels (a);
          const guint8 *q = gdk_pixbuf_read_pixels (b) + (gsize) y * gdk_pixbuf_get_rowstride (b) +
                            (gsize) x * gdk_pixbuf_get_n_channels (b);

          for (int c = 0; c < 3; c++)
            sum += (guint64) abs (p[c] - q[c]);
        }
    }
  return (double) sum / ((double) width * height * 3);
}

/* In each format that has alpha, at both sizes: what the decoder makes black is what would have
 * been made black here. */
static void
test_opaque (void)
{
  static const char *const names[] = { "alpha.png",        "alpha-opaque.png",
                                       "alpha-lossy.webp", "alpha-lossless.webp",
                                       "palette-trns.png", "orient-6.png" };
  static const int sides[] = { 0, 333 };

  for (guint i = 0; i < G_N_ELEMENTS (names) * G_N_ELEMENTS (sides); i++)
    {
      const int side = sides[i % G_N_ELEMENTS (sides)];
      g_autoptr (GBytes) bytes = load (names[i / G_N_ELEMENTS (sides)]);
      g_autoptr (GError) error = NULL;
      LbDecoder *decoder = lb_decoder_get_default ();
      g_autoptr (GdkPixbuf) pixels = take_result (lb_decoder_decode (decoder, bytes, side), &error);
      g_autoptr (GdkPixbuf) flat = NULL;
      g_autoptr (GdkPixbuf) opaque = NULL;

      g_assert_no_error (error);
      flat = lb_pixels_flatten (pixels, NULL);
      opaque = take_result (lb_decoder_decode_opaque (decoder, bytes, side), &error);
      g_assert_no_error (error);
      g_assert_false (gdk_pixbuf_get_has_alpha (opaque));
      g_assert_cmpint (gdk_pixbuf_get_n_channels (opaque), ==, 3);
      g_assert_cmpfloat (mean_error (flat, opaque), ==, 0);
    }
}

/* @file, @bytes: (nullable): one of them. */
static gboolean
is_opaque (GFile *file, GBytes *bytes)
{
  LbProbeResult probe = { 0 };

  lb_decoder_look_through (lb_decoder_get_default (), file, bytes, &probe);
  g_assert_false (probe.truncated);
  return probe.opaque;
}

/* What is in the pixels counts, not whether there is a channel for it; one pixel is enough. */
static void
test_is_opaque (void)
{
  static const struct
  {
    const char *name;
    gboolean opaque;
  } cases[] = {
    { "alpha.png", FALSE },        { "alpha-opaque.png", TRUE },     { "alpha-lossy.webp", FALSE },
    { "palette-trns.png", FALSE }, { "alpha-lossless.webp", FALSE }, { "orient-6.png", TRUE },
  };
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 900, 700);
  guint8 *last = gdk_pixbuf_get_pixels (pixels) + 699 * gdk_pixbuf_get_rowstride (pixels) + 899 * 4;
  static const LbFormat formats[] = { LB_FORMAT_PNG, LB_FORMAT_WEBP };
  g_autoptr (GBytes) broken = g_bytes_new_static ("\x89PNG\r\n\x1a\n", 8);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = edge_path (cases[i].name);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GBytes) bytes = load (cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (is_opaque (file, NULL), ==, cases[i].opaque);
      g_assert_cmpint (is_opaque (NULL, bytes), ==, cases[i].opaque);
    }

  gdk_pixbuf_fill (pixels, 0x336699ff);
  last[3] = 254;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) bytes = lb_pixels_encode (pixels, formats[i], NULL);

      g_assert_false (is_opaque (NULL, bytes));
    }
  g_assert_false (is_opaque (NULL, broken));
}

static void
test_edge_files (void)
{
  static const struct
  {
    const char *name;
    int width;
    int height;
    gboolean has_alpha;
  } cases[] = {
    { "orient-1.jpg", 1200, 1100, FALSE },     { "orient-3.jpg", 1200, 1100, FALSE },
    { "orient-5.jpg", 1100, 1200, FALSE },     { "orient-6.jpg", 1100, 1200, FALSE },
    { "orient-6.png", 1100, 1200, FALSE },     { "orient-6.webp", 1100, 1200, FALSE },
    { "alpha.png", 1200, 1100, TRUE },         { "alpha-opaque.png", 1200, 1100, TRUE },
    { "alpha-lossy.webp", 1200, 1100, TRUE },  { "alpha-lossless.webp", 1200, 1100, TRUE },
    { "palette.png", 1200, 1100, FALSE },      { "palette-trns.png", 1200, 1100, TRUE },
    { "grey.jpg", 1200, 1100, FALSE },         { "grey16.png", 1200, 1100, FALSE },
    { "cmyk.jpg", 1200, 1100, FALSE },         { "progressive.jpg", 1200, 1100, FALSE },
    { "444.jpg", 1200, 1100, FALSE },          { "side-255.jpg", 255, 255, FALSE },
    { "side-2000x800.jpg", 2000, 800, FALSE }, { "png-named.jpg", 1200, 1100, FALSE },
    { "jpg-named.png", 1200, 1100, FALSE },    { "dup-near.webp", 1200, 1100, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GdkPixbuf) pixels = decode_well (cases[i].name, 0);

      g_assert_cmpint (gdk_pixbuf_get_width (pixels), ==, cases[i].width);
      g_assert_cmpint (gdk_pixbuf_get_height (pixels), ==, cases[i].height);
      g_assert_cmpint (gdk_pixbuf_get_has_alpha (pixels), ==, cases[i].has_alpha);
    }
}

static void
test_refused (void)
{
  static const char *const unsupported[] = {
    "animated.webp", "animated.gif",    "bitmap.bmp", "truncated.jpg",
    "truncated.png", "header-only.jpg", "empty.jpg",  "text.jpg",
  };
  guint n_asked = lb_decoder_get_n_asked (lb_decoder_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (decode (unsupported[i], 0, &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
    }
  g_assert_cmpuint (lb_decoder_get_n_asked (lb_decoder_get_default ()), ==, n_asked);
}

static GBytes *
png_of_size (guint32 width, guint32 height)
{
  static const guint8 rest[] = "\x08\x02\0\0\0\0\0\0\0"
                               "\0\0\0\x01IDATx\0\0\0\0"
                               "\0\0\0\0IEND\xae\x42\x60\x82";
  GByteArray *png = g_byte_array_new ();
  guint32 sides[2] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };

  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
  g_byte_array_append (png, (const guint8 *) sides, 8);
  g_byte_array_append (png, rest, sizeof rest - 1);
  return g_byte_array_free_to_bytes (png);
}

static void
test_bombs (void)
{
  static const guint32 sides[][2] = {
    { 20000, 20000 }, { 16385, 10 }, { 10, 16385 }, { 10001, 10000 }, { 0x7fffffff, 0x7fffffff },
  };
  LbDecoder *decoder = lb_decoder_get_default ();
  guint n_asked = lb_decoder_get_n_asked (decoder);

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GBytes) png = png_of_size (sides[i][0], sides[i][1]);
      g_autoptr (GError) error = NULL;

      g_assert_null (take_result (lb_decoder_decode (decoder, png, 256), &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
    }
  g_assert_cmpuint (lb_decoder_get_n_asked (decoder), ==, n_asked);
}

/* The header is fine, the rest is not. */
static void
test_damaged (void)
{
  static const char *const names[] = { "orient-1.jpg", "palette.png", "alpha-lossless.webp" };
  g_autoptr (GBytes) lying = png_of_size (4000, 4000);
  g_autoptr (GError) lying_error = NULL;
  LbDecoder *decoder = lb_decoder_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) whole = load (names[i]);
      g_autoptr (GBytes) broken = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      const guint8 *data = g_bytes_get_data (whole, &length);
      guint8 *copy = g_memdup2 (data, length);

      /* An early end marker and then nothing, or a hole in the middle of the data. */
      if (i == 0)
        memcpy (copy + length / 2, "\xff\xd9", 2);
      else
        memset (copy + length / 2, 0, 64);
      broken = g_bytes_new_take (copy, i == 0 ? length / 2 + 2 : length);

      g_assert_null (take_result (lb_decoder_decode (decoder, broken, 0), &error));
      g_test_message ("%s: %s", names[i], error->message);
      g_assert_error (error, LB_ERROR, LB_ERROR_DAMAGED);
    }

  g_assert_null (take_result (lb_decoder_decode (decoder, lying, 0), &lying_error));
  g_assert_error (lying_error, LB_ERROR, LB_ERROR_DAMAGED);
}

static void
test_max_side (void)
{
  static const int sides[] = { 1, 37, 150, 256, 550, 600, 1000, 1200, 5000 };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GdkPixbuf) jpeg = decode_well ("orient-6.jpg", sides[i]);
      g_autoptr (GdkPixbuf) png = decode_well ("orient-6.png", sides[i]);
      g_autoptr (GdkPixbuf) webp = decode_well ("orient-6.webp", sides[i]);
      int longer = MIN (sides[i], 1200);
      int shorter = MAX (1, (1100 * longer + 600) / 1200);

      g_assert_cmpint (gdk_pixbuf_get_height (jpeg), ==, longer);
      g_assert_cmpint (gdk_pixbuf_get_width (jpeg), ==, shorter);
      g_assert_cmpfloat (mean_error (jpeg, png), <, 6);
      g_assert_cmpfloat (mean_error (webp, png), <, 8);
    }
}

/* The corpus stores one picture with eight orientations: turned back by its own, each must be it.
 */
static guint8 const *
pixel_at (GdkPixbuf *pixels, int x, int y)
{
  return gdk_pixbuf_read_pixels (pixels) + (gsize) y * gdk_pixbuf_get_rowstride (pixels) +
         (gsize) x * gdk_pixbuf_get_n_channels (pixels);
}

static void
test_orientations (void)
{
  g_autoptr (GdkPixbuf) base = decode_well ("orient-1.jpg", 0);
  const int w = gdk_pixbuf_get_width (base);
  const int h = gdk_pixbuf_get_height (base);

  for (int orientation = 2; orientation <= 8; orientation++)
    {
      g_autofree char *name = g_strdup_printf ("orient-%d.jpg", orientation);
      g_autoptr (GdkPixbuf) shown = decode_well (name, 0);

      for (int y = 0; y < h; y++)
        {
          for (int x = 0; x < w; x++)
            {
              int to_x = x;
              int to_y = y;

              switch (orientation)
                {
                case 2: to_x = w - 1 - x; break;
                case 3:
                  to_x = w - 1 - x;
                  to_y = h - 1 - y;
                  break;
                case 4: to_y = h - 1 - y; break;
                case 5:
                  to_x = y;
                  to_y = x;
                  break;
                case 6:
                  to_x = h - 1 - y;
                  to_y = x;
                  break;
                case 7:
                  to_x = h - 1 - y;
                  to_y = w - 1 - x;
                  break;
                case 8:
                  to_x = y;
                  to_y = w - 1 - x;
                  break;
                default: g_assert_not_reached ();
                }
              if (memcmp (pixel_at (base, x, y), pixel_at (shown, to_x, to_y), 3) != 0)
                g_error ("%s differs at %d, %d", name, x, y);
            }
        }
    }
}

static void
test_colors (void)
{
  g_autoptr (GdkPixbuf) rgb = decode_well ("444.jpg", 300);
  g_autoptr (GdkPixbuf) cmyk = decode_well ("cmyk.jpg", 300);
  g_autoptr (GdkPixbuf) palette = decode_well ("palette.png", 300);
  g_autoptr (GdkPixbuf) grey = decode_well ("grey.jpg", 300);
  g_autoptr (GdkPixbuf) grey16 = decode_well ("grey16.png", 300);

  g_assert_cmpfloat (mean_error (rgb, cmyk), <, 4);
  g_assert_cmpfloat (mean_error (rgb, palette), <, 8);
  g_assert_cmpfloat (mean_error (grey, grey16), <, 2);
}

static void
test_near_duplicates (void)
{
  static const char *const near[] = {
    "dup-exact-b.jpg", "dup-near-q60.jpg", "dup-near-scaled.jpg", "dup-near.webp",
    "dup-crop.jpg",    "side-512.jpg",     "alpha-opaque.png",
  };
  static const char *const far[] = { "dup-mirror.jpg", "orient-3.jpg", "orient-6.jpg" };
  g_autoptr (GdkPixbuf) base = decode_well ("dup-exact-a.jpg", 256);
  guint64 hash = lb_pixels_hash (base);

  for (guint i = 0; i < G_N_ELEMENTS (near); i++)
    {
      g_autoptr (GdkPixbuf) pixels = decode_well (near[i], 256);
      int distance = lb_pixels_hash_distance (hash, lb_pixels_hash (pixels));

      g_test_message ("%s: %d", near[i], distance);
      g_assert_cmpint (distance, <=, 8);
    }
  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    {
      g_autoptr (GdkPixbuf) pixels = decode_well (far[i], 256);
      int distance = lb_pixels_hash_distance (hash, lb_pixels_hash (pixels));

      g_test_message ("%s: %d", far[i], distance);
      g_assert_cmpint (distance, >, 16);
    }
}

static void
test_file (void)
{
  g_autofree char *path = edge_path ("alpha.png");
  g_autofree char *odd_path = edge_path ("animated.gif");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) odd = g_file_new_for_path (odd_path);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/a.png");
  g_autoptr (GdkPixbuf) pixels = NULL;
  g_autoptr (GError) error = NULL;
  LbDecoder *decoder = lb_decoder_get_default ();

  pixels = take_result (lb_decoder_decode_file (decoder, file, 300), &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixels), ==, 300);

  g_assert_null (take_result (lb_decoder_decode_file (decoder, odd, 300), &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (take_result (lb_decoder_decode_file (decoder, missing, 300), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* An APP1 segment with lens, focal length, exposure, aperture and ISO, put behind a JPEG's start.
 */
static GBytes *
with_exif (GBytes *jpeg)
{
  static const guint8 exif[] =
    "\xff\xe1\0\xa0"
    "Exif\0\0"
    "MM\0*\0\0\0\x08"
    "\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0" /* 8: the way to the photo's directory */
    "\0\x06"                                           /* 26: six entries, 28 to 100, end 104 */
    "\x82\x9a\0\x05\0\0\0\x01\0\0\0\x68"               /* exposure at 104 */
    "\x82\x9d\0\x05\0\0\0\x01\0\0\0\x70"               /* aperture at 112 */
    "\x88\x27\0\x03\0\0\0\x01\x01\x90\0\0"             /* ISO 400 */
    "\x92\x0a\0\x05\0\0\0\x01\0\0\0\x78"               /* focal length at 120 */
    "\xa4\x05\0\x03\0\0\0\x01\0\x4b\0\0"               /* 75 mm */
    "\xa4\x34\0\x02\0\0\0\x16\0\0\0\x80"               /* lens at 128, 22 bytes */
    "\0\0\0\0"
    "\0\0\0\x01\0\0\0\x7d"
    "\0\0\0\x12\0\0\0\x0a"
    "\0\0\0\x32\0\0\0\x01"
    "Fine Lens 50 mm f/1.8\0";
  GByteArray *out = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (jpeg, &length);
  gsize segment = sizeof exif - 1;

  g_byte_array_append (out, data, 2);
  g_byte_array_append (out, exif, (guint) segment);
  out->data[4] = (guint8) ((segment - 2) >> 8);
  out->data[5] = (guint8) (segment - 2);
  g_byte_array_append (out, data + 2, (guint) (length - 2));
  return g_byte_array_free_to_bytes (out);
}

static void
test_exif (void)
{
  g_autoptr (GBytes) plain = load ("444.jpg");
  g_autoptr (GBytes) rich = with_exif (plain);
  g_autoptr (LbPictureExif) none = NULL;
  g_autoptr (LbPictureExif) exif = NULL;
  g_autoptr (GError) error = NULL;
  LbDecoder *decoder = lb_decoder_get_default ();

  none = take_result (lb_decoder_read_exif (decoder, plain), &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (none->focal_length_mm, ==, 0);
  g_assert_null (none->lens);

  exif = take_result (lb_decoder_read_exif (decoder, rich), &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (exif->focal_length_mm, 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (exif->focal_length_35mm, 75, 1e-9);
  g_assert_cmpfloat_with_epsilon (exif->exposure_s, 1 / 125.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (exif->f_number, 1.8, 1e-9);
  g_assert_cmpint (exif->iso, ==, 400);
  g_assert_cmpstr (exif->lens, ==, "Fine Lens 50 mm f/1.8");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/decoder/edge-files", test_edge_files);
  g_test_add_func ("/decoder/opaque", test_opaque);
  g_test_add_func ("/decoder/is-opaque", test_is_opaque);
  g_test_add_func ("/decoder/refused", test_refused);
  g_test_add_func ("/decoder/bombs", test_bombs);
  g_test_add_func ("/decoder/damaged", test_damaged);
  g_test_add_func ("/decoder/max-side", test_max_side);
  g_test_add_func ("/decoder/orientations", test_orientations);
  g_test_add_func ("/decoder/colors", test_colors);
  g_test_add_func ("/decoder/near-duplicates", test_near_duplicates);
  g_test_add_func ("/decoder/file", test_file);
  g_test_add_func ("/decoder/exif", test_exif);

  return g_test_run ();
}
