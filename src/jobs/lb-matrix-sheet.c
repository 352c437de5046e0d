#include "jobs/lb-matrix-sheet.h"

#include "base/lb-threads.h"
#include "base/lb-weak.h"
#include "jobs/lb-matrix-order.h"

#define AT_ONCE 500 /* rows that are sorted and counted without another thread */

typedef struct
{
  char *path;         /* (owned) */
  guint number;       /* of that */
  LbCellTally *tally; /* (owned) */
} Column;

struct _LbMatrixSheet
{
  GObject parent_instance;

  LbCellTable *table;   /* (owned) */
  LbCellCensus *census; /* (owned) */
  GListModel *shown;    /* (owned) */
  GArray *columns;      /* (owned) (element-type Column) */
  LbMatrixOrder *order; /* (owned) (nullable) until there is one: of the rows as they are shown */
  GArray *entries;      /* (owned) (element-type LbMatrixEntry) */
  GArray *before;       /* (owned) (nullable): those before, while it tells of a change */
  GHashTable *folded;   /* (owned) (element-type guint): groups */
  char *sort;           /* (owned) (nullable) */
  char *group;          /* (owned) (nullable) */
  guint idle_id;
  gboolean descending;
  gboolean moved;     /* the model has other images since they were read from it */
  gboolean arranging; /* the rows, on another thread */
  gboolean outdated;  /* something has changed since that has begun */
};

G_DEFINE_FINAL_TYPE (LbMatrixSheet, lb_matrix_sheet, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_JUDGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void arrange (LbMatrixSheet *self);

static void
column_clear (gpointer data)
{
  Column *self = data;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->tally, lb_cell_tally_free);
}

static GArray *
new_columns (void)
{
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (Column));

  g_array_set_clear_func (columns, column_clear);
  return columns;
}

static guint
value_of (const LbCellRecord *record, guint number)
{
  return record != NULL ? lb_cell_record_get (record, number) : 0;
}

/* The head of the group that begins with row @first. Returns the first row behind the group. */
static guint
add_head (LbMatrixSheet *self, guint first, LbMatrixEntry *head)
{
  guint end = first;

  head->group = lb_matrix_order_get (self->order, first)->group;
  while (end < lb_matrix_order_get_length (self->order) &&
         lb_matrix_order_get (self->order, end)->group == head->group)
    end++;
  head->position = G_MAXUINT;
  head->n_images = end - first;
  head->folded = g_hash_table_contains (self->folded, GUINT_TO_POINTER (head->group));
  g_array_append_val (self->entries, *head);

  return end;
}

static void
make_entries (LbMatrixSheet *self)
{
  guint group_end = 0;
  LbMatrixEntry head = { 0 };

  for (guint i = 0; i < lb_matrix_order_get_length (self->order); i++)
    {
      const LbMatrixLine *line = lb_matrix_order_get (self->order, i);
      const LbMatrixEntry entry = { .image = line->image,
                                    .record = line->record,
                                    .position = line->position,
                                    .group = line->group };

      if (lb_matrix_order_has_groups (self->order) && i == group_end)
        group_end = add_head (self, i, &head);
      if (!head.folded)
        g_array_append_val (self->entries, entry);
    }
}

/* The model may be ahead of the rows until the next turn of the main loop. */
static gboolean
is_at (LbMatrixSheet *self, LbImage *image, guint position)
{
  g_autoptr (LbImage) there = g_list_model_get_item (self->shown, position);

  return there == image;
}

/* Tells of the entries of the present order. */
static void
show (LbMatrixSheet *self)
{
  GArray *entries = g_steal_pointer (&self->entries);
  GArray *outer = self->before;

  self->entries = g_array_sized_new (FALSE, TRUE, sizeof (LbMatrixEntry),
                                     lb_matrix_order_get_length (self->order));
  make_entries (self);
  self->before = entries;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  self->before = outer;
  g_array_unref (entries);
}

/* Takes @order. The images of the one before live on until everybody has compared. */
static void
take (LbMatrixSheet *self, LbMatrixOrder *order)
{
  g_autoptr (LbMatrixOrder) before = g_steal_pointer (&self->order);

  self->order = order;
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);
      LbCellTally *tally = lb_matrix_order_steal_tally (order, column->number);

      if (tally == NULL)
        continue;
      lb_cell_tally_free (column->tally);
      column->tally = tally;
    }
  show (self);
}

typedef struct
{
  GWeakRef *sheet;      /* (owned) */
  LbMatrixOrder *order; /* (owned) */
} Errand;

static void
errand_free (gpointer data)
{
  Errand *self = data;

  lb_weak_free (self->sheet);
  lb_matrix_order_unref (self->order);
  g_free (self);
}

static DexFuture *
arranged_cb (DexFuture *future, gpointer data)
{
  Errand *errand = data;
  g_autoptr (LbMatrixSheet) self = g_weak_ref_get (errand->sheet);

  if (self == NULL || self->order == NULL)
    return NULL;

  self->arranging = FALSE;
  take (self, lb_matrix_order_ref (errand->order));
  if (self->outdated)
    arrange (self);

  return NULL;
}

static DexFuture *
arrange_fiber (gpointer data)
{
  lb_matrix_order_run (data);
  return dex_future_new_true ();
}

/* (transfer full): an order without lines, for what is asked for now. */
static LbMatrixOrder *
new_order (LbMatrixSheet *self, guint n_lines)
{
  LbMatrixOrder *order = lb_matrix_order_new (lb_cell_table_get_values (self->table), self->sort,
                                              self->descending, self->group, n_lines);

  for (guint i = 0; i < self->columns->len; i++)
    lb_matrix_order_add_column (order, g_array_index (self->columns, Column, i).number);

  return order;
}

/* (transfer full): the images of the model. */
static LbMatrixOrder *
read_model (LbMatrixSheet *self)
{
  const guint n = g_list_model_get_n_items (self->shown);
  LbMatrixOrder *order = new_order (self, n);

  self->moved = FALSE;
  g_clear_handle_id (&self->idle_id, g_source_remove);
  for (guint i = 0; i < n; i++)
    {
      LbImage *image = g_list_model_get_item (self->shown, i);

      lb_matrix_order_add (order, image, lb_cell_table_get (self->table, image));
    }

  return order;
}

/* (transfer full): the same images, with what their captions say now. */
static LbMatrixOrder *
read_again (LbMatrixSheet *self)
{
  const guint n = lb_matrix_order_get_length (self->order);
  LbMatrixOrder *order = new_order (self, n);

  for (guint i = 0; i < n; i++)
    {
      LbImage *image = lb_matrix_order_get_at (self->order, i)->image;

      lb_matrix_order_add (order, g_object_ref (image), lb_cell_table_get (self->table, image));
    }

  return order;
}

/* Brings the rows into their order and counts what is in them: many of them on another thread, one
 * order after the other. The first is that of the model, of which nothing is read yet. */
static void
arrange (LbMatrixSheet *self)
{
  LbMatrixOrder *order = NULL;
  Errand *errand = NULL;

  self->outdated = self->arranging;
  if (self->arranging)
    return;

  order = self->moved ? read_model (self) : read_again (self);
  if (lb_matrix_order_get_length (order) <= AT_ONCE || self->order == NULL)
    {
      lb_matrix_order_run (order);
      take (self, order);
      return;
    }

  self->arranging = TRUE;
  errand = g_new0 (Errand, 1);
  errand->sheet = lb_weak_new (self);
  errand->order = order;
  dex_future_disown (dex_future_finally (lb_threads_run (arrange_fiber, lb_matrix_order_ref (order),
                                                         (GDestroyNotify) lb_matrix_order_unref),
                                         arranged_cb, errand, errand_free));
}

static void
table_changed_cb (LbMatrixSheet *self)
{
  /* While a whole dataset is read it would be counted with every part of it. */
  if (!lb_cell_table_is_behind (self->table))
    lb_cell_census_count (self->census);
  arrange (self);
}

static void
judged_cb (LbMatrixSheet *self)
{
  g_signal_emit (self, signals[SIGNAL_JUDGED], 0);
}

static gboolean
refresh_cb (gpointer data)
{
  LbMatrixSheet *self = data;

  self->idle_id = 0;
  arrange (self);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (LbMatrixSheet *self)
{
  self->moved = TRUE;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, refresh_cb, self, NULL);
}

static void
lb_matrix_sheet_dispose (GObject *object)
{
  LbMatrixSheet *self = LB_MATRIX_SHEET (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->table != NULL)
    g_signal_handlers_disconnect_by_data (self->table, self);
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  if (self->census != NULL)
    g_signal_handlers_disconnect_by_data (self->census, self);
  g_clear_pointer (&self->folded, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->order, lb_matrix_order_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->sort, g_free);
  g_clear_pointer (&self->group, g_free);
  g_clear_object (&self->shown);
  g_clear_object (&self->census);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (lb_matrix_sheet_parent_class)->dispose (object);
}

static void
lb_matrix_sheet_class_init (LbMatrixSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_matrix_sheet_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_JUDGED] = g_signal_new ("judged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_matrix_sheet_init (LbMatrixSheet *self)
{
  self->columns = new_columns ();
  self->entries = g_array_new (FALSE, TRUE, sizeof (LbMatrixEntry));
  self->folded = g_hash_table_new (NULL, NULL);
}

LbMatrixSheet *
lb_matrix_sheet_new (LbCellTable *table, GListModel *images, GListModel *shown)
{
  LbMatrixSheet *self = NULL;

  g_return_val_if_fail (LB_IS_CELL_TABLE (table), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (images), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (shown), NULL);

  self = g_object_new (LB_TYPE_MATRIX_SHEET, NULL);
  self->table = g_object_ref (table);
  self->census = lb_cell_census_new (table, images);
  self->shown = g_object_ref (shown);
  g_signal_connect_swapped (self->census, "changed", G_CALLBACK (judged_cb), self);
  g_signal_connect_swapped (table, "changed", G_CALLBACK (table_changed_cb), self);
  g_signal_connect_swapped (shown, "items-changed", G_CALLBACK (items_changed_cb), self);
  self->moved = TRUE;
  arrange (self);

  return self;
}

LbCellCensus *
lb_matrix_sheet_get_census (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), NULL);

  return self->census;
}

LbCellValues *
lb_matrix_sheet_get_values (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), NULL);

  return lb_cell_table_get_values (self->table);
}

void
lb_matrix_sheet_set_columns (LbMatrixSheet *self, const char *const *paths)
{
  LbCellValues *values = NULL;
  g_autoptr (GArray) old = NULL;

  g_return_if_fail (LB_IS_MATRIX_SHEET (self));

  values = lb_cell_table_get_values (self->table);
  old = g_steal_pointer (&self->columns);
  self->columns = new_columns ();
  for (guint i = 0; paths[i] != NULL; i++)
    {
      Column column = { .path = g_strdup (paths[i]),
                        .number = lb_cell_values_add_path (values, paths[i]) };

      for (guint j = 0; j < old->len && column.tally == NULL; j++)
        if (g_array_index (old, Column, j).number == column.number)
          column.tally = g_steal_pointer (&g_array_index (old, Column, j).tally);
      if (column.tally == NULL)
        column.tally = lb_matrix_order_count (self->order, column.number);
      g_array_append_val (self->columns, column);
    }
  /* What is arranged now does not count them. */
  self->outdated = self->arranging;
  show (self);
  lb_cell_census_set_paths (self->census, paths);
}

guint
lb_matrix_sheet_get_n_columns (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), 0);

  return self->columns->len;
}

const char *
lb_matrix_sheet_get_path (LbMatrixSheet *self, guint column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return g_array_index (self->columns, Column, column).path;
}

int
lb_matrix_sheet_find_column (LbMatrixSheet *self, const char *path)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), -1);

  for (guint i = 0; i < self->columns->len; i++)
    if (g_strcmp0 (g_array_index (self->columns, Column, i).path, path) == 0)
      return (int) i;

  return -1;
}

LbCellTally *
lb_matrix_sheet_get_tally (LbMatrixSheet *self, guint column)
{
  g_return_val_if_fail (column < self->columns->len, NULL);

  return g_array_index (self->columns, Column, column).tally;
}

void
lb_matrix_sheet_set_sort (LbMatrixSheet *self, const char *path, gboolean descending)
{
  g_return_if_fail (LB_IS_MATRIX_SHEET (self));

  if (!g_set_str (&self->sort, path) && self->descending == descending)
    return;

  self->descending = descending;
  arrange (self);
}

const char *
lb_matrix_sheet_get_sort (LbMatrixSheet *self, gboolean *descending)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), NULL);

  *descending = self->descending;
  return self->sort;
}

void
lb_matrix_sheet_set_group (LbMatrixSheet *self, const char *path)
{
  g_return_if_fail (LB_IS_MATRIX_SHEET (self));

  if (!g_set_str (&self->group, path))
    return;

  g_hash_table_remove_all (self->folded);
  arrange (self);
}

const char *
lb_matrix_sheet_get_group (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), NULL);

  return self->group;
}

void
lb_matrix_sheet_set_folded (LbMatrixSheet *self, guint group, gboolean folded)
{
  g_return_if_fail (LB_IS_MATRIX_SHEET (self));

  if (folded ? g_hash_table_add (self->folded, GUINT_TO_POINTER (group))
             : g_hash_table_remove (self->folded, GUINT_TO_POINTER (group)))
    show (self);
}

guint
lb_matrix_sheet_get_n_images (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), 0);

  return lb_matrix_order_get_length (self->order);
}

guint
lb_matrix_sheet_get_n_entries (LbMatrixSheet *self)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), 0);

  return self->entries->len;
}

const LbMatrixEntry *
lb_matrix_sheet_get_entry (LbMatrixSheet *self, guint nth)
{
  g_return_val_if_fail (nth < self->entries->len, NULL);

  return &g_array_index (self->entries, LbMatrixEntry, nth);
}

gboolean
lb_matrix_sheet_has_kept (LbMatrixSheet *self, guint first, guint last)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), FALSE);

  if (self->before == NULL || last >= self->before->len || last >= self->entries->len)
    return FALSE;

  for (guint i = first; i <= last; i++)
    if (g_array_index (self->before, LbMatrixEntry, i).image !=
        g_array_index (self->entries, LbMatrixEntry, i).image)
      return FALSE;

  return TRUE;
}

gboolean
lb_matrix_sheet_find_position (LbMatrixSheet *self, const LbMatrixEntry *entry, guint *position)
{
  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), FALSE);

  if (entry == NULL || entry->image == NULL)
    return FALSE;
  if ((!self->moved && !self->arranging) || is_at (self, entry->image, entry->position))
    {
      *position = entry->position;
      return TRUE;
    }

  for (guint i = 0; i < g_list_model_get_n_items (self->shown); i++)
    if (is_at (self, entry->image, i))
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/* The entry of @image, or the head of @group without one; -1 for none. */
static int
find_entry (LbMatrixSheet *self, const LbImage *image, guint group)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const LbMatrixEntry *entry = &g_array_index (self->entries, LbMatrixEntry, i);

      if (entry->image == image && (image != NULL || entry->group == group))
        return (int) i;
    }

  return -1;
}

int
lb_matrix_sheet_find (LbMatrixSheet *self, LbImage *image)
{
  int nth = -1;

  g_return_val_if_fail (LB_IS_MATRIX_SHEET (self), -1);

  if (image == NULL)
    return -1;

  nth = find_entry (self, image, 0);
  /* A folded row is at the head of its group. */
  for (guint i = 0; nth < 0 && i < lb_matrix_order_get_length (self->order); i++)
    {
      const LbMatrixLine *line = lb_matrix_order_get_at (self->order, i);

      if (line->image == image)
        nth = find_entry (self, NULL, line->group);
    }

  return nth;
}

const LbCellRecord *
lb_matrix_sheet_get_record (LbMatrixSheet *self, guint nth)
{
  const LbMatrixEntry *entry = lb_matrix_sheet_get_entry (self, nth);

  return entry != NULL ? entry->record : NULL;
}

guint
lb_matrix_sheet_get_value (LbMatrixSheet *self, guint nth, guint column)
{
  g_return_val_if_fail (column < self->columns->len, 0);

  return value_of (lb_matrix_sheet_get_record (self, nth),
                   g_array_index (self->columns, Column, column).number);
}

GArray *
lb_matrix_sheet_find_value (LbMatrixSheet *self, guint column, guint value)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  LbCellValues *values = lb_matrix_sheet_get_values (self);
  const guint number = g_array_index (self->columns, Column, column).number;
  const guint same = lb_cell_values_get_same (values, value);

  for (guint i = 0; i < lb_matrix_order_get_length (self->order); i++)
    {
      const LbMatrixLine *line = lb_matrix_order_get_at (self->order, i);

      if (line->record != NULL && lb_cell_record_get_kind (line->record) == LB_CELL_RECORD_PROMPT &&
          lb_cell_values_get_same (values, lb_cell_record_get (line->record, number)) == same &&
          is_at (self, line->image, i))
        g_array_append_val (positions, i);
    }

  return positions;
}
