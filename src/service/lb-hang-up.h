#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells when the caller of a request goes away before its answer: the server itself does not read
 * from the line while it makes one. */
typedef struct _LbHangUp LbHangUp;

/* @socket: the caller's, with the whole request read from it. */
LbHangUp *lb_hang_up_new (GSocket *socket);
void lb_hang_up_free (LbHangUp *self);
/* (transfer none): cancelled when the caller has gone. */
GCancellable *lb_hang_up_get_cancellable (LbHangUp *self);

G_END_DECLS
