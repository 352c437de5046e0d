#pragma once

#include <libdex.h>

#include "session/lb-session.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbOutbox:
 *
 * Caption edits that the service does not have yet, one an image, kept in the account's database:
 * drafts that are not valid, those waiting to be sent and those refused. One edit of an image is
 * under way at a time and the newest text wins. All on the main thread.
 *
 * Signals: state-changed (int64 image id); refused (int64 image id, string message).
 */
#define LB_TYPE_OUTBOX (lb_outbox_get_type ())
G_DECLARE_FINAL_TYPE (LbOutbox, lb_outbox, LB, OUTBOX, GObject)

/* Sends one caption; resolves once the service has it and the live image is up to date. */
typedef DexFuture *(*LbOutboxSend) (gint64 dataset_id,
                                    gint64 image_id,
                                    const char *text,
                                    gpointer data);

/* Opens or makes `account.db` in @state_dir, blocking (start-up only). */
LbOutbox *lb_outbox_new (const char *state_dir, LbOutboxSend send, gpointer data, GError **error);
/* Reads what an earlier run left; resolves TRUE. Nothing is sent before lb_outbox_start(). */
DexFuture *lb_outbox_load (LbOutbox *self);
void lb_outbox_start (LbOutbox *self);
/* Tries again at once what waits for its next attempt. */
void lb_outbox_wake (LbOutbox *self);
/* Nothing is sent after it; what was written stays. */
void lb_outbox_stop (LbOutbox *self);
/* Stops, then waits at most @timeout_ms for the writes under way. */
void lb_outbox_close (LbOutbox *self, guint timeout_ms);

/* Resolves TRUE once @text is on disk. @sendable: it is valid and goes out by itself. */
DexFuture *lb_outbox_edit (
  LbOutbox *self, gint64 dataset_id, gint64 image_id, const char *text, gboolean sendable);
/* Forgets the edit; resolves TRUE. */
DexFuture *lb_outbox_discard (LbOutbox *self, gint64 image_id);
/* Resolves TRUE once everything edited before is on disk. */
DexFuture *lb_outbox_settle (LbOutbox *self);
/* Sends a refused edit again, because what stood against it has changed. */
void lb_outbox_resend (LbOutbox *self, gint64 image_id);

const char *lb_outbox_get_text (LbOutbox *self, gint64 image_id);    /* (nullable) */
const char *lb_outbox_get_message (LbOutbox *self, gint64 image_id); /* (nullable): of a refusal */
LbEditState lb_outbox_get_state (LbOutbox *self, gint64 image_id);
/* Whether a send is under way or has to be tried again: the service may have a text of ours. */
gboolean lb_outbox_is_sending (LbOutbox *self, gint64 image_id);

G_END_DECLS
