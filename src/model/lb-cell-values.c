#include "model/lb-cell-values.h"

#include <string.h>

#include "base/lb-threads.h"

#define MANY 4096       /* values that are freed on another thread */
#define FIRST_BLOCK 256 /* values; each block has twice as many as the one before */
#define N_BLOCKS 25     /* enough for every guint */

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
  Value *blocks[N_BLOCKS];  /* (owned): by number; they never move */
  guint n_values;
  GHashTable *numbers; /* (owned) (element-type utf8 guint): by text */
  GHashTable *sames;   /* (owned) (element-type utf8 guint): by what is compared */
};

/* The block that has value @number, and how many values come before the block. */
static guint
block_of (guint number, guint *before)
{
  const guint block = g_bit_storage (number / FIRST_BLOCK + 1) - 1;

  *before = FIRST_BLOCK * ((1u << block) - 1);
  return block;
}

/* Needs no lock: whoever has a number got it from somebody who had the lock after the value was
 * there, and neither changes any more. Tables compare and count thousands of values in a turn of
 * the main loop, while a thread that is not running may hold the lock. */
static Value *
value_at (LbCellValues *self, guint number)
{
  guint before;
  const guint block = block_of (number, &before);

  return &self->blocks[block][number - before];
}

/* @sort_key: (transfer full) */
static void
append_value (LbCellValues *self, const char *text, char *sort_key, guint same)
{
  guint before;
  const guint block = block_of (self->n_values, &before);
  Value *value = NULL;

  if (self->n_values == before)
    self->blocks[block] = g_new0 (Value, FIRST_BLOCK << block);
  value = value_at (self, self->n_values++);
  value->text = g_strdup (text);
  value->sort_key = sort_key;
  value->same = same;
}

static void
free_values (LbCellValues *self)
{
  for (guint i = 0; i < self->n_values; i++)
    {
      Value *value = value_at (self, i);

      g_free (value->text);
      g_free (value->sort_key);
    }
  for (guint i = 0; i < N_BLOCKS; i++)
    g_free (self->blocks[i]);
}

LbCellValues *
lb_cell_values_new (void)
{
  LbCellValues *self = g_new0 (LbCellValues, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->path_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->sames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  append_value (self, "", g_utf8_collate_key_for_filename ("", -1), 0);

  return self;
}

LbCellValues *
lb_cell_values_ref (LbCellValues *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
values_free (gpointer data)
{
  LbCellValues *self = data;

  g_hash_table_unref (self->path_numbers);
  g_ptr_array_unref (self->paths);
  g_hash_table_unref (self->sames);
  g_hash_table_unref (self->numbers);
  free_values (self);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static DexFuture *
free_fiber (gpointer data)
{
  values_free (data);
  return dex_future_new_true ();
}

void
lb_cell_values_unref (LbCellValues *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  /* Those of a large dataset are a hundred thousand texts. */
  if (self->n_values > MANY)
    dex_future_disown (lb_threads_run (free_fiber, self, NULL));
  else
    values_free (self);
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

static gboolean
find (LbCellValues *self, const char *text, guint *number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gpointer known = NULL;

  if (!g_hash_table_lookup_extended (self->numbers, text, NULL, &known))
    return FALSE;

  *number = GPOINTER_TO_UINT (known);
  return TRUE;
}

/* @folded: (transfer full): what is compared; @sort_key: (transfer full) */
static guint
add_new (LbCellValues *self, const char *text, char *folded, char *sort_key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *own_folded = folded;
  g_autofree char *own_key = sort_key;
  const guint number = self->n_values;
  gpointer known = NULL;

  /* Another thread may have been faster. */
  if (g_hash_table_lookup_extended (self->numbers, text, NULL, &known))
    return GPOINTER_TO_UINT (known);

  if (!g_hash_table_lookup_extended (self->sames, folded, NULL, &known))
    {
      known = GUINT_TO_POINTER (number);
      g_hash_table_insert (self->sames, g_steal_pointer (&own_folded), known);
    }
  append_value (self, text, g_steal_pointer (&own_key), GPOINTER_TO_UINT (known));
  g_hash_table_insert (self->numbers, value_at (self, number)->text, GUINT_TO_POINTER (number));
  return number;
}

guint
lb_cell_values_add (LbCellValues *self, const char *text)
{
  guint number;

  if (*text == '\0')
    return 0;

  /* What takes long is done without the lock. */
  return find (self, text, &number)
           ? number
           : add_new (self, text, compared (text), g_utf8_collate_key_for_filename (text, -1));
}

const char *
lb_cell_values_get_text (LbCellValues *self, guint number)
{
  return value_at (self, number)->text;
}

guint
lb_cell_values_get_same (LbCellValues *self, guint number)
{
  return value_at (self, number)->same;
}

const char *
lb_cell_values_get_sort_key (LbCellValues *self, guint number)
{
  return value_at (self, number)->sort_key;
}
