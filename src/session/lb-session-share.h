#pragma once

#include "session/lb-session.h"
#include "storage/lb-database.h"

G_BEGIN_DECLS

/* Inside the session: one account in several programs at once. One of them sends what waits, the
 * others show it and write what they change beside it. */
typedef struct _LbSessionShare LbSessionShare;

/* Call from a fiber, before what waits is read: whose it is to send it. FALSE when the database
 * will not have it. */
gboolean lb_session_begin_share (LbSession *self, LbDatabase *database, GError **error);
/* Once all is read: what others write is followed. */
void lb_session_follow_share (LbSession *self);
/* Nothing is followed any more. */
void lb_session_stop_share (LbSession *self);
/* And others may send. */
void lb_session_end_share (LbSession *self);
/* Whether it is this program that sends. */
gboolean lb_session_is_sender (LbSession *self);
/* What waits is to be sent from now on. Returns whether this program may; else it begins by itself
 * once it may. */
gboolean lb_session_want_sender (LbSession *self);
/* Looks again and again whether the one that sends is gone. */
void lb_session_await_sender (LbSession *self);
void lb_session_free_share (LbSession *self);
/* Call from a fiber, right before a change is sent. FALSE with LB_ERROR_CANCELLED when another
 * program has begun to send meanwhile, as after a long stop. */
gboolean lb_session_check_sender (LbSession *self, GError **error);

G_END_DECLS
