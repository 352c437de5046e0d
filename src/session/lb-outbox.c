#include "session/lb-outbox-private.h"

#include "base/lb-error.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000
#define GATE_LIMIT 4
/* So long a request may still do its work at the service after nobody waits for it any more. */
#define LATE_MS 15000

G_DEFINE_FINAL_TYPE (LbOutbox, lb_outbox, G_TYPE_OBJECT)

enum
{
  STATE_CHANGED,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edit_free (LbOutboxEdit *self)
{
  g_free (self->text);
  g_free (self->base);
  g_ptr_array_unref (self->sent);
  g_free (self->theirs);
  g_clear_error (&self->refusal);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->slot, lb_outbox_slot_unref);
  dex_clear (&self->write);
  g_free (self);
}

static void
lb_outbox_dispose (GObject *object)
{
  LbOutbox *self = LB_OUTBOX (object);

  lb_outbox_stop (self);

  G_OBJECT_CLASS (lb_outbox_parent_class)->dispose (object);
}

static void
lb_outbox_finalize (GObject *object)
{
  LbOutbox *self = LB_OUTBOX (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->edits, g_hash_table_unref);
  g_clear_pointer (&self->chains, g_hash_table_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->out, g_hash_table_unref);
  g_clear_object (&self->gate);
  dex_clear (&self->stop);
  dex_clear (&self->wake);

  G_OBJECT_CLASS (lb_outbox_parent_class)->finalize (object);
}

static void
lb_outbox_class_init (LbOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_outbox_dispose;
  object_class->finalize = lb_outbox_finalize;

  signals[STATE_CHANGED] = g_signal_new ("state-changed", LB_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[REFUSED] = g_signal_new ("refused", LB_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
}

static void
lb_outbox_init (LbOutbox *self)
{
  self->edits =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) edit_free);
  self->chains = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, dex_unref);
  self->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->out = lb_outbox_out_new ();
  self->late_ms = LATE_MS;
  self->stop = dex_cancellable_new ();
  self->wake = dex_cancellable_new ();
}

LbOutbox *
lb_outbox_new_for (LbChangeKind kind, LbOutboxGate *gate, LbOutboxSend send, gpointer data)
{
  LbOutbox *self = NULL;

  g_return_val_if_fail (kind < LB_CHANGE_DELETE_IMAGE, NULL);
  g_return_val_if_fail (LB_IS_OUTBOX_GATE (gate), NULL);
  g_return_val_if_fail (send != NULL, NULL);

  self = g_object_new (LB_TYPE_OUTBOX, NULL);
  self->kind = kind;
  g_set_object (&self->gate, gate);
  self->send = send;
  self->data = data;

  return self;
}

LbOutbox *
lb_outbox_new (LbOutboxSend send, gpointer data)
{
  g_autoptr (LbOutboxGate) gate = lb_outbox_gate_new (GATE_LIMIT);

  return lb_outbox_new_for (LB_CHANGE_CAPTION, gate, send, data);
}

G_DEFINE_QUARK (lb - outbox - error - quark, lb_outbox_error)

/* Fibers that do not keep the outbox alive. */

LbOutboxTask *
lb_outbox_task_new (LbOutbox *self, gint64 image_id)
{
  LbOutboxTask *task = g_new0 (LbOutboxTask, 1);

  g_weak_ref_init (&task->outbox, self);
  task->stop = dex_ref (self->stop);
  task->image_id = image_id;

  return task;
}

static void
task_free (LbOutboxTask *task)
{
  g_weak_ref_clear (&task->outbox);
  dex_clear (&task->stop);
  g_free (task);
}

void
lb_outbox_task_run (LbOutboxTask *task, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, task, (GDestroyNotify) task_free));
}

LbOutbox *
lb_outbox_task_dup_outbox (LbOutboxTask *task)
{
  if (!dex_future_is_pending (DEX_FUTURE (task->stop)))
    return NULL;

  return g_weak_ref_get (&task->outbox);
}

int
lb_outbox_backoff_ms (guint attempts)
{
  int longest = BACKOFF_LAST_MS;

  if (attempts < 6)
    longest = MIN (BACKOFF_FIRST_MS << attempts, BACKOFF_LAST_MS);

  return g_random_int_range (0, longest + 1);
}

/* Edits in memory. None leaves the table before its row has left the disk, and then only from
 * written_fiber(), so that a listener can't pull one away under its caller. */

LbOutboxEdit *
lb_outbox_find_edit (LbOutbox *self, gint64 image_id)
{
  return g_hash_table_lookup (self->edits, &image_id);
}

LbOutboxEdit *
lb_outbox_ensure_edit (LbOutbox *self, gint64 dataset_id, gint64 image_id)
{
  LbOutboxEdit *edit = lb_outbox_find_edit (self, image_id);

  if (edit == NULL)
    {
      edit = g_new0 (LbOutboxEdit, 1);
      edit->kind = self->kind;
      edit->image_id = image_id;
      edit->sent = g_ptr_array_new_with_free_func (g_free);
      lb_outbox_take_out (self, edit);
      edit->slot = lb_outbox_slot_new ();
      edit->counted = -1;
      g_hash_table_insert (self->edits, g_memdup2 (&image_id, sizeof image_id), edit);
    }
  edit->dataset_id = dataset_id;

  return edit;
}

/* As the user sees it. */
LbEditState
lb_outbox_visible_state (const LbOutboxEdit *edit)
{
  if (edit == NULL || edit->over)
    return LB_EDIT_SAVED;

  return edit->failure != NULL ? LB_EDIT_UNKEPT : edit->state;
}

/* Counts are right before anybody is told. */
void
lb_outbox_count_edit (LbOutbox *self, LbOutboxEdit *edit)
{
  const LbEditState state = lb_outbox_visible_state (edit);

  if (edit->counted >= 0)
    self->counts[edit->counted]--;
  edit->counted = (int) state;
  self->counts[state]++;
}

void
lb_outbox_tell (LbOutbox *self, LbOutboxEdit *edit, LbEditState before)
{
  lb_outbox_count_edit (self, edit);
  if (lb_outbox_visible_state (edit) != before)
    g_signal_emit (self, signals[STATE_CHANGED], 0, edit->image_id);
}

void
lb_outbox_set_state (LbOutbox *self, LbOutboxEdit *edit, LbEditState state)
{
  LbEditState before = lb_outbox_visible_state (edit);

  edit->state = state;
  lb_outbox_tell (self, edit, before);
}

DexFuture *
lb_outbox_end_edit (LbOutbox *self, LbOutboxEdit *edit, gboolean revives)
{
  LbEditState before = lb_outbox_visible_state (edit);
  DexFuture *write = NULL;

  edit->over = TRUE;
  edit->revives = revives;
  write = lb_outbox_keep (self, edit);
  lb_outbox_tell (self, edit, before);

  return write;
}

void
lb_outbox_refuse_edit (LbOutbox *self, LbOutboxEdit *edit, const GError *error)
{
  gint64 image_id = edit->image_id;

  g_clear_error (&edit->refusal);
  edit->refusal = g_error_copy (error);
  edit->state = LB_EDIT_REFUSED;
  dex_future_disown (lb_outbox_keep (self, edit));
  lb_outbox_count_edit (self, edit);
  g_signal_emit (self, signals[STATE_CHANGED], 0, image_id);
  g_signal_emit (self, signals[REFUSED], 0, image_id, error->message);
}

void
lb_outbox_refuse (LbOutbox *self, gint64 image_id, const GError *error)
{
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));
  g_return_if_fail (error != NULL);

  edit = lb_outbox_find_edit (self, image_id);
  if (edit == NULL || edit->over || self->database == NULL)
    return;

  /* What only takes something back has nothing to say any more. */
  if (edit->restoring)
    dex_future_disown (lb_outbox_end_edit (self, edit, FALSE));
  else
    lb_outbox_refuse_edit (self, edit, error);
}

void
lb_outbox_wake (LbOutbox *self)
{
  g_autoptr (DexCancellable) wake = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  wake = g_steal_pointer (&self->wake);
  self->wake = dex_cancellable_new ();
  dex_cancellable_cancel (wake);
  lb_outbox_gate_wake (self->gate);
}

void
lb_outbox_stop (LbOutbox *self)
{
  g_return_if_fail (LB_IS_OUTBOX (self));

  self->started = FALSE;
  dex_cancellable_cancel (self->stop);
  lb_outbox_end_attempts (self);
}

/* Editing. */

static DexFuture *
edit_text (LbOutbox *self,
           gint64 dataset_id,
           gint64 image_id,
           const char *text,
           gboolean sendable,
           gboolean restoring,
           const char *base)
{
  g_autoptr (DexFuture) write = NULL;
  LbEditState before = LB_EDIT_SAVED;
  LbOutboxEdit *edit = NULL;

  if (self->database == NULL)
    return lb_outbox_reject_closed ();

  edit = lb_outbox_ensure_edit (self, dataset_id, image_id);
  if (g_strcmp0 (edit->text, text) == 0)
    before = lb_outbox_visible_state (edit);
  else
    before = LB_OUTBOX_ANY_STATE;
  if (edit->text == NULL || edit->over)
    {
      g_set_str (&edit->base, base);
      g_ptr_array_set_size (edit->sent, 0);
      lb_outbox_take_out (self, edit);
      edit->anew = g_hash_table_contains (self->held, &image_id);
      edit->waited = FALSE;
      edit->state = LB_EDIT_SAVED;
      edit->edited_us = g_get_monotonic_time ();
    }
  edit->text_kept = edit->text_kept && !edit->over && g_str_equal (edit->text, text);
  if (edit->over)
    g_clear_error (&edit->failure);
  edit->over = edit->revives = FALSE;
  edit->restoring = restoring;
  edit->attempts = 0;
  edit->changed_at = MAX (g_get_real_time (), edit->changed_at + 1);
  if (edit->state != LB_EDIT_CONFLICT || restoring)
    edit->state = sendable ? LB_EDIT_PENDING : LB_EDIT_DRAFT;
  g_set_str (&edit->text, text);
  g_clear_error (&edit->refusal);

  lb_outbox_wake (self);
  write = lb_outbox_keep (self, edit);
  lb_outbox_tell (self, edit, before);

  return g_steal_pointer (&write);
}

DexFuture *
lb_outbox_edit (
  LbOutbox *self, gint64 dataset_id, gint64 image_id, const char *text, gboolean sendable)
{
  dex_return_error_if_fail (LB_IS_OUTBOX (self));
  dex_return_error_if_fail (text != NULL);

  return edit_text (self, dataset_id, image_id, text, sendable, FALSE, NULL);
}

DexFuture *
lb_outbox_edit_over (LbOutbox *self,
                     gint64 dataset_id,
                     gint64 image_id,
                     const char *text,
                     gboolean sendable,
                     const char *base)
{
  dex_return_error_if_fail (LB_IS_OUTBOX (self));
  dex_return_error_if_fail (text != NULL);

  return edit_text (self, dataset_id, image_id, text, sendable, FALSE, base);
}

DexFuture *
lb_outbox_forget (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  if (!(edit = lb_outbox_find_edit (self, image_id)))
    return dex_future_new_true ();
  if (self->database == NULL)
    return lb_outbox_reject_closed ();

  lb_outbox_wake (self);

  return lb_outbox_end_edit (self, edit, FALSE);
}

/* What the service may have of it is not forgotten before it has been looked at: what it had before
 * takes the place of the edit, and if that was nothing, the wish that there be nothing. */
DexFuture *
lb_outbox_discard (LbOutbox *self, gint64 image_id, const char *caption)
{
  LbOutboxEdit *edit = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  edit = lb_outbox_find_edit (self, image_id);
  if (edit == NULL || edit->over)
    return dex_future_new_true ();
  if (self->database == NULL)
    return lb_outbox_reject_closed ();
  if (!lb_outbox_is_sending (self, image_id))
    return lb_outbox_end_edit (self, edit, TRUE);

  return edit_text (self, edit->dataset_id, image_id, caption != NULL ? caption : "", TRUE, TRUE,
                    NULL);
}

void
lb_outbox_resend (LbOutbox *self, gint64 image_id)
{
  g_autofree char *text = NULL;
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  edit = lb_outbox_find_edit (self, image_id);
  if (edit == NULL || edit->over || edit->state != LB_EDIT_REFUSED)
    return;

  text = g_strdup (edit->text);
  dex_future_disown (lb_outbox_edit (self, edit->dataset_id, image_id, text, TRUE));
}

const char *
lb_outbox_get_text (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), NULL);

  edit = lb_outbox_find_edit (self, image_id);

  return edit != NULL && !edit->over ? edit->text : NULL;
}

gint64
lb_outbox_get_dataset_id (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), 0);

  edit = lb_outbox_find_edit (self, image_id);

  return edit != NULL && !edit->over ? edit->dataset_id : 0;
}

const GError *
lb_outbox_get_error (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), NULL);

  edit = lb_outbox_find_edit (self, image_id);
  if (edit == NULL || edit->over)
    return NULL;

  return edit->failure != NULL ? edit->failure : edit->refusal;
}

LbEditState
lb_outbox_get_state (LbOutbox *self, gint64 image_id)
{
  g_return_val_if_fail (LB_IS_OUTBOX (self), LB_EDIT_SAVED);

  return lb_outbox_visible_state (lb_outbox_find_edit (self, image_id));
}

gboolean
lb_outbox_is_kept (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);

  edit = lb_outbox_find_edit (self, image_id);

  return edit == NULL || edit->over || edit->text_kept;
}
