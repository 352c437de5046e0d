/* Gives a target each of its kept inputs, one test case a file: fuzz-replay FOLDER */

#include "fuzz-target.h"

#include <gio/gio.h>

static void
test_file (gconstpointer data)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (data, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const uint8_t *) bytes, length), ==, 0);
}

/* (transfer full) (element-type filename) */
static GPtrArray *
list_files (const char *folder)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort_values (files, (GCompareFunc) g_strcmp0);

  return g_steal_pointer (&files);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) files = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_assert_cmpint (LLVMFuzzerInitialize (&argc, &argv), ==, 0);

  files = list_files (argv[1]);
  g_assert_cmpuint (files->len, >, 0);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *name = g_path_get_basename (files->pdata[i]);
      g_autofree char *path = g_strconcat ("/kept/", name, NULL);

      g_test_add_data_func (path, files->pdata[i], test_file);
    }

  return g_test_run ();
}
