#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Sockets that listen, made so that nobody else can reach them. */

/* (transfer full): on @path, mode 0600, in a folder that is made 0700 when it is not there. A file
 * that nobody answers on is replaced; LB_ERROR_CONFLICT when somebody does. */
GSocket *lb_listener_new_unix (const char *path, GError **error);
/* (transfer full): on a loopback address of @family; @port 0 takes any. */
GSocket *lb_listener_new_loopback (GSocketFamily family, guint port, GError **error);
guint lb_listener_get_port (GSocket *socket);

G_END_DECLS
