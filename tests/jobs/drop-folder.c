#include "drop-folder.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

char *
drop_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("lookbook-jobs-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK) || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      return;
    }

  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
drop_folder_free (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}

static char *
make_path (const char *folder, const char *name)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  return path;
}

void
drop_folder_add_png (const char *folder, const char *name, int width, int height, guint32 rgba)
{
  g_autofree char *path = make_path (folder, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, (rgba & 0xff) != 0xff, 8, width, height);

  gdk_pixbuf_fill (pixbuf, rgba);
  gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
  g_assert_no_error (error);
}

void
drop_folder_add_bytes (const char *folder, const char *name, const char *bytes, gssize length)
{
  g_autofree char *path = make_path (folder, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

void
drop_folder_add_link (const char *folder, const char *name, const char *target)
{
  g_autofree char *path = make_path (folder, name);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

GListModel *
drop_folder_list (const char *folder, const char *const *names)
{
  GListStore *list = g_list_store_new (G_TYPE_FILE);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (folder, names[i], NULL);

      g_list_store_append (list, file);
    }

  return G_LIST_MODEL (list);
}

gboolean
drop_folder_wait (DexFuture *future, GError **error)
{
  gboolean resolved = FALSE;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  resolved = dex_future_get_value (future, error) != NULL;
  dex_unref (future);
  return resolved;
}
