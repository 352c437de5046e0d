#include "base/lb-namesakes.h"

#include <string.h>

struct _LbNamesakes
{
  GHashTable *names; /* (owned) (element-type utf8 GHashTable): the folders of each, as a set */
  gboolean any;
};

LbNamesakes *
lb_namesakes_new (void)
{
  LbNamesakes *self = g_new0 (LbNamesakes, 1);

  self->names =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);

  return self;
}

void
lb_namesakes_free (LbNamesakes *self)
{
  g_hash_table_unref (self->names);
  g_free (self);
}

void
lb_namesakes_add (LbNamesakes *self, const char *name, const char *path)
{
  GHashTable *folders = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  folders = g_hash_table_lookup (self->names, name);
  if (folders == NULL)
    {
      folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->names, g_strdup (name), folders);
    }
  g_hash_table_add (folders, path != NULL ? g_path_get_dirname (path) : g_strdup (""));
  self->any = self->any || g_hash_table_size (folders) > 1;
}

gboolean
lb_namesakes_has_any (LbNamesakes *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->any;
}

/* The last @n parts of @folder; all of it when it has no more. */
static const char *
find_end (const char *folder, guint n)
{
  const char *end = folder + strlen (folder);

  while (end > folder)
    {
      end--;
      if (*end == '/' && --n == 0)
        return end + 1;
    }

  return folder;
}

static gboolean
is_anothers (GHashTable *folders, const char *folder, guint n)
{
  GHashTableIter iter;
  const char *other = NULL;

  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, (gpointer *) &other, NULL))
    if (!g_str_equal (other, folder) && g_str_equal (find_end (other, n), find_end (folder, n)))
      return TRUE;

  return FALSE;
}

char *
lb_namesakes_dup_folder (LbNamesakes *self, const char *name, const char *path)
{
  GHashTable *folders = NULL;
  g_autofree char *folder = NULL;
  guint n = 1;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  folders = g_hash_table_lookup (self->names, name);
  if (path == NULL || folders == NULL || g_hash_table_size (folders) < 2)
    return NULL;

  folder = g_path_get_dirname (path);
  while (is_anothers (folders, folder, n) && find_end (folder, n) != folder)
    n++;

  return g_strdup (find_end (folder, n));
}
