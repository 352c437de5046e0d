#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "zip-contents.h"
#include "zip-manifest.h"

/* Every ZIP file that make-zips makes, and what its manifest says of it. */

/* As a file, by a descriptor and from memory, in turn for the same contents. */
static LbZipReader *
open_case (const ZipCase *one, guint way, GError **error)
{
  LbZipReader *reader = lb_zip_reader_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path (one->path);
  g_autoptr (GBytes) bytes = NULL;
  g_autofd int fd = -1;

  switch (way)
    {
    case 0: lb_zip_reader_open_file (reader, file, NULL, error); break;
    case 1:
      fd = g_open (one->path, O_RDONLY | O_CLOEXEC, 0);
      lb_zip_reader_open_fd (reader, fd, NULL, error);
      break;
    default:
      bytes = g_file_load_bytes (file, NULL, NULL, NULL);
      lb_zip_reader_open_bytes (reader, bytes, NULL, error);
    }

  return reader;
}

static void
check_good (const ZipCase *one, guint way)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbZipReader) reader = open_case (one, way, &error);
  g_autofree char *hash = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    g_assert_cmpstr (lb_zip_refusal_to_string (lb_zip_reader_get_entry (reader, i)->refusal), ==,
                     "none");
  hash = zip_contents_hash (reader, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, one->outcome[2]);
}

static gboolean
ignore_chunk (const guint8 *data, gsize size, gpointer user_data, GError **error)
{
  return TRUE;
}

static void
check_entry (const ZipCase *one, guint way)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LbZipReader) reader = open_case (one, way, &error);
  const guint bad = (guint) atoi (one->outcome[3]);

  g_assert_no_error (error);
  g_assert_cmpuint (lb_zip_reader_get_n_entries (reader), >, bad);
  for (guint i = 0; i < lb_zip_reader_get_n_entries (reader); i++)
    {
      const LbZipEntry *entry = lb_zip_reader_get_entry (reader, i);
      const gboolean done = lb_zip_reader_read (reader, i, ignore_chunk, NULL, NULL, &error);
      const char *refusal = lb_zip_refusal_to_string (entry->refusal);

      g_assert_cmpstr (refusal, ==, i == bad ? one->outcome[2] : "none");
      g_assert_cmpint (done, ==, i != bad);
      g_assert_true (g_utf8_validate (entry->name, -1, NULL));
      if (i == bad)
        g_assert_error (error, LB_ERROR, (int) lb_zip_refusal_to_code (entry->refusal));
      g_clear_error (&error);
    }
  g_assert_cmpint (lb_zip_reader_get_refusal (reader), ==, LB_ZIP_REFUSAL_NONE);
}

static void
check_whole (const ZipCase *one, guint way)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (LbZipReader) reader = open_case (one, way, &error);
  LbZipRefusal refusal;

  if (!g_str_equal (one->outcome[3], "open"))
    {
      const guint bad = (guint) atoi (one->outcome[3]);

      g_assert_no_error (error);
      g_assert_false (lb_zip_reader_read (reader, bad, ignore_chunk, NULL, NULL, &error));
      g_assert_false (lb_zip_reader_read (reader, 0, ignore_chunk, NULL, NULL, &again));
      g_assert_error (again, LB_ERROR, error->code);
    }
  refusal = lb_zip_reader_get_refusal (reader);
  g_assert_cmpstr (lb_zip_refusal_to_string (refusal), ==, one->outcome[2]);
  g_assert_true (lb_zip_refusal_is_whole (refusal));
  g_assert_error (error, LB_ERROR, (int) lb_zip_refusal_to_code (refusal));
}

static void
test_case (gconstpointer data)
{
  const ZipCase *one = data;

  for (guint way = 0; way < 3; way++)
    {
      if (g_str_equal (one->outcome[1], "good"))
        check_good (one, way);
      else if (g_str_equal (one->outcome[1], "entry"))
        check_entry (one, way);
      else
        check_whole (one, way);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  cases = zip_manifest_read (g_getenv ("LB_TEST_ZIPS"));
  g_assert_cmpuint (cases->len, >, 100);
  for (guint i = 0; i < cases->len; i++)
    {
      const ZipCase *one = g_ptr_array_index (cases, i);
      g_autofree char *name = g_strdelimit (g_strdup (one->outcome[0]), ".", '\0');
      g_autofree char *path = g_strconcat ("/zip/", name, NULL);

      g_test_add_data_func (path, one, test_case);
    }

  return g_test_run ();
}
