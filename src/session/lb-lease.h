#pragma once

#include <libdex.h>

#include "storage/lb-database.h"

G_BEGIN_DECLS

/**
 * LbLease:
 *
 * Whose it is to send what waits in an account: of the programs that have it open at once, one. A
 * lock on a file keeps the others out for as long as its program lives, however long that is
 * stopped; where a file system knows no locks, the last one that came has it, and says so in the
 * account's database, which the one before sees with its next lb_lease_check(). Main thread only.
 */
typedef struct _LbLease LbLease;

/* @path: of the lock; its folder is made. @key: of the fact in the database. */
LbLease *lb_lease_new (const char *path, const char *key);
void lb_lease_free (LbLease *self);
/* Returns whether it is held. */
gboolean lb_lease_take (LbLease *self);
gboolean lb_lease_is_held (LbLease *self);
void lb_lease_drop (LbLease *self);

/* Who holds it says so in the database, before it reads there what waits. Resolves TRUE. */
DexFuture *lb_lease_claim (LbLease *self, LbDatabase *database);
/* Before anything is sent: it is still its holder's. Resolves TRUE; fails with LB_ERROR_CONFLICT
 * when another program has it. */
DexFuture *lb_lease_check (LbLease *self, LbDatabase *database);
/* A number that no other program has; 0 before lb_lease_claim(). */
gint64 lb_lease_get_owner (LbLease *self);
/* On the database's thread: FALSE with LB_ERROR_CONFLICT when it is somebody else's. */
gboolean lb_lease_check_owner (sqlite3 *db, const char *key, gint64 owner, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbLease, lb_lease_free)

G_END_DECLS
