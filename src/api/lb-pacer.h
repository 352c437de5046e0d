#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbPacer:
 *
 * How many requests a minute one account's plan allows: every call takes its turn here before it
 * goes out. A few may go at once, the rest are spread over the minute, and no minute has more than
 * the plan allows. What a person waits for goes first, then uploads, then polls; none of them waits
 * for ever. A rest that the service asks for (Retry-After) holds all of them. All on the main
 * thread.
 */
#define LB_TYPE_PACER (lb_pacer_get_type ())
G_DECLARE_FINAL_TYPE (LbPacer, lb_pacer, LB, PACER, GObject)

typedef enum
{
  LB_PACER_INTERACTIVE, /* somebody waits for it */
  LB_PACER_UPLOAD,
  LB_PACER_POLL, /* a look at something that goes on */
  LB_PACER_N_URGENCIES
} LbPacerUrgency;

/* Where time comes from: monotonic; @wait: (transfer full): resolves when it is over. */
typedef struct
{
  gint64 (*now_us) (gpointer data);
  DexFuture *(*wait) (guint wait_ms, gpointer data);
} LbPacerClock;

/* @requests_a_minute: 0 for no limit. */
LbPacer *lb_pacer_new (guint requests_a_minute);
void lb_pacer_set_plan (LbPacer *self, guint requests_a_minute);
/* Resolves TRUE when the request may go; LB_ERROR_CANCELLED when it is given up. @cancel:
 * (nullable). */
DexFuture *lb_pacer_take (LbPacer *self, LbPacerUrgency urgency, GCancellable *cancel);
/* Nothing goes for so long: the service has asked for it. A rest under way is never shortened. */
void lb_pacer_hold (LbPacer *self, guint seconds);
/* The same for a 429 that names no time: up to 1 s, 2 s, 4 s and so on to a minute, by chance. */
void lb_pacer_hold_by_chance (LbPacer *self, LbPacerUrgency urgency);
/* A request was answered: the next rest by chance for one of its kind is a short one again. What
 * may be looked at says nothing of whether pictures are taken. */
void lb_pacer_note_answer (LbPacer *self, LbPacerUrgency urgency);
/* Seconds until nothing is held back by a rest, 0 when there is none. */
double lb_pacer_get_held_s (LbPacer *self);
/* Seconds until @n more requests would have gone, behind those that wait; 0 with no limit. */
double lb_pacer_estimate_s (LbPacer *self, guint n);
/* How many turns were taken so far. */
guint64 lb_pacer_get_n_turns (LbPacer *self);
/* For tests: @clock is copied. */
void lb_pacer_set_clock (LbPacer *self, const LbPacerClock *clock, gpointer data);

G_END_DECLS
