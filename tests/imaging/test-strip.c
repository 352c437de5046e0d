#include "imaging/lb-strip.h"

#include <gexiv2/gexiv2.h>
#include <string.h>

#include "base/lb-error.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-probe.h"

#define CANARY "canary-strip-93"
#define N_MUTANTS 1500

static const char *const pictures[] = {
  "edge/side-512.jpg",     "edge/progressive.jpg",     "edge/cmyk.jpg",
  "edge/orient-6.png",     "edge/palette-trns.png",    "edge/orient-6.webp",
  "edge/alpha-lossy.webp", "edge/alpha-lossless.webp",
};
static const char *const mutated[] = { "edge/side-512.jpg", "edge/orient-6.png",
                                       "edge/orient-6.webp" };

/* What has to go, and what may stay. */

static const char *const secrets[] = {
  "Exif.Image.ImageDescription",
  "Exif.Image.Artist",
  "Exif.Image.Copyright",
  "Exif.Image.Software",
  "Exif.Image.HostComputer",
  "Exif.Image.DateTime",
  "Exif.Photo.DateTimeOriginal",
  "Exif.Photo.CameraOwnerName",
  "Exif.Photo.BodySerialNumber",
  "Exif.Photo.LensSerialNumber",
  "Exif.Photo.ImageUniqueID",
  "Exif.Photo.UserComment",
  "Exif.Photo.MakerNote",
  "Exif.GPSInfo.GPSMapDatum",
  "Exif.GPSInfo.GPSAreaInformation",
  "Xmp.dc.creator",
  "Xmp.exif.GPSLatitude",
  "Xmp.aux.SerialNumber",
  "Xmp.photoshop.City",
};

static const struct
{
  const char *tag;
  const char *value;
} facts[] = {
  { "Exif.Image.Make", "Northlight" },
  { "Exif.Image.Model", "N-7" },
  { "Exif.Image.Orientation", "6" },
  { "Exif.Photo.LensModel", "Northlight 35mm f/1.8" },
  { "Exif.Photo.FNumber", "18/10" },
  { "Exif.Photo.ExposureTime", "1/250" },
  { "Exif.Photo.ISOSpeedRatings", "400" },
  { "Exif.Photo.FocalLength", "350/10" },
  { "Exif.Photo.FocalLengthIn35mmFilm", "52" },
  { "Exif.Photo.ExposureBiasValue", "-1/3" },
};

static GBytes *
read_picture (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize length = 0;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (bytes, length);
}

static GExiv2Metadata *
open_metadata (GBytes *bytes)
{
  GExiv2Metadata *metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  gexiv2_metadata_open_buf (metadata, data, (glong) length, &error);
  g_assert_no_error (error);

  return metadata;
}

/* (transfer full): the picture with all that a camera and a person write into one. */
static GBytes *
with_secrets (const char *name)
{
  g_autoptr (GBytes) plain = read_picture (name);
  g_autofree char *folder = g_dir_make_tmp ("lookbook-strip-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture", NULL);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (plain, NULL),
                                      (gssize) g_bytes_get_size (plain), NULL));
  g_assert_true (gexiv2_metadata_open_path (metadata, path, &error));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_assert_true (
      gexiv2_metadata_try_set_tag_string (metadata, facts[i].tag, facts[i].value, &error));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (!g_str_has_suffix (secrets[i], "MakerNote"))
      gexiv2_metadata_try_set_tag_string (metadata, secrets[i], CANARY, NULL);
  g_assert_true (gexiv2_metadata_try_set_tag_string (metadata, "Exif.Photo.MakerNote",
                                                     "99 97 110 97 114 121 45 115 116 114 105 112 "
                                                     "45 57 51 0",
                                                     &error));
  gexiv2_metadata_try_set_gps_info (metadata, 13.4, 52.5, 34, NULL);
  if (g_str_has_suffix (name, ".jpg"))
    {
      gexiv2_metadata_try_set_tag_string (metadata, "Iptc.Application2.City", CANARY, NULL);
      gexiv2_metadata_try_set_comment (metadata, CANARY, NULL);
      gexiv2_metadata_try_set_exif_thumbnail_from_buffer (
        metadata, (const guint8 *) "\xff\xd8" CANARY, 2 + strlen (CANARY), NULL);
    }
  g_assert_true (gexiv2_metadata_save_file (metadata, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  return g_bytes_new_take (bytes, length);
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, text, strlen (text)) != NULL;
}

static GBytes *
strip (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  GBytes *stripped = lb_strip_metadata (bytes, &error);

  g_assert_no_error (error);

  return stripped;
}

static void
assert_is_fact (const char *tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (g_str_equal (tag, facts[i].tag))
      return;
  if (!g_str_equal (tag, "Exif.Image.ExifTag") && !g_str_equal (tag, "Exif.Photo.ExifVersion"))
    g_error ("%s was left in", tag);
}

/* The main context is woken when it is done. */
static DexFuture *
done_cb (DexFuture *future, gpointer data)
{
  return dex_ref (future);
}

static GdkPixbuf *
decode (GBytes *bytes)
{
  g_autoptr (DexFuture) future = dex_future_finally (
    lb_decoder_decode (lb_decoder_get_default (), bytes, 0), done_cb, NULL, NULL);
  g_autoptr (GError) error = NULL;
  const GValue *value = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return g_value_dup_object (value);
}

static void
assert_same_pixels (GBytes *before, GBytes *after)
{
  g_autoptr (GdkPixbuf) a = decode (before);
  g_autoptr (GdkPixbuf) b = decode (after);
  g_autoptr (GBytes) a_bytes = gdk_pixbuf_read_pixel_bytes (a);
  g_autoptr (GBytes) b_bytes = gdk_pixbuf_read_pixel_bytes (b);

  g_assert_cmpint (gdk_pixbuf_get_width (a), ==, gdk_pixbuf_get_width (b));
  g_assert_cmpint (gdk_pixbuf_get_height (a), ==, gdk_pixbuf_get_height (b));
  g_assert_true (g_bytes_equal (a_bytes, b_bytes));
}

static void
test_picture (gconstpointer name)
{
  g_autoptr (GBytes) before = with_secrets (name);
  g_autoptr (GBytes) after = strip (before);
  g_autoptr (GBytes) again = strip (after);
  g_autoptr (GExiv2Metadata) metadata = open_metadata (after);
  g_auto (GStrv) tags = gexiv2_metadata_get_exif_tags (metadata);
  g_auto (GStrv) xmp = gexiv2_metadata_get_xmp_tags (metadata);
  g_auto (GStrv) iptc = gexiv2_metadata_get_iptc_tags (metadata);
  double longitude = 0, latitude = 0, altitude = 0;

  g_assert_true (holds (before, CANARY));
  g_assert_false (holds (after, CANARY));
  for (gsize i = 0; tags[i] != NULL; i++)
    assert_is_fact (tags[i]);
  g_assert_cmpuint (g_strv_length (xmp), ==, 0);
  g_assert_cmpuint (g_strv_length (iptc), ==, 0);
  g_assert_false (
    gexiv2_metadata_try_get_gps_info (metadata, &longitude, &latitude, &altitude, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *value = gexiv2_metadata_try_get_tag_string (metadata, facts[i].tag, NULL);

      g_assert_cmpstr (value, ==, facts[i].value);
    }
  assert_same_pixels (before, after);
  g_assert_true (again == after);
}

/* A picture that says nothing of itself goes out as it came. */
static void
test_plain (gconstpointer name)
{
  g_autoptr (GBytes) before = read_picture (name);
  g_autoptr (GBytes) once = strip (before);
  g_autoptr (GBytes) twice = strip (once);
  LbProbeResult a = { 0 };
  LbProbeResult b = { 0 };

  g_assert_true (once == twice);
  lb_probe_bytes (g_bytes_get_data (before, NULL), g_bytes_get_size (before), &a);
  lb_probe_bytes (g_bytes_get_data (once, NULL), g_bytes_get_size (once), &b);
  g_assert_cmpint (a.width, ==, b.width);
  g_assert_cmpint (a.height, ==, b.height);
  g_assert_cmpint (a.orientation, ==, b.orientation);
  assert_same_pixels (before, once);
}

/* What follows the picture may be another one, with all that the first one lost. */
static void
test_trailer (gconstpointer name)
{
  g_autoptr (GBytes) before = read_picture (name);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) with = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) plain = strip (before);

  g_byte_array_append (longer, g_bytes_get_data (before, NULL), (guint) g_bytes_get_size (before));
  g_byte_array_append (longer, (const guint8 *) CANARY, sizeof CANARY);
  with = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  after = strip (with);
  g_assert_true (g_bytes_equal (after, plain));
}

static void
refuse (const char *data, gsize length, LbError code)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_strip_metadata (bytes, &error));
  g_assert_error (error, LB_ERROR, (int) code);
}

static void
test_refused (void)
{
  refuse ("", 0, LB_ERROR_UNSUPPORTED);
  refuse ("GIF89a", 6, LB_ERROR_UNSUPPORTED);
  refuse ("\xff\xd8\xff", 3, LB_ERROR_DAMAGED);
  refuse ("\xff\xd8\xff\xe1\xff\xff" CANARY, 20, LB_ERROR_DAMAGED);
  refuse ("\x89PNG\r\n\x1a\n", 8, LB_ERROR_DAMAGED);
  refuse ("\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", 16, LB_ERROR_DAMAGED);
  refuse ("RIFF\x04\0\0\0WEBP", 12, LB_ERROR_DAMAGED);
}

/* EXIF that can't be read goes whole; the picture stays. */
static void
test_broken_exif (gconstpointer name)
{
  g_autoptr (GBytes) before = with_secrets (name);
  gsize length = g_bytes_get_size (before);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (before, NULL), length);
  guint8 *order = memmem (copy, length, "II*\0", 4);
  g_autoptr (GBytes) broken = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GExiv2Metadata) metadata = NULL;
  g_auto (GStrv) tags = NULL;

  if (order == NULL)
    order = memmem (copy, length, "MM\0*", 4);
  g_assert_nonnull (order);
  order[2] = 'x';
  broken = g_bytes_new (copy, length);
  after = strip (broken);
  g_assert_false (holds (after, CANARY));
  metadata = open_metadata (after);
  tags = gexiv2_metadata_get_exif_tags (metadata);
  g_assert_cmpuint (g_strv_length (tags), ==, 0);
}

/* Whatever is wrong with a file: it is refused, or what comes out is clean by our own measure. */
static void
test_mutants (gconstpointer name)
{
  g_autoptr (GBytes) before = with_secrets (name);
  g_autoptr (GRand) rand = g_rand_new_with_seed (36);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (before, &length);
  guint n_taken = 0;

  for (guint i = 0; i < N_MUTANTS; i++)
    {
      guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) mutant = NULL;
      g_autoptr (GBytes) after = NULL;

      for (guint n = 0; n < 3; n++)
        copy[g_rand_int_range (rand, 0, (gint32) MIN (length, 4096))] = (guint8) g_rand_int (rand);
      mutant = g_bytes_new_take (
        copy, i % 4 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) length) : length);
      if ((after = lb_strip_metadata (mutant, NULL)))
        {
          g_autoptr (GBytes) again = strip (after);

          g_assert_true (again == after);
          n_taken++;
        }
    }
  g_assert_cmpuint (n_taken, >, N_MUTANTS / 20);
}

static void
add (const char *what, const char *name, GTestDataFunc function)
{
  g_autofree char *path = g_strconcat ("/imaging/strip/", what, "/", name, NULL);

  g_test_add_data_func (path, name, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  gexiv2_initialize ();

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      add ("picture", pictures[i], test_picture);
      add ("plain", pictures[i], test_plain);
      add ("trailer", pictures[i], test_trailer);
      add ("broken-exif", pictures[i], test_broken_exif);
    }
  for (guint i = 0; i < G_N_ELEMENTS (mutated); i++)
    add ("mutants", mutated[i], test_mutants);
  g_test_add_func ("/imaging/strip/refused", test_refused);

  return g_test_run ();
}
