#include "fault-vfs.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "storage/lb-database.h"

#define CRASHES 500

static const LbMigration steps[] = {
  { "CREATE TABLE thing (id INTEGER PRIMARY KEY, text TEXT NOT NULL);" },
  { "CREATE INDEX thing_by_text ON thing (text);" },
};

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("lb-faults-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.sqlite", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  fault_vfs_forget ();
}

static GValue *
insert_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  gint64 id = GPOINTER_TO_SIZE (data);
  g_autofree char *text = g_strnfill (200 + id % 3000, 'a' + id % 26);

  if (!lb_sql_exec (db, error, "INSERT INTO thing (id, text) VALUES (?, ?)", "is", id, text))
    return NULL;

  return lb_value_new_int64 (id);
}

static gboolean
insert (LbDatabase *database, gint64 id, GError **error)
{
  GValue *value =
    lb_database_run_sync (database, insert_work, GSIZE_TO_POINTER ((gsize) id), error);

  lb_value_free (value);

  return value != NULL;
}

static GValue *
text_work (LbDatabase *self, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, data, NULL);

  if (statement == NULL || !lb_sql_step (statement, error))
    return NULL;

  return lb_value_new_string ((const char *) sqlite3_column_text (statement, 0));
}

static char *
read_text (LbDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  GValue *value = lb_database_run_sync (database, text_work, (gpointer) sql, &error);
  char *text;

  g_assert_no_error (error);
  text = g_value_dup_string (value);
  lb_value_free (value);

  return text;
}

static void
assert_text (LbDatabase *database, const char *sql, const char *wanted)
{
  g_autofree char *text = read_text (database, sql);

  g_assert_cmpstr (text, ==, wanted);
}

static LbDatabase *
open_database (const char *path, guint n_steps)
{
  g_autoptr (GError) error = NULL;
  LbDatabase *database = lb_database_open (path, steps, n_steps, &error);

  g_assert_no_error (error);

  return database;
}

typedef struct
{
  FaultOperation operation;
  int code;
  LbError error;
} Fault;

static const Fault faults[] = {
  { FAULT_WRITE, SQLITE_IOERR_WRITE, LB_ERROR_STORAGE },
  { FAULT_WRITE, SQLITE_FULL, LB_ERROR_NO_SPACE },
  { FAULT_SYNC, SQLITE_IOERR_FSYNC, LB_ERROR_STORAGE },
};

/* FALSE once the fault comes too late to hit the work. */
static gboolean
insert_under_fault (Fixture *fixture, const Fault *fault, guint skip)
{
  LbDatabase *database = open_database (fixture->path, 2);
  g_autoptr (GError) error = NULL;
  gboolean failed;

  g_assert_true (insert (database, 1, NULL));
  fault_vfs_fail (fault->operation, skip, fault->code);
  failed = !insert (database, 2, &error);
  g_assert_cmpint (fault_vfs_mend () > 0, ==, failed);

  if (failed)
    {
      g_assert_error (error, LB_ERROR, (int) fault->error);
      g_assert_nonnull (strstr (error->message, " failed: "));
    }
  /* All or nothing, and no need to start anew. */
  assert_text (database, "SELECT group_concat(id) FROM thing", failed ? "1" : "1,2");
  g_assert_true (insert (database, 3, NULL));
  assert_text (database, "PRAGMA integrity_check", "ok");
  g_object_unref (database);

  database = open_database (fixture->path, 2);
  assert_text (database, "SELECT group_concat(id) FROM thing", failed ? "1,3" : "1,2,3");
  assert_text (database, "PRAGMA integrity_check", "ok");
  g_object_unref (database);

  return failed;
}

static void
test_insert (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint skip = 0;

      do
        {
          tear_down (fixture, NULL);
          set_up (fixture, NULL);
        }
      while (insert_under_fault (fixture, &faults[i], skip++));
      g_test_message ("%u places to fail with %d", skip - 1, faults[i].code);
      g_assert_cmpuint (skip, >, 1);
    }
}

/* A migration that fails leaves the file as it was, and is done by the next start. */
static gboolean
migrate_under_fault (Fixture *fixture, const Fault *fault, guint skip)
{
  LbDatabase *database = open_database (fixture->path, 1);
  g_autoptr (GError) error = NULL;
  gboolean failed;

  for (gint64 id = 1; id <= 20; id++)
    g_assert_true (insert (database, id, NULL));
  g_object_unref (database);

  fault_vfs_fail (fault->operation, skip, fault->code);
  database = lb_database_open (fixture->path, steps, 2, &error);
  failed = database == NULL;
  g_clear_object (&database);
  fault_vfs_mend ();

  if (failed)
    {
      g_assert_error (error, LB_ERROR, (int) fault->error);
      database = open_database (fixture->path, 1);
      assert_text (database, "PRAGMA user_version", "1");
      assert_text (database, "SELECT count(*) FROM thing", "20");
      g_object_unref (database);
    }

  database = open_database (fixture->path, 2);
  assert_text (database, "PRAGMA user_version", "2");
  assert_text (database, "SELECT count(*) FROM thing", "20");
  assert_text (database, "PRAGMA integrity_check", "ok");
  g_object_unref (database);

  return failed;
}

static void
test_migration (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint skip = 0;

      do
        {
          tear_down (fixture, NULL);
          set_up (fixture, NULL);
        }
      while (migrate_under_fault (fixture, &faults[i], skip++));
      g_test_message ("%u places to fail with %d", skip - 1, faults[i].code);
      g_assert_cmpuint (skip, >, 1);
    }
}

typedef struct
{
  Fixture *fixture;
  GRand *rand;    /* (owned) */
  gint n_kept;    /* atomic: rows that were acknowledged */
  guint n_chance; /* one write in so many is the last */
  guint n_crashes;
  guint n_more; /* crashes that also left a row that was not acknowledged yet */
} Crash;

/* On the database's thread, where what the writer was told can't change meanwhile. */
static void
crash_cb (gpointer data)
{
  Crash *crash = data;
  g_autofree char *copy = NULL;
  g_autofree char *shm = NULL;
  g_autofree char *wal = NULL;
  g_autofree char *rows = NULL;
  int n_kept = g_atomic_int_get (&crash->n_kept);
  LbDatabase *database;
  g_autofree char *full = NULL;

  if (g_rand_int_range (crash->rand, 0, (gint32) crash->n_chance) != 0)
    return;

  copy = g_build_filename (crash->fixture->folder, "crashed.sqlite", NULL);
  shm = g_strconcat (copy, "-shm", NULL);
  wal = g_strconcat (copy, "-wal", NULL);
  g_unlink (shm);
  fault_vfs_crash (crash->fixture->path, copy, crash->rand);

  fault_vfs_watch (NULL, NULL);
  database = open_database (copy, 1);
  assert_text (database, "PRAGMA integrity_check", "ok");
  full = g_strdup_printf ("SELECT count(*) FROM thing WHERE id <= %d AND length(text) = 200 + id",
                          n_kept);
  rows = read_text (database, full);
  g_assert_cmpint (g_ascii_strtoll (rows, NULL, 10), ==, n_kept);
  g_free (rows);
  rows = read_text (database, "SELECT count(*) FROM thing");
  g_assert_cmpint (g_ascii_strtoll (rows, NULL, 10), <=, n_kept + 1);
  crash->n_more += g_ascii_strtoll (rows, NULL, 10) > n_kept;
  g_object_unref (database);
  g_unlink (wal);
  fault_vfs_watch (crash_cb, crash);
  crash->n_crashes++;
}

/* Power goes at any write, and of what was not synced any sector may be lost: what was acknowledged
 * is there, and the file is whole. */
static void
test_power (Fixture *fixture, gconstpointer data)
{
  Crash crash = { .fixture = fixture, .rand = g_rand_new_with_seed (20261), .n_chance = 4 };
  LbDatabase *database = open_database (fixture->path, 1);
  g_autofree char *mode = read_text (database, "PRAGMA wal_autocheckpoint = 20");

  fault_vfs_watch (crash_cb, &crash);
  for (gint64 id = 1; crash.n_crashes < CRASHES; id++)
    {
      g_autoptr (GError) error = NULL;

      insert (database, id, &error);
      g_assert_no_error (error);
      g_atomic_int_set (&crash.n_kept, (int) id);
    }
  fault_vfs_watch (NULL, NULL);
  g_test_message ("%u crashes over %d rows; %u kept one more", crash.n_crashes, crash.n_kept,
                  crash.n_more);

  g_object_unref (database);
  g_rand_free (crash.rand);
}

static void
write_flipped (const char *path, const char *data, gsize size, GRand *rand)
{
  g_autofree char *copy = g_memdup2 (data, size);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  copy[g_rand_int_range (rand, 0, (gint32) size)] ^= (char) (1 << g_rand_int_range (rand, 0, 8));
  g_unlink (wal);
  g_unlink (shm);
  g_assert_true (g_file_set_contents (path, copy, (gssize) size, NULL));
}

/* A bit that turned over on the disk: an error in words, or other data, but no crash; and whoever
 * can't read a file does not throw it away. */
static void
test_flipped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *flipped = g_build_filename (fixture->folder, "flipped.sqlite", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20262);
  LbDatabase *database = open_database (fixture->path, 2);
  guint n_refused = 0;
  guint n_failed = 0;
  gsize size;

  for (gint64 id = 1; id <= 60; id++)
    g_assert_true (insert (database, id, NULL));
  g_object_unref (database);
  g_assert_true (g_file_get_contents (fixture->path, &content, &size, NULL));

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *left = NULL;
      gsize left_size;

      write_flipped (flipped, content, size, rand);
      database = lb_database_open (flipped, steps, 2, &error);
      if (database != NULL)
        {
          n_failed += !insert (database, 1000, &error);
          g_object_unref (database);
        }
      else
        {
          n_refused++;
          g_assert_nonnull (error);
        }
      if (error != NULL)
        g_assert_true (g_error_matches (error, LB_ERROR, LB_ERROR_STORAGE) ||
                       g_error_matches (error, LB_ERROR, LB_ERROR_NEWER));
      g_assert_true (g_file_get_contents (flipped, &left, &left_size, NULL));
      g_assert_cmpuint (left_size, >=, size);
    }
  g_test_message ("%u could not be opened, %u not written to", n_refused, n_failed);
  g_assert_cmpuint (n_refused, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  fault_vfs_install ();

  g_test_add ("/database-faults/insert", Fixture, NULL, set_up, test_insert, tear_down);
  g_test_add ("/database-faults/migration", Fixture, NULL, set_up, test_migration, tear_down);
  g_test_add ("/database-faults/power", Fixture, NULL, set_up, test_power, tear_down);

  g_test_add ("/database-faults/flipped", Fixture, NULL, set_up, test_flipped, tear_down);

  return g_test_run ();
}
