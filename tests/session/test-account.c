#include <glib/gstdio.h>
#include <string.h>

#include "base/lb-error.h"
#include "session/lb-account.h"
#include "session/lb-image-notes.h"
#include "session/lb-outbox.h"
#include "test-client-fixture.h"

/* Opening and closing the account's database, and files of versions before. */

typedef struct
{
  ServiceFixture service; /* for its folders only; nothing is started */
  char *path;             /* (owned): the file */
  LbDatabase *database;   /* (owned) (nullable) */
  LbOutbox *outbox;       /* (owned) (nullable) */
  LbImageNotes *notes;    /* (owned) (nullable) */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  service_fixture_set_up (&self->service);
  g_assert_cmpint (g_mkdir_with_parents (self->service.state_dir, 0700), ==, 0);
  self->path = g_build_filename (self->service.state_dir, "account.db", NULL);
}

static DexFuture *
send_cb (gint64 dataset_id, gint64 image_id, const char *text, gboolean restoring, gpointer data)
{
  return dex_future_new_infinite ();
}

static void
load (Fixture *self)
{
  self->database = wait_object (lb_account_open (self->service.state_dir));
  self->outbox = lb_outbox_new (send_cb, NULL);
  self->notes = lb_image_notes_new (self->database);
  g_assert_true (wait_true (lb_outbox_load (self->outbox, self->database)));
  g_assert_true (wait_true (lb_image_notes_load (self->notes)));
}

static void
unload (Fixture *self)
{
  if (self->database == NULL)
    return;

  lb_outbox_close (self->outbox);
  g_clear_object (&self->outbox);
  g_clear_object (&self->notes);
  lb_account_close (self->database, 1000);
  g_clear_object (&self->database);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  unload (self);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_pointer (&self->path, g_free);
  service_fixture_tear_down (&self->service);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static char *
read_sql (const char *path, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return text;
}

static void
assert_notes_work (Fixture *self)
{
  DexFuture *noted = lb_image_notes_set (self->notes, LB_IMAGE_NOTE_ORIGIN, 3, 7, "file:///a");

  g_assert_true (wait_true (noted));
  unload (self);
  load (self);
  g_assert_cmpstr (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ORIGIN, 7), ==, "file:///a");
  g_assert_null (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_APPROVED, 7));
}

#define FIRST_TABLE                                                                                \
  "CREATE TABLE edit (image_id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL,"                  \
  " text TEXT NOT NULL, state INTEGER NOT NULL, message TEXT, changed_at INTEGER NOT NULL);"

/* Files as the first version and the one before wrote them. */
static void
test_first_version (Fixture *self, gconstpointer data)
{
  run_sql (self->path, FIRST_TABLE "INSERT INTO edit VALUES (7, 3, 'older', 4, 'R34: done', 5),"
                                   " (8, 3, 'half a', 1, NULL, 6); PRAGMA user_version = 1;");
  load (self);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "older");
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 7), ==, LB_EDIT_REFUSED);
  g_assert_cmpstr (lb_outbox_get_error (self->outbox, 7)->message, ==, "R34: done");
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 8), ==, LB_EDIT_DRAFT);
  g_assert_null (lb_outbox_get_error (self->outbox, 8));
  assert_notes_work (self);
}

static void
test_version_before (Fixture *self, gconstpointer data)
{
  g_autofree char *copy = g_strconcat (self->path, ".before-v3", NULL);
  g_autofree char *version = NULL;
  g_autofree char *copied = NULL;
  g_autofree char *text = NULL;

  run_sql (self->path, FIRST_TABLE "ALTER TABLE edit ADD COLUMN code INTEGER NOT NULL DEFAULT -1;"
                                   "INSERT INTO edit VALUES (7, 3, 'refused', 4, 'No', 5, 4),"
                                   " (8, 3, 'waits', 2, NULL, 6, -1); PRAGMA user_version = 2;");
  load (self);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 7), ==, "refused");
  g_assert_error (lb_outbox_get_error (self->outbox, 7), LB_ERROR, LB_ERROR_CONFLICT);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 8), ==, "waits");
  g_assert_cmpint (lb_outbox_get_state (self->outbox, 8), ==, LB_EDIT_PENDING);
  assert_notes_work (self);
  g_assert_cmpstr (lb_outbox_get_text (self->outbox, 8), ==, "waits");

  unload (self);
  version = read_sql (self->path, "PRAGMA user_version");
  g_assert_cmpint (g_ascii_strtoll (version, NULL, 10), >, 2);
  copied = read_sql (copy, "PRAGMA user_version");
  g_assert_cmpstr (copied, ==, "2");
  text = read_sql (copy, "SELECT text FROM edit WHERE image_id = 8");
  g_assert_cmpstr (text, ==, "waits");
}

/* (transfer full): how @sql is done, in the words of SQLite. */
static char *
explain (const char *path, const char *sql)
{
  g_autofree char *query = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, query, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 3));
  sqlite3_finalize (statement);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);

  return text;
}

/* The history looks for each of thousands of things in the trash. */
static void
test_trash_index (Fixture *self, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autofree char *kept = NULL;

  load (self);
  unload (self);
  name = explain (self->path, "SELECT name FROM trash WHERE uuid = 'a' ORDER BY id DESC LIMIT 1");
  g_assert_nonnull (strstr (name, "trash_by_uuid"));
  kept = explain (self->path, "SELECT 1 FROM trash WHERE uuid = 'a' AND keep AND state <> 1");
  g_assert_nonnull (strstr (kept, "trash_by_uuid"));
}

static void
test_newer_version (Fixture *self, gconstpointer data)
{
  run_sql (self->path, "CREATE TABLE more (x); PRAGMA user_version = 1000;");
  g_free (wait_error (lb_account_open (self->service.state_dir), LB_ERROR_NEWER));
}

/* A broken record does not lock anybody out, and is not thrown away. */
static void
test_broken_file (Fixture *self, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autofree char *trash = g_build_filename (self->service.state_dir, "trash", NULL);
  g_autofree char *picture = g_build_filename (trash, "abc", NULL);
  g_autofree char *moved = NULL;
  const char *aside = NULL;

  g_assert_true (g_file_set_contents (self->path, "no database", -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (trash, 0700), ==, 0);
  g_assert_true (g_file_set_contents (picture, "deleted", -1, NULL));
  load (self);
  aside = lb_database_get_set_aside (self->database);
  g_assert_nonnull (aside);
  g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "no database");
  moved = g_strconcat (trash, aside + strlen (self->path), "/abc", NULL);
  g_assert_true (g_file_test (moved, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (trash, G_FILE_TEST_EXISTS));
  g_assert_true (wait_true (lb_outbox_edit (self->outbox, 3, 7, "new", FALSE)));
}

static gboolean
tick_cb (gpointer data)
{
  *(guint *) data += 1;
  return G_SOURCE_CONTINUE;
}

static gboolean
has_ticked (gpointer data)
{
  return *(guint *) data >= 20;
}

/* Another program has the file: the main loop turns all the while. */
static void
test_opening_blocks_nothing (Fixture *self, gconstpointer data)
{
  DexFuture *opened = NULL;
  sqlite3 *db = NULL;
  guint n_ticks = 0;
  guint source = 0;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN EXCLUSIVE; CREATE TABLE x (y);", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  opened = lb_account_open (self->service.state_dir);
  source = g_timeout_add (5, tick_cb, &n_ticks);
  wait_until (has_ticked, &n_ticks, "the main loop to turn");
  g_source_remove (source);
  g_assert_true (dex_future_is_pending (opened));
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_object_unref (wait_object (opened));
}

/* Closing waits for what was written before, and no longer than it may. */
static void
test_closing_waits (Fixture *self, gconstpointer data)
{
  DexFuture *opened = NULL;
  sqlite3 *db = NULL;
  guint n_ticks = 0;
  guint source = 0;
  gint64 began_us = 0;

  load (self);
  dex_future_disown (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_ORIGIN, 3, 7, "file:///a"));
  unload (self);
  load (self);
  g_assert_cmpstr (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ORIGIN, 7), ==, "file:///a");

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  dex_future_disown (lb_image_notes_set (self->notes, LB_IMAGE_NOTE_ORIGIN, 3, 7, "file:///b"));
  began_us = g_get_monotonic_time ();
  lb_account_close (self->database, 50);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, 50 * 1000);
  g_clear_object (&self->database);
  lb_outbox_close (self->outbox);
  g_clear_object (&self->outbox);
  g_clear_object (&self->notes);

  /* What is written still comes before who opens it again. */
  opened = lb_account_open (self->service.state_dir);
  source = g_timeout_add (5, tick_cb, &n_ticks);
  wait_until (has_ticked, &n_ticks, "the main loop to turn");
  g_source_remove (source);
  g_assert_true (dex_future_is_pending (opened));
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_object_unref (wait_object (opened));
  load (self);
  g_assert_cmpstr (lb_image_notes_get (self->notes, LB_IMAGE_NOTE_ORIGIN, 7), ==, "file:///b");
}

static void
test_no_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *file = g_build_filename (self->service.root, "file", NULL);
  g_autoptr (LbOutbox) outbox = g_object_new (LB_TYPE_OUTBOX, NULL);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_free (wait_error (lb_account_open (file), LB_ERROR_STORAGE));
  g_free (wait_error (lb_outbox_edit (outbox, 3, 7, "one", TRUE), LB_ERROR_STORAGE));
  g_assert_null (lb_outbox_get_text (outbox, 7));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(path, function)                                                                        \
  g_test_add ("/account/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("first-version", test_first_version);
  ADD ("version-before", test_version_before);
  ADD ("trash-index", test_trash_index);
  ADD ("newer-version", test_newer_version);
  ADD ("broken-file", test_broken_file);
  ADD ("opening-blocks-nothing", test_opening_blocks_nothing);
  ADD ("closing-waits", test_closing_waits);
  ADD ("no-folder", test_no_folder);

  return g_test_run ();
}
