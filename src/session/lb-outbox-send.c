#include "session/lb-outbox-private.h"

#include "base/lb-error.h"
#include "base/lb-shield.h"
#include "session/lb-change-verdict.h"

/* So long whoever waits for what another program sends has patience. */
#define ELSEWHERE_US (15 * G_USEC_PER_SEC)
#define ELSEWHERE_LOOK_MS 1000

/* Sending. One chain an image: it ends when there is nothing more to send for it. */

/* How one attempt ended. */
typedef struct
{
  const GError *error; /* (nullable) */
  LbChangeVerdict verdict;
  gboolean passing; /* it is tried again */
  int wait_ms;      /* before that */
  gboolean late;    /* something of ours may still arrive, and then it is looked at again */
} Outcome;

static gboolean
is_outbox_error (const GError *error, int code)
{
  return g_error_matches (error, LB_OUTBOX_ERROR, code);
}

/* Whether the service may have taken what was sent, and whether that is known. */
static void
note_arrival (LbOutbox *self, gint64 image_id, LbOutboxEdit *edit, const GError *error)
{
  const gboolean refused =
    error != NULL && (error->domain == LB_OUTBOX_ERROR || !lb_error_is_doubtful (error));

  lb_outbox_end_out (self, image_id, edit, !refused, refused || error == NULL);
}

/* Done, unless something older of ours may still arrive after it: then it is looked at once more.
 */
static void
settle (LbOutbox *self, LbOutboxEdit *edit, Outcome *outcome)
{
  outcome->late = lb_outbox_get_late_ms (self, edit) > 0;
  if (!outcome->late)
    {
      dex_future_disown (lb_outbox_end_edit (self, edit, FALSE));
      return;
    }

  edit->waited = TRUE;
  edit->edited_us = g_get_monotonic_time ();
  lb_outbox_set_state (self, edit, LB_EDIT_PENDING);
}

/* What came of sending the text of @serial. */
static void
take_outcome (LbOutbox *self, LbOutboxEdit *edit, guint64 serial, Outcome *outcome)
{
  const GError *error = outcome->error;
  guint rest_s = 0;

  if (outcome->passing && outcome->verdict == LB_VERDICT_RETRY)
    {
      lb_error_get_retry_after (error, &rest_s);
      outcome->wait_ms = MAX (lb_outbox_backoff_ms (edit->attempts++), (int) rest_s * 1000);
    }
  else
    edit->attempts = 0;

  /* A service that only asked to be left alone was not away. */
  if (outcome->passing && !g_error_matches (error, LB_ERROR, LB_ERROR_RATE_LIMITED))
    {
      edit->waited = TRUE;
      edit->edited_us = g_get_monotonic_time ();
    }

  if (edit->serial != serial)
    return;

  if (is_outbox_error (error, LB_OUTBOX_ERROR_CONFLICT))
    lb_outbox_conflict_edit (self, edit);
  else if (is_outbox_error (error, LB_OUTBOX_ERROR_TAKEN))
    lb_outbox_strand_edit (self, edit);
  else if (outcome->verdict == LB_VERDICT_SETTLE)
    settle (self, edit, outcome);
  else if (outcome->passing)
    lb_outbox_set_state (self, edit, LB_EDIT_PENDING);
  else if (edit->restoring)
    dex_future_disown (lb_outbox_end_edit (self, edit, FALSE));
  else
    lb_outbox_refuse_edit (self, edit, error);
}

/* What an attempt says about all that wait. */
static void
tell_gate (LbOutbox *self, const GError *error)
{
  switch (lb_change_verdict (error))
    {
    case LB_VERDICT_WAIT:   lb_outbox_gate_hold (self->gate, error); break;
    case LB_VERDICT_PAUSE:  lb_outbox_gate_pause (self->gate, error); break;
    case LB_VERDICT_SETTLE:
    case LB_VERDICT_REFUSE: lb_outbox_gate_note_answer (self->gate); break;
    case LB_VERDICT_RETRY:
    case LB_VERDICT_STOP:
    default:                break;
    }
}

static void
finish_attempt (DexPromise *attempt, const GError *error)
{
  if (error != NULL)
    dex_promise_reject (attempt, g_error_copy (error));
  else
    dex_promise_resolve_boolean (attempt, TRUE);
}

/* The next attempt has its own promise, so that who comes later waits for that one. */
static void
next_attempt (LbOutbox *self, gint64 image_id, const GError *error)
{
  g_autoptr (DexPromise) attempt = g_hash_table_lookup (self->chains, &image_id);

  if (attempt == NULL)
    return;

  dex_ref (attempt);
  g_hash_table_replace (self->chains, g_memdup2 (&image_id, sizeof image_id), dex_promise_new ());
  finish_attempt (attempt, error);
}

static void
end_chain (LbOutbox *self, gint64 image_id, const GError *error)
{
  gpointer attempt = NULL;
  gpointer key = NULL;

  if (!g_hash_table_steal_extended (self->chains, &image_id, &key, &attempt))
    return;

  finish_attempt (attempt, error);
  dex_unref (attempt);
  g_free (key);
}

/* Only what was there when the image was held may still be sent. */
static gboolean
is_held (LbOutbox *self, LbOutboxEdit *edit)
{
  guint64 *last = g_hash_table_lookup (self->held, &edit->image_id);

  return last != NULL && edit->serial > *last;
}

static gboolean
is_due (LbOutbox *self, LbOutboxEdit *edit)
{
  return edit != NULL && !edit->over && edit->state == LB_EDIT_PENDING && edit->written &&
         !is_held (self, edit);
}

/* (transfer full) (nullable): the send that is due, NULL when the chain has come to its end. */
static DexFuture *
begin_send (LbOutboxTask *task, guint64 *serial)
{
  g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
  g_autofree char *text = NULL;
  gint64 dataset_id = 0;
  gboolean restoring = FALSE;
  LbOutboxEdit *edit = NULL;

  if (self == NULL)
    return NULL;
  edit = lb_outbox_find_edit (self, task->image_id);
  if (!self->started || !is_due (self, edit))
    {
      end_chain (self, task->image_id, NULL);
      return NULL;
    }

  *serial = edit->serial;
  dataset_id = edit->dataset_id;
  restoring = edit->restoring;
  text = g_strdup (edit->text);
  lb_outbox_begin_out (self, edit);
  lb_outbox_set_state (self, edit, LB_EDIT_SENDING);

  return self->send (dataset_id, task->image_id, text, restoring, self->data);
}

/* Waits between two attempts, no longer than until the outbox is woken. */
static void
pause_chain (LbOutboxTask *task, int wait_ms)
{
  g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
  g_autoptr (DexFuture) pause = NULL;

  if (self == NULL)
    return;

  pause = dex_future_first (dex_timeout_new_msec (wait_ms), dex_ref (self->wake),
                            dex_ref (task->stop), NULL);
  g_clear_object (&self);
  dex_await (g_steal_pointer (&pause), NULL);
}

/* For so long something older may still arrive; 0 where a newer text takes its place. */
static int
get_late_ms (LbOutboxTask *task, guint64 serial)
{
  g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
  LbOutboxEdit *edit = self != NULL ? lb_outbox_find_edit (self, task->image_id) : NULL;

  return edit != NULL && !edit->over && edit->serial == serial ? lb_outbox_get_late_ms (self, edit)
                                                               : 0;
}

/* What may still arrive is not hurried, but a newer text does not wait. */
static void
outwait_late (LbOutboxTask *task, guint64 serial)
{
  int wait_ms = 0;

  while ((wait_ms = get_late_ms (task, serial)) > 0)
    pause_chain (task, wait_ms);
}

/* Returns whether the chain goes on, after a wait that may be none. */
static gboolean
take_answer (LbOutboxTask *task, LbOutboxGate *gate, guint64 serial, const GError *error)
{
  g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
  LbOutboxEdit *edit = NULL;
  Outcome outcome = { .error = error };

  if (self == NULL)
    return FALSE;
  edit = lb_outbox_find_edit (self, task->image_id);
  note_arrival (self, task->image_id, edit, error);
  if (g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED))
    {
      lb_outbox_gate_leave (gate);
      if (edit != NULL && !edit->over && edit->state == LB_EDIT_SENDING)
        lb_outbox_set_state (self, edit, LB_EDIT_PENDING);
      end_chain (self, task->image_id, error);
      return FALSE;
    }

  outcome.verdict = lb_change_verdict (error);
  outcome.passing = (error == NULL || error->domain != LB_OUTBOX_ERROR) &&
                    (outcome.verdict == LB_VERDICT_RETRY || outcome.verdict == LB_VERDICT_WAIT ||
                     outcome.verdict == LB_VERDICT_PAUSE);
  if (edit != NULL)
    take_outcome (self, edit, serial, &outcome);
  tell_gate (self, error);
  lb_outbox_gate_leave (gate);
  next_attempt (self, task->image_id, outcome.passing ? error : NULL);
  g_clear_object (&self);
  if (outcome.late)
    outwait_late (task, serial);
  else if (outcome.wait_ms > 0)
    pause_chain (task, outcome.wait_ms);

  return TRUE;
}

/* Waits for the edit's turn. (transfer full) (nullable): the gate, to be left; NULL when the outbox
 * has stopped. */
static LbOutboxGate *
enter_gate (LbOutboxTask *task)
{
  g_autoptr (LbOutbox) self = lb_outbox_task_dup_outbox (task);
  g_autoptr (LbOutboxGate) gate = NULL;
  g_autoptr (DexFuture) turn = NULL;
  LbOutboxEdit *edit = NULL;

  if (self == NULL)
    return NULL;

  edit = lb_outbox_find_edit (self, task->image_id);
  gate = g_object_ref (self->gate);
  turn = lb_outbox_gate_enter (gate, edit != NULL ? edit->changed_at : 0);
  g_clear_object (&self);
  dex_await (dex_future_first (dex_ref (turn), dex_ref (task->stop), NULL), NULL);
  if (dex_future_is_pending (turn))
    return NULL;

  return g_steal_pointer (&gate);
}

/* One turn. Returns whether the chain goes on. */
static gboolean
take_turn (LbOutboxTask *task, LbOutboxGate *gate, guint64 *serial, GError **error)
{
  g_autoptr (DexFuture) sent = begin_send (task, serial);

  if (sent == NULL)
    {
      lb_outbox_gate_leave (gate);
      return FALSE;
    }
  dex_await (dex_future_first (lb_shield (dex_ref (sent)), dex_ref (task->stop), NULL), NULL);
  if (dex_future_is_pending (sent))
    return FALSE;

  dex_await (dex_ref (sent), error);

  return TRUE;
}

static DexFuture *
chain_fiber (gpointer data)
{
  LbOutboxTask *task = data;

  for (;;)
    {
      g_autoptr (LbOutboxGate) gate = enter_gate (task);
      g_autoptr (GError) error = NULL;
      guint64 serial = 0;

      if (gate == NULL || !take_turn (task, gate, &serial, &error) ||
          !take_answer (task, gate, serial, error))
        break;
    }

  return NULL;
}

void
lb_outbox_send_when_due (LbOutbox *self, LbOutboxEdit *edit)
{
  if (!self->started || !is_due (self, edit) ||
      g_hash_table_contains (self->chains, &edit->image_id))
    return;

  g_hash_table_insert (self->chains, g_memdup2 (&edit->image_id, sizeof edit->image_id),
                       dex_promise_new ());
  lb_outbox_task_run (lb_outbox_task_new (self, edit->image_id), chain_fiber);
}

DexFuture *
lb_outbox_dup_attempt (LbOutbox *self, gint64 image_id)
{
  DexPromise *attempt = g_hash_table_lookup (self->chains, &image_id);

  return attempt != NULL ? DEX_FUTURE (dex_ref (attempt)) : NULL;
}

void
lb_outbox_end_attempts (LbOutbox *self)
{
  g_autoptr (GHashTable) chains = g_steal_pointer (&self->chains);
  GHashTableIter iter;
  gpointer attempt = NULL;

  self->chains = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, dex_unref);
  g_hash_table_iter_init (&iter, chains);
  while (g_hash_table_iter_next (&iter, NULL, &attempt))
    dex_promise_reject (
      attempt, g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "The account is closed"));
}

void
lb_outbox_start (LbOutbox *self)
{
  GHashTableIter iter;
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  self->started = dex_future_is_pending (DEX_FUTURE (self->stop));
  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &edit))
    lb_outbox_send_when_due (self, edit);
}

void
lb_outbox_hold (LbOutbox *self, gint64 image_id)
{
  g_return_if_fail (LB_IS_OUTBOX (self));

  g_hash_table_replace (self->held, g_memdup2 (&image_id, sizeof image_id),
                        g_memdup2 (&self->last_serial, sizeof self->last_serial));
}

void
lb_outbox_release (LbOutbox *self, gint64 image_id)
{
  LbOutboxEdit *edit = NULL;

  g_return_if_fail (LB_IS_OUTBOX (self));

  g_hash_table_remove (self->held, &image_id);
  if ((edit = lb_outbox_find_edit (self, image_id)) != NULL)
    lb_outbox_send_when_due (self, edit);
}

typedef struct
{
  LbOutbox *outbox; /* (owned) */
  gint64 image_id;
} Flush;

static void
flush_free (Flush *self)
{
  g_clear_object (&self->outbox);
  g_free (self);
}

static gboolean
is_unsent (LbOutboxEdit *edit)
{
  return edit != NULL && !edit->over &&
         (edit->state == LB_EDIT_PENDING || edit->state == LB_EDIT_SENDING);
}

static DexFuture *
flush_fiber (gpointer data)
{
  LbOutbox *self = ((Flush *) data)->outbox;
  gint64 image_id = ((Flush *) data)->image_id;
  const gint64 end_us = g_get_monotonic_time () + ELSEWHERE_US;

  for (;;)
    {
      LbOutboxEdit *edit = lb_outbox_find_edit (self, image_id);
      g_autoptr (GError) error = NULL;
      g_autoptr (DexFuture) step = lb_outbox_dup_attempt (self, image_id);

      if (is_unsent (edit) && !dex_future_is_pending (DEX_FUTURE (self->stop)))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The account is closed");
      if (edit != NULL && !edit->over && edit->failure != NULL)
        return dex_future_new_for_error (g_error_copy (edit->failure));
      if (is_unsent (edit) && edit->written && self->elsewhere)
        {
          if (g_get_monotonic_time () >= end_us)
            return dex_future_new_reject (LB_ERROR, LB_ERROR_OFFLINE,
                                          "Another Lookbook with this account sends it");
          dex_await (dex_future_first (dex_ref (self->wake), dex_ref (self->stop),
                                       dex_timeout_new_msec (ELSEWHERE_LOOK_MS), NULL),
                     NULL);
          continue;
        }
      if (edit != NULL && !edit->written && !edit->lost)
        {
          dex_clear (&step);
          step = edit->write != NULL ? dex_ref (edit->write) : NULL;
        }
      if (step == NULL)
        {
          if (!is_unsent (edit) || is_held (self, edit))
            return dex_future_new_true ();
          return dex_future_new_reject (LB_ERROR, LB_ERROR_OFFLINE, "Nothing is sent now");
        }
      if (is_unsent (edit) && (error = lb_outbox_gate_dup_error (self->gate)) != NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (!dex_await (dex_future_first (lb_shield (g_steal_pointer (&step)),
                                        lb_outbox_gate_dup_trouble (self->gate), NULL),
                      &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
    }
}

DexFuture *
lb_outbox_flush (LbOutbox *self, gint64 image_id)
{
  Flush *flush = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX (self));

  lb_outbox_wake (self);
  flush = g_new0 (Flush, 1);
  flush->outbox = g_object_ref (self);
  flush->image_id = image_id;

  return dex_scheduler_spawn (NULL, 0, flush_fiber, flush, (GDestroyNotify) flush_free);
}
