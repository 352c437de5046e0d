#include "zip-manifest.h"

static void
case_free (gpointer data)
{
  ZipCase *one = data;

  g_free (one->path);
  g_strfreev (one->outcome);
  g_free (one);
}

GPtrArray *
zip_manifest_read (const char *folder)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (case_free);
  g_autofree char *path = g_build_filename (folder, "manifest", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      ZipCase *one = g_new0 (ZipCase, 1);

      one->outcome = g_strsplit (lines[i], "\t", -1);
      one->path = g_build_filename (folder, one->outcome[0], NULL);
      g_ptr_array_add (cases, one);
    }

  return g_steal_pointer (&cases);
}
