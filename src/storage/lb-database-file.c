#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-disk.h"
#include "storage/lb-database-private.h"

#define BUSY_TIMEOUT_MS 5000
#define RETRY_US (10 * 1000)

static gboolean
fail_errno (const char *what, const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, LB_ERROR, lb_disk_error_code (code), "%s “%s”: %s", what, path,
               g_strerror (code));

  return FALSE;
}

/* SQLite gives its own files the mode of the main one, so that one is made first, and privately. */
static gboolean
ensure_private_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = -1;
  struct stat info;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) &&
      (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0))
    return fail_errno ("Could not make the folder", folder, error);

  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);
  if (fd < 0 || fstat (fd, &info) != 0)
    return fail_errno ("Could not open", path, error);
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_STORAGE, "“%s” is not a file, so it is no database",
                   path);
      return FALSE;
    }

  return fchmod (fd, 0600) == 0 || fail_errno ("Could not open", path, error);
}

static gboolean
read_number (sqlite3 *db, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error, sql, NULL)))
    return FALSE;

  *number = lb_sql_step (statement, &failure) ? sqlite3_column_int64 (statement, 0) : 0;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return TRUE;
}

/* SQLite does not wait for others with this, when the file is new to them as well. */
static gboolean
take_journal (sqlite3 *db, GError **error)
{
  const gint64 end_us = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  int result = SQLITE_OK;

  while ((result = sqlite3_exec (db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) != SQLITE_OK &&
         (result & 0xff) == SQLITE_BUSY && g_get_monotonic_time () < end_us)
    g_usleep (RETRY_US);
  if (result == SQLITE_OK)
    return TRUE;

  lb_sql_set_error (db, error);

  return FALSE;
}

/* @alone: nobody else can have the file meanwhile. */
static gboolean
set_up_connection (sqlite3 *db, gboolean alone, GError **error)
{
  static const char *const pragmas[] = {
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
  };

  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);

  if (alone && !lb_sql_exec (db, error, "PRAGMA locking_mode = EXCLUSIVE", NULL))
    return FALSE;
  if (!take_journal (db, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    if (!lb_sql_exec (db, error, pragmas[i], NULL))
      return FALSE;

  return TRUE;
}

/* Whether any table has a row: what is empty is worth no copy. */
static gboolean
has_rows (sqlite3 *db, gboolean *any, GError **error)
{
  g_autoptr (sqlite3_stmt) tables = NULL;
  GError *failure = NULL;

  *any = FALSE;
  if (!(tables = lb_sql_prepare (db, error,
                                 "SELECT printf ('SELECT EXISTS (SELECT 1 FROM \"%w\")', name)"
                                 " FROM sqlite_schema"
                                 " WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
                                 NULL)))
    return FALSE;

  while (!*any && lb_sql_step (tables, &failure))
    {
      gint64 found = 0;

      if (!read_number (db, (const char *) sqlite3_column_text (tables, 0), &found, error))
        return FALSE;
      *any = found != 0;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return TRUE;
}

/* VACUUM INTO takes an empty file that exists, which lets the copy be private from its start. */
static gboolean
keep_copy (sqlite3 *db, const char *path, guint version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.before-v%u", path, version);
  g_autofd int fd = -1;

  if (g_unlink (copy) != 0 && errno != ENOENT)
    return fail_errno ("Could not replace", copy, error);

  fd = open (copy, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 || fchmod (fd, 0600) != 0)
    return fail_errno ("Could not make", copy, error);

  if (!lb_sql_exec (db, error, "VACUUM INTO ?", "s", copy))
    {
      g_unlink (copy);
      return FALSE;
    }

  if (fsync (fd) != 0)
    return fail_errno ("Could not keep", copy, error);

  return TRUE;
}

static gboolean
exec_script (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  lb_sql_set_error (db, error);

  return FALSE;
}

/* Another program may have opened the file at the same time, and done it by now. */
static gboolean
migrate_one (sqlite3 *db, const LbMigration *migration, guint version, GError **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA user_version = %u", version);
  gint64 present = 0;

  if (exec_script (db, "BEGIN EXCLUSIVE", error) &&
      read_number (db, "PRAGMA user_version", &present, error) &&
      (present >= version ||
       (exec_script (db, migration->sql, error) && exec_script (db, stamp, error))) &&
      exec_script (db, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);

  return FALSE;
}

static gboolean
migrate (
  sqlite3 *db, const char *path, const LbMigration *migrations, guint n_migrations, GError **error)
{
  gboolean worth_a_copy = FALSE;
  gint64 version;

  if (!read_number (db, "PRAGMA user_version", &version, error))
    return FALSE;

  if (version < 0 || version > n_migrations)
    {
      g_set_error (error, LB_ERROR, LB_ERROR_NEWER,
                   "“%s” was written by a newer version of this program (%" G_GINT64_FORMAT ")",
                   path, version);
      return FALSE;
    }

  if (version > 0 && version < n_migrations &&
      (!has_rows (db, &worth_a_copy, error) ||
       (worth_a_copy && !keep_copy (db, path, (guint) version + 1, error))))
    return FALSE;

  for (guint i = version; i < n_migrations; i++)
    if (!migrate_one (db, &migrations[i], i + 1, error))
      return FALSE;

  return TRUE;
}

/* Those who share a database do it in a small file beside it, which the disk may have no room for.
 */
static gboolean
lacks_room_to_share (sqlite3 *db)
{
  const int code = sqlite3_extended_errcode (db);

  return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMOPEN ||
         code == SQLITE_IOERR_SHMMAP || sqlite3_system_errno (db) == ENOSPC;
}

/* (nullable). @lacks_room: (out): it could be opened for nobody else. */
static sqlite3 *
open_connection (const char *path, gboolean alone, gboolean *lacks_room, GError **error)
{
  const int flags =
    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  sqlite3 *db = NULL;

  *lacks_room = FALSE;
  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK)
    lb_sql_set_error (db, error);
  else if (set_up_connection (db, alone, error))
    return db;
  else
    *lacks_room = lacks_room_to_share (db);
  sqlite3_close (db);

  return NULL;
}

/* The same, on a full disk for us alone: what is there can be read, and there will be room again.
 */
static sqlite3 *
open_any (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean lacks_room = FALSE;
  sqlite3 *db = open_connection (path, FALSE, &lacks_room, &failure);

  if (db != NULL)
    return db;
  if (lacks_room)
    return open_connection (path, TRUE, &lacks_room, error);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

sqlite3 *
lb_database_open_file (const char *path,
                       const LbMigration *migrations,
                       guint n_migrations,
                       GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *name = g_path_get_basename (absolute);
  g_autofree char *real_folder = NULL;
  g_autofree char *real = NULL;
  sqlite3 *db = NULL;

  if (!ensure_private_file (absolute, error))
    return NULL;

  /* NOFOLLOW is meant for the file: links among the folders above it are the user's business. */
  if (!(real_folder = realpath (folder, NULL)))
    {
      fail_errno ("Could not find the folder", folder, error);
      return NULL;
    }
  real = g_build_filename (real_folder, name, NULL);

  if (!(db = open_any (real, error)))
    return NULL;
  if (!migrate (db, real, migrations, n_migrations, error))
    {
      sqlite3_close (db);
      return NULL;
    }

  return db;
}
