#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LbDoor:
 *
 * A socket on which a server listens, and goes on listening: SoupServer itself gives up for good at
 * the first connection that it can't take, as when the process is out of descriptors.
 */
typedef struct _LbDoor LbDoor;

/* @socket: bound and listening. @server: must outlive the door. */
LbDoor *lb_door_new (SoupServer *server, GSocket *socket, GError **error);
/* Before the server closes the socket. */
void lb_door_free (LbDoor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbDoor, lb_door_free)

G_END_DECLS
