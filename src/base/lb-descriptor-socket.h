#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Messages with at most one file descriptor over a SOCK_SEQPACKET socket, blocking. */

/* @fd: -1 for none; it stays the caller's. FALSE with errno set when the other end is gone. */
gboolean lb_descriptor_socket_send (int socket, const void *message, gsize length, int fd);
/* Takes a message of exactly @length bytes. @fd: (out): -1 when none came, else the caller's.
 * @timeout_ms: -1 waits for ever. FALSE with errno set: ETIMEDOUT, EPIPE at the end, EPROTO. */
gboolean
lb_descriptor_socket_receive (int socket, void *message, gsize length, int *fd, int timeout_ms);

G_END_DECLS
