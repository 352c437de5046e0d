#include "session/lb-outbox-private.h"

#include "base/lb-error.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000
#define GATE_LIMIT 4

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
  g_free (self->sent);
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
  g_clear_pointer (&self->tried, g_hash_table_unref);
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
  self->tried = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->stop = dex_cancellable_new ();
  self->wake = dex_cancellable_new ();
}

LbOutbox *
lb_outbox_new_for (LbChangeKind kind, LbOutboxGate *gate, LbOutboxSend send, gpointer data)
{
  LbOutbox *self = NULL;

  g_return_val_if_fail (kind < LB_CHANGE_N_KINDS, NULL);
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

static LbOutboxEdit *
ensure_edit (LbOutbox *self, gint64 dataset_id, gint64 image_id)
{
  LbOutboxEdit *edit = lb_outbox_find_edit (self, image_id);

  if (edit == NULL)
    {
      edit = g_new0 (LbOutboxEdit, 1);
      edit->kind = self->kind;
      edit->image_id = image_id;
      edit->slot = lb_outbox_slot_new ();
      edit->counted = -1;
      g_hash_table_insert (self->edits, g_memdup2 (&image_id, sizeof image_id), edit);
    }
  edit->dataset_id = dataset_id;

  return edit;
}

/* As the user sees it. */
static LbEditState
visible_state (const LbOutboxEdit *edit)
{
  if (edit == NULL || edit->over)
    return LB_EDIT_SAVED;

  return edit->failure != NULL ? LB_EDIT_UNKEPT : edit->state;
}

/* Counts are right before anybody is told. */
static void
count (LbOutbox *self, LbOutboxEdit *edit)
{
  const LbEditState state = visible_state (edit);

  if (edit->counted >= 0)
    self->counts[edit->counted]--;
  edit->counted = (int) state;
  self->counts[state]++;
}

static void
emit_if_changed (LbOutbox *self, LbOutboxEdit *edit, LbEditState before)
{
  count (self, edit);
  if (visible_state (edit) != before)
    g_signal_emit (self, signals[STATE_CHANGED], 0, edit->image_id);
}

void
lb_outbox_set_state (LbOutbox *self, LbOutboxEdit *edit, LbEditState state)
{
  LbEditState before = visible_state (edit);

  edit->state = state;
  emit_if_changed (self, edit, before);
}

/* Keeping: what the database holds follows what memory holds. */

static LbOutboxRow *
row_new (const LbOutboxEdit *edit)
{
  LbOutboxRow *row = g_new0 (LbOutboxRow, 1);

  row->kind = edit->kind;
  row->image_id = edit->image_id;
  row->dataset_id = edit->dataset_id;
  row->text = edit->over ? NULL : g_strdup (edit->text);
  row->base = g_strdup (edit->base);
  row->sent = g_strdup (edit->sent);
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

static DexFuture *
reject_closed (void)
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

static void
take_failure (LbOutbox *self, LbOutboxEdit *edit, const GError *error)
{
  LbEditState before = visible_state (edit);

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
  emit_if_changed (self, edit, before);
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
      LbEditState before = visible_state (edit);

      dex_clear (&edit->write);
      if (!done)
        take_failure (self, edit, error);
      else if (edit->over)
        {
          self->counts[edit->counted]--;
          g_hash_table_remove (self->edits, &writing->image_id);
        }
      else
        {
          edit->written = edit->text_kept = TRUE;
          g_clear_error (&edit->failure);
          emit_if_changed (self, edit, before);
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
    return reject_closed ();

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

DexFuture *
lb_outbox_end_edit (LbOutbox *self, LbOutboxEdit *edit, gboolean revives)
{
  LbEditState before = visible_state (edit);
  DexFuture *write = NULL;

  edit->over = TRUE;
  edit->revives = revives;
  write = lb_outbox_keep (self, edit);
  emit_if_changed (self, edit, before);

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
  count (self, edit);
  g_signal_emit (self, signals[STATE_CHANGED], 0, image_id);
  g_signal_emit (self, signals[REFUSED], 0, image_id, error->message);
}

/* Loading and closing. */

static void
take_row (LbOutbox *self, const LbOutboxRow *row)
{
  LbOutboxEdit *edit = ensure_edit (self, row->dataset_id, row->image_id);

  g_set_str (&edit->text, row->text != NULL ? row->text : "");
  edit->serial = ++self->last_serial;
  g_set_str (&edit->base, row->base);
  g_set_str (&edit->sent, row->sent);
  edit->changed_at = row->changed_at;
  edit->state = row->state == LB_EDIT_CONFLICT ? LB_EDIT_CONFLICT
                                               : CLAMP (row->state, LB_EDIT_DRAFT, LB_EDIT_REFUSED);
  edit->written = edit->text_kept = TRUE;
  edit->waited = TRUE;
  edit->edited_us = g_get_monotonic_time ();
  if (edit->state == LB_EDIT_PENDING)
    g_hash_table_add (self->tried, g_memdup2 (&row->image_id, sizeof row->image_id));
  count (self, edit);
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
    take_row (self, g_ptr_array_index (rows, i));
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
    return reject_closed ();

  edit = ensure_edit (self, dataset_id, image_id);
  before = visible_state (edit);
  if (edit->text == NULL || edit->over)
    {
      g_set_str (&edit->base, base);
      g_set_str (&edit->sent, NULL);
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
  edit->changed_at = g_get_real_time ();
  if (edit->state != LB_EDIT_CONFLICT || restoring)
    edit->state = sendable ? LB_EDIT_PENDING : LB_EDIT_DRAFT;
  g_set_str (&edit->text, text);
  g_clear_error (&edit->refusal);

  lb_outbox_wake (self);
  write = lb_outbox_keep (self, edit);
  emit_if_changed (self, edit, before);

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
    return reject_closed ();

  lb_outbox_wake (self);

  return lb_outbox_end_edit (self, edit, FALSE);
}

typedef struct
{
  LbOutbox *outbox; /* (owned) */
  gint64 image_id;
  guint64 serial;
} Discard;

static void
discard_free (Discard *self)
{
  g_clear_object (&self->outbox);
  g_free (self);
}

/* Nothing can be sent in place of a text that is on its way, so its outcome decides. */
static DexFuture *
discard_fiber (gpointer data)
{
  Discard *self = data;
  DexFuture *attempt = lb_outbox_dup_attempt (self->outbox, self->image_id);
  LbOutboxEdit *edit = NULL;

  if (attempt != NULL)
    dex_await (attempt, NULL);

  edit = lb_outbox_find_edit (self->outbox, self->image_id);
  if (edit != NULL && !edit->over && edit->serial != self->serial)
    return dex_future_new_true ();
  if (edit == NULL || edit->over)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The service has the text already");

  return lb_outbox_end_edit (self->outbox, edit, TRUE);
}

DexFuture *
lb_outbox_discard (LbOutbox *self, gint64 image_id, const char *caption)
{
  LbOutboxEdit *edit = NULL;
  Discard *discard = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  edit = lb_outbox_find_edit (self, image_id);
  if (edit == NULL || edit->over)
    return dex_future_new_true ();
  if (self->database == NULL)
    return reject_closed ();
  if (caption != NULL && lb_outbox_is_sending (self, image_id))
    return edit_text (self, edit->dataset_id, image_id, caption, TRUE, TRUE, NULL);
  if (edit->state != LB_EDIT_SENDING)
    return lb_outbox_end_edit (self, edit, TRUE);

  discard = g_new0 (Discard, 1);
  discard->outbox = g_object_ref (self);
  discard->image_id = image_id;
  discard->serial = edit->serial;

  return dex_scheduler_spawn (NULL, 0, discard_fiber, discard, (GDestroyNotify) discard_free);
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

  return visible_state (lb_outbox_find_edit (self, image_id));
}

gboolean
lb_outbox_is_kept (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_val_if_fail (LB_IS_OUTBOX (self), FALSE);

  edit = lb_outbox_find_edit (self, image_id);

  return edit == NULL || edit->over || edit->text_kept;
}
