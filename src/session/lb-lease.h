#pragma once

#include <libdex.h>

#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbLease:
 *
 * Whose it is to send what waits in an account: of the programs that have it open at once, one. A
 * lock on a file keeps the others out for as long as its program lives, however long that is
 * stopped; where a file system knows no locks, the last one that came has it. It says so in the
 * account's database, where the one before sees it with its next lb_lease_check(), and can't write
 * what is an owner's. Main thread only; the files are touched on the database's.
 */
typedef struct _LbLease LbLease;

/* @path: of the lock; its folder is made. @key: of the fact in the database. */
LbLease *lb_lease_new (const char *path, const char *key);
void lb_lease_free (LbLease *self);
/* Call before what waits is read from @database. Resolves to whether it is held, FALSE where
 * another program has it; fails with LB_ERROR_STORAGE or NO_SPACE. lb_lease_drop() meanwhile wins.
 */
DexFuture *lb_lease_take (LbLease *self, LbDatabase *database);
gboolean lb_lease_is_held (LbLease *self);
/* Whether somebody holds the one at @path, as far as locks tell. */
gboolean lb_lease_is_taken (const char *path);
void lb_lease_drop (LbLease *self);

/* Before anything is sent: it is still its holder's. Resolves TRUE; fails with LB_ERROR_CONFLICT
 * when another program has it. */
DexFuture *lb_lease_check (LbLease *self, LbDatabase *database);
/* A number that no other program has, 0 before it was held first. It stays when the lease is lost,
 * so that what comes late is refused. */
gint64 lb_lease_get_owner (LbLease *self);
/* On the database's thread: FALSE with LB_ERROR_CONFLICT when it is somebody else's. @owner: 0 for
 * what anybody may do. */
gboolean lb_lease_check_owner (sqlite3 *db, const char *key, gint64 owner, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbLease, lb_lease_free)

G_END_DECLS
