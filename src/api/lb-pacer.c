#include "api/lb-pacer.h"

#include "base/lb-error.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
/* A request may be a little longer on its way than the one that went a minute earlier. */
#define WINDOW_US (61 * (gint64) G_USEC_PER_SEC)
#define BURST_MIN 3
#define RESERVE 1  /* turns that uploads and polls leave for what a person waits for */
#define PATIENCE 3 /* turns of others, after which one that waits is the next */
#define CHANCE_FIRST_S 1
#define CHANCE_LAST_S 60

typedef struct
{
  DexPromise *promise;  /* (owned) */
  GCancellable *cancel; /* (owned) (nullable) */
} Waiter;

struct _LbPacer
{
  GObject parent_instance;

  guint plan;      /* requests a minute; 0: no limit */
  double tokens;   /* turns that may be taken at once */
  gint64 token_us; /* when they were that many */
  gint64 *taken;   /* (owned) (nullable) (array length=plan): when the last turns were, a ring */
  guint n_taken;
  guint first_taken;
  gint64 held_until_us;
  guint n_rests[LB_PACER_N_URGENCIES];  /* by chance, one after the other */
  GQueue waiting[LB_PACER_N_URGENCIES]; /* (element-type Waiter) */
  guint passed[LB_PACER_N_URGENCIES];   /* turns that others took while one waited */
  gint64 wake_us;                       /* 0: nobody wakes us */
  gboolean serving;
  guint64 n_turns;
  LbPacerClock clock;
  gpointer clock_data;
};

G_DEFINE_FINAL_TYPE (LbPacer, lb_pacer, G_TYPE_OBJECT)

static void
waiter_free (Waiter *self)
{
  dex_clear (&self->promise);
  g_clear_object (&self->cancel);
  g_free (self);
}

/* Takes @waiter. */
static void
send_away (Waiter *waiter)
{
  dex_promise_reject (waiter->promise,
                      g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "Stopped"));
  waiter_free (waiter);
}

static void
lb_pacer_dispose (GObject *object)
{
  LbPacer *self = LB_PACER (object);
  Waiter *waiter = NULL;

  for (guint i = 0; i < LB_PACER_N_URGENCIES; i++)
    while ((waiter = g_queue_pop_head (&self->waiting[i])) != NULL)
      send_away (waiter);

  G_OBJECT_CLASS (lb_pacer_parent_class)->dispose (object);
}

static void
lb_pacer_finalize (GObject *object)
{
  g_clear_pointer (&LB_PACER (object)->taken, g_free);

  G_OBJECT_CLASS (lb_pacer_parent_class)->finalize (object);
}

static void
lb_pacer_class_init (LbPacerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lb_pacer_dispose;
  G_OBJECT_CLASS (klass)->finalize = lb_pacer_finalize;
}

static gint64
monotonic_cb (gpointer data)
{
  return g_get_monotonic_time ();
}

static DexFuture *
wait_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) MIN (wait_ms, (guint) G_MAXINT));
}

static void
lb_pacer_init (LbPacer *self)
{
  self->clock = (LbPacerClock) { monotonic_cb, wait_cb };
  for (guint i = 0; i < LB_PACER_N_URGENCIES; i++)
    g_queue_init (&self->waiting[i]);
}

static gint64
now_us (LbPacer *self)
{
  return self->clock.now_us (self->clock_data);
}

static double
burst (LbPacer *self)
{
  return MAX (BURST_MIN, self->plan / 4);
}

static double
us_a_turn (LbPacer *self)
{
  return (double) MINUTE_US / self->plan;
}

static void
refill (LbPacer *self, gint64 now)
{
  if (self->plan == 0 || now <= self->token_us)
    return;

  self->tokens += (double) (now - self->token_us) / us_a_turn (self);
  self->tokens = MIN (self->tokens, burst (self));
  self->token_us = now;
}

static double
needed (LbPacer *self, LbPacerUrgency urgency)
{
  return urgency == LB_PACER_INTERACTIVE || self->passed[urgency] >= PATIENCE ? 1 : 1 + RESERVE;
}

/* When one of @urgency may go, after refill(). */
static gint64
due_us (LbPacer *self, LbPacerUrgency urgency, gint64 now)
{
  gint64 due = MAX (now, self->held_until_us);
  double missing = 0;

  if (self->plan == 0)
    return due;

  missing = needed (self, urgency) - self->tokens;
  if (missing > 0)
    due = MAX (due, self->token_us + (gint64) (missing * us_a_turn (self)) + 1);
  if (self->n_taken == self->plan)
    due = MAX (due, self->taken[self->first_taken] + WINDOW_US);

  return due;
}

static void
note_turn (LbPacer *self, gint64 now)
{
  self->n_turns++;
  if (self->plan == 0)
    return;

  self->tokens -= 1;
  self->taken[(self->first_taken + self->n_taken) % self->plan] = now;
  if (self->n_taken < self->plan)
    self->n_taken++;
  else
    self->first_taken = (self->first_taken + 1) % self->plan;
}

static void
drop_stopped (GQueue *waiting)
{
  for (GList *at = waiting->head; at != NULL;)
    {
      GList *next = at->next;
      Waiter *waiter = at->data;

      if (g_cancellable_is_cancelled (waiter->cancel))
        {
          g_queue_delete_link (waiting, at);
          send_away (waiter);
        }
      at = next;
    }
}

/* LB_PACER_N_URGENCIES: nobody waits. */
static LbPacerUrgency
choose (LbPacer *self)
{
  LbPacerUrgency first = LB_PACER_N_URGENCIES;

  for (guint i = 0; i < LB_PACER_N_URGENCIES; i++)
    {
      if (g_queue_is_empty (&self->waiting[i]))
        continue;
      if (self->passed[i] >= PATIENCE)
        return i;
      first = MIN (first, i);
    }

  return first;
}

static void
let_go (LbPacer *self, LbPacerUrgency urgency, gint64 now)
{
  Waiter *waiter = g_queue_pop_head (&self->waiting[urgency]);

  note_turn (self, now);
  self->passed[urgency] = 0;
  for (guint i = urgency + 1; i < LB_PACER_N_URGENCIES; i++)
    if (!g_queue_is_empty (&self->waiting[i]))
      self->passed[i]++;

  dex_promise_resolve_boolean (waiter->promise, TRUE);
  waiter_free (waiter);
}

static void serve (LbPacer *self);

typedef struct
{
  GWeakRef pacer;
  gint64 at_us;
} Wake;

static void
wake_free (gpointer data)
{
  Wake *self = data;

  g_weak_ref_clear (&self->pacer);
  g_free (self);
}

static DexFuture *
woken_cb (DexFuture *future, gpointer data)
{
  Wake *wake = data;
  g_autoptr (LbPacer) self = g_weak_ref_get (&wake->pacer);

  if (self != NULL && self->wake_us == wake->at_us)
    {
      self->wake_us = 0;
      serve (self);
    }

  return dex_future_new_true ();
}

/* One call to wake up counts, the earliest: those that it makes needless end by themselves. */
static void
wake_at (LbPacer *self, gint64 due, gint64 now)
{
  gint64 wait_ms = (due - now + 999) / 1000;
  Wake *wake = NULL;

  if (self->wake_us != 0 && self->wake_us <= due)
    return;

  self->wake_us = due;
  wake = g_new0 (Wake, 1);
  g_weak_ref_init (&wake->pacer, self);
  wake->at_us = due;
  dex_future_disown (
    dex_future_finally (self->clock.wait ((guint) CLAMP (wait_ms, 1, G_MAXINT), self->clock_data),
                        woken_cb, wake, wake_free));
}

static void
serve (LbPacer *self)
{
  LbPacerUrgency urgency = LB_PACER_N_URGENCIES;

  if (self->serving)
    return;

  self->serving = TRUE;
  for (guint i = 0; i < LB_PACER_N_URGENCIES; i++)
    drop_stopped (&self->waiting[i]);
  while ((urgency = choose (self)) != LB_PACER_N_URGENCIES)
    {
      gint64 now = now_us (self);
      gint64 due = 0;

      refill (self, now);
      if ((due = due_us (self, urgency, now)) > now)
        {
          wake_at (self, due, now);
          if (self->wake_us != 0)
            break;
          continue; /* time has passed at once */
        }
      let_go (self, urgency, now);
    }
  self->serving = FALSE;
}

LbPacer *
lb_pacer_new (guint requests_a_minute)
{
  LbPacer *self = g_object_new (LB_TYPE_PACER, NULL);

  lb_pacer_set_plan (self, requests_a_minute);

  return self;
}

void
lb_pacer_set_plan (LbPacer *self, guint requests_a_minute)
{
  g_return_if_fail (LB_IS_PACER (self));

  if (self->plan == requests_a_minute)
    return;

  self->plan = requests_a_minute;
  g_clear_pointer (&self->taken, g_free);
  self->n_taken = 0;
  self->first_taken = 0;
  if (requests_a_minute > 0)
    {
      self->taken = g_new0 (gint64, requests_a_minute);
      self->tokens = burst (self);
      self->token_us = now_us (self);
    }
  serve (self);
}

static DexFuture *
given_up_cb (DexFuture *future, gpointer data)
{
  LbPacer *self = data;

  serve (self);
  return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Stopped");
}

/**
 * lb_pacer_take:
 * @self: a pacer
 * @urgency: who waits for it
 * @cancel: (nullable): gives it up
 *
 * Returns: (transfer full): a future of %TRUE when it is this request's turn; fails with
 *   LB_ERROR_CANCELLED
 */
DexFuture *
lb_pacer_take (LbPacer *self, LbPacerUrgency urgency, GCancellable *cancel)
{
  g_autoptr (DexFuture) turn = NULL;
  Waiter *waiter = NULL;

  dex_return_error_if_fail (LB_IS_PACER (self));
  dex_return_error_if_fail (urgency < LB_PACER_N_URGENCIES);

  if (g_cancellable_is_cancelled (cancel))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "Stopped");

  waiter = g_new0 (Waiter, 1);
  waiter->promise = dex_promise_new ();
  g_set_object (&waiter->cancel, cancel);
  turn = dex_ref (DEX_FUTURE (waiter->promise));
  g_queue_push_tail (&self->waiting[urgency], waiter);
  serve (self);
  if (cancel == NULL || !dex_future_is_pending (turn))
    return g_steal_pointer (&turn);

  return dex_future_catch (
    dex_future_first (g_steal_pointer (&turn), dex_cancellable_new_from_cancellable (cancel), NULL),
    given_up_cb, g_object_ref (self), g_object_unref);
}

static void
rest (LbPacer *self, gint64 rest_us)
{
  gint64 until = now_us (self) + rest_us;

  if (until <= self->held_until_us)
    return;

  /* The service thinks that all turns are used up; one is there when the rest is over. */
  self->held_until_us = until;
  self->tokens = MIN (self->tokens, 1);
  self->token_us = MAX (self->token_us, until);
}

void
lb_pacer_hold (LbPacer *self, guint seconds)
{
  g_return_if_fail (LB_IS_PACER (self));

  rest (self, (gint64) seconds * G_USEC_PER_SEC);
}

void
lb_pacer_hold_by_chance (LbPacer *self, LbPacerUrgency urgency)
{
  guint *n_rests = NULL;
  guint most_s = 0;

  g_return_if_fail (LB_IS_PACER (self));
  g_return_if_fail (urgency < LB_PACER_N_URGENCIES);

  /* Several that were on their way together are refused together. */
  if (self->held_until_us > now_us (self))
    return;

  n_rests = &self->n_rests[urgency];
  most_s = *n_rests < 6 ? CHANCE_FIRST_S << *n_rests : CHANCE_LAST_S;
  (*n_rests)++;
  rest (self, (gint64) (g_random_double_range (0, most_s) * G_USEC_PER_SEC));
}

void
lb_pacer_note_answer (LbPacer *self, LbPacerUrgency urgency)
{
  g_return_if_fail (LB_IS_PACER (self));
  g_return_if_fail (urgency < LB_PACER_N_URGENCIES);

  self->n_rests[urgency] = 0;
}

double
lb_pacer_get_held_s (LbPacer *self)
{
  g_return_val_if_fail (LB_IS_PACER (self), 0);
  return (double) MAX (self->held_until_us - now_us (self), 0) / G_USEC_PER_SEC;
}

double
lb_pacer_estimate_s (LbPacer *self, guint n)
{
  gint64 now = 0;
  double missing = n;
  double held_s = 0;

  g_return_val_if_fail (LB_IS_PACER (self), 0);

  if (n == 0)
    return 0;
  held_s = lb_pacer_get_held_s (self);
  if (self->plan == 0)
    return held_s;

  now = now_us (self);
  refill (self, now);
  for (guint i = 0; i < LB_PACER_N_URGENCIES; i++)
    missing += g_queue_get_length (&self->waiting[i]);
  missing -= MAX (self->tokens - RESERVE, 0);

  return held_s + MAX (missing, 0) * us_a_turn (self) / G_USEC_PER_SEC;
}

guint64
lb_pacer_get_n_turns (LbPacer *self)
{
  g_return_val_if_fail (LB_IS_PACER (self), 0);
  return self->n_turns;
}

void
lb_pacer_set_clock (LbPacer *self, const LbPacerClock *clock, gpointer data)
{
  g_return_if_fail (LB_IS_PACER (self));

  self->clock = *clock;
  self->clock_data = data;
  self->token_us = now_us (self);
  self->held_until_us = 0;
  self->wake_us = 0;
}
