#pragma once

#include <libdex.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * LbDatabase:
 *
 * An SQLite file (WAL, synchronous FULL, foreign keys on, busy time-out 5 s, mode 0600) that is
 * used on one thread of its own. Work is a function that runs there inside a transaction; its
 * future resolves on the caller's main context once the transaction is committed and synced.
 */
#define LB_TYPE_DATABASE (lb_database_get_type ())
G_DECLARE_FINAL_TYPE (LbDatabase, lb_database, LB, DATABASE, GObject)

/* One step of `user_version`: @sql brings version N to N+1, where N is its place in the array. */
typedef struct
{
  const char *sql;
} LbMigration;

/* Opens or makes the file, blocking (start-up only). Before the first migration of a file that
 * holds anything a copy "NAME.before-vN" is kept. Fails with LB_ERROR_NEWER (a newer version's
 * file), STORAGE, NO_SPACE. A locked database is an error, never taken for a broken one. */
LbDatabase *lb_database_open (const char *path,
                              const LbMigration *migrations,
                              guint n_migrations,
                              GError **error);

/* The same for what can be made anew: a file that is broken is kept under another name beside it,
 * "NAME.broken-DATE-TIME", and an empty one takes its place. */
LbDatabase *lb_database_open_or_replace (const char *path,
                                         const LbMigration *migrations,
                                         guint n_migrations,
                                         GError **error);
/* (nullable): where lb_database_open_or_replace() has put the broken file. */
const char *lb_database_get_set_aside (LbDatabase *self);

/* Runs on the database's thread in a transaction: return NULL with @error set to roll back. */
typedef GValue *(*LbDatabaseWork) (LbDatabase *self, sqlite3 *db, gpointer data, GError **error);

/* Resolves with the GValue that @work returned (take ownership with lb_value_new_*). */
DexFuture *
lb_database_run (LbDatabase *self, LbDatabaseWork work, gpointer data, GDestroyNotify destroy);
/* The same for work that is small, one of many, and does nothing but read and change rows: what
 * waits side by side is committed, and synced, together, in its order. When one of them fails, each
 * is run once more by itself, so that it is told of its own failures alone. */
DexFuture *lb_database_run_shared (LbDatabase *self,
                                   LbDatabaseWork work,
                                   gpointer data,
                                   GDestroyNotify destroy);
/* The same as lb_database_run(), waiting; for start-up, the command line and tests, never on the
 * main thread of the app.
 */
GValue *lb_database_run_sync (LbDatabase *self, LbDatabaseWork work, gpointer data, GError **error);
/* Waits for work under way and closes. */
void lb_database_close (LbDatabase *self);

GValue *lb_value_new_boolean (gboolean value);
GValue *lb_value_new_int64 (gint64 value);
GValue *lb_value_new_string (const char *value);         /* (nullable) */
GValue *lb_value_new_object (gpointer object);           /* (transfer full) (nullable) */
GValue *lb_value_new_boxed (GType type, gpointer boxed); /* (transfer full) */
void lb_value_free (GValue *value);

/* A prepared statement: "?" bound in order by @types (i gint64, d double, s string, b GBytes, n
 * nothing). Steps it once and finalizes; for INSERT, UPDATE, DELETE. */
gboolean lb_sql_exec (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
/* The same, not stepped; the caller steps with lb_sql_step() and finalizes. */
sqlite3_stmt *lb_sql_prepare (sqlite3 *db, GError **error, const char *sql, const char *types, ...);
/* TRUE while there is a row; FALSE at the end, or with @error set. */
gboolean lb_sql_step (sqlite3_stmt *statement, GError **error);
/* SQLite's failure as an LB_ERROR. Damage is told with the file's name and what to do about it, as
 * advice (lb_error_is_advice()). */
void lb_sql_set_error (sqlite3 *db, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
