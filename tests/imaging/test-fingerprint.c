#include "imaging/lb-decoder.h"
#include "imaging/lb-fingerprint-groups.h"
#include "imaging/lb-pixels.h"

#include <string.h>

/* Copies of pictures that are to be found again, and different ones that are not. */

static GdkPixbuf *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (DexFuture) future =
    lb_decoder_decode_file (lb_decoder_get_default (), file, LB_FINGERPRINT_SIDE);
  g_autoptr (GError) error = NULL;
  const GValue *value;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, FALSE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return g_value_dup_object (value);
}

static LbFingerprint
take (GdkPixbuf *pixels)
{
  LbFingerprint print;

  g_assert_true (lb_fingerprint_take (pixels, &print));

  return print;
}

static LbFingerprint
take_file (const char *folder, const char *name)
{
  g_autoptr (GdkPixbuf) pixels = load (folder, name);

  return take (pixels);
}

static gboolean
is_like (const LbFingerprint *one, const LbFingerprint *other, LbLikeness likeness)
{
  LbFingerprintGauge a, b;

  lb_fingerprint_gauge_init (&a, one);
  lb_fingerprint_gauge_init (&b, other);
  g_assert_true (lb_fingerprint_gauge_is_like (&a, &b, likeness) ==
                 lb_fingerprint_gauge_is_like (&b, &a, likeness));

  return lb_fingerprint_gauge_is_like (&a, &b, likeness);
}

/* Alike from @likeness on, and not before. */
static void
assert_like_from (const LbFingerprint *one,
                  const LbFingerprint *other,
                  LbLikeness likeness,
                  const char *name)
{
  for (LbLikeness i = LB_LIKENESS_STRICT; i < LB_LIKENESS_N; i++)
    if (is_like (one, other, i) != (i >= likeness))
      g_error ("%s is %s at %d", name, i >= likeness ? "not found" : "found", i);
}

static void
test_saved_again (void)
{
  static const char *const copies[] = {
    "dup-exact-b.jpg", "dup-near-q60.jpg", "dup-near-scaled.jpg", "dup-near.webp", "444.jpg",
    "progressive.jpg", "cmyk.jpg",         "alpha-opaque.png",
  };
  const LbFingerprint base = take_file ("edge", "dup-exact-a.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      const LbFingerprint copy = take_file ("edge", copies[i]);

      assert_like_from (&base, &copy, LB_LIKENESS_STRICT, copies[i]);
    }
}

static void
test_changed (void)
{
  static const struct
  {
    const char *name;
    LbLikeness from;
  } copies[] = {
    { "dup-crop.jpg", LB_LIKENESS_NORMAL },
    { "palette.png", LB_LIKENESS_NORMAL },
    { "grey.jpg", LB_LIKENESS_LOOSE },
    { "dup-mirror.jpg", LB_LIKENESS_N },
    { "orient-3.jpg", LB_LIKENESS_N },
    { "orient-6.jpg", LB_LIKENESS_N },
    { "alpha.png", LB_LIKENESS_N },
    { "side-1024.jpg", LB_LIKENESS_LOOSE }, /* pressed into a square */
    { "side-2000x800.jpg", LB_LIKENESS_N },
  };
  const LbFingerprint base = take_file ("edge", "dup-exact-a.jpg");

  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      const LbFingerprint copy = take_file ("edge", copies[i].name);

      assert_like_from (&base, &copy, copies[i].from, copies[i].name);
    }
}

/* (transfer full): @pixels with each level times @factor. */
static GdkPixbuf *
brighten (GdkPixbuf *pixels, double factor)
{
  GdkPixbuf *copy = gdk_pixbuf_copy (pixels);
  guint8 *data = gdk_pixbuf_get_pixels (copy);

  for (gsize i = 0; i < gdk_pixbuf_get_byte_length (copy); i++)
    data[i] = (guint8) CLAMP (data[i] * factor, 0, 255);

  return copy;
}

static void
test_brighter (void)
{
  static const char *const names[] = { "small-00003.jpg", "small-00011.jpg", "small-00020.jpg" };
  static const double factors[] = { 0.8, 0.9, 1.1, 1.2 };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GdkPixbuf) pixels = load ("small", names[i]);
      const LbFingerprint base = take (pixels);

      for (gsize j = 0; j < G_N_ELEMENTS (factors); j++)
        {
          g_autoptr (GdkPixbuf) changed = brighten (pixels, factors[j]);
          const LbFingerprint copy = take (changed);

          g_assert_true (is_like (&base, &copy, LB_LIKENESS_NORMAL));
        }
    }
}

/* A disc or a square of one colour on white, as products are shown. */
static LbFingerprint
take_product (gboolean is_disc, guint32 color)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 64, 64);

  gdk_pixbuf_fill (pixels, 0xfafafa00);
  for (int y = -20; y <= 20; y++)
    {
      for (int x = -20; x <= 20; x++)
        {
          guint8 *at = gdk_pixbuf_get_pixels (pixels) +
                       (y + 32) * gdk_pixbuf_get_rowstride (pixels) + (x + 32) * 3;

          if (is_disc && x * x + y * y > 400)
            continue;
          at[0] = (guint8) (color >> 16);
          at[1] = (guint8) (color >> 8);
          at[2] = (guint8) color;
        }
    }

  return take (pixels);
}

static void
test_products (void)
{
  const LbFingerprint red = take_product (TRUE, 0xc82828);
  const LbFingerprint blue = take_product (TRUE, 0x283cc8);
  const LbFingerprint square = take_product (FALSE, 0xc82828);

  assert_like_from (&red, &blue, LB_LIKENESS_LOOSE, "another colour");
  assert_like_from (&red, &square, LB_LIKENESS_N, "another form");
}

static LbFingerprint
take_even (guint32 color, int width, int height)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (pixels, color);

  return take (pixels);
}

static void
test_even (void)
{
  const LbFingerprint white = take_even (0xffffff00, 64, 64);
  const LbFingerprint nearly = take_even (0xfdfdfd00, 30, 30);
  const LbFingerprint grey = take_even (0x80808000, 64, 64);
  const LbFingerprint wide = take_even (0xffffff00, 64, 32);
  const LbFingerprint tiny = take_even (0xffffff00, 1, 1);

  g_assert_cmpuint (white.hash, ==, 0);
  g_assert_cmpfloat (white.sharpness, ==, 0);
  g_assert_true (is_like (&white, &nearly, LB_LIKENESS_STRICT));
  g_assert_false (is_like (&white, &grey, LB_LIKENESS_LOOSE));
  g_assert_false (is_like (&white, &wide, LB_LIKENESS_LOOSE));
  g_assert_true (is_like (&tiny, &tiny, LB_LIKENESS_STRICT));
}

static void
test_pixels (void)
{
  const LbFingerprint base = take_file ("edge", "dup-exact-a.jpg");
  const LbFingerprint same = take_file ("edge", "dup-exact-b.jpg");
  const LbFingerprint other = take_file ("edge", "dup-near-q60.jpg");

  g_assert_cmpuint (base.pixels, ==, same.pixels);
  g_assert_cmpuint (base.pixels, !=, other.pixels);
}

static void
test_sharpness (void)
{
  g_autoptr (GdkPixbuf) pixels = load ("small", "small-00003.jpg");
  g_autoptr (GdkPixbuf) small = lb_pixels_scale (pixels, 16, 16, NULL);
  g_autoptr (GdkPixbuf) soft = lb_pixels_scale (small, 64, 64, NULL);
  g_autoptr (GdkPixbuf) bright = brighten (pixels, 0.7);
  const LbFingerprint sharp_print = take (pixels);
  const LbFingerprint soft_print = take (soft);
  const LbFingerprint bright_print = take (bright);

  g_assert_cmpfloat (sharp_print.sharpness, >, 2 * soft_print.sharpness);
  g_assert_cmpfloat_with_epsilon (bright_print.sharpness, sharp_print.sharpness,
                                  sharp_print.sharpness / 20);
}

static void
test_kept (void)
{
  const LbFingerprint print = take_file ("edge", "dup-exact-a.jpg");
  g_autoptr (GBytes) bytes = lb_fingerprint_to_bytes (&print);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, 40);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  gsize size = 0;
  g_autofree guint8 *newer = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  g_autoptr (GBytes) of_newer = NULL;
  LbFingerprint again;

  newer[0]++;
  of_newer = g_bytes_new (newer, size);
  g_assert_true (lb_fingerprint_from_bytes (bytes, &again));
  g_assert_cmpmem (&again, sizeof again, &print, sizeof print);
  g_assert_false (lb_fingerprint_from_bytes (cut, &again));
  g_assert_false (lb_fingerprint_from_bytes (none, &again));
  g_assert_false (lb_fingerprint_from_bytes (of_newer, &again));
}

/* Groups. */

#define N_OTHERS 40

static GArray *
take_all (GPtrArray *names)
{
  static const char *const copies[] = { "dup-exact-a.jpg", "dup-near-q60.jpg", "dup-near.webp",
                                        "dup-crop.jpg" };
  GArray *prints = g_array_new (FALSE, FALSE, sizeof (LbFingerprint));

  for (guint i = 0; i < N_OTHERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("small-%05u.jpg", i);
      const LbFingerprint print = take_file ("small", name);

      g_array_append_val (prints, print);
      g_ptr_array_add (names, g_steal_pointer (&name));
      if (i % 10 == 0)
        {
          const LbFingerprint copy = take_file ("edge", copies[i / 10]);

          g_array_append_val (prints, copy);
          g_ptr_array_add (names, g_strdup (copies[i / 10]));
        }
    }

  return prints;
}

static gboolean
is_apart (guint one, guint other, gconstpointer data)
{
  GPtrArray *names = (GPtrArray *) data;

  return g_str_equal (g_ptr_array_index (names, one), "dup-near.webp") ||
         g_str_equal (g_ptr_array_index (names, other), "dup-near.webp");
}

/* None of the different pictures is in a group, all copies are. */
static void
test_groups (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) prints = take_all (names);
  const LbFingerprint *first = &g_array_index (prints, LbFingerprint, 0);

  for (LbLikeness likeness = LB_LIKENESS_STRICT; likeness < LB_LIKENESS_N; likeness++)
    {
      g_autoptr (GPtrArray) groups =
        lb_fingerprint_groups_find (first, prints->len, likeness, NULL, NULL, NULL);
      g_autoptr (GPtrArray) less =
        lb_fingerprint_groups_find (first, prints->len, likeness, is_apart, names, NULL);
      const guint n = likeness == LB_LIKENESS_STRICT ? 3 : 4;

      g_assert_cmpuint (groups->len, ==, 1);
      g_assert_cmpuint (((GArray *) groups->pdata[0])->len, ==, n);
      for (guint i = 0; i < n; i++)
        g_assert_true (g_str_has_prefix (
          names->pdata[g_array_index ((GArray *) groups->pdata[0], guint, i)], "dup-"));
      g_assert_cmpuint (less->len, ==, 1);
      g_assert_cmpuint (((GArray *) less->pdata[0])->len, ==, n - 1);
    }
}

static void
test_groups_none (void)
{
  const LbFingerprint one = take_even (0xffffff00, 64, 64);
  const LbFingerprint two[] = { one, one };
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GPtrArray) none =
    lb_fingerprint_groups_find (NULL, 0, LB_LIKENESS_NORMAL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) alone =
    lb_fingerprint_groups_find (&one, 1, LB_LIKENESS_NORMAL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) stopped = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (alone->len, ==, 0);
  g_cancellable_cancel (cancel);
  stopped = lb_fingerprint_groups_find (two, 2, LB_LIKENESS_NORMAL, NULL, NULL, cancel);
  g_assert_cmpuint (stopped->len, ==, 0);
}

/* Bits of @print are turned over, a few at a time: each is like the next, and the last is not like
 * the first. */
static void
test_groups_chain (void)
{
  LbFingerprint prints[5];
  g_autoptr (GPtrArray) groups = NULL;
  const GArray *group = NULL;

  prints[0] = take_file ("small", "small-00003.jpg");
  for (guint i = 1; i < G_N_ELEMENTS (prints); i++)
    {
      prints[i] = prints[0];
      prints[i].hash ^= (G_GUINT64_CONSTANT (1) << (5 * i)) - 1;
    }
  groups = lb_fingerprint_groups_find (prints, G_N_ELEMENTS (prints), LB_LIKENESS_STRICT, NULL,
                                       NULL, NULL);
  g_assert_cmpuint (groups->len, ==, 2);
  group = groups->pdata[0];
  g_assert_cmpuint (group->len, ==, 3);
  g_assert_cmpuint (g_array_index (group, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (group, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (group, guint, 2), ==, 2);
}

/* Random hashes, of which every other one is that before with some bits turned over. */
static LbFingerprint *
make_random (guint n)
{
  const LbFingerprint base = take_file ("small", "small-00003.jpg");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  LbFingerprint *prints = g_new (LbFingerprint, n);

  for (guint i = 0; i < n; i++)
    {
      prints[i] = base;
      if (i % 2 == 0)
        {
          prints[i].hash = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
          continue;
        }
      prints[i].hash = prints[i - 1].hash;
      for (int left = g_rand_int_range (random, 0, 16); left > 0; left--)
        prints[i].hash ^= G_GUINT64_CONSTANT (1) << g_rand_int_range (random, 0, 64);
    }

  return prints;
}

static gboolean
is_near (const LbFingerprint *one, const LbFingerprint *other)
{
  return lb_pixels_hash_distance (one->hash, other->hash) <=
         (int) lb_likeness_get_distance (LB_LIKENESS_LOOSE);
}

/* Whoever is laid beside all others by hand: of two that are near, one at least is in a group, and
 * in a group all are near the first. */
static void
test_groups_tables (void)
{
  const guint n = 2000;
  g_autofree LbFingerprint *prints = make_random (n);
  g_autofree gboolean *grouped = g_new0 (gboolean, n);
  g_autoptr (GPtrArray) groups =
    lb_fingerprint_groups_find (prints, n, LB_LIKENESS_LOOSE, NULL, NULL, NULL);
  guint n_near = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      const GArray *group = groups->pdata[i];
      const LbFingerprint *first = &prints[g_array_index (group, guint, 0)];

      for (guint j = 0; j < group->len; j++)
        {
          const guint position = g_array_index (group, guint, j);

          g_assert_false (grouped[position]);
          grouped[position] = TRUE;
          g_assert_true (is_near (first, &prints[position]));
        }
    }
  for (guint i = 0; i < n; i++)
    {
      for (guint j = i + 1; j < n; j++)
        {
          if (!is_near (&prints[i], &prints[j]))
            continue;
          n_near++;
          g_assert_true (grouped[i] || grouped[j]);
        }
    }
  g_assert_cmpuint (n_near, >, 500);
  g_assert_cmpuint (groups->len, >, 500);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fingerprint/saved-again", test_saved_again);
  g_test_add_func ("/fingerprint/changed", test_changed);
  g_test_add_func ("/fingerprint/brighter", test_brighter);
  g_test_add_func ("/fingerprint/products", test_products);
  g_test_add_func ("/fingerprint/even", test_even);
  g_test_add_func ("/fingerprint/pixels", test_pixels);
  g_test_add_func ("/fingerprint/sharpness", test_sharpness);
  g_test_add_func ("/fingerprint/kept", test_kept);
  g_test_add_func ("/fingerprint/groups", test_groups);
  g_test_add_func ("/fingerprint/groups/none", test_groups_none);
  g_test_add_func ("/fingerprint/groups/chain", test_groups_chain);
  g_test_add_func ("/fingerprint/groups/tables", test_groups_tables);

  return g_test_run ();
}
