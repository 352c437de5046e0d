#include "jobs/lb-matrix-order.h"

#include <string.h>

#define NO_PATH G_MAXUINT

struct _LbMatrixOrder
{
  gatomicrefcount ref_count;
  LbCellValues *values; /* (owned) */
  GArray *lines;        /* (owned) (element-type LbMatrixLine) */
  guint sort;           /* number of a field, or NO_PATH */
  guint group;          /* the same */
  gboolean descending;
};

static void
line_clear (gpointer data)
{
  LbMatrixLine *self = data;

  g_clear_object (&self->image);
  g_clear_pointer (&self->record, lb_cell_record_unref);
}

static guint
path_of (LbCellValues *values, const char *path)
{
  return path != NULL ? lb_cell_values_add_path (values, path) : NO_PATH;
}

LbMatrixOrder *
lb_matrix_order_new (
  LbCellValues *values, const char *sort, gboolean descending, const char *group, guint n_lines)
{
  LbMatrixOrder *self = g_new0 (LbMatrixOrder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values = lb_cell_values_ref (values);
  self->sort = path_of (values, sort);
  self->group = path_of (values, group);
  self->descending = descending;
  self->lines = g_array_sized_new (FALSE, TRUE, sizeof (LbMatrixLine), n_lines);
  g_array_set_clear_func (self->lines, line_clear);

  return self;
}

LbMatrixOrder *
lb_matrix_order_ref (LbMatrixOrder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_matrix_order_unref (LbMatrixOrder *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->lines);
  lb_cell_values_unref (self->values);
  g_free (self);
}

void
lb_matrix_order_add (LbMatrixOrder *self, LbImage *image, LbCellRecord *record, guint position)
{
  const LbMatrixLine line = { .image = g_object_ref (image),
                              .record = record != NULL ? lb_cell_record_ref (record) : NULL,
                              .position = position,
                              .group_key = "" };

  g_array_append_val (self->lines, line);
}

static guint
value_of (const LbMatrixLine *line, guint path)
{
  return path != NO_PATH && line->record != NULL ? lb_cell_record_get (line->record, path) : 0;
}

static void
read_keys (LbMatrixOrder *self, LbMatrixLine *line)
{
  const guint value = value_of (line, self->sort);
  const guint group = value_of (line, self->group);

  if (value != 0)
    line->sort_key = lb_cell_values_get_sort_key (self->values, value);
  if (group != 0)
    {
      line->group = lb_cell_values_get_same (self->values, group);
      line->group_key = lb_cell_values_get_sort_key (self->values, line->group);
    }
}

static int
compare_keys (const LbMatrixLine *first, const LbMatrixLine *second, gboolean descending)
{
  int order;

  if (first->sort_key == NULL || second->sort_key == NULL)
    return (first->sort_key == NULL) - (second->sort_key == NULL);

  order = first->sort_key != second->sort_key ? strcmp (first->sort_key, second->sort_key) : 0;
  return descending ? -order : order;
}

static int
compare_lines (gconstpointer a, gconstpointer b, gpointer data)
{
  const LbMatrixOrder *self = data;
  const LbMatrixLine *first = a;
  const LbMatrixLine *second = b;
  int order =
    first->group_key != second->group_key ? strcmp (first->group_key, second->group_key) : 0;

  if (order == 0 && first->group != second->group)
    order = first->group < second->group ? -1 : 1;
  if (order == 0)
    order = compare_keys (first, second, self->descending);
  if (order == 0)
    order = first->position < second->position ? -1 : 1;

  return order;
}

void
lb_matrix_order_run (LbMatrixOrder *self)
{
  if (lb_matrix_order_is_plain (self))
    return;

  for (guint i = 0; i < self->lines->len; i++)
    read_keys (self, &g_array_index (self->lines, LbMatrixLine, i));
  g_array_sort_with_data (self->lines, compare_lines, self);
}

gboolean
lb_matrix_order_is_plain (const LbMatrixOrder *self)
{
  return self->sort == NO_PATH && self->group == NO_PATH;
}

gboolean
lb_matrix_order_has_groups (const LbMatrixOrder *self)
{
  return self->group != NO_PATH;
}

guint
lb_matrix_order_get_length (const LbMatrixOrder *self)
{
  return self->lines->len;
}

const LbMatrixLine *
lb_matrix_order_get (const LbMatrixOrder *self, guint nth)
{
  return &g_array_index (self->lines, LbMatrixLine, nth);
}
