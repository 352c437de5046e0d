#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* For tests that run parts of the service in their own process, over a disk that can fail
 * (fault-vfs.h). Each gives up after a minute. */

/* (transfer none) (nullable) */
const GValue *lb_test_wait_for (DexFuture *future, GError **error);
/* (transfer full); takes @future, which must not fail. */
gpointer lb_test_wait_object (DexFuture *future);
/* Takes @future, which must not fail. */
void lb_test_wait_done (DexFuture *future);
/* Until so many more writes and syncs were tried, well or not. */
void lb_test_run_until_written (int count);

G_END_DECLS
