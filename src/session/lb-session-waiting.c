#include "session/lb-session-private.h"

#include "session/lb-session-changes.h"
#include "session/lb-trash-private.h"

/* What is kept here and not at the service yet, and what it waits for. */

static guint
count_unsent (LbOutbox *outbox)
{
  return lb_outbox_count (outbox, LB_EDIT_PENDING) + lb_outbox_count (outbox, LB_EDIT_SENDING);
}

/* What is deleted waits in the trash until it is copied. */
static guint
count_waiting (LbSession *self, LbChangeKind kind)
{
  static const LbHistoryThing things[] = { LB_HISTORY_IMAGE, LB_HISTORY_DATASET,
                                           LB_HISTORY_PROJECT };

  if (kind < LB_CHANGE_N_EDITS)
    return count_unsent (self->changes[kind]);

  return self->trash != NULL
           ? lb_trash_count_waiting (self->trash, things[kind - LB_CHANGE_N_EDITS])
           : 0;
}

static guint
count_conflicts (LbSession *self, LbChangeKind kind)
{
  return kind < LB_CHANGE_N_EDITS ? lb_outbox_count (self->changes[kind], LB_EDIT_CONFLICT) : 0;
}

/* Once for all that changes together. */
static gboolean
count_refusals_cb (gpointer data)
{
  LbSession *self = data;
  guint n_captions = 0;
  const guint n = lb_session_count_refusals (self, &n_captions);

  self->refusals_id = 0;
  if (self->n_refusals != n)
    {
      self->n_refusals = n;
      lb_session_name_refusals (self);
      g_object_notify (G_OBJECT (self), "n-waiting");
    }

  return G_SOURCE_REMOVE;
}

void
lb_session_update_waiting (LbSession *self)
{
  guint n = 0;
  guint n_conflicts = 0;

  for (LbChangeKind kind = 0; self->outbox != NULL && kind < LB_CHANGE_N_KINDS; kind++)
    {
      n += count_waiting (self, kind);
      n_conflicts += count_conflicts (self, kind);
    }
  if (self->refusals_id == 0 && !self->closed)
    self->refusals_id = g_idle_add (count_refusals_cb, self);
  if (self->n_waiting == n && self->n_conflicts == n_conflicts)
    return;

  self->n_waiting = n;
  self->n_conflicts = n_conflicts;
  g_object_notify (G_OBJECT (self), "n-waiting");
}

/**
 * lb_session_get_n_waiting:
 * @self: a session
 *
 * Returns: how many changes are on this computer's disk, or on their way there, and will go to the
 *   service by themselves
 */
guint
lb_session_get_n_waiting (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), 0);

  return self->n_waiting;
}

/**
 * lb_session_get_waiting:
 * @self: a session
 * @waiting: (out caller-allocates): what waits, and for what
 *
 * A hold ends by itself; its seconds are those from now on.
 */
void
lb_session_get_waiting (LbSession *self, LbWaiting *waiting)
{
  guint n_captions = 0;

  g_return_if_fail (LB_IS_SESSION (self));
  g_return_if_fail (waiting != NULL);

  *waiting = (LbWaiting) { .needs_sign_in = self->needs_sign_in, .online = self->online };
  if (self->outbox == NULL)
    return;

  for (LbChangeKind kind = 0; kind < LB_CHANGE_N_KINDS; kind++)
    {
      waiting->n_changes[kind] = count_waiting (self, kind);
      if (kind != LB_CHANGE_CAPTION)
        waiting->n_change_conflicts += count_conflicts (self, kind);
    }
  waiting->n_conflicts = lb_outbox_count (self->outbox, LB_EDIT_CONFLICT);
  waiting->n_refusals = lb_session_count_refusals (self, &n_captions);
  waiting->n_refused = lb_outbox_count (self->outbox, LB_EDIT_REFUSED) - n_captions;
  waiting->n_drafts = lb_outbox_count (self->outbox, LB_EDIT_DRAFT);
  waiting->hold_s = lb_outbox_gate_get_hold_s (self->gate);
  if (self->client != NULL)
    waiting->hold_s = MAX (waiting->hold_s, (guint) (lb_client_get_held_s (self->client) + 0.999));
}

gboolean
lb_session_get_needs_sign_in (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  return self->needs_sign_in;
}

void
lb_session_set_needs_sign_in (LbSession *self, gboolean needs, const GError *error)
{
  if (self->closed || self->needs_sign_in == needs)
    return;

  self->needs_sign_in = needs;
  if (self->gate != NULL && needs)
    lb_outbox_gate_pause (self->gate, error);
  else if (self->gate != NULL)
    lb_outbox_gate_resume (self->gate);
  g_object_notify (G_OBJECT (self), "needs-sign-in");
}
