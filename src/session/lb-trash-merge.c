#include "session/lb-trash-private.h"

#include "session/lb-session-private.h"

/* What other programs have put into the trash while this one is open. */

/* (transfer full) (element-type gint64 LbTrashItem): not owned, by the rows that are in memory. */
static GHashTable *
index_known (LbTrash *self)
{
  GHashTable *known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->all->len; i++)
    {
      LbTrashItem *item = g_ptr_array_index (self->all, i);
      const gint64 id = lb_trash_item_get_row (item)->id;

      g_hash_table_insert (known, g_memdup2 (&id, sizeof id), item);
    }

  return known;
}

/* (transfer full) (element-type gint64): the steps that are not over. Who takes them there may
 * still be at the things. */
static GHashTable *
index_unsettled (GPtrArray *rows)
{
  GHashTable *steps = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < rows->len; i++)
    {
      LbTrashRow *row = g_ptr_array_index (rows, i);

      if (row->state != LB_TRASH_GONE)
        g_hash_table_add (steps, &row->step_id);
    }

  return steps;
}

static void
drop_live (LbSession *session, const LbTrashRow *row)
{
  switch (row->kind)
    {
    case LB_HISTORY_IMAGE:   lb_session_drop_image (session, row->server_id); break;
    case LB_HISTORY_DATASET: lb_session_drop_dataset (session, row->server_id); break;
    case LB_HISTORY_PROJECT:
    default:                 lb_session_drop_project (session, row->server_id); break;
    }
}

/* Of what was on its way when this program came: how far the other one is with it. */
static void
follow (LbTrash *self, LbTrashItem *item, const LbTrashRow *row)
{
  if (!g_hash_table_contains (self->theirs, item) || g_hash_table_contains (self->recalled, item) ||
      lb_session_is_sender (self->session) || row->state <= lb_trash_item_get_row (item)->state)
    return;

  lb_trash_item_set_row (item, lb_trash_row_copy (row));
  lb_trash_note_change (self, item);
}

static void
take_in (LbTrash *self, GPtrArray *rows)
{
  g_autoptr (GHashTable) known = index_known (self);
  g_autoptr (GHashTable) unsettled = index_unsettled (rows);

  for (guint i = 0; i < rows->len && self->session != NULL; i++)
    {
      LbTrashRow *row = g_ptr_array_index (rows, i);
      LbTrashItem *old = g_hash_table_lookup (known, &row->id);
      g_autoptr (LbTrashItem) item = NULL;

      if (old != NULL)
        follow (self, old, row);
      if (old != NULL || g_hash_table_contains (self->ended, &row->id) ||
          g_hash_table_contains (unsettled, &row->step_id))
        continue;

      item = lb_trash_item_new (lb_trash_row_copy (row), NULL);
      lb_trash_item_set_clock (item, self->now_us);
      lb_trash_add (self, item);
      drop_live (self->session, row);
      lb_trash_show_in_list (self, item);
    }
}

static DexFuture *
merge_fiber (gpointer data)
{
  LbTrash *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  /* What went before is not read any more. */
  g_hash_table_remove_all (self->ended);
  if (!(rows = dex_await_boxed (lb_trash_run (self, lb_trash_rows_read, NULL), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  take_in (self, rows);

  return dex_future_new_true ();
}

DexFuture *
lb_trash_merge (LbTrash *self)
{
  dex_return_error_if_fail (LB_IS_TRASH (self));

  return dex_scheduler_spawn (NULL, 0, merge_fiber, g_object_ref (self), g_object_unref);
}

gboolean
lb_trash_has_step (LbTrash *self, gint64 step_id)
{
  g_return_val_if_fail (LB_IS_TRASH (self), FALSE);

  for (guint i = 0; i < self->all->len; i++)
    if (lb_trash_item_get_row (g_ptr_array_index (self->all, i))->step_id == step_id)
      return TRUE;

  return FALSE;
}
