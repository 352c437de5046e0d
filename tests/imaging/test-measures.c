#include "imaging/lb-measures.h"
#include "imaging/lb-palette.h"

typedef void (*PaintFunc) (int x, int y, int width, int height, guint8 *rgb);

static GdkPixbuf *
paint (int width, int height, PaintFunc func)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      func (x, y, width, height,
            gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3);
  return pixels;
}

static void
take (int width, int height, PaintFunc func, LbMeasures *measures)
{
  g_autoptr (GdkPixbuf) pixels = paint (width, height, func);
  LbMeasures again;

  lb_measures_take (pixels, measures);
  lb_measures_take (pixels, &again);
  g_assert_cmpmem (measures, sizeof *measures, &again, sizeof again);
}

static void
set_grey (guint8 *rgb, int level)
{
  rgb[0] = rgb[1] = rgb[2] = CLAMP (level, 0, 255);
}

static void
paint_black (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 0);
}

static void
paint_white (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 255);
}

static void
paint_left_bright (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 255 - 255 * x / width);
}

static void
paint_top_bright (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 255 - 255 * y / height);
}

static void
paint_dark_centre (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 2 * (ABS (x - width / 2) + ABS (y - height / 2)));
}

/* A red square around the upper left point of thirds, on a slow blur of greys. */
static void
paint_red_square (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 110 + 20 * x / width + 15 * y / height);
  if (ABS (x - width / 3) < width / 10 && ABS (y - height / 3) < height / 10)
    {
      rgb[0] = 181;
      rgb[1] = 71;
      rgb[2] = 42;
    }
}

static void
paint_symmetric (int x, int y, int width, int height, guint8 *rgb)
{
  int from_middle = ABS (2 * x + 1 - width) / 2;

  rgb[0] = (from_middle / 12) % 2 ? 220 : 40;
  rgb[1] = (y / 20) % 2 ? 160 : 60;
  rgb[2] = from_middle * 2 % 256;
}

static void
paint_blue (int x, int y, int width, int height, guint8 *rgb)
{
  rgb[0] = 30 + x % 7;
  rgb[1] = 80 + y % 5;
  rgb[2] = 200 + (x + y) % 9;
}

static void
paint_noise (int x, int y, int width, int height, guint8 *rgb)
{
  guint32 state = (guint32) (y * width + x) * 2654435761u;

  state ^= state >> 15;
  state *= 2246822519u;
  state ^= state >> 13;
  set_grey (rgb, 60 + state % 130);
}

/* Plates of even colour with hard edges, one shaded from top to bottom. */
static void
paint_drawing (int x, int y, int width, int height, guint8 *rgb)
{
  gboolean ball = (x - width / 3) * (x - width / 3) + (y - height / 2) * (y - height / 2) < 1600;

  rgb[0] = ball ? 233 : y > height * 2 / 3 ? 64 : 200 - 60 * y / height;
  rgb[1] = ball ? 174 : y > height * 2 / 3 ? 128 : 220 - 30 * y / height;
  rgb[2] = ball ? 56 : y > height * 2 / 3 ? 136 : 225;
}

/* The same scene with soft edges and grain. */
static void
paint_photograph (int x, int y, int width, int height, guint8 *rgb)
{
  guint32 state = (guint32) (y * width + x) * 2654435761u;
  double dx = x - width / 3, dy = y - height / 2;
  double ball = CLAMP (1.5 - (dx * dx + dy * dy) / 1600, 0, 1);
  double ground = CLAMP ((y - height * 2.0 / 3) / 20, 0, 1) * (1 - ball);
  int grain;

  state ^= state >> 15;
  state *= 2246822519u;
  state ^= state >> 13;
  grain = (int) (state % 17) - 8;
  rgb[0] = 180 - 110 * ground + 50 * ball + grain;
  rgb[1] = 200 - 70 * ground - 30 * ball + grain;
  rgb[2] = 215 - 80 * ground - 140 * ball + grain;
}

/* A vivid little figure on a striped ground, under a sky that is as unlike the ground as any. */
static void
paint_figure (int x, int y, int width, int height, guint8 *rgb)
{
  gboolean ground = y > height / 2;
  gboolean figure = ABS (x - width * 3 / 4) < width / 12 && ABS (y - height * 5 / 8) < height / 8;

  rgb[0] = figure ? 240 : ground ? 90 + (x / 9 % 2) * 30 : 180;
  rgb[1] = figure ? 176 : ground ? 80 + (x / 9 % 2) * 30 : 214;
  rgb[2] = figure ? 40 : ground ? 72 + (x / 9 % 2) * 30 : 224;
}

static void
test_black (void)
{
  LbMeasures measures;
  g_autofree char *name = NULL;

  take (256, 256, paint_black, &measures);
  name = lb_palette_color_name (&measures.palette[0]);
  g_assert_cmpint (measures.n_palette, ==, 1);
  g_assert_cmpstr (name, ==, "black");
  g_assert_cmpfloat_with_epsilon (measures.palette[0].share, 1, 1e-9);
  g_assert_cmpfloat (measures.brightness, ==, 0);
  g_assert_cmpfloat (measures.contrast, ==, 0);
  g_assert_cmpfloat (measures.chroma, ==, 0);
  g_assert_cmpfloat (measures.light_x, ==, 0);
  g_assert_cmpfloat (measures.shadow_share, ==, 1);
  g_assert_cmpfloat (measures.highlight_share, ==, 0);
  g_assert_cmpfloat (measures.sharp_share, ==, 0);
  g_assert_cmpfloat (measures.subject_strength, ==, 0);
  g_assert_cmpfloat (measures.flatness, ==, 1);
}

static void
test_white (void)
{
  LbMeasures measures;
  g_autofree char *hex = NULL;

  take (256, 256, paint_white, &measures);
  hex = lb_palette_color_hex (&measures.palette[0]);
  g_assert_cmpstr (hex, ==, "#ffffff");
  g_assert_cmpfloat_with_epsilon (measures.brightness, 1, 1e-6);
  g_assert_cmpfloat (measures.highlight_share, ==, 1);
  g_assert_cmpfloat (measures.warm_share + measures.cool_share, ==, 0);
  g_assert_cmpfloat (measures.subject_strength, <, 0.01);
}

static void
test_light (void)
{
  LbMeasures measures;

  take (256, 170, paint_left_bright, &measures);
  g_assert_cmpfloat (measures.light_x, <, -0.5);
  g_assert_cmpfloat (ABS (measures.light_y), <, 0.01);
  g_assert_cmpfloat (measures.subject_strength, <, 0.2);
  g_assert_cmpfloat (measures.symmetry, <, 0.3);
  g_assert_cmpfloat (measures.contrast, >, 0.4);

  take (170, 256, paint_top_bright, &measures);
  g_assert_cmpfloat (measures.light_y, <, -0.5);
  g_assert_cmpfloat (ABS (measures.light_x), <, 0.01);

  take (256, 256, paint_dark_centre, &measures);
  g_assert_cmpfloat (measures.light_center, <, -0.3);
  g_assert_cmpfloat (ABS (measures.light_x), <, 0.05);
}

static void
test_subject (void)
{
  LbMeasures measures;
  g_autofree char *name = NULL;

  take (256, 256, paint_red_square, &measures);
  name = lb_palette_color_name (&measures.subject_color);
  g_assert_cmpstr (name, ==, "rust red");
  g_assert_cmpfloat (measures.subject_strength, >, 0.35);
  g_assert_cmpfloat_with_epsilon (measures.subject_x, 1 / 3.0, 0.06);
  g_assert_cmpfloat_with_epsilon (measures.subject_y, 1 / 3.0, 0.06);
  g_assert_cmpfloat (measures.subject_width, <, 0.4);
  g_assert_cmpfloat (measures.thirds, >, 0.7);
  g_assert_cmpfloat (measures.sharp_share, <, 0.25);
  g_assert_cmpfloat (measures.subject_color.share, <, 0.06);
}

static void
test_symmetry (void)
{
  LbMeasures measures;

  take (256, 256, paint_symmetric, &measures);
  g_assert_cmpfloat (measures.symmetry, >, 0.95);
  g_assert_cmpfloat (ABS (measures.light_x), <, 0.02);
}

static void
test_temperature (void)
{
  LbMeasures measures;

  take (128, 128, paint_blue, &measures);
  g_assert_cmpfloat (measures.cool_share, >, 0.95);
  g_assert_cmpfloat (measures.accent_share, >, 0.95);
}

static void
test_flatness (void)
{
  LbMeasures drawn, photographed;

  take (256, 256, paint_red_square, &drawn);
  take (256, 256, paint_noise, &photographed);
  g_assert_cmpfloat (drawn.flatness, >, 0.5);
  g_assert_cmpfloat (photographed.calm_share, <, 0.05);
  g_assert_cmpfloat (photographed.flatness, <, 0.05);
  g_assert_cmpfloat (photographed.sharp_share, >, 0.9);
}

static void
test_surface (void)
{
  LbMeasures drawn, photographed, plain;

  take (256, 205, paint_drawing, &drawn);
  take (256, 205, paint_photograph, &photographed);
  take (256, 205, paint_black, &plain);
  g_assert_cmpfloat (drawn.edge_hardness, >, 0.8);
  g_assert_cmpfloat (photographed.edge_hardness, <, 0.1);
  g_assert_cmpfloat (drawn.cleanness, >, 0.95);
  g_assert_cmpfloat (photographed.cleanness, <, 0.5);
  g_assert_cmpfloat (drawn.calm_share, >, 0.8);
  g_assert_cmpfloat (drawn.edge_share, >, 0.002);
  g_assert_cmpfloat (drawn.concentration, >, photographed.concentration);
  g_assert_cmpfloat (plain.edge_share, ==, 0);
  g_assert_cmpfloat (plain.edge_hardness, ==, 0);
}

static void
test_figure (void)
{
  LbMeasures measures;
  g_autofree char *name = NULL;

  take (256, 205, paint_figure, &measures);
  name = lb_palette_color_name (&measures.subject_color);
  g_assert_cmpstr (name, ==, "golden yellow");
  g_assert_cmpfloat_with_epsilon (measures.subject_x, 0.75, 0.04);
  g_assert_cmpfloat_with_epsilon (measures.subject_y, 0.625, 0.05);
  g_assert_cmpfloat (measures.subject_width, <, 0.3);
  g_assert_cmpfloat (measures.subject_strength, >, 0.6);
}

static void
test_chroma (void)
{
  LbMeasures blue, figure, grey;

  take (128, 128, paint_blue, &blue);
  g_assert_cmpfloat (blue.cool_share, >, 0.95);
  g_assert_cmpfloat (blue.warm_share, ==, 0);
  g_assert_cmpfloat (blue.chroma, >, 42);
  g_assert_cmpfloat (blue.accent_share, >, 0.95);

  take (256, 205, paint_figure, &figure);
  g_assert_cmpfloat (figure.chroma, <, 20);
  g_assert_cmpfloat_with_epsilon (figure.accent_share, 1 / 24.0, 0.01);

  take (128, 128, paint_noise, &grey);
  g_assert_cmpfloat (grey.chroma, ==, 0);
  g_assert_cmpfloat (grey.warm_share + grey.cool_share + grey.accent_share, ==, 0);
}

static void
test_odd_sizes (void)
{
  LbMeasures measures;

  take (1, 1, paint_blue, &measures);
  g_assert_cmpint (measures.n_palette, ==, 1);
  g_assert_cmpfloat (measures.light_x, ==, 0);
  g_assert_cmpfloat (measures.light_y, ==, 0);
  g_assert_cmpfloat (measures.subject_strength, ==, 0);

  take (2, 300, paint_top_bright, &measures);
  g_assert_cmpfloat (measures.light_y, <, -0.5);
  g_assert_cmpfloat (measures.light_x, ==, 0);

  take (300, 2, paint_left_bright, &measures);
  g_assert_cmpfloat (measures.light_x, <, -0.5);
}

static void
test_alpha (void)
{
  g_autoptr (GdkPixbuf) plain = paint (64, 48, paint_red_square);
  g_autoptr (GdkPixbuf) clear = gdk_pixbuf_add_alpha (plain, FALSE, 0, 0, 0);
  LbMeasures without, with;

  lb_measures_take (plain, &without);
  lb_measures_take (clear, &with);
  g_assert_cmpmem (&without, sizeof without, &with, sizeof with);
}

static void
test_names (void)
{
  static const struct
  {
    LbPaletteColor color;
    const char *name;
    gboolean neutral;
  } cases[] = {
    { { 0, 0, 0 }, "black", TRUE },
    { { 255, 255, 255 }, "white", TRUE },
    { { 128, 128, 128 }, "mid grey", TRUE },
    { { 130, 128, 133 }, "mid grey", TRUE },
    { { 181, 71, 42 }, "rust red", FALSE },
    { { 20, 35, 79 }, "navy", FALSE },
    { { 44, 144, 48 }, "green", FALSE },
    { { 246, 236, 212 }, "cream", FALSE },
    { { 255, 255, 0 }, "yellow", FALSE },
    { { 255, 0, 0 }, "bright red", FALSE },
    { { 201, 84, 47 }, "rust red", FALSE },
    { { 244, 187, 58 }, "golden yellow", FALSE },
    { { 28, 39, 70 }, "navy", FALSE },
    { { 63, 128, 136 }, "teal", FALSE },
    { { 6, 26, 10 }, "greenish black", FALSE },
    { { 200, 222, 224 }, "pale aqua", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = lb_palette_color_name (&cases[i].color);

      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_true (lb_palette_color_is_neutral (&cases[i].color) == cases[i].neutral);
    }

  for (int level = 0; level < 256; level++)
    g_assert_true (lb_palette_color_is_neutral (&(LbPaletteColor) { level, level, level }));
}

static void
test_families (void)
{
  static const struct
  {
    LbPaletteColor color;
    const char *family;
  } cases[] = {
    { { 8, 8, 8 }, "blacks" },       { { 128, 128, 128 }, "greys" },
    { { 252, 252, 252 }, "whites" }, { { 200, 40, 40 }, "reds" },
    { { 240, 160, 184 }, "pinks" },  { { 240, 122, 28 }, "oranges" },
    { { 119, 73, 42 }, "browns" },   { { 246, 218, 42 }, "yellows" },
    { { 44, 144, 48 }, "greens" },   { { 63, 128, 136 }, "blue greens" },
    { { 42, 102, 216 }, "blues" },   { { 92, 42, 134 }, "purples" },
    { { 246, 236, 212 }, "creams" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (lb_palette_color_family (&cases[i].color), ==, cases[i].family);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/measures/black", test_black);
  g_test_add_func ("/measures/white", test_white);
  g_test_add_func ("/measures/light", test_light);
  g_test_add_func ("/measures/subject", test_subject);
  g_test_add_func ("/measures/symmetry", test_symmetry);
  g_test_add_func ("/measures/temperature", test_temperature);
  g_test_add_func ("/measures/flatness", test_flatness);
  g_test_add_func ("/measures/surface", test_surface);
  g_test_add_func ("/measures/figure", test_figure);
  g_test_add_func ("/measures/chroma", test_chroma);
  g_test_add_func ("/measures/odd-sizes", test_odd_sizes);
  g_test_add_func ("/measures/alpha", test_alpha);
  g_test_add_func ("/measures/names", test_names);
  g_test_add_func ("/measures/families", test_families);

  return g_test_run ();
}
