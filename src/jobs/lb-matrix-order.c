#include "jobs/lb-matrix-order.h"

#include <string.h>

#include "model/lb-cell-tally.h"

#define NO_PATH G_MAXUINT

/* A column, and what the lines have in it. */
typedef struct
{
  guint path;         /* number of a field */
  LbCellTally *tally; /* (owned) (nullable) until it is run, and once it is taken */
} Count;

struct _LbMatrixOrder
{
  gatomicrefcount ref_count;
  LbCellValues *values; /* (owned) */
  GArray *lines;        /* (owned) (element-type LbMatrixLine): as in the model */
  guint *places;        /* (owned) (nullable): which line is where; NULL: as in the model */
  GArray *counts;       /* (owned) (element-type Count) */
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

static void
count_clear (gpointer data)
{
  Count *self = data;

  g_clear_pointer (&self->tally, lb_cell_tally_free);
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
  self->counts = g_array_new (FALSE, TRUE, sizeof (Count));
  g_array_set_clear_func (self->counts, count_clear);

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

  g_free (self->places);
  g_array_unref (self->counts);
  g_array_unref (self->lines);
  lb_cell_values_unref (self->values);
  g_free (self);
}

void
lb_matrix_order_add (LbMatrixOrder *self, LbImage *image, const LbCellRecord *record)
{
  const LbMatrixLine line = {
    .image = image,
    .record = record != NULL ? lb_cell_record_ref ((LbCellRecord *) record) : NULL,
    .position = self->lines->len,
    .group_key = "",
  };

  g_array_append_val (self->lines, line);
}

void
lb_matrix_order_add_column (LbMatrixOrder *self, guint path)
{
  const Count count = { .path = path };

  g_array_append_val (self->counts, count);
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
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const LbMatrixOrder *self = data;
  const LbMatrixLine *first = &g_array_index (self->lines, LbMatrixLine, *(const guint *) a);
  const LbMatrixLine *second = &g_array_index (self->lines, LbMatrixLine, *(const guint *) b);
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

static void
sort_lines (LbMatrixOrder *self)
{
  self->places = g_new (guint, self->lines->len);
  for (guint i = 0; i < self->lines->len; i++)
    {
      read_keys (self, &g_array_index (self->lines, LbMatrixLine, i));
      self->places[i] = i;
    }
  g_sort_array (self->places, self->lines->len, sizeof (guint), compare_places, self);
}

/* Lines without cells, because the caption is none to be read, are not counted. */
static gboolean
has_cells (const LbMatrixLine *line)
{
  return line->record != NULL && lb_cell_record_get_kind (line->record) == LB_CELL_RECORD_PROMPT;
}

LbCellTally *
lb_matrix_order_count (const LbMatrixOrder *self, guint path)
{
  LbCellTally *tally = lb_cell_tally_new (self->values);
  g_autoptr (GArray) listed = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const LbMatrixLine *line = &g_array_index (self->lines, LbMatrixLine, i);

      if (has_cells (line))
        lb_cell_tally_add (tally, lb_cell_record_get (line->record, path));
    }
  listed = lb_cell_tally_list (tally, LB_CELL_TALLY_LISTED);

  return tally;
}

void
lb_matrix_order_run (LbMatrixOrder *self)
{
  if (self->sort != NO_PATH || self->group != NO_PATH)
    sort_lines (self);
  for (guint i = 0; i < self->counts->len; i++)
    {
      Count *count = &g_array_index (self->counts, Count, i);

      count->tally = lb_matrix_order_count (self, count->path);
    }
}

LbCellTally *
lb_matrix_order_steal_tally (LbMatrixOrder *self, guint path)
{
  for (guint i = 0; i < self->counts->len; i++)
    {
      Count *count = &g_array_index (self->counts, Count, i);

      if (count->path == path && count->tally != NULL)
        return g_steal_pointer (&count->tally);
    }

  return NULL;
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
  return &g_array_index (self->lines, LbMatrixLine, self->places != NULL ? self->places[nth] : nth);
}

const LbMatrixLine *
lb_matrix_order_get_at (const LbMatrixOrder *self, guint position)
{
  return &g_array_index (self->lines, LbMatrixLine, position);
}
