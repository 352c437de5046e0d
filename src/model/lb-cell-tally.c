#include "model/lb-cell-tally.h"

#include <string.h>

#define LEAST_CELLS 5     /* of fewer nothing can be said */
#define COMMON_PERCENT 75 /* of the filled cells have the one value */
#define RARE_PERCENT 10   /* have the one that stands out, or it is the only one of its kind */

struct _LbCellTally
{
  LbCellValues *values; /* (owned) */
  GArray *counts;       /* (owned) (element-type LbCellCount) */
  GHashTable *numbers;  /* (owned) (element-type guint guint): cells of each value */
  LbCellCount common;   /* the most frequent value */
  guint n_empty;
  guint n_filled;
  gboolean sorted;
};

LbCellTally *
lb_cell_tally_new (LbCellValues *values, const guint *cells, guint n_cells)
{
  LbCellTally *self = g_new0 (LbCellTally, 1);
  GHashTableIter iter;
  gpointer value = NULL;
  gpointer n = NULL;

  self->values = lb_cell_values_ref (values);
  self->numbers = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n_cells; i++)
    {
      gpointer key = GUINT_TO_POINTER (lb_cell_values_get_same (values, cells[i]));

      if (key == NULL)
        {
          self->n_empty++;
          continue;
        }
      self->n_filled++;
      g_hash_table_insert (
        self->numbers, key,
        GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, key)) + 1));
    }

  self->counts =
    g_array_sized_new (FALSE, FALSE, sizeof (LbCellCount), g_hash_table_size (self->numbers));
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &value, &n))
    {
      const LbCellCount count = { GPOINTER_TO_UINT (value), GPOINTER_TO_UINT (n) };

      g_array_append_val (self->counts, count);
      if (count.n > self->common.n)
        self->common = count;
    }

  return self;
}

void
lb_cell_tally_free (LbCellTally *self)
{
  g_array_unref (self->counts);
  g_hash_table_unref (self->numbers);
  lb_cell_values_unref (self->values);
  g_free (self);
}

guint
lb_cell_tally_get_n_values (const LbCellTally *self)
{
  return self->counts->len;
}

guint
lb_cell_tally_get_n_empty (const LbCellTally *self)
{
  return self->n_empty;
}

guint
lb_cell_tally_get_n_filled (const LbCellTally *self)
{
  return self->n_filled;
}

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer values)
{
  const LbCellCount *first = a;
  const LbCellCount *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;

  return strcmp (lb_cell_values_get_sort_key (values, first->value),
                 lb_cell_values_get_sort_key (values, second->value));
}

const LbCellCount *
lb_cell_tally_list (LbCellTally *self, guint *n_counts)
{
  if (!self->sorted)
    g_array_sort_with_data (self->counts, compare_counts, self->values);
  self->sorted = TRUE;
  *n_counts = self->counts->len;

  return (const LbCellCount *) (gconstpointer) self->counts->data;
}

static gboolean
has_common (const LbCellTally *self)
{
  return self->n_filled >= LEAST_CELLS && self->common.n * 100 >= self->n_filled * COMMON_PERCENT;
}

static gboolean
is_rare (const LbCellTally *self, guint n)
{
  return n == 1 || n * 100 <= self->n_filled * RARE_PERCENT;
}

gboolean
lb_cell_tally_is_outlier (const LbCellTally *self, guint value, LbCellCount *common)
{
  const guint same = lb_cell_values_get_same (self->values, value);
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, GUINT_TO_POINTER (same)));

  if (common != NULL)
    *common = self->common;

  return n > 0 && same != self->common.value && has_common (self) && is_rare (self, n);
}

guint
lb_cell_tally_count_outliers (LbCellTally *self)
{
  guint n = 0;

  for (guint i = 0; i < self->counts->len; i++)
    {
      const LbCellCount *count = &g_array_index (self->counts, LbCellCount, i);

      if (lb_cell_tally_is_outlier (self, count->value, NULL))
        n += count->n;
    }

  return n;
}
