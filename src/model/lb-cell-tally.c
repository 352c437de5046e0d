#include "model/lb-cell-tally.h"

#include <string.h>

#define LEAST_CELLS 5     /* of fewer nothing can be said */
#define COMMON_PERCENT 75 /* of the filled cells have the one value */
#define RARE_PERCENT 10   /* have the one that stands out, or it is the only one of its kind */

struct _LbCellTally
{
  LbCellValues *values; /* (owned) */
  GHashTable *numbers;  /* (owned) (element-type guint guint): cells of each value */
  GArray *listed;       /* (owned) (nullable) (element-type LbCellCount): until a cell is added */
  guint most_listed;    /* that @listed would have */
  LbCellCount common;   /* the most frequent value */
  guint n_empty;
  guint n_filled;
};

LbCellTally *
lb_cell_tally_new (LbCellValues *values)
{
  LbCellTally *self = g_new0 (LbCellTally, 1);

  self->values = lb_cell_values_ref (values);
  self->numbers = g_hash_table_new (NULL, NULL);

  return self;
}

void
lb_cell_tally_free (LbCellTally *self)
{
  g_clear_pointer (&self->listed, g_array_unref);
  g_hash_table_unref (self->numbers);
  lb_cell_values_unref (self->values);
  g_free (self);
}

static guint
count_of (LbCellTally *self, guint value)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, GUINT_TO_POINTER (value)));
}

void
lb_cell_tally_add (LbCellTally *self, guint value)
{
  LbCellCount count;

  if (value == 0)
    {
      self->n_empty++;
      return;
    }

  g_clear_pointer (&self->listed, g_array_unref);
  count.value = lb_cell_values_get_same (self->values, value);
  count.n = count_of (self, count.value) + 1;
  g_hash_table_insert (self->numbers, GUINT_TO_POINTER (count.value), GUINT_TO_POINTER (count.n));
  self->n_filled++;
  if (count.n > self->common.n)
    self->common = count;
}

guint
lb_cell_tally_get_n_values (LbCellTally *self)
{
  return g_hash_table_size (self->numbers);
}

guint
lb_cell_tally_get_n_empty (LbCellTally *self)
{
  return self->n_empty;
}

guint
lb_cell_tally_get_n_filled (LbCellTally *self)
{
  return self->n_filled;
}

static gboolean
comes_first (LbCellTally *self, const LbCellCount *first, const LbCellCount *second)
{
  if (first->n != second->n)
    return first->n > second->n;

  return strcmp (lb_cell_values_get_sort_key (self->values, first->value),
                 lb_cell_values_get_sort_key (self->values, second->value)) < 0;
}

/* (transfer full) (element-type LbCellCount) */
static GArray *
find_listed (LbCellTally *self, guint most)
{
  GArray *counts = g_array_sized_new (FALSE, FALSE, sizeof (LbCellCount), most + 1);
  GHashTableIter iter;
  gpointer value = NULL;
  gpointer n = NULL;

  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &value, &n))
    {
      const LbCellCount count = { GPOINTER_TO_UINT (value), GPOINTER_TO_UINT (n) };
      guint place = counts->len;

      while (place > 0 &&
             comes_first (self, &count, &g_array_index (counts, LbCellCount, place - 1)))
        place--;
      if (place == most)
        continue;
      g_array_insert_val (counts, place, count);
      if (counts->len > most)
        g_array_set_size (counts, most);
    }

  return counts;
}

GArray *
lb_cell_tally_list (LbCellTally *self, guint most)
{
  GArray *counts = NULL;

  if (self->listed == NULL || most > self->most_listed)
    {
      g_clear_pointer (&self->listed, g_array_unref);
      self->listed = find_listed (self, most);
      self->most_listed = most;
    }

  counts = g_array_copy (self->listed);
  g_array_set_size (counts, MIN (counts->len, most));
  return counts;
}

static gboolean
has_common (LbCellTally *self)
{
  return self->n_filled >= LEAST_CELLS && self->common.n * 100 >= self->n_filled * COMMON_PERCENT;
}

guint
lb_cell_tally_get_common (LbCellTally *self)
{
  return has_common (self) ? self->common.value : 0;
}

gboolean
lb_cell_tally_is_outlier (LbCellTally *self, guint value, LbCellCount *common)
{
  const guint same = lb_cell_values_get_same (self->values, value);
  const guint n = count_of (self, same);

  if (n == 0 || !has_common (self) || same == self->common.value)
    return FALSE;

  if (common != NULL)
    *common = self->common;

  return n == 1 || n * 100 <= self->n_filled * RARE_PERCENT;
}
