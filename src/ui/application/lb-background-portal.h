#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* What the desktop wants to know of a program that goes on without a window: a sandboxed one is
 * stopped unless it has asked, and is shown with its status. Elsewhere nobody has to be asked. */

/**
 * lb_background_portal_request:
 * @bus: (nullable): the session bus
 * @reason: what a person is shown
 *
 * Returns: (transfer full): a future of whether it may go on: %FALSE when a person does not want
 *   that, %TRUE as well when there is nobody to be asked
 */
DexFuture *lb_background_portal_request (GDBusConnection *bus, const char *reason);
/* @status: what it does now, cut to what the portal takes; "" for nothing. */
void lb_background_portal_set_status (GDBusConnection *bus, const char *status);

G_END_DECLS
