#include "imaging/lb-crop-advice.h"
#include "imaging/lb-margins.h"
#include "imaging/lb-pixels.h"

static GdkPixbuf *
new_pixels (int width, int height, guint32 rgba)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (pixels, rgba);
  return pixels;
}

static void
set_pixel (GdkPixbuf *pixels, int x, int y, int red, int green, int blue)
{
  guint8 *pixel = gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3;

  pixel[0] = (guint8) red;
  pixel[1] = (guint8) green;
  pixel[2] = (guint8) blue;
}

/* A pattern without an even line. */
static void
fill_noise (GdkPixbuf *pixels, const LbCrop *area, GRand *rand)
{
  for (int y = area->y; y < area->y + area->height; y++)
    for (int x = area->x; x < area->x + area->width; x++)
      set_pixel (pixels, x, y, g_rand_int_range (rand, 0, 200), g_rand_int_range (rand, 0, 200),
                 g_rand_int_range (rand, 0, 200));
}

static void
fill_area (GdkPixbuf *pixels, const LbCrop *area, int red, int green, int blue)
{
  for (int y = area->y; y < area->y + area->height; y++)
    for (int x = area->x; x < area->x + area->width; x++)
      set_pixel (pixels, x, y, red, green, blue);
}

static void
assert_crop (const LbCrop *crop, int x, int y, int width, int height)
{
  g_assert_cmpint (crop->x, ==, x);
  g_assert_cmpint (crop->y, ==, y);
  g_assert_cmpint (crop->width, ==, width);
  g_assert_cmpint (crop->height, ==, height);
}

static void
test_margins (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GdkPixbuf) pixels = new_pixels (200, 160, 0xffffffff);
  const LbCrop area = { 30, 10, 120, 100 };
  LbCrop content;

  fill_noise (pixels, &area, rand);
  lb_margins_find (pixels, &content);
  g_assert_true (lb_crop_equal (&content, &area));

  /* What a scan leaves: almost white, and a speck of dust. */
  for (int y = 0; y < 160; y++)
    for (int x = 0; x < 30; x++)
      set_pixel (pixels, x, y, 255 - (x + y) % 9, 255, 250);
  set_pixel (pixels, 4, 50, 0, 0, 0);
  lb_margins_find (pixels, &content);
  g_assert_true (lb_crop_equal (&content, &area));
}

/* The floor of a drawing is no margin; one that goes around is, whatever lies behind it. */
static void
test_margins_floor (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autoptr (GdkPixbuf) pixels = new_pixels (120, 100, 0xffffffff);
  LbCrop content;

  fill_noise (pixels, &(LbCrop) { 10, 10, 100, 80 }, rand);
  fill_area (pixels, &(LbCrop) { 10, 70, 100, 20 }, 40, 20, 10);
  lb_margins_find (pixels, &content);
  assert_crop (&content, 10, 10, 100, 80);

  /* On three sides. */
  fill_noise (pixels, &(LbCrop) { 10, 10, 100, 90 }, rand);
  lb_margins_find (pixels, &content);
  assert_crop (&content, 10, 10, 100, 90);
}

static void
test_margins_none (void)
{
  g_autoptr (GdkPixbuf) even = new_pixels (64, 64, 0x336699ff);
  g_autoptr (GdkPixbuf) sky = new_pixels (256, 256, 0xffffffff);
  LbCrop content;

  lb_margins_find (even, &content);
  assert_crop (&content, 0, 0, 64, 64);

  for (int y = 0; y < 256; y++)
    for (int x = 0; x < 256; x++)
      set_pixel (sky, x, y, y / 2, y / 2, 128 + y / 2);
  lb_margins_find (sky, &content);
  assert_crop (&content, 0, 0, 256, 256);
}

/* Frames within frames, in any colours: what is trimmed is not trimmed again. */
static void
test_margins_idempotent (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (int i = 0; i < 300; i++)
    {
      int width = g_rand_int_range (rand, 1, 90), height = g_rand_int_range (rand, 1, 90);
      g_autoptr (GdkPixbuf) pixels = new_pixels (width, height, g_rand_int (rand) | 0xff);
      g_autoptr (GdkPixbuf) part = NULL;
      LbCrop content, again;

      for (int frame = g_rand_int_range (rand, 0, 5); frame > 0; frame--)
        {
          LbCrop area = { g_rand_int_range (rand, 0, width), g_rand_int_range (rand, 0, height) };

          area.width = g_rand_int_range (rand, 0, width - area.x + 1);
          area.height = g_rand_int_range (rand, 0, height - area.y + 1);
          if (g_rand_boolean (rand))
            fill_noise (pixels, &area, rand);
          else
            fill_area (pixels, &area, g_rand_int_range (rand, 0, 256),
                       g_rand_int_range (rand, 0, 256), g_rand_int_range (rand, 0, 256));
        }

      lb_margins_find (pixels, &content);
      g_assert_cmpint (content.x, >=, 0);
      g_assert_cmpint (content.y, >=, 0);
      g_assert_cmpint (content.width, >, 0);
      g_assert_cmpint (content.height, >, 0);
      g_assert_cmpint (content.x + content.width, <=, width);
      g_assert_cmpint (content.y + content.height, <=, height);
      part = gdk_pixbuf_new_subpixbuf (pixels, content.x, content.y, content.width, content.height);
      lb_margins_find (part, &again);
      assert_crop (&again, 0, 0, content.width, content.height);
    }
}

static void
test_trim (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (GdkPixbuf) pixels = new_pixels (500, 400, 0xffffffff);
  const LbCropRoom room = { 5000, 4000, 256 };
  LbCropAdvice advice;

  fill_noise (pixels, &(LbCrop) { 100, 50, 300, 300 }, rand);
  lb_crop_advice_take (pixels, &room, 1024, &advice);
  /* One of the small lines more, each being ten of the picture's. */
  assert_crop (&advice.trimmed, 1010, 510, 2980, 2980);
  g_assert_cmpstr (
    lb_aspect_bucket_find_exact (advice.suggested.width, advice.suggested.height)->name, ==, "1:1");

  /* Content that would be too small is left with some of its margin. */
  lb_crop_advice_take (pixels, &(LbCropRoom) { 1000, 800, 700 }, 1024, &advice);
  g_assert_cmpint (advice.trimmed.width, ==, 700);
  g_assert_cmpint (advice.trimmed.height, ==, 700);
}

static void
test_subject (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GdkPixbuf) pixels = new_pixels (384, 256, 0x8090a0ff);
  const LbCropRoom room = { 6000, 4000, 256 };
  LbCropAdvice advice;

  /* A vivid figure on a ground with some grain. */
  for (int y = 0; y < 256; y++)
    for (int x = 0; x < 384; x++)
      {
        int grain = g_rand_int_range (rand, -20, 20);

        set_pixel (pixels, x, y, 128 + grain, 144 + grain, 160 + grain);
      }
  for (int y = 96; y < 192; y++)
    for (int x = 48; x < 112; x++)
      set_pixel (pixels, x, y, 220, (x + y) % 3 * 30, 20);

  lb_crop_advice_take (pixels, &room, 1024, &advice);
  g_assert_false (lb_crop_is_set (&advice.trimmed));
  g_assert_true (lb_crop_is_set (&advice.suggested));
  /* All of the figure, in pixels of the picture, and much less than all of it. */
  g_assert_cmpint (advice.suggested.x, <=, 48 * 6000 / 384);
  g_assert_cmpint (advice.suggested.x + advice.suggested.width, >=, 112 * 6000 / 384);
  g_assert_cmpint (advice.suggested.y, <=, 96 * 4000 / 256);
  g_assert_cmpint (advice.suggested.y + advice.suggested.height, >=, 192 * 4000 / 256);
  g_assert_cmpint (advice.suggested.width, <, 3000);
  g_assert_nonnull (lb_aspect_bucket_find_exact (advice.suggested.width, advice.suggested.height));
  g_assert_cmpint (MIN (advice.suggested.width, advice.suggested.height), >=, 1024);
}

static void
test_advice_allowed (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 200; i++)
    {
      int width = g_rand_int_range (rand, 8, 200), height = g_rand_int_range (rand, 8, 200);
      int side_min = g_rand_boolean (rand) ? 256 : 1024;
      int times = g_rand_int_range (rand, 1 + side_min / MIN (width, height), 130);
      const LbCropRoom room = { width * times, height * times, side_min };
      g_autoptr (GdkPixbuf) pixels = new_pixels (width, height, g_rand_int (rand) | 0xff);
      LbCrop area = { g_rand_int_range (rand, 0, width), g_rand_int_range (rand, 0, height) };
      LbCropAdvice advice;

      area.width = g_rand_int_range (rand, 0, width - area.x + 1);
      area.height = g_rand_int_range (rand, 0, height - area.y + 1);
      fill_noise (pixels, &area, rand);
      lb_crop_advice_take (pixels, &room, 1024, &advice);
      for (int which = 0; which < 2; which++)
        {
          const LbCrop *crop = which == 0 ? &advice.trimmed : &advice.suggested;
          int floor_side =
            which == 0 ? side_min : MIN (MAX (side_min, 1024), MIN (room.width, room.height));

          if (!lb_crop_is_set (crop))
            continue;
          g_assert_cmpint (crop->x, >=, 0);
          g_assert_cmpint (crop->y, >=, 0);
          g_assert_cmpint (crop->x + crop->width, <=, room.width);
          g_assert_cmpint (crop->y + crop->height, <=, room.height);
          g_assert_cmpint (MIN (crop->width, crop->height), >=, side_min);
          g_assert_cmpint (MIN (crop->width, crop->height), >=, floor_side);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imaging/crop/margins", test_margins);
  g_test_add_func ("/imaging/crop/margins-floor", test_margins_floor);
  g_test_add_func ("/imaging/crop/margins-none", test_margins_none);
  g_test_add_func ("/imaging/crop/margins-idempotent", test_margins_idempotent);
  g_test_add_func ("/imaging/crop/trim", test_trim);
  g_test_add_func ("/imaging/crop/subject", test_subject);
  g_test_add_func ("/imaging/crop/allowed", test_advice_allowed);
  return g_test_run ();
}
