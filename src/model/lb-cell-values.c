#include "model/lb-cell-values.h"

#include <string.h>

typedef struct
{
  char *text;     /* (owned) */
  char *sort_key; /* (owned) */
  guint same;
} Value;

struct _LbCellValues
{
  gatomicrefcount ref_count;
  GMutex mutex;
  GPtrArray *paths;         /* (owned) (element-type utf8): by number */
  GHashTable *path_numbers; /* (owned) (element-type utf8 guint) */
  GPtrArray *values;        /* (owned) (element-type Value): by number */
  GHashTable *numbers;      /* (owned) (element-type utf8 guint): by text */
  GHashTable *sames;        /* (owned) (element-type utf8 guint): by what is compared */
};

static void
value_free (gpointer data)
{
  Value *self = data;

  g_free (self->text);
  g_free (self->sort_key);
  g_free (self);
}

static Value *
value_new (const char *text, guint same)
{
  Value *self = g_new0 (Value, 1);

  self->text = g_strdup (text);
  self->sort_key = g_utf8_collate_key_for_filename (text, -1);
  self->same = same;

  return self;
}

LbCellValues *
lb_cell_values_new (void)
{
  LbCellValues *self = g_new0 (LbCellValues, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->path_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->values = g_ptr_array_new_with_free_func (value_free);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->sames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->values, value_new ("", 0));

  return self;
}

LbCellValues *
lb_cell_values_ref (LbCellValues *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_cell_values_unref (LbCellValues *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->path_numbers);
  g_ptr_array_unref (self->paths);
  g_hash_table_unref (self->sames);
  g_hash_table_unref (self->numbers);
  g_ptr_array_unref (self->values);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
lb_cell_values_add_path (LbCellValues *self, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gpointer number = NULL;
  char *kept = NULL;

  if (g_hash_table_lookup_extended (self->path_numbers, path, NULL, &number))
    return GPOINTER_TO_UINT (number);

  kept = g_strdup (path);
  g_hash_table_insert (self->path_numbers, kept, GUINT_TO_POINTER (self->paths->len));
  g_ptr_array_add (self->paths, kept);
  return self->paths->len - 1;
}

guint
lb_cell_values_get_n_paths (LbCellValues *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->paths->len;
}

const char *
lb_cell_values_get_path (LbCellValues *self, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_return_val_if_fail (number < self->paths->len, NULL);

  return g_ptr_array_index (self->paths, number);
}

/* (transfer full): what of @text is compared. An ellipsis is no full stop. */
static char *
compared (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const gsize length = strlen (trimmed);

  if (length > 1 && trimmed[length - 1] == '.' && trimmed[length - 2] != '.')
    {
      trimmed[length - 1] = '\0';
      g_strchomp (trimmed);
    }
  return g_utf8_casefold (trimmed, -1);
}

guint
lb_cell_values_add (LbCellValues *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const guint number = self->values->len;
  g_autofree char *folded = NULL;
  gpointer known = NULL;
  Value *value = NULL;

  if (*text == '\0')
    return 0;
  if (g_hash_table_lookup_extended (self->numbers, text, NULL, &known))
    return GPOINTER_TO_UINT (known);

  folded = compared (text);
  if (!g_hash_table_lookup_extended (self->sames, folded, NULL, &known))
    {
      known = GUINT_TO_POINTER (number);
      g_hash_table_insert (self->sames, g_steal_pointer (&folded), known);
    }
  value = value_new (text, GPOINTER_TO_UINT (known));
  g_ptr_array_add (self->values, value);
  g_hash_table_insert (self->numbers, value->text, GUINT_TO_POINTER (number));
  return number;
}

static const Value *
get (LbCellValues *self, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_assert (number < self->values->len);

  return g_ptr_array_index (self->values, number);
}

const char *
lb_cell_values_get_text (LbCellValues *self, guint number)
{
  return get (self, number)->text;
}

guint
lb_cell_values_get_same (LbCellValues *self, guint number)
{
  return get (self, number)->same;
}

const char *
lb_cell_values_get_sort_key (LbCellValues *self, guint number)
{
  return get (self, number)->sort_key;
}
