#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "storage/lb-database.h"

static const LbMigration steps[] = {
  { "CREATE TABLE thing (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);" },
  { "ALTER TABLE thing ADD COLUMN weight REAL;"
    "UPDATE thing SET weight = 1.5;" },
};

static const LbMigration broken_steps[] = {
  { "CREATE TABLE thing (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);" },
  { "ALTER TABLE thing ADD COLUMN weight REAL; UPDATE nothing SET weight = 1.5;" },
};

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("lb-database-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "inner", "test.sqlite", NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static LbDatabase *
open_steps (Fixture *fixture, guint n)
{
  g_autoptr (GError) error = NULL;
  LbDatabase *database = lb_database_open (fixture->path, steps, n, &error);

  g_assert_no_error (error);
  g_assert_nonnull (database);

  return database;
}

static GValue *
insert_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  if (!lb_sql_exec (db, error, "INSERT INTO thing (name) VALUES (?)", "s", data))
    return NULL;

  return lb_value_new_int64 (sqlite3_last_insert_rowid (db));
}

static GValue *
insert_and_fail_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  if (!lb_sql_exec (db, error, "INSERT INTO thing (name) VALUES ('lost')", NULL))
    return NULL;

  g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "changed my mind");

  return NULL;
}

static GValue *
number_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, data, NULL);

  if (statement == NULL || !lb_sql_step (statement, error))
    return NULL;

  return lb_value_new_int64 (sqlite3_column_int64 (statement, 0));
}

static gint64
read_number (LbDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  GValue *value = lb_database_run_sync (database, number_work, (gpointer) sql, &error);
  gint64 number;

  g_assert_no_error (error);
  number = g_value_get_int64 (value);
  lb_value_free (value);

  return number;
}

static gint64
insert (LbDatabase *database, const char *name)
{
  g_autoptr (GError) error = NULL;
  GValue *value = lb_database_run_sync (database, insert_work, (gpointer) name, &error);
  gint64 id;

  g_assert_no_error (error);
  id = g_value_get_int64 (value);
  lb_value_free (value);

  return id;
}

static void
assert_mode (const char *path, guint mode)
{
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, mode);
}

static void
test_private_files (Fixture *fixture, gconstpointer data)
{
  mode_t mask = umask (0);
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autofree char *inner = g_path_get_dirname (fixture->path);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  umask (mask);
  insert (database, "one");
  assert_mode (inner, 0700);
  assert_mode (fixture->path, 0600);
  assert_mode (wal, 0600);
}

/* A pipe in its place is neither opened for good nor changed, and is named. */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (fixture->path);
  g_autoptr (LbDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0400), ==, 0);
  database = lb_database_open (fixture->path, NULL, 0, &error);
  g_assert_null (database);
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, "is not a file"));
  assert_mode (fixture->path, 0400);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);

  g_assert_cmpint (read_number (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_number (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (read_number (database, "PRAGMA busy_timeout"), ==, 5000);
  g_assert_cmpint (read_number (database, "PRAGMA user_version"), ==, 1);
}

static void
test_migration_keeps_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_strconcat (fixture->path, ".before-v2", NULL);
  LbDatabase *database = open_steps (fixture, 1);
  LbDatabase *old;
  g_autoptr (GError) error = NULL;

  insert (database, "one");
  g_object_unref (database);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  database = open_steps (fixture, 2);
  g_assert_cmpint (read_number (database, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing WHERE weight = 1.5"), ==, 1);
  g_object_unref (database);

  assert_mode (copy, 0600);
  old = lb_database_open (copy, steps, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_number (old, "SELECT count(*) FROM thing WHERE name = 'one'"), ==, 1);
  g_object_unref (old);
}

static gboolean
has_copy (Fixture *fixture)
{
  g_autofree char *inner = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = g_dir_open (inner, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".before-v") != NULL)
      return TRUE;

  return FALSE;
}

/* A new file goes straight up, and so does one that nothing was ever put into. */
static void
test_migration_of_nothing (Fixture *fixture, gconstpointer data)
{
  g_object_unref (open_steps (fixture, 2));
  g_assert_false (has_copy (fixture));

  tear_down (fixture, NULL);
  set_up (fixture, NULL);
  g_object_unref (open_steps (fixture, 1));
  g_object_unref (open_steps (fixture, 2));
  g_assert_false (has_copy (fixture));
}

static void
test_migration_fails_whole (Fixture *fixture, gconstpointer data)
{
  LbDatabase *database = open_steps (fixture, 1);
  g_autoptr (GError) error = NULL;

  insert (database, "one");
  g_object_unref (database);

  g_assert_null (lb_database_open (fixture->path, broken_steps, 2, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);

  database = open_steps (fixture, 1);
  g_assert_cmpint (read_number (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM pragma_table_info ('thing')"), ==,
                   2);
  g_object_unref (database);
}

static void
test_newer_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_object_unref (open_steps (fixture, 2));
  g_assert_null (lb_database_open (fixture->path, steps, 1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NEWER);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_rollback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_database_run_sync (database, insert_and_fail_work, NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing"), ==, 0);
  g_assert_cmpint (insert (database, "after"), ==, 1);
}

static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GError) error = NULL;

  read_number (database, "PRAGMA max_page_count = 16");
  g_assert_null (lb_database_run_sync (database, insert_work, large, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NO_SPACE);
  g_assert_cmpint (insert (database, "small"), ==, 1);
}

static void
test_locked_is_no_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autoptr (GError) error = NULL;
  sqlite3 *other;

  insert (database, "one");
  read_number (database, "PRAGMA busy_timeout = 20");
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);

  g_assert_null (lb_database_run_sync (database, insert_work, "two", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "in use"));

  sqlite3_exec (other, "ROLLBACK", NULL, NULL, NULL);
  sqlite3_close (other);
  g_assert_cmpint (insert (database, "two"), ==, 2);
}

static void
test_not_a_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (fixture->path);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir (inner, 0700);
  g_file_set_contents (fixture->path, "this is a text, and a rather long one for a database", -1,
                       NULL);
  g_assert_null (lb_database_open (fixture->path, steps, 1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);
  g_file_get_contents (fixture->path, &content, NULL, NULL);
  g_assert_true (g_str_has_prefix (content, "this is a text"));
}

static void
test_kill_keeps_committed (Fixture *fixture, gconstpointer data)
{
  LbDatabase *database;
  int status;
  pid_t child;

  g_object_unref (open_steps (fixture, 1));

  child = fork ();
  if (child == 0)
    {
      LbDatabase *own = lb_database_open (fixture->path, steps, 1, NULL);
      GValue *value = lb_database_run_sync (own, insert_work, "kept", NULL);

      kill (value != NULL ? getpid () : getppid (), SIGKILL);
      _exit (1);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));

  database = open_steps (fixture, 1);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing WHERE name = 'kept'"), ==, 1);
  g_object_unref (database);
}

static DexFuture *
quit_cb (DexFuture *future, gpointer data)
{
  g_main_loop_quit (data);

  return dex_ref (future);
}

static void
test_future (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  DexFuture *good = lb_database_run (database, insert_work, g_strdup ("one"), g_free);
  DexFuture *bad = lb_database_run (database, insert_and_fail_work, NULL, NULL);
  DexFuture *both;

  both = dex_future_finally (dex_future_all_race (dex_ref (good), dex_ref (bad), NULL), quit_cb,
                             loop, NULL);
  g_main_loop_run (loop);

  g_assert_cmpint (g_value_get_int64 (dex_future_get_value (good, NULL)), ==, 1);
  g_assert_null (dex_future_get_value (bad, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_CONFLICT);
  dex_unref (good);
  dex_unref (bad);
  dex_unref (both);
}

/* What the thread of a database meets before the rest, so that the rest is there when it goes on.
 */
typedef struct
{
  GMutex mutex;
  guint n_commits;
} Gate;

static int
commit_cb (gpointer data)
{
  ((Gate *) data)->n_commits++;

  return 0;
}

static GValue *
gate_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  g_mutex_unlock (&gate->mutex);
  sqlite3_commit_hook (db, commit_cb, gate);

  return lb_value_new_boolean (TRUE);
}

static GValue *
forget_gate_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  sqlite3_commit_hook (db, NULL, NULL);

  return lb_value_new_boolean (TRUE);
}

/* Runs the works side by side, and asserts that a name is there if and only if its future says so.
 * Returns how often was committed. */
static guint
run_shared (LbDatabase *database, const LbDatabaseWork *works, const char *const *names, guint n)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  Gate gate = { 0 };

  g_mutex_init (&gate.mutex);
  g_mutex_lock (&gate.mutex);
  dex_future_disown (lb_database_run (database, gate_work, &gate, NULL));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (futures,
                     lb_database_run_shared (database, works[i], (gpointer) names[i], NULL));
  g_mutex_unlock (&gate.mutex);
  lb_value_free (lb_database_run_sync (database, forget_gate_work, NULL, NULL));

  for (guint i = 0; i < n; i++)
    {
      DexFuture *future = g_ptr_array_index (futures, i);
      g_autofree char *sql = g_strdup_printf (
        "SELECT count(*) FROM thing WHERE substr(name, 1, 9) = substr('%.9s', 1, 9)", names[i]);

      g_assert_false (dex_future_is_pending (future));
      g_assert_cmpint (read_number (database, sql), ==, dex_future_is_resolved (future));
    }
  g_mutex_clear (&gate.mutex);

  return gate.n_commits - 1; /* that of the gate */
}

static void
test_shared (Fixture *fixture, gconstpointer data)
{
  static const LbDatabaseWork kept_works[] = { insert_work, insert_work, insert_work };
  static const LbDatabaseWork works[] = { insert_work, insert_and_fail_work, insert_work };
  static const char *const names[] = { "one", "lost", "two" };
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);

  g_assert_cmpuint (run_shared (database, kept_works, names, G_N_ELEMENTS (names)), ==, 1);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing"), ==, 3);
  read_number (database, "DELETE FROM thing RETURNING 1");
  run_shared (database, works, names, G_N_ELEMENTS (names));
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing"), ==, 2);
}

static void
test_shared_no_space (Fixture *fixture, gconstpointer data)
{
  static const LbDatabaseWork works[] = { insert_work, insert_work, insert_work };
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autofree char *large = g_strnfill (1024 * 1024, 'x');
  const char *const names[] = { "one", large, "two" };

  read_number (database, "PRAGMA max_page_count = 16");
  run_shared (database, works, names, G_N_ELEMENTS (names));
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing"), ==, 2);
  g_assert_cmpint (read_number (database, "SELECT count(*) FROM thing WHERE length(name) > 9"), ==,
                   0);
  g_assert_cmpint (insert (database, "small"), >, 0);
}

static gpointer
open_thread (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDatabase) database = lb_database_open (fixture->path, steps, 1, &error);

  g_assert_no_error (error);

  return NULL;
}

/* Two programs are started at once, and there is nothing yet. */
static void
test_opened_by_many (Fixture *fixture, gconstpointer data)
{
  GThread *threads[8];

  for (guint n = 0; n < 20; n++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("open", open_thread, fixture);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
      remove_tree (fixture->folder);
      g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
    }
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  lb_database_close (database);
  lb_database_close (database);
  g_assert_null (lb_database_run_sync (database, insert_work, "one", &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_STORAGE);

  future = lb_database_run (database, insert_work, g_strdup ("one"), g_free);
  g_assert_true (dex_future_is_rejected (future));
  dex_unref (future);
}

static GValue *
types_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\1\2", 3);
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (
    db, error, "SELECT ?, ?, ?, ?, ?, ?", "idsbsn", G_MAXINT64, 0.5, "text", bytes, NULL);

  g_assert_true (lb_sql_step (statement, error));
  g_assert_cmpint (sqlite3_column_int64 (statement, 0), ==, G_MAXINT64);
  g_assert_cmpfloat (sqlite3_column_double (statement, 1), ==, 0.5);
  g_assert_cmpstr ((const char *) sqlite3_column_text (statement, 2), ==, "text");
  g_assert_cmpint (sqlite3_column_bytes (statement, 3), ==, 3);
  g_assert_cmpint (sqlite3_column_type (statement, 4), ==, SQLITE_NULL);
  g_assert_cmpint (sqlite3_column_type (statement, 5), ==, SQLITE_NULL);
  g_assert_false (lb_sql_step (statement, error));

  return lb_value_new_boolean (TRUE);
}

static void
test_types (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LbDatabase) database = open_steps (fixture, 1);
  g_autoptr (GError) error = NULL;

  lb_value_free (lb_database_run_sync (database, types_work, NULL, &error));
  g_assert_no_error (error);
}

/* A broken file is kept to the byte under another name; others stay where they are. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  static const char garbage[] = "This was a database once, until the disk forgot what it was.";
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *kept = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDatabase) first = NULL;
  g_autoptr (LbDatabase) second = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, garbage, -1, NULL));
  first = lb_database_open_or_replace (fixture->path, steps, G_N_ELEMENTS (steps), &error);
  g_assert_no_error (error);
  aside = g_strdup (lb_database_get_set_aside (first));
  g_assert_nonnull (aside);
  g_assert_true (g_str_has_prefix (aside, fixture->path));
  g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, garbage);
  lb_database_close (first);

  /* Ours again, and whole. */
  second = lb_database_open_or_replace (fixture->path, steps, G_N_ELEMENTS (steps), &error);
  g_assert_no_error (error);
  g_assert_null (lb_database_get_set_aside (second));
  lb_database_close (second);

  /* A newer version's file is nobody's to move. */
  g_assert_null (lb_database_open_or_replace (fixture->path, steps, 1, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_NEWER);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/database/private-files", test_private_files },
    { "/database/no-file", test_no_file },
    { "/database/settings", test_settings },
    { "/database/migration-keeps-copy", test_migration_keeps_copy },
    { "/database/migration-of-nothing", test_migration_of_nothing },
    { "/database/migration-fails-whole", test_migration_fails_whole },
    { "/database/newer-refused", test_newer_refused },
    { "/database/rollback", test_rollback },
    { "/database/no-space", test_no_space },
    { "/database/locked-is-no-damage", test_locked_is_no_damage },
    { "/database/not-a-database", test_not_a_database },
    { "/database/replace", test_replace },
    { "/database/kill-keeps-committed", test_kill_keeps_committed },
    { "/database/future", test_future },
    { "/database/shared", test_shared },
    { "/database/shared-no-space", test_shared_no_space },
    { "/database/opened-by-many", test_opened_by_many },
    { "/database/closed", test_closed },
    { "/database/types", test_types },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
