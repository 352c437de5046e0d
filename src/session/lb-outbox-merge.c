#include "session/lb-outbox-private.h"

#include "base/lb-error.h"

/* What another program with the same account has written: its changes are taken in, and those that
 * it has sent, or dropped, are over here too. Of two texts of one thing the later one counts. */

/* What is being written here is looked at again as often, after so long. */
#define MERGE_TRIES 25
#define MERGE_AGAIN_MS 200

typedef struct
{
  guint64 mark;   /* the newest that the rows can know of */
  guint n_ended;  /* over by what another has done */
  gboolean again; /* not all could be compared */
} Merge;

static void
adopt_row (LbOutbox *self, LbOutboxEdit *edit, const LbOutboxRow *row)
{
  edit->dataset_id = row->dataset_id;
  lb_outbox_take_row (self, edit, row);
  lb_outbox_tell (self, edit, LB_OUTBOX_ANY_STATE);
  lb_outbox_send_when_due (self, edit);
}

static LbEditState
kept_state (const LbOutboxEdit *edit)
{
  return edit->state == LB_EDIT_SENDING ? LB_EDIT_PENDING : edit->state;
}

/* What the other one notes of a change that nobody has written since. */
static gboolean
is_as_noted (const LbOutboxEdit *edit, const LbOutboxRow *row)
{
  return (int) kept_state (edit) == row->state && edit->anew == row->anew &&
         g_strcmp0 (edit->base, row->base) == 0;
}

static void
merge_row (LbOutbox *self, const LbOutboxRow *row, Merge *merge)
{
  LbOutboxEdit *edit = lb_outbox_find_edit (self, row->image_id);

  if (edit == NULL)
    adopt_row (self, lb_outbox_ensure_edit (self, row->dataset_id, row->image_id), row);
  else if (edit->serial > merge->mark || !edit->written || edit->over)
    merge->again = merge->again || !edit->lost;
  else if (row->changed_at > edit->changed_at ||
           (self->elsewhere && row->changed_at == edit->changed_at && !is_as_noted (edit, row)))
    adopt_row (self, edit, row);
}

static gboolean
has_row (GPtrArray *rows, gint64 image_id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((LbOutboxRow *) g_ptr_array_index (rows, i))->image_id == image_id)
      return TRUE;

  return FALSE;
}

static void
end_missing (LbOutbox *self, GPtrArray *rows, Merge *merge)
{
  g_autoptr (GArray) ids = lb_outbox_list (self);

  for (guint i = 0; i < ids->len; i++)
    {
      const gint64 id = g_array_index (ids, gint64, i);
      LbOutboxEdit *edit = lb_outbox_find_edit (self, id);

      if (edit == NULL || edit->over || edit->serial > merge->mark || !edit->written ||
          has_row (rows, id))
        continue;
      lb_outbox_drop_edit (self, edit);
      merge->n_ended++;
    }
}

static void
merge_rows (LbOutbox *self, GPtrArray *rows, Merge *merge)
{
  /* What has ended here meanwhile is not to come back. */
  if (self->last_ended > merge->mark)
    {
      merge->again = TRUE;
      return;
    }

  end_missing (self, rows, merge);
  for (guint i = 0; i < rows->len; i++)
    merge_row (self, g_ptr_array_index (rows, i), merge);
}

static DexFuture *
merge_fiber (gpointer data)
{
  LbOutbox *self = data;
  Merge merge = { .again = TRUE };

  for (guint i = 0; merge.again && i < MERGE_TRIES; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      if (i > 0)
        dex_await (dex_timeout_new_msec (MERGE_AGAIN_MS), NULL);
      if (self->database == NULL)
        break;
      merge.mark = self->last_serial;
      merge.again = FALSE;
      if (!(rows = dex_await_boxed (lb_database_run (self->database, lb_outbox_row_read,
                                                     GINT_TO_POINTER (self->kind), NULL),
                                    &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (self->database != NULL)
        merge_rows (self, rows, &merge);
    }
  lb_outbox_wake (self);

  return dex_future_new_for_int64 (merge.n_ended);
}

DexFuture *
lb_outbox_merge (LbOutbox *self)
{
  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  if (self->database == NULL)
    return dex_future_new_for_int64 (0);

  return dex_scheduler_spawn (NULL, 0, merge_fiber, g_object_ref (self), g_object_unref);
}

void
lb_outbox_doubt (LbOutbox *self, LbOutboxEdit *edit)
{
  if (edit->over || edit->text == NULL || edit->state != LB_EDIT_PENDING)
    return;

  lb_outbox_sent_add (edit->sent, edit->text);
  edit->doubt_us = edit->edited_us = g_get_monotonic_time ();
  edit->waited = TRUE;
}

void
lb_outbox_set_elsewhere (LbOutbox *self, gboolean elsewhere)
{
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  self->elsewhere = elsewhere;
  if (elsewhere)
    self->started = FALSE;
  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    lb_outbox_doubt (self, edit);
}
