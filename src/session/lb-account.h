#pragma once

#include <libdex.h>

#include "storage/lb-database.h"

G_BEGIN_DECLS

/* The account's database, `account.db`: what of an account is kept on this computer alone. All its
 * tables are declared in one place, because they share one version. */

/* Opens or makes it in @state_dir, on a thread of its own; a broken one is set aside, with
 * the files that it alone knew of. Resolves to an LbDatabase. Fails with LB_ERROR_STORAGE, NO_SPACE
 * or NEWER. */
DexFuture *lb_account_open (const char *state_dir);
/* Closes it, blocking at most @timeout_ms for the writes. Nobody may use it after that; who opens
 * it again waits for the rest of them. */
void lb_account_close (LbDatabase *database, guint timeout_ms);

G_END_DECLS
