#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Runs @func on a thread and resolves to what it returns, which must not be pending any more: work
 * that waits belongs into a fiber. @destroy: (nullable): called there, before the future resolves.
 *
 * In place of the thread pool of libdex 0.10, which now and then leaves work lying until the next
 * piece comes. */
DexFuture *lb_worker_run (DexFiberFunc func, gpointer data, GDestroyNotify destroy);

G_END_DECLS
