#include "session/lb-outbox-private.h"

#include "base/lb-error.h"

/* What the database holds follows what memory holds. */

static LbOutboxRow *
row_new (const LbOutboxEdit *edit)
{
  LbOutboxRow *row = g_new0 (LbOutboxRow, 1);

  row->kind = edit->kind;
  row->image_id = edit->image_id;
  row->dataset_id = edit->dataset_id;
  row->text = edit->over ? NULL : g_strdup (edit->text);
  row->base = g_strdup (edit->base);
  row->sent = lb_outbox_sent_to_text (edit->sent);
  row->restoring = edit->restoring;
  row->anew = edit->anew;
  row->changed_at = edit->changed_at;
  row->message = edit->refusal != NULL ? g_strdup (edit->refusal->message) : NULL;
  row->code = edit->refusal != NULL ? edit->refusal->code : -1;
  row->state = edit->state == LB_EDIT_SENDING ? LB_EDIT_PENDING : edit->state;

  return row;
}

typedef struct
{
  LbOutbox *outbox; /* (owned) */
  DexFuture *write; /* (owned) */
  gint64 image_id;
  guint64 serial;
} Writing;

static void
writing_free (Writing *self)
{
  g_clear_object (&self->outbox);
  dex_clear (&self->write);
  g_free (self);
}

DexFuture *
lb_outbox_reject_closed (void)
{
  return dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The account is not open");
}

/* Tries again what the disk would not take: after a while, or with the next edit. */
static DexFuture *
mend_fiber (gpointer data)
{
  LbOutboxTask *task = data;

  for (guint attempts = 0;; attempts++)
    {
      g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
      g_autoptr (GPtrArray) writes = g_ptr_array_new_with_free_func (dex_unref);
      g_autoptr (DexFuture) pause = NULL;
      GHashTableIter iter;
      LbOutboxEdit *edit = NULL;

      if (self == NULL)
        break;
      pause = dex_future_first (dex_timeout_new_msec (lb_outbox_backoff_ms (attempts)),
                                dex_ref (self->wake), dex_ref (task->stop), NULL);
      g_clear_object (&self);
      dex_await (g_steal_pointer (&pause), NULL);

      if ((self = lb_outbox_task_dup_outbox (task)) == NULL)
        break;
      g_hash_table_iter_init (&iter, self->edits);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
        if (edit->lost)
          g_ptr_array_add (writes, lb_outbox_keep (self, edit));
      if (writes->len == 0)
        {
          self->mending = FALSE;
          break;
        }
      dex_await (dex_future_allv ((DexFuture **) writes->pdata, writes->len), NULL);
    }

  return NULL;
}

void
lb_outbox_drop_edit (LbOutbox *self, LbOutboxEdit *edit)
{
  const LbEditState before = lb_outbox_visible_state (edit);

  edit->over = TRUE;
  lb_outbox_tell (self, edit, before);
  if (!edit->over) /* a listener has written it anew */
    return;
  self->counts[edit->counted]--;
  self->last_ended = MAX (self->last_ended, edit->serial);
  g_hash_table_remove (self->edits, &edit->image_id);
}

static void
take_failure (LbOutbox *self, LbOutboxEdit *edit, const GError *error)
{
  LbEditState before = lb_outbox_visible_state (edit);

  edit->lost = TRUE;
  if (edit->over && edit->revives)
    edit->over = edit->revives = FALSE;
  else if (!edit->over && !edit->text_kept)
    {
      g_clear_error (&edit->failure);
      edit->failure = g_error_copy (error);
    }
  if (!self->mending)
    {
      self->mending = TRUE;
      lb_outbox_task_run (lb_outbox_task_new (self, 0), mend_fiber);
    }
  lb_outbox_tell (self, edit, before);
}

static DexFuture *
written_fiber (gpointer data)
{
  Writing *writing = data;
  LbOutbox *self = writing->outbox;
  g_autoptr (GError) error = NULL;
  gboolean done = dex_await (g_steal_pointer (&writing->write), &error);
  LbOutboxEdit *edit = lb_outbox_find_edit (self, writing->image_id);

  if (edit != NULL && edit->serial == writing->serial)
    {
      LbEditState before = lb_outbox_visible_state (edit);

      dex_clear (&edit->write);
      if (!done)
        take_failure (self, edit, error);
      else if (edit->over)
        lb_outbox_drop_edit (self, edit);
      else
        {
          edit->written = edit->text_kept = TRUE;
          g_clear_error (&edit->failure);
          lb_outbox_tell (self, edit, before);
          lb_outbox_send_when_due (self, edit);
        }
    }

  return done ? dex_future_new_true () : dex_future_new_for_error (g_steal_pointer (&error));
}

/* (transfer full): TRUE once the database holds what memory holds of @edit now, or something newer.
 */
DexFuture *
lb_outbox_keep (LbOutbox *self, LbOutboxEdit *edit)
{
  Writing *writing = NULL;

  edit->serial = ++self->last_serial;
  edit->written = FALSE;
  edit->lost = FALSE;
  dex_clear (&edit->write);
  if (self->database == NULL)
    return lb_outbox_reject_closed ();
  if (self->elsewhere)
    lb_outbox_doubt (self, edit);

  lb_outbox_slot_take (edit->slot, row_new (edit));
  writing = g_new0 (Writing, 1);
  writing->outbox = g_object_ref (self);
  writing->image_id = edit->image_id;
  writing->serial = edit->serial;
  writing->write =
    lb_database_run (self->database, lb_outbox_row_keep, lb_outbox_slot_ref (edit->slot),
                     (GDestroyNotify) lb_outbox_slot_unref);
  edit->write =
    dex_scheduler_spawn (NULL, 0, written_fiber, writing, (GDestroyNotify) writing_free);

  return dex_ref (edit->write);
}

void
lb_outbox_take_row (LbOutbox *self, LbOutboxEdit *edit, const LbOutboxRow *row)
{
  g_set_str (&edit->text, row->text != NULL ? row->text : "");
  edit->serial = ++self->last_serial;
  g_set_str (&edit->base, row->base);
  lb_outbox_sent_from_text (edit->sent, row->sent);
  edit->restoring = row->restoring;
  edit->anew = row->anew;
  edit->changed_at = row->changed_at;
  edit->state = row->state == LB_EDIT_CONFLICT ? LB_EDIT_CONFLICT
                                               : CLAMP (row->state, LB_EDIT_DRAFT, LB_EDIT_REFUSED);
  edit->written = edit->text_kept = TRUE;
  edit->waited = TRUE;
  edit->edited_us = g_get_monotonic_time ();
  /* It may have been under way when the last run ended: no row says that of a text before it goes
   * out, because every row that waits to be sent says it. */
  if (edit->state == LB_EDIT_PENDING)
    lb_outbox_sent_add (edit->sent, edit->text);
  if (edit->sent->len > 0)
    edit->doubt_us = g_get_monotonic_time ();
  lb_outbox_count_edit (self, edit);
  g_clear_error (&edit->refusal);
  if (row->message != NULL)
    edit->refusal =
      g_error_new_literal (LB_ERROR, row->code >= 0 ? row->code : LB_ERROR_INVALID, row->message);
}

typedef struct
{
  LbOutbox *outbox;     /* (owned) */
  LbDatabase *database; /* (owned) */
} Loading;

static void
loading_free (Loading *self)
{
  g_clear_object (&self->outbox);
  g_clear_object (&self->database);
  g_free (self);
}

static DexFuture *
load_fiber (gpointer data)
{
  Loading *loading = data;
  LbOutbox *self = loading->outbox;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (!(rows = dex_await_boxed (lb_database_run (loading->database, lb_outbox_row_read,
                                                 GINT_TO_POINTER (self->kind), NULL),
                                &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!dex_future_is_pending (DEX_FUTURE (self->stop)))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");

  g_set_object (&self->database, loading->database);
  for (guint i = 0; i < rows->len; i++)
    {
      const LbOutboxRow *row = g_ptr_array_index (rows, i);

      lb_outbox_take_row (self, lb_outbox_ensure_edit (self, row->dataset_id, row->image_id), row);
    }
  if (self->started)
    lb_outbox_start (self);

  return dex_future_new_true ();
}

DexFuture *
lb_outbox_load (LbOutbox *self, LbDatabase *database)
{
  Loading *loading = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));
  dex_return_error_if_fail (self->database == NULL);
  dex_return_error_if_fail (LB_IS_DATABASE (database));

  loading = g_new0 (Loading, 1);
  loading->outbox = g_object_ref (self);
  loading->database = g_object_ref (database);

  return dex_scheduler_spawn (NULL, 0, load_fiber, loading, (GDestroyNotify) loading_free);
}

void
lb_outbox_close (LbOutbox *self)
{
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  lb_outbox_stop (self);
  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    if (edit->lost)
      dex_future_disown (lb_outbox_keep (self, edit));
  g_clear_object (&self->database);
}
