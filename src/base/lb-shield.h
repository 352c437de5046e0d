#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * lb_shield:
 * @future: (transfer full): the future of a fiber
 *
 * To wait for a fiber together with something else, as in dex_future_first(): what gives up on the
 * returned future leaves the fiber alone. Giving up on the fiber itself makes libdex 0.10 wake it,
 * and once more when what it waits for ends before it has run; that breaks the queue of fibers, and
 * none runs in this thread any more.
 *
 * Returns: (transfer full): a future with the outcome of @future
 */
DexFuture *lb_shield (DexFuture *future);

G_END_DECLS
