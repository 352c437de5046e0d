#include "imaging/lb-probe.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_MUTATIONS 1000

typedef struct
{
  char *path; /* (owned) */
  const char *format;
  int width;
  int height;
  int channels;
  int orientation;
  gint64 size_bytes;
  const char *sha256;
  const char *note;
  char **fields; /* (owned) */
} Row;

static void
row_free (Row *row)
{
  g_free (row->path);
  g_strfreev (row->fields);
  g_free (row);
}

static GPtrArray *
read_manifest (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), "manifest.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (int i = 1; lines[i] && *lines[i]; i++)
    {
      Row *row = g_new0 (Row, 1);

      row->fields = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (row->fields), ==, 9);
      row->path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), row->fields[0], NULL);
      row->format = row->fields[1];
      row->width = atoi (row->fields[2]);
      row->height = atoi (row->fields[3]);
      row->channels = atoi (row->fields[4]);
      row->orientation = atoi (row->fields[5]);
      row->size_bytes = g_ascii_strtoll (row->fields[6], NULL, 10);
      row->sha256 = row->fields[7];
      row->note = row->fields[8];
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
check_row (const Row *row, const LbProbeResult *result)
{
  gboolean is_grey_alpha_jpeg = strcmp (row->format, "jpeg") == 0;
  g_autofree char *name = g_ascii_strdown (lb_format_name (result->format) ?: "none", -1);

  g_test_message ("%s", row->path);
  g_assert_cmpint (result->size_bytes, ==, row->size_bytes);
  g_assert_cmpstr (name, ==, row->format);
  g_assert_cmpint (result->width, ==, row->width);
  g_assert_cmpint (result->height, ==, row->height);
  g_assert_cmpint (result->orientation, ==, row->orientation);
  g_assert_cmpint (result->frames, ==, strcmp (row->note, "animated") == 0 ? 2 : 1);
  g_assert_cmpint (result->has_alpha, ==, row->channels == 4 && !is_grey_alpha_jpeg);
  g_assert_cmpint (result->truncated, ==,
                   strcmp (row->note, "truncated") == 0 ||
                     strcmp (row->note, "no frame header") == 0);
}

static void
test_manifest (void)
{
  g_autoptr (GPtrArray) rows = read_manifest ();

  g_assert_cmpuint (rows->len, >, 90);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);
      g_autoptr (GFile) file = g_file_new_for_path (row->path);
      g_autoptr (GError) error = NULL;
      g_autofree char *sha256 = NULL;
      g_autofree char *data = NULL;
      LbProbeResult by_file;
      LbProbeResult by_bytes;
      gsize length;

      /* The manifest calls a file that says nothing of its frame "jpeg" without a size. */
      lb_probe_file (file, &by_file, &sha256, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (sha256, ==,
                       lb_format_word (by_file.format) != NULL && !by_file.truncated ? row->sha256
                                                                                     : NULL);
      check_row (row, &by_file);

      g_file_get_contents (row->path, &data, &length, &error);
      g_assert_no_error (error);
      lb_probe_bytes ((const guint8 *) data, length, &by_bytes);
      g_assert_cmpmem (&by_bytes, sizeof by_bytes, &by_file, sizeof by_file);
    }
}

static void
test_missing_file (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/picture.jpg");
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  LbProbeResult result;

  g_assert_false (lb_probe_file (file, &result, &sha256, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (sha256);
}

/* What is read on the disk is told by /proc, so that the test takes no time. */
static gint64
count_read_bytes (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/io", &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "rchar: "));
  return g_ascii_strtoll (text + strlen ("rchar: "), NULL, 10);
}

static void
check_large (const char *start, gsize length, LbFormat format)
{
  g_autofree char *path = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;
  LbProbeResult result;
  int fd = g_file_open_tmp ("large-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (write (fd, start, length), ==, (gssize) length);
  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (1) << 40), ==, 0);
  g_assert_cmpint (close (fd), ==, 0);

  file = g_file_new_for_path (path);
  before = count_read_bytes ();
  g_assert_true (lb_probe_file (file, &result, &sha256, NULL, &error));
  g_assert_cmpint (count_read_bytes () - before, <, 2 * 1024 * 1024);
  g_assert_no_error (error);
  g_assert_null (sha256);
  g_assert_cmpint (result.format, ==, format);
  g_assert_cmpint (result.size_bytes, ==, G_GINT64_CONSTANT (1) << 40);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_large (void)
{
  static const char jpeg[] = "\xff\xd8\xff\xc0\0\x0b\x08\x01\0\x01\0\x01\x01\x11\0"
                             "\xff\xda\0\x08\x01\x01\0\0\x3f\0";
  static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x2c\0\0\0\xc8\x08\x02\0\0\0";

  check_large ("", 0, LB_FORMAT_UNKNOWN);
  check_large (jpeg, sizeof jpeg - 1, LB_FORMAT_JPEG);
  check_large (png, sizeof png - 1, LB_FORMAT_PNG);
}

static void
check_refused (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  LbProbeResult result;

  g_assert_false (lb_probe_file (file, &result, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

/* Nobody writes into the pipe, and the device never ends. */
static void
test_endless (void)
{
  g_autofree char *folder = g_dir_make_tmp ("probe-XXXXXX", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe", NULL);
  g_autoptr (GFile) made = g_file_new_for_path ("/proc/self/status");
  LbProbeResult result;

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  check_refused (pipe_path);
  check_refused ("/dev/zero");
  check_refused (folder);
  g_assert_cmpint (g_unlink (pipe_path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  g_assert_true (lb_probe_file (made, &result, NULL, NULL, NULL));
  g_assert_cmpint (result.format, ==, LB_FORMAT_UNKNOWN);
  g_assert_cmpint (result.size_bytes, ==, 0);
}

static void
check_signature (const char *data, gsize length, LbFormat format)
{
  g_autofree guint8 *copy = g_memdup2 (data, length); /* exact length, for the sanitizer */
  LbProbeResult result;

  lb_probe_bytes (copy, length, &result);
  g_assert_cmpint (result.format, ==, format);
}

#define CHECK_SIGNATURE(text, format) check_signature (text, sizeof (text) - 1, format)

static void
test_recognized (void)
{
  CHECK_SIGNATURE ("GIF89a\x10\0\x20\0", LB_FORMAT_GIF);
  CHECK_SIGNATURE ("II*\0\x08\0\0\0", LB_FORMAT_TIFF);
  CHECK_SIGNATURE ("MM\0*\0\0\0\x08", LB_FORMAT_TIFF);
  CHECK_SIGNATURE ("\0\0\0\x18"
                   "ftypavif\0\0\0\0avifmif1",
                   LB_FORMAT_AVIF);
  CHECK_SIGNATURE ("\0\0\0\x18"
                   "ftypmif1\0\0\0\0mif1avif",
                   LB_FORMAT_AVIF);
  CHECK_SIGNATURE ("\0\0\0\x18"
                   "ftypheic\0\0\0\0mif1heic",
                   LB_FORMAT_HEIC);
  CHECK_SIGNATURE ("\0\0\0\x18"
                   "ftypisom\0\0\0\0isommp41",
                   LB_FORMAT_UNKNOWN);
  CHECK_SIGNATURE ("\xff\x0a\0\0", LB_FORMAT_JXL);
  CHECK_SIGNATURE ("\0\0\0\x0cJXL \r\n\x87\n", LB_FORMAT_JXL);
  CHECK_SIGNATURE ("<?xml version='1.0'?>\n<!-- a --><svg xmlns='x'/>", LB_FORMAT_SVG);
  CHECK_SIGNATURE ("\xef\xbb\xbf <svg/>", LB_FORMAT_SVG);
  CHECK_SIGNATURE ("BM looks like text that goes on", LB_FORMAT_UNKNOWN);
  CHECK_SIGNATURE ("<html>", LB_FORMAT_UNKNOWN);
  CHECK_SIGNATURE ("RIFF\x10\0\0\0WAVEfmt ", LB_FORMAT_UNKNOWN);
  CHECK_SIGNATURE ("", LB_FORMAT_UNKNOWN);
}

static char *
load (const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_CORPUS"), "edge", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);
  return data;
}

static void
test_trailing_bytes (void)
{
  static const gsize extra[] = { 1, 1000, 200 * 1000 };
  gsize length;
  g_autofree char *data = load ("orient-1.jpg", &length);

  for (guint i = 0; i < G_N_ELEMENTS (extra); i++)
    {
      g_autofree guint8 *longer = g_malloc0 (length + extra[i]);
      LbProbeResult result;

      memcpy (longer, data, length);
      lb_probe_bytes (longer, length + extra[i], &result);
      g_assert_false (result.truncated);
      lb_probe_bytes (longer, length - 2, &result);
      g_assert_true (result.truncated);
    }
}

/* Cut anywhere, a picture is known to be cut off; only a trailer may go unmissed. */
static void
test_cut (void)
{
  static const char *const names[] = {
    "progressive.jpg", "alpha.png", "alpha-lossy.webp", "alpha-lossless.webp", "orient-6.webp",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *data = load (names[i], &length);

      for (gsize cut = 12; cut < length; cut += 1 + length / 97)
        {
          g_autofree guint8 *part = g_memdup2 (data, cut);
          LbProbeResult result;

          lb_probe_bytes (part, cut, &result);
          g_assert_true (result.truncated);
        }
    }
}

static void
put_chunk (GByteArray *png, const char *name, const void *data, guint length)
{
  guint32 size = GUINT32_TO_BE (length);
  guint32 no_crc = 0;

  g_byte_array_append (png, (const guint8 *) &size, 4);
  g_byte_array_append (png, (const guint8 *) name, 4);
  g_byte_array_append (png, data, length);
  g_byte_array_append (png, (const guint8 *) &no_crc, 4);
}

static void
test_animated_png (void)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  LbProbeResult result;

  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  put_chunk (png, "IHDR", "\0\0\x01\x2c\0\0\0\xc8\x08\x03\0\0\0", 13);
  put_chunk (png, "acTL", "\0\0\0\x05\0\0\0\0", 8);
  put_chunk (png, "tRNS", "\0", 1);
  put_chunk (png, "IDAT", "x", 1);
  lb_probe_bytes (png->data, png->len, &result);
  g_assert_true (result.truncated);

  put_chunk (png, "IEND", "", 0);
  lb_probe_bytes (png->data, png->len, &result);
  g_assert_false (result.truncated);
  g_assert_cmpint (result.frames, ==, 5);
  g_assert_true (result.has_alpha);
  g_assert_cmpint (result.width, ==, 300);
  g_assert_cmpint (result.height, ==, 200);
}

static void
test_exif_orders (void)
{
  static const char motorola[] = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";
  static const char intel[] = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x05\0\0\0\0\0\0\0";
  static const char wild[] = "II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\x01\0\0\0\x0b\0\0\0\0\0\0\0";
  static const struct
  {
    const char *exif;
    gsize length;
    int orientation;
  } cases[] = {
    { motorola, sizeof motorola - 1, 8 },
    { intel, sizeof intel - 1, 5 },
    { wild, sizeof wild - 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) png = g_byte_array_new ();
      LbProbeResult result;

      g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
      put_chunk (png, "IHDR", "\0\0\x01\x2c\0\0\0\xc8\x08\x02\0\0\0", 13);
      put_chunk (png, "eXIf", cases[i].exif, (guint) cases[i].length);
      put_chunk (png, "IDAT", "x", 1);
      put_chunk (png, "IEND", "", 0);
      lb_probe_bytes (png->data, png->len, &result);
      g_assert_false (result.truncated);
      g_assert_cmpint (result.orientation, ==, cases[i].orientation);
    }
}

/* Broken headers give some answer within bounds, and never a crash; the seed is fixed. */
static void
test_mutated (void)
{
  static const char *const names[] = {
    "orient-6.jpg",        "cmyk.jpg",      "orient-6.png",  "palette-trns.png", "alpha-lossy.webp",
    "alpha-lossless.webp", "orient-6.webp", "animated.webp", "animated.gif",     "bitmap.bmp",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20240);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *data = load (names[i], &length);

      for (int n = 0; n < N_MUTATIONS / (int) G_N_ELEMENTS (names); n++)
        {
          gsize part = (gsize) g_rand_int_range (random, 0, (gint32) MIN (length, 8192));
          g_autofree guint8 *copy = g_memdup2 (data, part);
          int n_changes = g_rand_int_range (random, 1, 24);
          LbProbeResult result;

          for (int k = 0; k < n_changes && part > 0; k++)
            {
              gsize reach = g_rand_boolean (random) ? MIN (part, 64) : part;

              copy[g_rand_int_range (random, 0, (gint32) reach)] = (guint8) g_rand_int (random);
            }
          lb_probe_bytes (copy, part, &result);
          g_assert_cmpint (result.orientation, >=, 1);
          g_assert_cmpint (result.orientation, <=, 8);
          g_assert_cmpint (result.width, >=, 0);
          g_assert_cmpint (result.height, >=, 0);
          g_assert_cmpint (result.frames, >=, 1);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/probe/manifest", test_manifest);
  g_test_add_func ("/probe/missing-file", test_missing_file);
  g_test_add_func ("/probe/large", test_large);
  g_test_add_func ("/probe/endless", test_endless);
  g_test_add_func ("/probe/recognized", test_recognized);
  g_test_add_func ("/probe/trailing-bytes", test_trailing_bytes);
  g_test_add_func ("/probe/cut", test_cut);
  g_test_add_func ("/probe/animated-png", test_animated_png);
  g_test_add_func ("/probe/exif-orders", test_exif_orders);
  g_test_add_func ("/probe/mutated", test_mutated);

  return g_test_run ();
}
