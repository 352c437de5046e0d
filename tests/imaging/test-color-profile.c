#include <string.h>

#include "imaging/lb-color-profile.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"

#define PROFILE_BYTES 132

static GBytes *
encode (LbFormat format, gboolean has_alpha)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, has_alpha, 8, 40, 30);
  GBytes *bytes = NULL;

  gdk_pixbuf_fill (pixels, has_alpha ? 0x12345680 : 0x123456ff);
  g_assert_nonnull (bytes = lb_pixels_encode (pixels, format, NULL));
  return bytes;
}

static void
fill_profile (guint8 *profile, const char *space)
{
  memset (profile, 0x5a, PROFILE_BYTES);
  memcpy (profile + 16, space, 4);
}

/* (transfer full): @bytes with a part put in. */
static GBytes *
put (GBytes *bytes, gsize at, const guint8 *part, gsize length)
{
  GByteArray *out = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_byte_array_append (out, data, (guint) at);
  g_byte_array_append (out, part, (guint) length);
  g_byte_array_append (out, data + at, (guint) (size - at));
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
add_profile (GBytes *bytes, LbFormat format, const char *space)
{
  guint8 part[200] = { 0 };

  switch (format)
    {
    case LB_FORMAT_JPEG:
      part[0] = 0xff;
      part[1] = 0xe2;
      part[3] = 2 + 14 + PROFILE_BYTES;
      memcpy (part + 4, "ICC_PROFILE\0\1\1", 14);
      fill_profile (part + 18, space);
      return put (bytes, 2, part, 18 + PROFILE_BYTES);
    case LB_FORMAT_PNG:
      part[3] = 4;
      memcpy (part + 4, "gAMA\0\0\xb1\x8f", 8);
      memcpy (part + 12, "\x0b\xfc\x61\x05", 4);
      return put (bytes, 33, part, 16);
    case LB_FORMAT_WEBP:
    default:
      memcpy (part, "VP8X\x0a\0\0\0\x20\0\0\0\x27\0\0\x1d\0\0", 18);
      memcpy (part + 18, "ICCP", 4);
      part[22] = PROFILE_BYTES;
      fill_profile (part + 26, space);
      return put (bytes, 12, part, 26 + PROFILE_BYTES);
    }
}

static gboolean
holds (GBytes *bytes, const void *needle, gsize length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, needle, length) != NULL;
}

static void
assert_decodes (GBytes *bytes, gboolean has_alpha)
{
  DexFuture *future = lb_decoder_decode (lb_decoder_get_default (), bytes, 0);
  g_autoptr (GdkPixbuf) pixels = NULL;
  LbProbeResult probe;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  lb_probe_bytes (data, size, &probe);
  g_assert_cmpint (probe.width, ==, 40);
  g_assert_cmpint (probe.height, ==, 30);
  g_assert_false (probe.truncated);
  while (dex_future_is_pending (future))
    g_usleep (1000);
  g_assert_true (dex_future_is_resolved (future));
  pixels = g_value_dup_object (dex_future_get_value (future, NULL));
  g_assert_cmpint (gdk_pixbuf_get_has_alpha (pixels), ==, has_alpha);
  dex_unref (future);
}

static void
test_carry (gconstpointer data)
{
  LbFormat format = (LbFormat) GPOINTER_TO_INT (data);
  const char *mark = format == LB_FORMAT_PNG ? "gAMA" : "RGB ZZZZ";

  for (int has_alpha = 0; has_alpha < (format == LB_FORMAT_JPEG ? 1 : 2); has_alpha++)
    {
      g_autoptr (GBytes) plain = encode (format, has_alpha);
      g_autoptr (GBytes) from = add_profile (plain, format, "RGB ");
      g_autoptr (GBytes) out = lb_color_profile_carry (from, plain, format);
      g_autoptr (GBytes) same = lb_color_profile_carry (plain, plain, format);

      g_assert_true (holds (out, mark, strlen (mark)));
      assert_decodes (out, has_alpha);
      g_assert_true (g_bytes_equal (same, plain));
    }
}

/* Pixels are RGB once they were decoded. */
static void
test_other_space (gconstpointer data)
{
  LbFormat format = (LbFormat) GPOINTER_TO_INT (data);
  g_autoptr (GBytes) plain = encode (format, FALSE);
  g_autoptr (GBytes) from = add_profile (plain, format, "CMYK");
  g_autoptr (GBytes) out = lb_color_profile_carry (from, plain, format);

  g_assert_true (g_bytes_equal (out, plain));
}

/* What ends too early, or says another length, is no profile. */
static void
test_broken (gconstpointer data)
{
  LbFormat format = (LbFormat) GPOINTER_TO_INT (data);
  g_autoptr (GBytes) plain = encode (format, FALSE);
  g_autoptr (GBytes) from = add_profile (plain, format, "RGB ");
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  gsize size = g_bytes_get_size (from);

  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (from, NULL), length);
      g_autoptr (GBytes) out = lb_color_profile_carry (part, plain, format);

      g_assert_cmpuint (g_bytes_get_size (out), >=, g_bytes_get_size (plain));
    }
  for (int i = 0; i < 5000; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (from, NULL), size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GBytes) out = NULL;

      for (int n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        bytes[g_rand_int_range (rand, 0, (int) size)] = (guint8) g_rand_int (rand);
      changed = g_bytes_new (bytes, size);
      out = lb_color_profile_carry (changed, plain, format);
      g_assert_cmpuint (g_bytes_get_size (out), >=, g_bytes_get_size (plain));
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    LbFormat format;
  } formats[] = { { "jpeg", LB_FORMAT_JPEG },
                  { "png", LB_FORMAT_PNG },
                  { "webp", LB_FORMAT_WEBP } };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gconstpointer format = GINT_TO_POINTER (formats[i].format);
      g_autofree char *carry = g_strconcat ("/imaging/color-profile/carry/", formats[i].name, NULL);
      g_autofree char *broken =
        g_strconcat ("/imaging/color-profile/broken/", formats[i].name, NULL);
      g_autofree char *other = g_strconcat ("/imaging/color-profile/other/", formats[i].name, NULL);

      g_test_add_data_func (carry, format, test_carry);
      g_test_add_data_func (broken, format, test_broken);
      if (formats[i].format != LB_FORMAT_PNG)
        g_test_add_data_func (other, format, test_other_space);
    }
  return g_test_run ();
}
