#pragma once

#include <libdex.h>

#include "session/lb-outbox-gate.h"
#include "session/lb-session.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbOutbox:
 *
 * Changes of one kind that the service does not have yet, one an image (or dataset, or project, by
 * the kind), kept in the account's database: drafts that are not valid, those waiting to be sent,
 * those refused and those in conflict with a change made elsewhere. One change of a thing is under
 * way at a time and the newest text wins. A text is sent only once it is on disk; what the disk
 * would not take stays in memory and is tried again. All on the main thread.
 *
 * Signals: state-changed (int64 image id): or the text; refused (int64 image id, string message).
 */
#define LB_TYPE_OUTBOX (lb_outbox_get_type ())
G_DECLARE_FINAL_TYPE (LbOutbox, lb_outbox, LB, OUTBOX, GObject)

/* Sends one caption; resolves once the service has it and the live image is up to date. @restoring:
 * it is what the service had before an edit was sent, and may have still; "" when it had nothing.
 */
typedef DexFuture *(*LbOutboxSend) (
  gint64 dataset_id, gint64 image_id, const char *text, gboolean restoring, gpointer data);

/* What the way of sending fails with instead of sending. CONFLICT: the service has something that
 * was neither there when the edit was made nor sent by us. TAKEN: nothing is to be there again, but
 * the service took one of ours and knows no way back. */
#define LB_OUTBOX_ERROR (lb_outbox_error_quark ())
#define LB_OUTBOX_ERROR_CONFLICT 0
#define LB_OUTBOX_ERROR_TAKEN 1
GQuark lb_outbox_error_quark (void);

/* Captions, with a gate of their own. */
LbOutbox *lb_outbox_new (LbOutboxSend send, gpointer data);
LbOutbox *
lb_outbox_new_for (LbChangeKind kind, LbOutboxGate *gate, LbOutboxSend send, gpointer data);
/* Reads what an earlier run left in the account's database; resolves TRUE. Before it every edit
 * fails, and nothing is sent before lb_outbox_start(). */
DexFuture *lb_outbox_load (LbOutbox *self, LbDatabase *database);
void lb_outbox_start (LbOutbox *self);
/* Tries again at once what waits for its next attempt. */
void lb_outbox_wake (LbOutbox *self);
/* Nothing is sent after it; what was written stays. */
void lb_outbox_stop (LbOutbox *self);
/* Another program with the same account sends what waits, and may have sent each of the changes
 * that wait here; or has, and does not any more: then they are looked at before they are sent.
 * After TRUE nothing is sent before lb_outbox_start(). */
void lb_outbox_set_elsewhere (LbOutbox *self, gboolean elsewhere);
/* Takes in what another program has written. Resolves to an int64: how many changes are over by
 * that. */
DexFuture *lb_outbox_merge (LbOutbox *self);
/* Stops, tries once more what is not on disk and lets go of the database. Nothing waits for the
 * writes here: lb_account_close() does. */
void lb_outbox_close (LbOutbox *self);

/* Resolves TRUE once @text, or one that replaced it, is on disk; fails with LB_ERROR_STORAGE or
 * NO_SPACE when it is in memory only. @sendable: it is valid and goes out by itself. */
DexFuture *lb_outbox_edit (
  LbOutbox *self, gint64 dataset_id, gint64 image_id, const char *text, gboolean sendable);
/* The same for one that is made over @base (nullable: that counts for nothing), what the service
 * has now; one that goes on with an edit keeps what that was made over. */
DexFuture *lb_outbox_edit_over (LbOutbox *self,
                                gint64 dataset_id,
                                gint64 image_id,
                                const char *text,
                                gboolean sendable,
                                const char *base);
/* The same for a text that the service has: there is no edit any more. Resolves TRUE once that is
 * on disk. */
DexFuture *lb_outbox_forget (LbOutbox *self, gint64 image_id);
/* Drops the edit. When the service may have it, or an older text of ours, @caption (nullable: it
 * had none), what the service had before, takes the edit's place until it is certain that the
 * service has that; where it had none and took a text all the same, an empty draft is left.
 * Resolves TRUE once that is on disk; fails with LB_ERROR_STORAGE or NO_SPACE, and then the edit is
 * there as it was. */
DexFuture *lb_outbox_discard (LbOutbox *self, gint64 image_id, const char *caption);
/* Resolves TRUE once nothing of the image is left to be written or sent: the service has it, or it
 * is a draft, refused or held. Fails as the write or the next attempt to send does. */
DexFuture *lb_outbox_flush (LbOutbox *self, gint64 image_id);
/* The same for all of a dataset. */
DexFuture *lb_outbox_flush_dataset (LbOutbox *self, gint64 dataset_id);
/* Until lb_outbox_release() later edits of the image are kept but not sent: the service is asked to
 * write another text by itself. Does not nest. */
void lb_outbox_hold (LbOutbox *self, gint64 image_id);
void lb_outbox_release (LbOutbox *self, gint64 image_id);
/* In between, while nothing is sent: it is asked now, which an edit that there is says on disk, so
 * that after a kill the answer is not taken for somebody else's. Resolves TRUE. */
DexFuture *lb_outbox_begin_anew (LbOutbox *self, gint64 image_id);
/* And @base is the answer. An edit that is still @text (nullable) is dropped, a newer one is made
 * over that. Resolves TRUE once that is on disk. */
DexFuture *lb_outbox_end_anew (LbOutbox *self, gint64 image_id, const char *base, const char *text);
/* Whether there is an edit that such an answer may have come to. */
gboolean lb_outbox_is_anew (LbOutbox *self, gint64 image_id);
/* The edit is one of another image from now on, and is sent if it was refused; where that has one
 * too, the newer of the two counts. @dataset_id: 0 for the same dataset. Resolves TRUE once that is
 * on disk. */
DexFuture *lb_outbox_move (LbOutbox *self, gint64 image_id, gint64 new_id, gint64 dataset_id);
/* There is nothing that the edit could be sent for: it is kept as one that the service refused.
 * Emits. */
void lb_outbox_refuse (LbOutbox *self, gint64 image_id, const GError *error);
/* Sends a refused edit again, because what stood against it has changed. */
void lb_outbox_resend (LbOutbox *self, gint64 image_id);

/* The edit in conflict goes out over @base, what the service has now. Resolves TRUE once that is on
 * disk. */
DexFuture *lb_outbox_insist (LbOutbox *self, gint64 image_id, const char *base);

/* For the way of sending: whether the service may have had another change since the edit was made,
 * so that it has to be looked at first, and not longer ago than at @since_us (out), monotonic. */
gboolean lb_outbox_wants_look (LbOutbox *self, gint64 image_id, gint64 *since_us);
/* And what is found then: whether it is what the edit was made over, or an older text of ours. */
typedef gboolean (*LbOutboxSame) (const char *text, const char *other, gpointer data);
gboolean lb_outbox_is_base (
  LbOutbox *self, gint64 image_id, const char *text, LbOutboxSame same, gpointer data);
/* Whether it is a text of ours of which no answer came. */
gboolean lb_outbox_is_ours (
  LbOutbox *self, gint64 image_id, const char *text, LbOutboxSame same, gpointer data);
/* Nothing of this attempt has left the computer. */
void lb_outbox_note_unsent (LbOutbox *self, gint64 image_id);
/* The edit is looked at before it is sent: the service was seen with something else. */
void lb_outbox_suspect (LbOutbox *self, gint64 image_id);
/* What the service has, of an edit that comes into conflict with it. Not kept over a restart. */
void lb_outbox_note_theirs (LbOutbox *self, gint64 image_id, const char *theirs);
const char *lb_outbox_get_theirs (LbOutbox *self, gint64 image_id); /* (nullable) */
/* What the service has now is what the edit is made over. */
void lb_outbox_rebase (LbOutbox *self, gint64 image_id, const char *base);
const char *lb_outbox_get_base (LbOutbox *self, gint64 image_id); /* (nullable) */
/* How many edits are in @state, and how many of a dataset are to be sent. */
guint lb_outbox_count (LbOutbox *self, LbEditState state);
guint lb_outbox_count_dataset (LbOutbox *self, gint64 dataset_id);
/* (transfer full) (element-type gint64): of what there is a change. */
GArray *lb_outbox_list (LbOutbox *self);

const char *lb_outbox_get_text (LbOutbox *self, gint64 image_id);  /* (nullable) */
gint64 lb_outbox_get_dataset_id (LbOutbox *self, gint64 image_id); /* 0 without an edit */
/* (nullable): why the edit is not on disk, else why the service refused it. */
const GError *lb_outbox_get_error (LbOutbox *self, gint64 image_id);
LbEditState lb_outbox_get_state (LbOutbox *self, gint64 image_id);
/* Whether the newest text of the image, if there is one, is on disk. */
gboolean lb_outbox_is_kept (LbOutbox *self, gint64 image_id);
/* Whether the service may have a text of ours: one is under way, or no answer came of it. */
gboolean lb_outbox_is_sending (LbOutbox *self, gint64 image_id);

G_END_DECLS
