#include "session/lb-outbox-gate.h"

#include "base/lb-error.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_LAST_MS 60000
/* After the fibers that are ready, so that all who come at once are sorted before one is let in. */
#define OPEN_PRIORITY (G_PRIORITY_DEFAULT + 1)

typedef struct
{
  gint64 order;
  DexPromise *turn; /* (owned) */
} Waiter;

struct _LbOutboxGate
{
  GObject parent_instance;

  GSequence *waiters; /* (owned) (element-type Waiter): by their order */
  guint limit;
  guint n_inside;
  guint attempts; /* failed in a row */
  guint open_id;
  guint hold_id;
  gint64 hold_until_us; /* monotonic */
  gboolean asked;       /* the service asked for the hold */
  GError *error;        /* (owned) (nullable): of the hold or pause */
  gboolean paused;
  DexPromise *trouble; /* (owned) */
};

G_DEFINE_FINAL_TYPE (LbOutboxGate, lb_outbox_gate, G_TYPE_OBJECT)

static void
waiter_free (Waiter *self)
{
  dex_clear (&self->turn);
  g_free (self);
}

static void
lb_outbox_gate_finalize (GObject *object)
{
  LbOutboxGate *self = LB_OUTBOX_GATE (object);

  g_clear_handle_id (&self->open_id, g_source_remove);
  g_clear_handle_id (&self->hold_id, g_source_remove);
  g_clear_pointer (&self->waiters, g_sequence_free);
  g_clear_error (&self->error);
  dex_clear (&self->trouble);

  G_OBJECT_CLASS (lb_outbox_gate_parent_class)->finalize (object);
}

static void
lb_outbox_gate_class_init (LbOutboxGateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_outbox_gate_finalize;
}

static void
lb_outbox_gate_init (LbOutboxGate *self)
{
  self->waiters = g_sequence_new ((GDestroyNotify) waiter_free);
  self->trouble = dex_promise_new ();
}

LbOutboxGate *
lb_outbox_gate_new (guint limit)
{
  LbOutboxGate *self = g_object_new (LB_TYPE_OUTBOX_GATE, NULL);

  self->limit = MAX (limit, 1);

  return self;
}

/* Whoever is let in may call back at once. */
static void
let_in (LbOutboxGate *self)
{
  g_autoptr (LbOutboxGate) kept = g_object_ref (self);

  while (self->n_inside < self->limit && !self->paused && self->hold_id == 0 &&
         !g_sequence_is_empty (self->waiters))
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->waiters);
      g_autoptr (DexPromise) turn = dex_ref (((Waiter *) g_sequence_get (first))->turn);

      g_sequence_remove (first);
      self->n_inside++;
      dex_promise_resolve_boolean (turn, TRUE);
    }
}

static gboolean
open_cb (gpointer data)
{
  LbOutboxGate *self = data;

  self->open_id = 0;
  let_in (self);

  return G_SOURCE_REMOVE;
}

static int
compare_waiters (gconstpointer a, gconstpointer b, gpointer data)
{
  const Waiter *waiter_a = a;
  const Waiter *waiter_b = b;

  if (waiter_a->order != waiter_b->order)
    return waiter_a->order < waiter_b->order ? -1 : 1;

  return 0;
}

DexFuture *
lb_outbox_gate_enter (LbOutboxGate *self, gint64 order)
{
  Waiter *waiter = NULL;
  DexFuture *turn = NULL;

  dex_return_error_if_fail (LB_IS_OUTBOX_GATE (self));

  waiter = g_new0 (Waiter, 1);
  waiter->order = order;
  waiter->turn = dex_promise_new ();
  turn = DEX_FUTURE (dex_ref (waiter->turn));
  g_sequence_insert_sorted (self->waiters, waiter, compare_waiters, NULL);
  if (self->open_id == 0)
    self->open_id = g_idle_add_full (OPEN_PRIORITY, open_cb, self, NULL);

  return turn;
}

void
lb_outbox_gate_leave (LbOutboxGate *self)
{
  g_return_if_fail (LB_IS_OUTBOX_GATE (self));
  g_return_if_fail (self->n_inside > 0);

  self->n_inside--;
  let_in (self);
}

void
lb_outbox_gate_note_answer (LbOutboxGate *self)
{
  g_return_if_fail (LB_IS_OUTBOX_GATE (self));

  self->attempts = 0;
}

static void
tell_trouble (LbOutboxGate *self, const GError *error)
{
  g_autoptr (DexPromise) trouble = g_steal_pointer (&self->trouble);

  self->trouble = dex_promise_new ();
  dex_promise_reject (trouble, g_error_copy (error));
}

static void
end_hold (LbOutboxGate *self)
{
  g_clear_handle_id (&self->hold_id, g_source_remove);
  self->asked = FALSE;
  if (!self->paused)
    g_clear_error (&self->error);
  let_in (self);
}

static gboolean
hold_over_cb (gpointer data)
{
  LbOutboxGate *self = data;

  self->hold_id = 0;
  end_hold (self);

  return G_SOURCE_REMOVE;
}

void
lb_outbox_gate_hold (LbOutboxGate *self, const GError *error)
{
  guint rest_s = 0;
  guint longest_ms = BACKOFF_LAST_MS;
  gint64 until_us = g_get_monotonic_time ();
  gboolean asked = FALSE;

  g_return_if_fail (LB_IS_OUTBOX_GATE (self));
  g_return_if_fail (error != NULL);

  asked = lb_error_get_retry_after (error, &rest_s) && rest_s > 0;
  if (self->attempts < 6)
    longest_ms = MIN (BACKOFF_FIRST_MS << self->attempts, BACKOFF_LAST_MS);
  self->attempts++;
  if (asked)
    until_us += (gint64) rest_s * G_USEC_PER_SEC;
  else
    until_us += (gint64) g_random_int_range (0, (int) longest_ms + 1) * 1000;

  /* The longest of those under way together counts. */
  if (self->hold_id == 0 || until_us > self->hold_until_us)
    {
      const gint64 wait_ms = (until_us - g_get_monotonic_time ()) / 1000;

      g_clear_handle_id (&self->hold_id, g_source_remove);
      self->hold_id = g_timeout_add ((guint) MAX (wait_ms, 0), hold_over_cb, self);
      self->hold_until_us = until_us;
      self->asked = asked || g_error_matches (error, LB_ERROR, LB_ERROR_RATE_LIMITED);
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
    }
  tell_trouble (self, error);
}

void
lb_outbox_gate_pause (LbOutboxGate *self, const GError *error)
{
  g_return_if_fail (LB_IS_OUTBOX_GATE (self));
  g_return_if_fail (error != NULL);

  self->paused = TRUE;
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  tell_trouble (self, error);
}

void
lb_outbox_gate_resume (LbOutboxGate *self)
{
  g_return_if_fail (LB_IS_OUTBOX_GATE (self));

  self->paused = FALSE;
  if (self->hold_id == 0)
    g_clear_error (&self->error);
  let_in (self);
}

void
lb_outbox_gate_wake (LbOutboxGate *self)
{
  g_return_if_fail (LB_IS_OUTBOX_GATE (self));

  if (self->hold_id != 0 && !self->asked)
    end_hold (self);
}

guint
lb_outbox_gate_get_hold_s (LbOutboxGate *self)
{
  gint64 left_us = 0;

  g_return_val_if_fail (LB_IS_OUTBOX_GATE (self), 0);

  if (self->hold_id == 0 || !self->asked)
    return 0;
  left_us = self->hold_until_us - g_get_monotonic_time ();

  return left_us > 0 ? (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

GError *
lb_outbox_gate_dup_error (LbOutboxGate *self)
{
  g_return_val_if_fail (LB_IS_OUTBOX_GATE (self), NULL);

  if (self->error == NULL || (!self->paused && !(self->hold_id != 0 && self->asked)))
    return NULL;

  return g_error_copy (self->error);
}

DexFuture *
lb_outbox_gate_dup_trouble (LbOutboxGate *self)
{
  dex_return_error_if_fail (LB_IS_OUTBOX_GATE (self));

  return DEX_FUTURE (dex_ref (self->trouble));
}
