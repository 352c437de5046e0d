#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * lb_threads_run:
 * @work: returns a future that has its outcome already; must await nothing
 * @data: (transfer full)
 * @destroy: frees @data on that thread, before the outcome is known
 *
 * Runs @work on one of a few threads, some more than there are processors: what computes keeps them
 * all busy while others wait for the disk. The pool of libdex has one thread for two processors, so
 * whatever leaves the main thread comes here; the exceptions have threads of their own, since they
 * take as long as somebody else does: the database, the decoders, and answers that are streamed.
 *
 * Returns: (transfer full): a future with the outcome of @work
 */
DexFuture *lb_threads_run (DexFiberFunc work, gpointer data, GDestroyNotify destroy);
/* The same for what does nothing but write and wait until that is on the disk. It has threads of
 * its own, and more of them: the disk does not take longer for several that wait than for one, and
 * what computes would wait behind them. */
DexFuture *lb_threads_run_writing (DexFiberFunc work, gpointer data, GDestroyNotify destroy);

G_END_DECLS
