#include "model/lb-query-record.h"

#include <string.h>

#include "model/lb-query-scanner.h"
#include "model/lb-query-private.h"

typedef struct
{
  char *text;  /* (owned) */
  char **keys; /* (owned): its steps but those into lists */
} Path;

struct _LbQueryPaths
{
  gatomicrefcount ref_count;
  GMutex mutex;
  GPtrArray *paths;    /* (owned) (element-type Path): by number */
  GHashTable *numbers; /* (owned) (element-type utf8 guint): of the texts in @paths */
};

static void
path_free (gpointer data)
{
  Path *self = data;

  g_free (self->text);
  g_strfreev (self->keys);
  g_free (self);
}

LbQueryPaths *
lb_query_paths_new (void)
{
  LbQueryPaths *self = g_new0 (LbQueryPaths, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->paths = g_ptr_array_new_with_free_func (path_free);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);

  return self;
}

LbQueryPaths *
lb_query_paths_ref (LbQueryPaths *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_query_paths_unref (LbQueryPaths *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->paths);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
lb_query_paths_get_length (LbQueryPaths *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->paths->len;
}

char *
lb_query_paths_dup (LbQueryPaths *self, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_return_val_if_fail (number < self->paths->len, NULL);

  return g_strdup (((const Path *) g_ptr_array_index (self->paths, number))->text);
}

guint
lb_query_paths_add (LbQueryPaths *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gpointer number = NULL;
  gsize wrong_at = 0;
  gboolean is_index = FALSE;
  Path *path = NULL;

  if (g_hash_table_lookup_extended (self->numbers, text, NULL, &number))
    return GPOINTER_TO_UINT (number);

  path = g_new0 (Path, 1);
  path->text = g_strdup (text);
  path->keys = lb_query_path_read (text, &wrong_at, &is_index);
  g_hash_table_insert (self->numbers, path->text, GUINT_TO_POINTER (self->paths->len));
  g_ptr_array_add (self->paths, path);
  return self->paths->len - 1;
}

static gboolean
begins_with (const char *const *keys, const char *const *wanted)
{
  for (; *wanted != NULL; wanted++, keys++)
    if (*keys == NULL || g_ascii_strcasecmp (*keys, *wanted) != 0)
      return FALSE;

  return TRUE;
}

gboolean
lb_query_paths_is (LbQueryPaths *self, guint number, const char *const *keys)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const guint n_wanted = g_strv_length ((char **) keys);
  const Path *path = NULL;
  guint n_keys = 0;

  g_return_val_if_fail (number < self->paths->len, FALSE);

  path = g_ptr_array_index (self->paths, number);
  n_keys = path->keys != NULL ? g_strv_length (path->keys) : 0;
  return n_keys >= n_wanted &&
         begins_with ((const char *const *) path->keys + (n_keys - n_wanted), keys);
}

gboolean
lb_query_paths_fits (LbQueryPaths *self, guint number, const char *const *keys)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Path *path = NULL;

  g_return_val_if_fail (number < self->paths->len, FALSE);

  path = g_ptr_array_index (self->paths, number);
  for (guint i = 0; path->keys != NULL && path->keys[i] != NULL; i++)
    if (begins_with ((const char *const *) path->keys + i, keys))
      return TRUE;

  return FALSE;
}
