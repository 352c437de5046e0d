#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sockets that listen, made so that nobody else can reach them. */

/* (transfer full): on @path, mode 0600, in a folder that is made 0700 when it is not there. A file
 * that nobody answers on is replaced; LB_ERROR_CONFLICT when somebody does. */
GSocket *lb_listener_new_unix (const char *path, GError **error);
/* (transfer full): on both loopback addresses; @port 0 takes any, and is set to the one taken.
 * @six: (out) (nullable): NULL on a machine without IPv6. Fails when somebody has the port on
 * either: he would get the calls, and the token, that are meant for us. */
gboolean lb_listener_new_port (guint *port, GSocket **four, GSocket **six, GError **error);

G_END_DECLS
