#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>

#include "archive/lb-zip-writer.h"
#include "zip-contents.h"

/* Says in Python's words what it finds: count, names, sizes, flags, times, methods. */
static const char inspection[] =
  "import sys, zipfile\n"
  "z = zipfile.ZipFile(sys.argv[1])\n"
  "assert z.testzip() is None\n"
  "infos = z.infolist()\n"
  "assert all(i.compress_type == 0 and i.file_size == i.compress_size for i in infos)\n"
  "assert all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in infos)\n"
  "assert all(i.external_attr >> 16 == 0o100644 for i in infos)\n"
  "sys.stdout.buffer.write('|'.join([str(len(infos))] + [i.filename for i in "
  "infos[:4]]).encode())\n";

static char *
inspect (GBytes *zip)
{
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int fd = g_file_open_tmp ("lb-zip-XXXXXX", &path, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (zip, NULL),
                                      (gssize) g_bytes_get_size (zip), NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c", inspection,
                              path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_unlink (path);

  return g_steal_pointer (&found);
}

static GBytes *
finish (LbZipWriter *writer, GOutputStream *output)
{
  g_autoptr (GError) error = NULL;

  lb_zip_writer_finish (writer, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (output, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static GBytes *
make_picture (guint number)
{
  g_autofree char *text = g_strdup_printf ("picture %u ", number);
  GString *data = g_string_new (NULL);

  for (guint i = 0; i < number % 50; i++)
    g_string_append (data, text);

  return g_string_free_to_bytes (data);
}

static GBytes *
make_zip (guint n_entries)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);

  for (guint i = 0; i < n_entries; i++)
    {
      g_autofree char *name = g_strdup_printf ("\303\274ber %u/%u.png", i % 7, i);
      g_autoptr (GBytes) picture = make_picture (i);
      g_autoptr (GError) error = NULL;

      if (i % 2 == 0)
        {
          lb_zip_writer_add_bytes (writer, name, picture, NULL, &error);
        }
      else
        {
          g_autoptr (GInputStream) input = g_memory_input_stream_new_from_bytes (picture);

          lb_zip_writer_add_stream (writer, name, input, g_bytes_get_size (picture), NULL, &error);
        }
      g_assert_no_error (error);
    }

  return finish (writer, output);
}

static void
test_counts (void)
{
  static const struct
  {
    guint n_entries;
    const char *found;
  } cases[] = {
    { 0, "0" },
    { 1, "1|\303\274ber 0/0.png" },
    { 5000,
      "5000|\303\274ber 0/0.png|\303\274ber 1/1.png|\303\274ber 2/2.png|\303\274ber 3/3.png" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) zip = make_zip (cases[i].n_entries);
      g_autoptr (LbZipReader) reader = zip_contents_open (zip);
      g_autofree char *found = inspect (zip);

      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpuint (lb_zip_reader_get_n_entries (reader), ==, cases[i].n_entries);
      for (guint j = 0; j < cases[i].n_entries; j++)
        {
          g_autoptr (GBytes) picture = make_picture (j);
          g_autoptr (GBytes) read = lb_zip_reader_read_bytes (reader, j, 65536, NULL, NULL);

          g_assert_true (g_bytes_equal (picture, read));
        }
    }
}

/* Neither the zone nor the language nor the hour makes a difference. */
static void
test_same_bytes (void)
{
  static const char *const zones[] = { "UTC", "XYZ-14", "XYZ12" };
  static const char *const locales[] = { "C", "C.UTF-8", "POSIX" };
  g_autoptr (GBytes) first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GBytes) zip = NULL;

      g_setenv ("TZ", zones[i], TRUE);
      tzset ();
      g_assert_nonnull (setlocale (LC_ALL, locales[i]));
      zip = make_zip (100);
      if (!first)
        first = g_bytes_ref (zip);
      g_assert_true (g_bytes_equal (zip, first));
    }
  setlocale (LC_ALL, "C");
}

static void
test_order (void)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) zip = NULL;
  g_autofree char *found = NULL;

  for (const char *name = "zam"; *name; name++)
    g_assert_true (lb_zip_writer_add_bytes (writer, (char[]) { *name, '\0' }, nothing, NULL, NULL));
  zip = finish (writer, output);
  found = inspect (zip);
  g_assert_cmpstr (found, ==, "3|z|a|m");
}

static void
test_names (void)
{
  static const char *const bad[] = {
    "",         "/a.png",   "../a.png", "a/../b.png", "a\\b.png", "C:a.png",   "a\nb.png",
    "\xff.png", "a//b.png", "./b.png",  "folder/",    "./",       "first.png", "FIRST.PNG",
  };
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) zip = NULL;
  g_autofree char *found = NULL;

  g_assert_true (lb_zip_writer_add_bytes (writer, "first.png", nothing, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lb_zip_writer_add_bytes (writer, bad[i], nothing, NULL, &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
    }
  g_assert_true (lb_zip_writer_add_bytes (writer, ".hidden", nothing, NULL, NULL));
  zip = finish (writer, output);
  found = inspect (zip);
  g_assert_cmpstr (found, ==, "2|first.png|.hidden");
}

static void
assert_over (LbZipWriter *writer)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_false (lb_zip_writer_add_bytes (writer, "later.png", nothing, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (lb_zip_writer_finish (writer, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
}

/* A file that is not as long as it was said to be: nothing that looks like a ZIP file remains. */
static void
test_wrong_sizes (void)
{
  static const guint64 sizes[] = { 0, 7, 9, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
      g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
      g_autoptr (GInputStream) input = g_memory_input_stream_new_from_data ("12345678", 8, NULL);
      g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (lb_zip_writer_add_stream (writer, "a.png", input, sizes[i], NULL, &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
      assert_over (writer);
      g_clear_object (&writer);
      g_assert_true (g_output_stream_close (output, NULL, NULL));
      bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
      g_assert_false (lb_zip_reader_open_bytes (reader, bytes, NULL, NULL));
    }
}

static void
test_unfinished (void)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (LbZipReader) reader = lb_zip_reader_new (NULL);
  g_autoptr (GBytes) picture = make_picture (9);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (lb_zip_writer_add_bytes (writer, "a.png", picture, NULL, NULL));
  g_clear_object (&writer);
  g_assert_true (g_output_stream_close (output, NULL, NULL));
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
  g_assert_false (lb_zip_reader_open_bytes (reader, bytes, NULL, NULL));
}

static void
test_finished (void)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);

  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  assert_over (writer);
  g_assert_false (g_output_stream_is_closed (output));
}

static void
test_cancelled (void)
{
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new (output);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) zip = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (lb_zip_writer_add_bytes (writer, "a.png", nothing, cancellable, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CANCELLED);
  /* Nothing was begun yet, so the same can be added again. */
  g_assert_true (lb_zip_writer_add_bytes (writer, "a.png", nothing, NULL, NULL));
  zip = finish (writer, output);
}

static void
test_full_disk (void)
{
  g_autofree guint8 *data = g_malloc0 (1 << 20);
  g_autoptr (GBytes) content = g_bytes_new (data, 1 << 20);
  g_autofd int fd = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
  g_autoptr (LbZipWriter) writer = lb_zip_writer_new_for_fd (fd);
  g_autoptr (LbZipWriter) small = lb_zip_writer_new_for_fd (fd);
  g_autoptr (GError) error = NULL;

  g_assert_false (lb_zip_writer_add_bytes (writer, "a.png", content, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
  assert_over (writer);
  g_clear_error (&error);

  g_assert_false (lb_zip_writer_finish (small, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
  assert_over (small);
}

static gpointer
drain_thread (gpointer data)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (GPOINTER_TO_INT (data), TRUE);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

  g_assert_cmpint (
    g_output_stream_splice (output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL), >, 0);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static void
test_pipe (void)
{
  g_autofree guint8 *data = g_malloc0 (3 << 20);
  g_autoptr (GBytes) content = g_bytes_new (data, 3 << 20);
  g_autoptr (LbZipWriter) writer = NULL;
  g_autoptr (LbZipReader) reader = NULL;
  g_autoptr (GBytes) zip = NULL;
  g_autoptr (GBytes) read = NULL;
  g_autofree char *found = NULL;
  GThread *thread;
  int fds[2];

  g_assert_cmpint (pipe2 (fds, O_CLOEXEC), ==, 0);
  thread = g_thread_new ("drain", drain_thread, GINT_TO_POINTER (fds[0]));
  writer = lb_zip_writer_new_for_fd (fds[1]);
  g_assert_true (lb_zip_writer_add_bytes (writer, "a.png", content, NULL, NULL));
  g_assert_true (lb_zip_writer_finish (writer, NULL, NULL));
  g_assert_cmpint (close (fds[1]), ==, 0);
  zip = g_thread_join (thread);

  found = inspect (zip);
  g_assert_cmpstr (found, ==, "1|a.png");
  reader = zip_contents_open (zip);
  read = lb_zip_reader_read_bytes (reader, 0, 3 << 20, NULL, NULL);
  g_assert_true (g_bytes_equal (read, content));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/zip-writer/counts", test_counts);
  g_test_add_func ("/zip-writer/same-bytes", test_same_bytes);
  g_test_add_func ("/zip-writer/order", test_order);
  g_test_add_func ("/zip-writer/names", test_names);
  g_test_add_func ("/zip-writer/wrong-sizes", test_wrong_sizes);
  g_test_add_func ("/zip-writer/unfinished", test_unfinished);
  g_test_add_func ("/zip-writer/finished", test_finished);
  g_test_add_func ("/zip-writer/cancelled", test_cancelled);
  g_test_add_func ("/zip-writer/full-disk", test_full_disk);
  g_test_add_func ("/zip-writer/pipe", test_pipe);

  return g_test_run ();
}
