#pragma once

#include <gio/gio.h>

#include "service/lb-connections.h"

G_BEGIN_DECLS

/* The embedded service: guard, router, store, captions, in one object; `main-service.c` and the
 * tests run it. */
#define LB_TYPE_SERVICE (lb_service_get_type ())
G_DECLARE_FINAL_TYPE (LbService, lb_service, LB, SERVICE, GObject)

/* Opens the data folder, making it if need be, and takes its lock. Fails with LB_ERROR_CONFLICT
 * when another service has it, LB_ERROR_FORBIDDEN when it is not the user's own. */
LbService *lb_service_new (const char *data_dir, GError **error);
/* Listens on a Unix socket (0600, folder 0700; the peer's uid is checked). */
gboolean lb_service_listen_socket (LbService *self, const char *path, GError **error);
/* Listens on loopback TCP; @port 0 takes any, the one taken is returned in @port. */
gboolean lb_service_listen_port (LbService *self, guint *port, const char *token, GError **error);
/* Emits "idle" a minute (@seconds) after the last connection when no run is under way. */
void lb_service_set_idle_seconds (LbService *self, guint seconds);
/* How many may be connected and how long they may dawdle; the default suits all but tests. */
void lb_service_set_connection_limits (LbService *self, const LbConnectionLimits *limits);
/* How much of the bodies of all requests is held at once; the same. */
void lb_service_set_held_bytes (LbService *self, gsize max_bytes);
/* How many requests have got past the guard to the operation that they ask for. */
guint lb_service_get_n_handled (LbService *self);
/* Lets requests name addresses at @origin ("HOST:PORT"), though it may not be public: a server of
 * the user's own at home. Fails with LB_ERROR_INVALID. */
gboolean lb_service_allow_origin (LbService *self, const char *origin, GError **error);
/* Stops listening, waits for runs to reach a safe point, closes the database. */
void lb_service_stop (LbService *self);

G_END_DECLS
