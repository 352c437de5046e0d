#include "session/lb-history-object.h"

#include "base/lb-error.h"
#include "session/lb-trash-private.h"

typedef enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  PROP_UNDO_STEP,
  PROP_REDO_STEP
} LbHistoryProperty;

static GParamSpec *props[PROP_REDO_STEP + 1];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbHistory,
                               lb_history,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *list)
{
  return LB_TYPE_HISTORY_STEP;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (LB_HISTORY (list)->steps));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (LB_HISTORY (list)->steps), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lb_history_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbHistory *self = LB_HISTORY (object);

  switch ((LbHistoryProperty) prop_id)
    {
    case PROP_CAN_UNDO:  g_value_set_boolean (value, lb_history_get_can_undo (self)); break;
    case PROP_CAN_REDO:  g_value_set_boolean (value, lb_history_get_can_redo (self)); break;
    case PROP_UNDO_STEP: g_value_set_object (value, lb_history_get_undo_step (self)); break;
    case PROP_REDO_STEP: g_value_set_object (value, lb_history_get_redo_step (self)); break;
    default:             G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_history_finalize (GObject *object)
{
  LbHistory *self = LB_HISTORY (object);

  g_clear_object (&self->database);
  g_clear_object (&self->steps);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_pointer (&self->entered, g_array_unref);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_queue_clear_full (&self->lost, (GDestroyNotify) lb_history_row_free);
  g_free (self->typed_uuid);
  g_free (self->typed_before);

  G_OBJECT_CLASS (lb_history_parent_class)->finalize (object);
}

static void
lb_history_class_init (LbHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_history_get_property;
  object_class->finalize = lb_history_finalize;

  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  props[PROP_UNDO_STEP] =
    g_param_spec_object ("undo-step", NULL, NULL, LB_TYPE_HISTORY_STEP, flags);
  props[PROP_REDO_STEP] =
    g_param_spec_object ("redo-step", NULL, NULL, LB_TYPE_HISTORY_STEP, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /* An object, the image whose caption undo or redo has changed. */
  g_signal_new ("restored", LB_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_OBJECT);
}

static void
items_changed_cb (LbHistory *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
lb_history_init (LbHistory *self)
{
  self->steps = g_list_store_new (LB_TYPE_HISTORY_STEP);
  g_signal_connect_object (self->steps, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                        (GDestroyNotify) lb_history_group_free);
  self->entered = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_queue_init (&self->lost);
}

LbHistory *
lb_history_new (LbDatabase *database)
{
  LbHistory *self = g_object_new (LB_TYPE_HISTORY, NULL);

  g_set_object (&self->database, database);

  return self;
}

void
lb_history_take_out (LbHistory *self, guint position)
{
  g_autoptr (LbHistoryStep) step = get_item (G_LIST_MODEL (self), position);
  const gint64 id = lb_history_step_get_id (step);

  g_hash_table_add (self->taken, g_memdup2 (&id, sizeof id));
  g_list_store_remove (self->steps, position);
}

void
lb_history_notify_steps (LbHistory *self)
{
  for (guint i = PROP_CAN_UNDO; i < G_N_ELEMENTS (props); i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

static DexFuture *
load_fiber (gpointer data)
{
  LbHistory *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps =
    dex_await_boxed (lb_database_run (self->database, lb_history_rows_read, NULL, NULL), &error);

  if (steps == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (steps->len > 0)
    self->last_step = lb_history_step_get_id (g_ptr_array_index (steps, 0));
  g_list_store_splice (self->steps, 0, 0, steps->pdata, steps->len);
  lb_history_notify_steps (self);

  return dex_future_new_true ();
}

DexFuture *
lb_history_load (LbHistory *self)
{
  dex_return_error_if_fail (LB_IS_HISTORY (self));

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* (transfer full) (element-type gint64 LbHistoryStep): not owned, by their ids. */
static GHashTable *
index_steps (GPtrArray *steps)
{
  GHashTable *index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const gint64 id = lb_history_step_get_id (steps->pdata[i]);

      g_hash_table_insert (index, g_memdup2 (&id, sizeof id), steps->pdata[i]);
    }

  return index;
}

/* (transfer full) (element-type LbHistoryStep): what the list has. */
static GPtrArray *
list_steps (LbHistory *self)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    g_ptr_array_add (steps, get_item (G_LIST_MODEL (self), i));

  return steps;
}

/* What was undone can't be done again once another program has changed something. @there: by their
 * ids. */
static void
drop_cut (LbHistory *self, GHashTable *there)
{
  for (guint i = get_n_items (G_LIST_MODEL (self)); i > 0; i--)
    {
      g_autoptr (LbHistoryStep) step = get_item (G_LIST_MODEL (self), i - 1);
      const gint64 id = lb_history_step_get_id (step);

      if (lb_history_step_get_state (step) == LB_HISTORY_UNDONE &&
          !g_hash_table_contains (there, &id))
        lb_history_take_out (self, i - 1);
    }
}

/* Where it belongs by when it was made: one that is older than the newest may come later. */
static void
insert_step (LbHistory *self, LbHistoryStep *step)
{
  const gint64 id = lb_history_step_get_id (step);
  guint position = 0;

  for (; position < get_n_items (G_LIST_MODEL (self)); position++)
    {
      g_autoptr (LbHistoryStep) other = get_item (G_LIST_MODEL (self), position);

      if (lb_history_step_get_id (other) < id)
        break;
    }
  g_list_store_insert (self->steps, position, step);
  self->last_step = MAX (self->last_step, id);
}

/* What was deleted can be had back by what is in the trash alone. */
static gboolean
is_complete (LbTrash *trash, LbHistoryStep *step)
{
  return lb_history_step_get_kind (step) != LB_HISTORY_DELETE ||
         lb_history_step_get_state (step) == LB_HISTORY_BLOCKED ||
         lb_trash_has_step (trash, lb_history_step_get_id (step));
}

/* @steps: all that there are by now, newest first. */
static void
take_in (LbHistory *self, LbTrash *trash, GPtrArray *steps)
{
  g_autoptr (GPtrArray) before = list_steps (self);
  g_autoptr (GHashTable) known = index_steps (before);
  g_autoptr (GHashTable) there = index_steps (steps);

  for (guint i = steps->len; i > 0; i--)
    {
      LbHistoryStep *step = g_ptr_array_index (steps, i - 1);
      const gint64 id = lb_history_step_get_id (step);
      LbHistoryStep *old = g_hash_table_lookup (known, &id);

      /* The last one that is known here may be on its way to the disk. */
      if (old != NULL)
        lb_history_step_set_count (
          old, MAX (lb_history_step_get_count (old), lb_history_step_get_count (step)));
      else if (!g_hash_table_contains (self->taken, &id) && is_complete (trash, step))
        {
          drop_cut (self, there);
          insert_step (self, step);
        }
    }
  lb_history_notify_steps (self);
}

typedef struct
{
  LbHistory *history; /* (owned) */
  LbTrash *trash;     /* (owned) */
} Merge;

static void
merge_free (gpointer data)
{
  Merge *merge = data;

  g_object_unref (merge->history);
  g_object_unref (merge->trash);
  g_free (merge);
}

static DexFuture *
merge_fiber (gpointer data)
{
  Merge *merge = data;
  LbHistory *self = merge->history;
  g_autoptr (LbDatabase) database = self->database != NULL ? g_object_ref (self->database) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = NULL;

  if (database == NULL)
    return dex_future_new_true ();

  /* What went before is not read any more. */
  g_hash_table_remove_all (self->taken);
  if (!(steps =
          dex_await_boxed (lb_database_run (database, lb_history_rows_read, NULL, NULL), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_in (self, merge->trash, steps);

  return dex_future_new_true ();
}

DexFuture *
lb_history_merge (LbHistory *self, LbTrash *trash)
{
  Merge *merge = NULL;

  dex_return_error_if_fail (LB_IS_HISTORY (self));
  dex_return_error_if_fail (LB_IS_TRASH (trash));

  merge = g_new0 (Merge, 1);
  merge->history = g_object_ref (self);
  merge->trash = g_object_ref (trash);

  return dex_scheduler_spawn (NULL, 0, merge_fiber, merge, merge_free);
}

/* Steps that can be done again are the newest ones, those that can be undone come after them; one
 * that is blocked may stand anywhere. */

LbHistoryStep *
lb_history_get_undo_step (LbHistory *self)
{
  g_return_val_if_fail (LB_IS_HISTORY (self), NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LbHistoryStep) step = get_item (G_LIST_MODEL (self), i);

      if (lb_history_step_get_state (step) == LB_HISTORY_DONE)
        return step; /* the list keeps it */
    }

  return NULL;
}

LbHistoryStep *
lb_history_get_redo_step (LbHistory *self)
{
  LbHistoryStep *last = NULL;

  g_return_val_if_fail (LB_IS_HISTORY (self), NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LbHistoryStep) step = get_item (G_LIST_MODEL (self), i);

      if (lb_history_step_get_state (step) == LB_HISTORY_DONE)
        break;
      if (lb_history_step_get_state (step) == LB_HISTORY_UNDONE)
        last = step;
    }

  return last;
}

gboolean
lb_history_get_can_undo (LbHistory *self)
{
  return lb_history_get_undo_step (self) != NULL;
}

gboolean
lb_history_get_can_redo (LbHistory *self)
{
  return lb_history_get_redo_step (self) != NULL;
}

LbHistoryStep *
lb_history_find (LbHistory *self, gint64 step_id)
{
  g_return_val_if_fail (LB_IS_HISTORY (self), NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (LbHistoryStep) step = get_item (G_LIST_MODEL (self), i);

      if (lb_history_step_get_id (step) == step_id)
        return step; /* the list keeps it */
    }

  return NULL;
}

/* Writing. The database takes one after the other. */

static DexFuture *
run (LbHistory *self, LbDatabaseWork work, LbHistoryRow *row)
{
  if (self->database != NULL)
    return lb_database_run (self->database, work, row, (GDestroyNotify) lb_history_row_free);

  lb_history_row_free (row);

  return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");
}

typedef struct
{
  GWeakRef history;
  LbHistoryRow *row; /* (owned): once more, in case the disk would not take the first */
} Put;

static void
put_free (Put *self)
{
  g_weak_ref_clear (&self->history);
  g_clear_pointer (&self->row, lb_history_row_free);
  g_free (self);
}

static DexFuture *
put_failed_cb (DexFuture *future, gpointer data)
{
  Put *put = data;
  g_autoptr (LbHistory) self = g_weak_ref_get (&put->history);

  if (self != NULL)
    g_queue_push_tail (&self->lost, g_steal_pointer (&put->row));

  return dex_ref (future);
}

static LbHistoryRow *
row_copy (const LbHistoryRow *row)
{
  LbHistoryRow *copy = lb_history_row_new (row->step_id);

  copy->kind = row->kind;
  copy->thing = row->thing;
  copy->state = row->state;
  copy->name = g_strdup (row->name);
  copy->count = row->count;
  copy->made_at = row->made_at;
  copy->change = row->change != NULL ? lb_history_change_copy (row->change) : NULL;
  copy->cuts = row->cuts;
  copy->completes = row->completes;

  return copy;
}

DexFuture *
lb_history_put (LbHistory *self, LbHistoryRow *row)
{
  g_autoptr (LbHistoryRow) lost = g_queue_pop_head (&self->lost);
  Put *again = NULL;

  if (lost != NULL)
    dex_future_disown (lb_history_put (self, g_steal_pointer (&lost)));

  again = g_new0 (Put, 1);
  g_weak_ref_init (&again->history, self);
  again->row = row_copy (row);

  return dex_future_catch (run (self, lb_history_rows_put, row), put_failed_cb, again,
                           (GDestroyNotify) put_free);
}

void
lb_history_close (LbHistory *self)
{
  LbHistoryRow *lost = NULL;

  g_return_if_fail (LB_IS_HISTORY (self));

  while ((lost = g_queue_pop_head (&self->lost)) != NULL)
    dex_future_disown (run (self, lb_history_rows_put, lost));
  g_clear_object (&self->database);
}

DexFuture *
lb_history_remove (LbHistory *self, gint64 step_id)
{
  LbHistoryStep *step = NULL;
  guint position = 0;

  dex_return_error_if_fail (LB_IS_HISTORY (self));

  if (self->typed_step == step_id)
    lb_history_close_edit (self);
  if ((step = lb_history_find (self, step_id)) != NULL &&
      g_list_store_find (self->steps, step, &position))
    lb_history_take_out (self, position);
  lb_history_notify_steps (self);

  return run (self, lb_history_rows_remove, lb_history_row_new (step_id));
}

DexFuture *
lb_history_set_state (LbHistory *self, LbHistoryStep *step, LbHistoryState state)
{
  dex_return_error_if_fail (LB_IS_HISTORY (self));
  dex_return_error_if_fail (LB_IS_HISTORY_STEP (step));

  lb_history_close_edit (self);
  lb_history_step_set_state (step, state);
  lb_history_notify_steps (self);

  return run (self, lb_history_rows_set_state, lb_history_row_new_for_step (step));
}

DexFuture *
lb_history_list_changes (LbHistory *self, LbHistoryStep *step)
{
  dex_return_error_if_fail (LB_IS_HISTORY (self));

  return run (self, lb_history_rows_list_changes,
              lb_history_row_new (lb_history_step_get_id (step)));
}

DexFuture *
lb_history_list_things (LbHistory *self, LbHistoryStep *step)
{
  dex_return_error_if_fail (LB_IS_HISTORY (self));

  return run (self, lb_history_rows_list_things,
              lb_history_row_new (lb_history_step_get_id (step)));
}

DexFuture *
lb_history_read_change (LbHistory *self, LbStepChange *change)
{
  LbHistoryRow *row = NULL;

  dex_return_error_if_fail (LB_IS_HISTORY (self));
  dex_return_error_if_fail (LB_IS_STEP_CHANGE (change));

  row = lb_history_row_new (lb_step_change_get_step_id (change));
  row->change_id = lb_step_change_get_id (change);

  return run (self, lb_history_rows_list_changes, row);
}

DexFuture *
lb_history_complete_change (LbHistory *self, LbHistoryStep *step, const LbHistoryChange *change)
{
  LbHistoryRow *row = NULL;

  dex_return_error_if_fail (LB_IS_HISTORY (self));

  row = lb_history_row_new_for_step (step);
  row->completes = TRUE;
  row->change = lb_history_change_copy (change);

  return lb_history_put (self, row);
}

DexFuture *
lb_history_amend (LbHistory *self, LbHistoryChange *change)
{
  LbHistoryRow *row = lb_history_row_new (0);

  row->change = change;

  return run (self, lb_history_rows_amend, row);
}

DexFuture *
lb_history_keep_version (LbHistory *self, LbHistoryChange *change)
{
  LbHistoryRow *row = lb_history_row_new (0);

  row->change = change;

  return run (self, lb_history_rows_keep_version, row);
}

DexFuture *
lb_history_list_versions (LbHistory *self, const char *uuid)
{
  LbHistoryRow *row = NULL;

  dex_return_error_if_fail (LB_IS_HISTORY (self));
  dex_return_error_if_fail (uuid != NULL);

  row = lb_history_row_new (0);
  row->uuid = g_strdup (uuid);

  return run (self, lb_history_rows_list_versions, row);
}
