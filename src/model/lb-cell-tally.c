#include "model/lb-cell-tally.h"

#include <string.h>

#define LEAST_CELLS 5     /* of fewer nothing can be said */
#define COMMON_PERCENT 75 /* of the filled cells have the one value */
#define RARE_PERCENT 10   /* have the one that stands out, or it is the only one of its kind */

struct _LbCellTally
{
  LbCellValues *values; /* (owned) */
  GHashTable *numbers;  /* (owned) (element-type guint guint): cells of each value */
  LbCellCount common;   /* the most frequent value, unless @stale */
  guint n_empty;
  guint n_filled;
  gboolean stale; /* @common has become rarer */
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

  count.value = lb_cell_values_get_same (self->values, value);
  count.n = count_of (self, count.value) + 1;
  g_hash_table_insert (self->numbers, GUINT_TO_POINTER (count.value), GUINT_TO_POINTER (count.n));
  self->n_filled++;
  if (count.n > self->common.n)
    self->common = count;
}

void
lb_cell_tally_remove (LbCellTally *self, guint value)
{
  guint same;
  guint n;

  if (value == 0)
    {
      g_return_if_fail (self->n_empty > 0);
      self->n_empty--;
      return;
    }

  same = lb_cell_values_get_same (self->values, value);
  n = count_of (self, same);
  g_return_if_fail (n > 0);
  self->n_filled--;
  if (n == 1)
    g_hash_table_remove (self->numbers, GUINT_TO_POINTER (same));
  else
    g_hash_table_insert (self->numbers, GUINT_TO_POINTER (same), GUINT_TO_POINTER (n - 1));
  if (same == self->common.value)
    self->stale = TRUE;
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

GArray *
lb_cell_tally_list (LbCellTally *self, guint most)
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

static void
find_common (LbCellTally *self)
{
  GHashTableIter iter;
  gpointer value = NULL;
  gpointer n = NULL;

  self->stale = FALSE;
  self->common = (LbCellCount) { 0 };
  g_hash_table_iter_init (&iter, self->numbers);
  while (g_hash_table_iter_next (&iter, &value, &n))
    if (GPOINTER_TO_UINT (n) > self->common.n)
      self->common = (LbCellCount) { GPOINTER_TO_UINT (value), GPOINTER_TO_UINT (n) };
}

static gboolean
has_common (LbCellTally *self)
{
  if (self->stale)
    find_common (self);

  return self->n_filled >= LEAST_CELLS && self->common.n * 100 >= self->n_filled * COMMON_PERCENT;
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
