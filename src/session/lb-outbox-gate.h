#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * LbOutboxGate:
 *
 * Through which all changes of an account go out: in their order, few at a time, and none while the
 * service can't be reached, wants to be left alone or does not know the token. All on the main
 * thread.
 */
#define LB_TYPE_OUTBOX_GATE (lb_outbox_gate_get_type ())
G_DECLARE_FINAL_TYPE (LbOutboxGate, lb_outbox_gate, LB, OUTBOX_GATE, GObject)

/* @limit: how many may be under way at once. */
LbOutboxGate *lb_outbox_gate_new (guint limit);
/* Resolves TRUE when it is its turn: the smallest @order first. Every turn ends with
 * lb_outbox_gate_leave(). */
DexFuture *lb_outbox_gate_enter (LbOutboxGate *self, gint64 order);
void lb_outbox_gate_leave (LbOutboxGate *self);
/* The service was there. */
void lb_outbox_gate_note_answer (LbOutboxGate *self);
/* Nobody enters for a while: as long as @error, of LB_ERROR, says, else up to 1 s, 2 s, 4 s and so
 * on to a minute. What the service asked for is not cut short by lb_outbox_gate_wake(). */
void lb_outbox_gate_hold (LbOutboxGate *self, const GError *error);
/* Nobody enters before lb_outbox_gate_resume(). */
void lb_outbox_gate_pause (LbOutboxGate *self, const GError *error);
void lb_outbox_gate_resume (LbOutboxGate *self);
/* A good time to try again. */
void lb_outbox_gate_wake (LbOutboxGate *self);
/* Seconds that the service asked for, 0 when it did not. */
guint lb_outbox_gate_get_hold_s (LbOutboxGate *self);
/* (transfer full) (nullable): why nobody may enter, when waking changes nothing. */
GError *lb_outbox_gate_dup_error (LbOutboxGate *self);
/* (transfer full): fails when nobody may enter any more, as what was sent last did. */
DexFuture *lb_outbox_gate_dup_trouble (LbOutboxGate *self);

G_END_DECLS
