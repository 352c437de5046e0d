#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* After all that libsoup tells its callers: see lb_cancel_soon(). */
#define LB_CANCEL_PRIORITY (G_PRIORITY_DEFAULT + 10)

/**
 * lb_cancel_soon:
 * @cancellable: of a request that may be under way, sent with %G_PRIORITY_DEFAULT
 *
 * Cancels it from the main loop, once nothing is left to be told there. libsoup 3.6.5 ends a
 * request twice that is cancelled after its answer has come and before that was told: what it holds
 * is then freed under it, and a later request of the same session crashes.
 */
void lb_cancel_soon (GCancellable *cancellable);

G_END_DECLS
