#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "archive/lb-zip-writer.h"
#include "zip-contents.h"

/* The sanitizers take their time. */
#ifdef __SANITIZE_ADDRESS__
#define CPU_LIMIT_SECONDS 5.0
#else
#define CPU_LIMIT_SECONDS 1.0
#endif

#define MANY 1000000u
#define LOCAL_BYTES 31u
#define CENTRAL_BYTES 47u

static void
put (guint8 *at, guint64 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    at[i] = (guint8) (number >> (8 * i));
}

/* A file that is gone from its folder at once. */
static int
open_scratch (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("lb-zip-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);

  return fd;
}

static void
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize count = write (fd, data, size);

      g_assert_cmpint (count, >, 0);
      data += count;
      size -= (gsize) count;
    }
}

/* The same record @count times, but for the place of the local header at @place_at if not 0. */
static void
write_many (int fd, guint8 *record, gsize size, guint count, gsize place_at)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();

  for (guint i = 0; i < count; i++)
    {
      if (place_at > 0)
        put (record + place_at, (guint64) i * LOCAL_BYTES, 4);
      g_byte_array_append (block, record, (guint) size);
      if (block->len >= 1 << 20 || i + 1 == count)
        {
          write_all (fd, block->data, block->len);
          g_byte_array_set_size (block, 0);
        }
    }
}

/* A million real, empty entries, all called "a". @claimed: what the end says that there are. */
static int
make_million (guint64 claimed)
{
  guint8 local[LOCAL_BYTES] = "PK\3\4\24";
  guint8 central[CENTRAL_BYTES] = "PK\1\2\24\3\24";
  guint8 end[98] = "PK\6\6";
  int fd = open_scratch ();

  local[26] = central[28] = 1;
  local[30] = central[46] = 'a';
  write_many (fd, local, sizeof local, MANY, 0);
  write_many (fd, central, sizeof central, MANY, 42);

  put (end + 4, 44, 8);
  put (end + 24, claimed, 8);
  put (end + 32, claimed, 8);
  put (end + 40, (guint64) MANY * CENTRAL_BYTES, 8);
  put (end + 48, (guint64) MANY * LOCAL_BYTES, 8);
  memcpy (end + 56, "PK\6\7", 4);
  put (end + 64, (guint64) MANY * (LOCAL_BYTES + CENTRAL_BYTES), 8);
  put (end + 72, 1, 4);
  memcpy (end + 76, "PK\5\6", 4);
  put (end + 84, MIN (claimed, G_MAXUINT16), 2);
  put (end + 86, MIN (claimed, G_MAXUINT16), 2);
  put (end + 88, G_MAXUINT32, 4);
  put (end + 92, G_MAXUINT32, 4);
  write_all (fd, end, sizeof end);

  return fd;
}

/* The most memory that was in use since the last call of reset_peak(). */
static guint64
get_peak_bytes (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
reset_peak (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (write (fd, "5", 1), ==, 1);
  close (fd);
}

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static gboolean
ignore_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  return TRUE;
}

/* Refused, wherever, within a second of work and 64 MiB of memory more than before. */
static void
assert_cheaply_refused (int fd, LbZipRefusal refusal)
{
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 before;
  guint64 taken;
  double start;
  double seconds;
  gboolean going;

  reset_peak ();
  before = get_peak_bytes ();
  start = get_cpu_seconds ();
  going = lb_zip_reader_open_fd (reader, fd, NULL, &error);
  for (guint i = 0; going && i < lb_zip_reader_get_n_entries (reader); i++)
    going = lb_zip_reader_read (reader, i, ignore_chunk, NULL, NULL, &error);

  g_assert_false (going);
  g_assert_cmpstr (lb_zip_refusal_to_string (lb_zip_reader_get_refusal (reader)), ==,
                   lb_zip_refusal_to_string (refusal));
  taken = get_peak_bytes () - before;
  seconds = get_cpu_seconds () - start;
  g_test_message ("%s: %.3f s, %" G_GUINT64_FORMAT " KiB", lb_zip_refusal_to_string (refusal),
                  seconds, taken / 1024);
  g_assert_cmpuint (taken, <=, 64 * 1024 * 1024);
  g_assert_cmpfloat (seconds, <, CPU_LIMIT_SECONDS);
}

static void
test_million (void)
{
  static const guint64 claims[] = { MANY, 20000, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autofd int fd = make_million (claims[i]);

      assert_cheaply_refused (fd, LB_ZIP_REFUSAL_ENTRIES);
    }
}

static void
test_bombs (void)
{
  static const struct
  {
    const char *name;
    LbZipRefusal refusal;
  } bombs[] = {
    { "overlap-one-body-1000.zip", LB_ZIP_REFUSAL_OVERLAP },
    { "overlap-quoted.zip", LB_ZIP_REFUSAL_OVERLAP },
    { "cap-flat-large.zip", LB_ZIP_REFUSAL_RATIO },
    { "cap-claims-12-gib.zip", LB_ZIP_REFUSAL_BYTES },
    { "cap-entries-20001.zip", LB_ZIP_REFUSAL_ENTRIES },
    { "lies-deflate-claims-less.zip", LB_ZIP_REFUSAL_LIES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("LB_TEST_ZIPS"), bombs[i].name, NULL);
      g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

      g_assert_cmpint (fd, >=, 0);
      assert_cheaply_refused (fd, bombs[i].refusal);
    }
}

/* Each takes the checks of names as long as it can: 20,000 long names, each in another way. */
static void
test_slow_names (void)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  double start;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      /* Marks that normalizing has to sort: it swaps neighbours. */
      g_string_append_printf (name, "%05u", i);
      for (guint j = 0; j < 60; j++)
        g_string_append (name, "\314\201\314\243");
      lb_zip_writer_add_bytes (writer, name->str, nothing, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (output, NULL, NULL));
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));

  start = get_cpu_seconds ();
  lb_zip_reader_open_bytes (reader, bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lb_zip_reader_get_n_entries (reader), ==, 20000);
  g_assert_cmpfloat (get_cpu_seconds () - start, <, CPU_LIMIT_SECONDS);
}

static GBytes *
make_zip (guint n_entries, const char *ending, GBytes *content)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_entries; i++)
    {
      g_autofree char *name = g_strdup_printf ("set/%04u%s", i, ending);

      lb_zip_writer_add_bytes (writer, name, content, NULL, &error);
      g_assert_no_error (error);
    }
  lb_zip_writer_finish (writer, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (output, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static void
test_caps (void)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("12345678", 8);
  g_autoptr (GBytes) bytes = make_zip (10, ".png", content);
  const LbZipCaps wide = { 10, 10, 80, 1, 80 };
  struct
  {
    LbZipCaps caps;
    LbZipRefusal refusal;
  } cases[] = {
    { wide, LB_ZIP_REFUSAL_NONE },
    { wide, LB_ZIP_REFUSAL_ENTRIES },
    { wide, LB_ZIP_REFUSAL_BYTES },
  };

  cases[1].caps.max_entries = 9;
  cases[2].caps.max_bytes = 79;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbZipReader) reader = lb_zip_reader_new (&cases[i].caps);
      const gboolean open = lb_zip_reader_open_bytes (reader, bytes, NULL, NULL);

      g_assert_cmpint (lb_zip_reader_get_refusal (reader), ==, cases[i].refusal);
      g_assert_cmpint (open, ==, cases[i].refusal == LB_ZIP_REFUSAL_NONE);
    }

  g_assert_cmpuint (lb_zip_caps_default.max_images, ==, 5000);
  g_assert_cmpuint (lb_zip_caps_default.max_entries, ==, 20000);
  g_assert_cmpuint (lb_zip_caps_default.max_bytes, ==, G_GUINT64_CONSTANT (10000000000));
  g_assert_cmpuint (lb_zip_caps_default.max_ratio, ==, 100);
  g_assert_cmpuint (lb_zip_caps_default.ratio_from_bytes, ==, 1048576);
}

static void
test_images (void)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("12345678", 8);
  g_autoptr (GBytes) bytes = make_zip (5001, ".JPEG", content);
  g_autoptr (LbZipReader) reader = zip_contents_open (bytes);
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (lb_zip_reader_get_n_images (reader), ==, 5001);
  g_assert_cmpint (lb_zip_reader_get_entry (reader, 4999)->kind, ==, LB_ZIP_KIND_IMAGE);
  g_assert_cmpint (lb_zip_reader_get_entry (reader, 4999)->refusal, ==, LB_ZIP_REFUSAL_NONE);
  g_assert_cmpint (lb_zip_reader_get_entry (reader, 5000)->refusal, ==, LB_ZIP_REFUSAL_IMAGES);
  last = lb_zip_reader_read_bytes (reader, 4999, 8, NULL, &error);
  g_assert_true (g_bytes_equal (last, content));
  g_assert_null (lb_zip_reader_read_bytes (reader, 5000, 8, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
  g_assert_cmpint (lb_zip_reader_get_refusal (reader), ==, LB_ZIP_REFUSAL_NONE);
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *ending;
    LbZipKind kind;
  } cases[] = {
    { ".png", LB_ZIP_KIND_IMAGE },
    { ".jpe", LB_ZIP_KIND_IMAGE },
    { ".WebP", LB_ZIP_KIND_IMAGE },
    { ".txt", LB_ZIP_KIND_TEXT },
    { ".Txt", LB_ZIP_KIND_TEXT },
    { ".gif", LB_ZIP_KIND_OTHER },
    { "", LB_ZIP_KIND_OTHER },
    { "/._a.png", LB_ZIP_KIND_METADATA },
    { "/.DS_Store", LB_ZIP_KIND_METADATA },
    { "/Thumbs.db", LB_ZIP_KIND_METADATA },
    { "/desktop.ini", LB_ZIP_KIND_METADATA },
    { "png", LB_ZIP_KIND_OTHER },
  };
  g_autoptr (GBytes) content = g_bytes_new_static ("a", 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make_zip (1, cases[i].ending, content);
      g_autoptr (LbZipReader) reader = zip_contents_open (bytes);

      g_assert_cmpint (lb_zip_reader_get_entry (reader, 0)->kind, ==, cases[i].kind);
    }
}

static void
test_read_bytes (void)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("12345678", 8);
  g_autoptr (GBytes) zip = make_zip (1, ".txt", content);
  g_autoptr (LbZipReader) reader = zip_contents_open (zip);
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_zip_reader_read_bytes (reader, 0, 7, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) bytes = lb_zip_reader_read_bytes (reader, 0, 8, NULL, NULL);

      g_assert_true (g_bytes_equal (bytes, content));
    }
}

static gboolean
stop_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  guint *calls = user_data;

  (*calls)++;
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "enough");

  return FALSE;
}

static gboolean
cancel_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  g_cancellable_cancel (user_data);

  return TRUE;
}

static void
test_stopping (void)
{
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) content = g_bytes_new (data, 1 << 20);
  g_autoptr (GBytes) zip = make_zip (1, ".png", content);
  g_autoptr (LbZipReader) reader = zip_contents_open (zip);
  g_autoptr (LbZipReader) other = lb_zip_reader_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  g_assert_false (lb_zip_reader_read (reader, 0, stop_chunk, &calls, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpuint (calls, ==, 1);
  g_clear_error (&error);

  g_assert_false (lb_zip_reader_read (reader, 0, cancel_chunk, cancellable, cancellable, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (lb_zip_reader_open_bytes (other, zip, cancellable, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  g_assert_cmpint (lb_zip_reader_get_refusal (other), ==, LB_ZIP_REFUSAL_NONE);

  /* Neither was the file's fault. */
  g_assert_true (lb_zip_reader_read (reader, 0, ignore_chunk, NULL, NULL, NULL));
}

static void
test_full_disk (void)
{
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) content = g_bytes_new (data, 1 << 20);
  g_autoptr (GBytes) zip = make_zip (1, ".png", content);
  g_autoptr (LbZipReader) reader = zip_contents_open (zip);
  g_autoptr (GFile) full = g_file_new_for_path ("/dev/full");
  g_autoptr (GFileIOStream) stream = g_file_open_readwrite (full, NULL, NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (stream));
  g_autoptr (GError) error = NULL;

  g_assert_false (lb_zip_reader_read_to_stream (reader, 0, output, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
  g_assert_cmpint (lb_zip_reader_get_entry (reader, 0)->refusal, ==, LB_ZIP_REFUSAL_NONE);
}

static void
test_no_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("lb-zip-XXXXXX", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "pipe.zip", NULL);
  g_autofree char *gone_path = g_build_filename (folder, "gone.zip", NULL);
  const struct
  {
    const char *path;
    LbError code;
  } cases[] = {
    { gone_path, LB_ERROR_NOT_FOUND },
    { pipe_path, LB_ERROR_UNSUPPORTED },
    { folder, LB_ERROR_UNSUPPORTED },
    { "/dev/zero", LB_ERROR_UNSUPPORTED },
  };

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
      g_autoptr (GFile) file = g_file_new_for_path (cases[i].path);
      g_autoptr (GError) error = NULL;

      g_assert_false (lb_zip_reader_open_file (reader, file, NULL, &error));
      g_assert_error (error, LB_ERROR, (int) cases[i].code);
      g_assert_cmpint (lb_zip_reader_get_refusal (reader), ==, LB_ZIP_REFUSAL_NONE);
    }
  g_unlink (pipe_path);
  g_rmdir (folder);
}

/* A file that becomes shorter under us is an error, not a signal. */
static void
test_shrinking (void)
{
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) content = g_bytes_new (data, 1 << 20);
  g_autoptr (GBytes) zip = make_zip (2, ".png", content);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autofd int fd = open_scratch ();
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (zip, &size);

  write_all (fd, bytes, size);
  g_assert_true (lb_zip_reader_open_fd (reader, fd, NULL, NULL));
  g_assert_cmpint (ftruncate (fd, (off_t) (size / 4)), ==, 0);
  g_assert_false (lb_zip_reader_read (reader, 0, ignore_chunk, NULL, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_DAMAGED);
}

static void
test_resource (void)
{
  g_autoptr (GFile) file = g_file_new_for_uri ("resource:///test/zips/good-zipfile-deflated.zip");
  g_autofree char *path =
    g_build_filename (g_getenv ("LB_TEST_ZIPS"), "good-zipfile-deflated.zip", NULL);
  g_autoptr (GFile) same = g_file_new_for_path (path);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (LbZipReader) other = lb_zip_reader_new (NULL);
  g_autofree char *hash = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (g_file_peek_path (file));
  lb_zip_reader_open_file (reader, file, NULL, &error);
  g_assert_no_error (error);
  lb_zip_reader_open_file (other, same, NULL, &error);
  g_assert_no_error (error);
  hash = zip_contents_hash (reader, &error);
  expected = zip_contents_hash (other, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zip-limits/million-entries", test_million);
  g_test_add_func ("/zip-limits/bombs", test_bombs);
  g_test_add_func ("/zip-limits/slow-names", test_slow_names);
  g_test_add_func ("/zip-limits/caps", test_caps);
  g_test_add_func ("/zip-limits/images", test_images);
  g_test_add_func ("/zip-limits/kinds", test_kinds);
  g_test_add_func ("/zip-limits/read-bytes", test_read_bytes);
  g_test_add_func ("/zip-limits/stopping", test_stopping);
  g_test_add_func ("/zip-limits/full-disk", test_full_disk);
  g_test_add_func ("/zip-limits/no-file", test_no_file);
  g_test_add_func ("/zip-limits/shrinking", test_shrinking);
  g_test_add_func ("/zip-limits/resource", test_resource);

  return g_test_run ();
}
