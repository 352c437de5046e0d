#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "archive/lb-zip-writer.h"
#include "zip-contents.h"

/* Sizes and places around 4 GiB, with holes for zeros, both in the files that go in and in the ZIP
 * file that comes out. */

#define GIB (G_GUINT64_CONSTANT (1) << 30)

/* An output that seeks where zeros would be written. */
#define HOLEY_TYPE_OUTPUT (holey_output_get_type ())
G_DECLARE_FINAL_TYPE (HoleyOutput, holey_output, HOLEY, OUTPUT, GOutputStream)

struct _HoleyOutput
{
  GOutputStream parent_instance;

  int fd;
};

G_DEFINE_FINAL_TYPE (HoleyOutput, holey_output, G_TYPE_OUTPUT_STREAM)

static gssize
holey_output_write (
  GOutputStream *stream, const void *buffer, gsize size, GCancellable *cancellable, GError **error)
{
  HoleyOutput *self = HOLEY_OUTPUT (stream);
  const guint8 *bytes = buffer;

  if (bytes[0] == 0 && memcmp (bytes, bytes + 1, size - 1) == 0)
    g_assert_cmpint (lseek (self->fd, (off_t) size, SEEK_CUR), >, 0);
  else
    g_assert_cmpint (write (self->fd, buffer, size), ==, (gssize) size);

  return (gssize) size;
}

static void
holey_output_class_init (HoleyOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = holey_output_write;
}

static void
holey_output_init (HoleyOutput *self)
{
}

static const char inspection[] = "import sys, zipfile\n"
                                 "z = zipfile.ZipFile(sys.argv[1])\n"
                                 "assert z.testzip() is None\n"
                                 "print([(i.filename, i.file_size) for i in z.infolist()])\n";

static void
inspect (const char *path, const char *expected)
{
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                      "python3", "-c", inspection, path, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &found, NULL, NULL);
  g_assert_cmpstr (g_strchomp (found), ==, expected);
}

static void
add (LbZipWriter *writer, const char *folder, const char *name, guint64 size_bytes)
{
  g_autofree char *path = g_build_filename (folder, "sparse", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) input = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int fd = g_open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

  g_assert_cmpint (ftruncate (fd, (off_t) size_bytes), ==, 0);
  g_assert_cmpint (pwrite (fd, "end", 3, (off_t) size_bytes - 3), ==, 3);
  input = g_file_read (file, NULL, &error);
  g_assert_no_error (error);
  lb_zip_writer_add_stream (writer, name, G_INPUT_STREAM (input), size_bytes, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
}

static gboolean
count_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  *(guint64 *) user_data += size;

  return TRUE;
}

static void
round_trip (const guint64 *sizes, guint n_sizes, const char *expected)
{
  g_autofree char *folder = g_dir_make_tmp ("lb-zip-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "large.zip", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (HoleyOutput) output = g_object_new (HOLEY_TYPE_OUTPUT, NULL);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (G_OUTPUT_STREAM (output));
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GError) error = NULL;

  output->fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  for (guint i = 0; i < n_sizes; i++)
    add (writer, folder, (char[]) { (char) ('a' + i), '\0' }, sizes[i]);
  lb_zip_writer_finish (writer, NULL, &error);
  g_assert_no_error (error);
  close (output->fd);

  lb_zip_reader_open_file (reader, file, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_sizes; i++)
    {
      guint64 total = 0;

      lb_zip_reader_read (reader, i, count_chunk, &total, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (total, ==, sizes[i]);
    }
  inspect (path, expected);
  if (!g_getenv ("LB_TEST_KEEP"))
    {
      g_unlink (path);
      g_rmdir (folder);
    }
}

static void
test_one_large (void)
{
  const guint64 sizes[] = { 43 * GIB / 10, 3 };

  round_trip (sizes, 2, "[('a', 4617089843), ('b', 3)]");
}

static void
test_just_below (void)
{
  const guint64 sizes[] = { 4 * GIB - 2, 3 };

  round_trip (sizes, 2, "[('a', 4294967294), ('b', 3)]");
}

static void
test_many (void)
{
  const guint64 sizes[] = { 2 * GIB, 2 * GIB, GIB / 2, 3 };

  round_trip (sizes, 4, "[('a', 2147483648), ('b', 2147483648), ('c', 536870912), ('d', 3)]");
}

/* More entries than 16 bits can count. */
static void
test_count (void)
{
  const LbZipCaps caps = { 70000, 70000, 1, 1, 1 };
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (&caps);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) zip = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 66000; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      g_assert_true (lb_zip_writer_add_bytes (writer, name, nothing, NULL, NULL));
    }
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_true (g_output_stream_close (output, NULL, NULL));
  zip = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
  lb_zip_reader_open_bytes (reader, zip, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lb_zip_reader_get_n_entries (reader), ==, 66000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zip-4-gib/one-large", test_one_large);
  g_test_add_func ("/zip-4-gib/just-below", test_just_below);
  g_test_add_func ("/zip-4-gib/many", test_many);
  g_test_add_func ("/zip-4-gib/count", test_count);

  return g_test_run ();
}
