#include "model/lb-crop.h"

#define ROUNDS 20000

static LbCropRoom
random_room (GRand *rand)
{
  static const int sides[] = { 1, 256, 1024 };

  return (LbCropRoom) { g_rand_int_range (rand, 1, 5000), g_rand_int_range (rand, 1, 5000),
                        sides[g_rand_int_range (rand, 0, 3)] };
}

static void
assert_allowed (const LbCrop *crop, const LbCropRoom *room)
{
  g_assert_cmpint (crop->x, >=, 0);
  g_assert_cmpint (crop->y, >=, 0);
  g_assert_cmpint (crop->x + crop->width, <=, room->width);
  g_assert_cmpint (crop->y + crop->height, <=, room->height);
  g_assert_cmpint (crop->width, >=, MIN (room->side_min, room->width));
  g_assert_cmpint (crop->height, >=, MIN (room->side_min, room->height));
}

static LbCrop
random_crop (GRand *rand, const LbCropRoom *room)
{
  LbCrop crop = { g_rand_int_range (rand, -6000, 6000), g_rand_int_range (rand, -6000, 6000),
                  g_rand_int_range (rand, -100, 6000), g_rand_int_range (rand, -100, 6000) };

  lb_crop_fit (&crop, room);
  return crop;
}

static const LbAspectBucket *
random_shape (GRand *rand)
{
  gsize n = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n);

  return &shapes[g_rand_int_range (rand, 0, (int) n)];
}

static void
test_buckets (void)
{
  gsize n = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n);

  for (gsize i = 0; i < n; i++)
    {
      int width, height;

      g_assert_true (lb_aspect_bucket_find (shapes[i].name) == &shapes[i]);
      g_assert_true (lb_aspect_bucket_find_nearest (shapes[i].width, shapes[i].height) ==
                     &shapes[i]);
      if (i > 0)
        g_assert_cmpfloat ((double) shapes[i].width / shapes[i].height, >,
                           (double) shapes[i - 1].width / shapes[i - 1].height);
      lb_aspect_bucket_get_size (&shapes[i], 1024, &width, &height);
      g_assert_cmpint (MIN (width, height), ==, 1024);
      g_assert_true (lb_aspect_bucket_find_exact (width, height) == &shapes[i]);
    }

  g_assert_null (lb_aspect_bucket_find ("5:7"));
  g_assert_null (lb_aspect_bucket_find_exact (1024, 1200));
  g_assert_cmpstr (lb_aspect_bucket_find_nearest (1024, 1280)->name, ==, "4:5");
  g_assert_cmpstr (lb_aspect_bucket_find_nearest (1920, 1080)->name, ==, "16:9");
  g_assert_cmpstr (lb_aspect_bucket_find_nearest (10000, 100)->name, ==, "16:9");
}

static void
test_bucket_sizes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (int i = 0; i < ROUNDS; i++)
    {
      const LbAspectBucket *shape = random_shape (rand);
      int width = g_rand_int_range (rand, 1, 3000), height = g_rand_int_range (rand, 1, 3000);
      int shorter, got_width, got_height;

      shorter = lb_aspect_bucket_get_smallest (shape, width, height);
      lb_aspect_bucket_get_size (shape, shorter, &got_width, &got_height);
      g_assert_cmpint (got_width, >=, width);
      g_assert_cmpint (got_height, >=, height);

      shorter = lb_aspect_bucket_get_largest (shape, width, height);
      lb_aspect_bucket_get_size (shape, shorter, &got_width, &got_height);
      g_assert_cmpint (got_width, <=, width);
      g_assert_cmpint (got_height, <=, height);
      lb_aspect_bucket_get_size (shape, shorter + 1, &got_width, &got_height);
      g_assert_true (got_width > width || got_height > height);
    }
}

static void
test_fit (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < ROUNDS; i++)
    {
      LbCropRoom room = random_room (rand);
      LbCrop crop = random_crop (rand, &room), again = crop;

      assert_allowed (&crop, &room);
      lb_crop_fit (&again, &room);
      g_assert_true (lb_crop_equal (&crop, &again));
    }
}

static void
test_take_shape (void)
{
  const LbCropRoom wide = { 3000, 2000, 256 };
  LbCrop crop = { 0, 0, 3000, 2000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  lb_crop_take_shape (&crop, lb_aspect_bucket_find ("4:5"), &wide);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 700, 0, 1600, 2000 }));

  for (int i = 0; i < ROUNDS; i++)
    {
      LbCropRoom room = random_room (rand);
      const LbAspectBucket *shape = random_shape (rand);
      LbCrop shaped = random_crop (rand, &room), again;
      int width, height;

      /* A shape may have no room for so many pixels; then it takes all there are. */
      room.side_min =
        MIN (room.side_min, MAX (lb_aspect_bucket_get_largest (shape, room.width, room.height), 1));
      if (lb_aspect_bucket_get_largest (shape, room.width, room.height) < 1)
        continue;
      lb_crop_take_shape (&shaped, shape, &room);
      lb_aspect_bucket_get_size (shape, MIN (shaped.width, shaped.height), &width, &height);
      g_assert_cmpint (shaped.width, ==, width);
      g_assert_cmpint (shaped.height, ==, height);
      g_assert_cmpint (MIN (width, height), >=, room.side_min);
      g_assert_cmpint (shaped.x, >=, 0);
      g_assert_cmpint (shaped.y, >=, 0);
      g_assert_cmpint (shaped.x + shaped.width, <=, room.width);
      g_assert_cmpint (shaped.y + shaped.height, <=, room.height);
      again = shaped;
      lb_crop_take_shape (&again, shape, &room);
      g_assert_true (lb_crop_equal (&shaped, &again));
    }
}

static void
test_pull (void)
{
  const LbCropRoom room = { 2000, 1500, 256 };
  LbCrop crop = { 100, 100, 1000, 800 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  lb_crop_pull (&crop, LB_CROP_EDGE_RIGHT, 5000, 0, NULL, &room);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 100, 100, 1900, 800 }));
  lb_crop_pull (&crop, LB_CROP_EDGE_TOP, 0, 5000, NULL, &room);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 100, 644, 1900, 256 }));
  lb_crop_pull (&crop, LB_CROP_EDGE_NONE, 50, -9000, NULL, &room);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 100, 0, 1900, 256 }));

  for (int i = 0; i < ROUNDS; i++)
    {
      LbCropRoom any = random_room (rand);
      const LbAspectBucket *shape = g_rand_boolean (rand) ? random_shape (rand) : NULL;
      LbCropEdges edges = (LbCropEdges) g_rand_int_range (rand, 0, 16);
      LbCrop pulled = random_crop (rand, &any);

      if ((edges & 3) == 3 || (edges & 12) == 12)
        continue;
      if (shape != NULL && lb_aspect_bucket_get_largest (shape, any.width, any.height) < 1)
        continue;
      if (shape != NULL)
        {
          any.side_min =
            MIN (any.side_min, lb_aspect_bucket_get_largest (shape, any.width, any.height));
          lb_crop_take_shape (&pulled, shape, &any);
        }
      lb_crop_pull (&pulled, edges, g_rand_int_range (rand, -4000, 4000),
                    g_rand_int_range (rand, -4000, 4000), shape, &any);
      assert_allowed (&pulled, &any);
      if (shape != NULL)
        {
          int width, height;

          lb_aspect_bucket_get_size (shape, MIN (pulled.width, pulled.height), &width, &height);
          g_assert_cmpint (pulled.width, ==, width);
          g_assert_cmpint (pulled.height, ==, height);
        }
    }
}

static void
test_pull_corner (void)
{
  const LbCropRoom room = { 3000, 3000, 256 };
  LbCrop crop = { 1000, 1000, 1000, 1000 };

  lb_crop_pull (&crop, LB_CROP_EDGE_LEFT | LB_CROP_EDGE_TOP, -200, -100,
                lb_aspect_bucket_find ("1:1"), &room);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 800, 800, 1200, 1200 }));
  lb_crop_pull (&crop, LB_CROP_EDGE_BOTTOM, 0, 4000, lb_aspect_bucket_find ("1:1"), &room);
  g_assert_true (lb_crop_equal (&crop, &(LbCrop) { 300, 800, 2200, 2200 }));
}

static void
test_probe (void)
{
  LbProbeResult probe = {
    .format = LB_FORMAT_JPEG, .width = 3000, .height = 2000, .orientation = 6
  };
  const LbCrop none = { 0 }, crop = { 10, 20, 1024, 1280 };
  int width, height;

  lb_crop_apply_to_probe (&none, &probe);
  g_assert_cmpint (probe.orientation, ==, 6);
  lb_crop_apply_to_probe (&crop, &probe);
  lb_probe_result_shown_size (&probe, &width, &height);
  g_assert_cmpint (width, ==, 1024);
  g_assert_cmpint (height, ==, 1280);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/crop/buckets", test_buckets);
  g_test_add_func ("/model/crop/bucket-sizes", test_bucket_sizes);
  g_test_add_func ("/model/crop/fit", test_fit);
  g_test_add_func ("/model/crop/take-shape", test_take_shape);
  g_test_add_func ("/model/crop/pull", test_pull);
  g_test_add_func ("/model/crop/pull-corner", test_pull_corner);
  g_test_add_func ("/model/crop/probe", test_probe);
  return g_test_run ();
}
