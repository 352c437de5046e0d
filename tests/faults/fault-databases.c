#include "fault-databases.h"

#include <libdex.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/lb-error.h"
#include "service/lb-store-private.h"
#include "session/lb-account.h"

#define GIVE_UP_US (60 * G_USEC_PER_SEC)
#define MOST_ROWS 24 /* of a table */
#define LONGEST_TEXT 6000
#define OLD_ACCOUNT                                                                                \
  "CREATE TABLE edit (image_id INTEGER PRIMARY KEY, dataset_id INTEGER NOT NULL,"                  \
  " text TEXT NOT NULL, state INTEGER NOT NULL, message TEXT, changed_at INTEGER NOT NULL,"        \
  " code INTEGER NOT NULL DEFAULT -1);"                                                            \
  "INSERT INTO edit VALUES (7, 3, 'waits', 2, NULL, 6, -1); PRAGMA user_version = 2;"
#define CHECKPOINT "PRAGMA wal_autocheckpoint = 12"

/* (nullable); takes @future */
static GValue *
wait_for (DexFuture *future, GError **error)
{
  gint64 start_us = g_get_monotonic_time ();
  const GValue *value;
  GValue *copy = NULL;

  while (dex_future_is_pending (future))
    {
      g_assert_cmpint (g_get_monotonic_time () - start_us, <, GIVE_UP_US);
      g_main_context_iteration (NULL, FALSE);
    }

  value = dex_future_get_value (future, error);
  if (value != NULL)
    {
      copy = g_new0 (GValue, 1);
      g_value_init (copy, G_VALUE_TYPE (value));
      g_value_copy (value, copy);
    }
  dex_unref (future);

  return copy;
}

static GValue *
pragma_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, data, NULL);

  if (statement == NULL)
    return NULL;
  lb_sql_step (statement, NULL);

  return lb_value_new_boolean (TRUE);
}

static void
checkpoint_often (LbDatabase *database)
{
  g_autoptr (GError) error = NULL;

  lb_value_free (lb_database_run_sync (database, pragma_work, (gpointer) CHECKPOINT, &error));
  g_assert_no_error (error);
}

/* (transfer full) */
static char *
make_text (GRand *rand, gsize longest)
{
  gsize length = (gsize) g_rand_int_range (rand, 1, (gint32) longest);

  return g_strnfill (length, (char) g_rand_int_range (rand, 'a', 'z' + 1));
}

/* The account: rows at random in whatever tables it has, since its parts write in many ways. */

typedef struct
{
  GRand *rand; /* unowned: whoever asks waits */
} Rows;

/* (transfer full) (element-type utf8): the first column. */
static GPtrArray *
list_texts (sqlite3 *db, const char *sql, const char *argument, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = argument != NULL
                                         ? lb_sql_prepare (db, error, sql, "s", argument)
                                         : lb_sql_prepare (db, error, sql, NULL);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;
  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (texts, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return g_steal_pointer (&texts);
}

/* (transfer full): a value for a column, as SQL. @parent: (nullable): SQL of one that it has to be.
 */
static char *
make_value (GRand *rand, const char *type, const char *parent)
{
  g_autofree char *text = NULL;

  if (parent != NULL)
    return g_strdup (parent);
  if (g_str_equal (type, "KEY"))
    return g_strdup ("NULL");
  if (g_str_equal (type, "INTEGER"))
    return g_strdup_printf ("%d", g_rand_int_range (rand, 0, 1000));
  if (g_str_equal (type, "REAL"))
    return g_strdup_printf ("%d.5", g_rand_int_range (rand, 0, 1000));

  text = make_text (rand, g_rand_int_range (rand, 0, 4) == 0 ? LONGEST_TEXT : 40);

  return g_strdup_printf (g_str_equal (type, "BLOB") ? "CAST ('%s' AS BLOB)" : "'%s'", text);
}

/* (transfer full) (nullable) */
static char *
write_insert (sqlite3 *db, const char *table, GRand *rand, GError **error)
{
  g_autoptr (GPtrArray) columns = list_texts (
    db,
    "SELECT CASE WHEN c.pk = 1 AND c.type = 'INTEGER' AND (SELECT count(*) FROM"
    " pragma_table_info(?1) WHERE pk > 0) = 1 THEN 'KEY' ELSE c.type END || "
    " coalesce ((SELECT format (' (SELECT \"%w\" FROM \"%w\" LIMIT 1)', \"to\", \"table\")"
    " FROM pragma_foreign_key_list(?1) WHERE \"from\" = c.name), '')"
    " FROM pragma_table_info(?1) c ORDER BY c.cid",
    table, error);
  g_autoptr (GString) sql = g_string_new (NULL);

  if (columns == NULL)
    return NULL;

  g_string_printf (sql, "INSERT OR REPLACE INTO \"%s\" VALUES (", table);
  for (guint i = 0; i < columns->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (columns->pdata[i], " ", 2);
      g_autofree char *value = make_value (rand, parts[0], parts[1]);

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", value);
    }
  g_string_append_c (sql, ')');

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

/* What a constraint forbids is left undone. */
static gboolean
try_sql (sqlite3 *db, const char *sql, GError **error)
{
  int result = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (result == SQLITE_OK || (result & 0xff) == SQLITE_CONSTRAINT)
    return TRUE;
  lb_sql_set_error (db, error);

  return FALSE;
}

static gboolean
change_row (sqlite3 *db, GRand *rand, GError **error)
{
  g_autoptr (GPtrArray) tables =
    list_texts (db,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                " AND sql NOT LIKE '%WITHOUT ROWID%'",
                NULL, error);
  g_autofree char *insert = NULL;
  g_autofree char *cut = NULL;
  const char *table;

  if (tables == NULL)
    return FALSE;

  table = tables->pdata[g_rand_int_range (rand, 0, (gint32) tables->len)];
  if (!(insert = write_insert (db, table, rand, error)))
    return FALSE;
  cut =
    g_strdup_printf ("DELETE FROM \"%s\" WHERE rowid IN (SELECT rowid FROM \"%s\" ORDER BY rowid"
                     " DESC LIMIT -1 OFFSET %d)",
                     table, table, g_rand_int_range (rand, MOST_ROWS / 2, MOST_ROWS));

  return try_sql (db, insert, error) && try_sql (db, cut, error);
}

static GValue *
change_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Rows *rows = data;

  for (int n = g_rand_int_range (rows->rand, 1, 6); n > 0; n--)
    if (!change_row (db, rows->rand, error))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

static gpointer
account_open (const char *folder, GError **error)
{
  GValue *value = wait_for (lb_account_open (folder), error);
  gpointer opened = value != NULL ? g_value_dup_object (value) : NULL;

  lb_value_free (value);

  return opened;
}

static void
account_close (gpointer opened)
{
  lb_database_close (opened);
  g_object_unref (opened);
}

static const char *
account_get_set_aside (gpointer opened)
{
  return lb_database_get_set_aside (opened);
}

static void
account_checkpoint_often (gpointer opened)
{
  checkpoint_often (opened);
}

static void
account_look (gpointer opened)
{
}

static gboolean
account_change (gpointer opened, GRand *rand, GError **error)
{
  Rows rows = { .rand = rand };
  GValue *value = lb_database_run_sync (opened, change_work, &rows, error);

  lb_value_free (value);

  return value != NULL;
}

/* The service: what its callers ask of it. Ids that are not there any more are refused. */

static gpointer
service_open (const char *folder, GError **error)
{
  return lb_store_open (folder, error);
}

static void
service_close (gpointer opened)
{
  lb_store_close (opened);
  g_object_unref (opened);
}

static const char *
service_get_set_aside (gpointer opened)
{
  return NULL;
}

static void
service_checkpoint_often (gpointer opened)
{
  checkpoint_often (((LbStore *) opened)->database);
}

static GValue *
last_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, data, NULL);

  if (statement == NULL)
    return NULL;

  return lb_value_new_int64 (lb_sql_step (statement, NULL) ? sqlite3_column_int64 (statement, 0)
                                                           : 0);
}

/* An id at random that is, or was, one of @table's; 0 without any. -1: it can't be read. */
static gint64
pick_id (LbStore *store, const char *table, GRand *rand, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM %s ORDER BY (id * 7919 + %d) %% 101 LIMIT 1", table,
                     g_rand_int_range (rand, 0, 101));
  GValue *value = lb_database_run_sync (store->database, last_work, sql, error);
  gint64 id = value != NULL ? g_value_get_int64 (value) : -1;

  lb_value_free (value);

  return id;
}

static gint64
get_dataset_of (LbStore *store, gint64 image, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT dataset_id FROM image WHERE id = %" G_GINT64_FORMAT, image);
  GValue *value = lb_database_run_sync (store->database, last_work, sql, error);
  gint64 id = value != NULL ? g_value_get_int64 (value) : -1;

  lb_value_free (value);

  return id;
}

static DexFuture *
create_project (LbStore *store, GRand *rand)
{
  g_autoptr (LbProject) draft = lb_project_new (1);
  g_autofree char *text = make_text (rand, LONGEST_TEXT);

  g_object_set (draft, "project-name", "P", "ip-medium", "photography", "ip-type", "other",
                "project-description", text, NULL);

  return lb_store_create_project (store, draft);
}

static DexFuture *
create_dataset (LbStore *store, gint64 project)
{
  LbDatasetFields *fields = g_new0 (LbDatasetFields, 1);

  fields->project_id = project;
  fields->name = g_strdup ("D");
  fields->training_version = g_strdup ("max");

  return lb_store_create_dataset (store, fields);
}

static DexFuture *
add_image (LbStore *store, gint64 dataset, GRand *rand)
{
  g_autofree char *blob = g_strnfill (64, (char) g_rand_int_range (rand, 'a', 'f' + 1));
  g_autofree char *caption = make_text (rand, LONGEST_TEXT);
  const LbPicture picture = { .blob = blob,
                              .thumbnail = blob,
                              .format = (char *) "png",
                              .width = 1024,
                              .height = 1024,
                              .size_bytes = 7,
                              .source_sha256 = blob };

  return lb_store_add_image (store, dataset, NULL, &picture, caption);
}

static DexFuture *
set_caption (LbStore *store, gint64 dataset, gint64 image, GRand *rand)
{
  g_autofree char *caption = make_text (rand, LONGEST_TEXT);

  return lb_store_set_caption (store, dataset, image, caption);
}

/* (nullable): NULL when what it needs can't be read. */
static DexFuture *
ask (LbStore *store, GRand *rand, GError **error)
{
  gint64 project = pick_id (store, "project", rand, error);
  gint64 dataset = project < 0 ? -1 : pick_id (store, "dataset", rand, error);
  gint64 image = dataset < 0 ? -1 : pick_id (store, "image", rand, error);
  gint64 home = image <= 0 ? image : get_dataset_of (store, image, error);
  int choice = g_rand_int_range (rand, 0, 20);

  if (project < 0 || dataset < 0 || image < 0 || home < 0)
    return NULL;
  if (project == 0 || choice == 0)
    return create_project (store, rand);
  if (dataset == 0 || choice <= 2)
    return create_dataset (store, project);
  if (image == 0 || choice <= 9)
    return add_image (store, dataset, rand);
  if (choice <= 13)
    return set_caption (store, home, image, rand);
  if (choice <= 15)
    return lb_store_delete_image (store, home, image);
  if (choice <= 16)
    return lb_store_undelete_image (store, home, image);
  if (choice <= 17)
    return lb_store_clone_dataset (store, dataset, NULL, NULL);
  if (choice <= 18)
    return lb_store_delete_dataset (store, dataset);

  return lb_store_start_run (store, dataset);
}

static void
service_look (gpointer opened)
{
  LbStore *store = opened;
  GValue *value = wait_for (lb_store_list_datasets (store, 0), NULL);
  GPtrArray *datasets = value != NULL ? g_value_get_boxed (value) : NULL;

  lb_value_free (wait_for (lb_store_list_projects (store), NULL));
  for (guint i = 0; datasets != NULL && i < datasets->len; i++)
    lb_value_free (
      wait_for (lb_store_list_images (store, lb_dataset_get_id (datasets->pdata[i]), -1), NULL));
  lb_value_free (value);
}

static gboolean
service_change (gpointer opened, GRand *rand, GError **error)
{
  g_autoptr (GError) failure = NULL;
  DexFuture *asked = ask (opened, rand, error);
  GValue *value;

  if (asked == NULL)
    return FALSE;

  value = wait_for (asked, &failure);
  if (value != NULL)
    {
      lb_value_free (value);
      return TRUE;
    }
  if (!g_error_matches (failure, LB_ERROR, LB_ERROR_STORAGE) &&
      !g_error_matches (failure, LB_ERROR, LB_ERROR_NO_SPACE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

const FaultDatabase fault_account = {
  .name = "account",
  .file = "account.db",
  .starts_anew = TRUE,
  .open = account_open,
  .close = account_close,
  .get_set_aside = account_get_set_aside,
  .checkpoint_often = account_checkpoint_often,
  .look = account_look,
  .change = account_change,
};

const FaultDatabase fault_service = {
  .name = "service",
  .file = "service.sqlite",
  .forgetful = "secret",
  .open = service_open,
  .close = service_close,
  .get_set_aside = service_get_set_aside,
  .checkpoint_often = service_checkpoint_often,
  .look = service_look,
  .change = service_change,
};

gpointer
fault_open (const FaultDatabase *of, const char *folder)
{
  g_autoptr (GError) error = NULL;
  gpointer opened = of->open (folder, &error);

  g_assert_no_error (error);

  return opened;
}

void
fault_change (const FaultDatabase *of, gpointer opened, GRand *rand)
{
  g_autoptr (GError) error = NULL;

  of->change (opened, rand, &error);
  g_assert_no_error (error);
}

static sqlite3 *
look_into (const char *path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);

  return db;
}

static void
dump_table (sqlite3 *db, const char *table, GString *out)
{
  g_autoptr (GPtrArray) columns =
    list_texts (db, "SELECT group_concat (cid + 1) FROM pragma_table_info (?)", table, NULL);
  g_autofree char *sql =
    g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY %s", table, (const char *) columns->pdata[0]);
  g_autoptr (sqlite3_stmt) statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_string_append (out, table);
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          g_string_append_printf (out, "|%s", text != NULL ? text : "NULL");
        }
      g_string_append_c (out, '\n');
    }
}

char *
fault_dump (const char *path, const char *without)
{
  sqlite3 *db = look_into (path);
  g_autoptr (GPtrArray) tables = list_texts (
    db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", NULL, NULL);
  GString *out = g_string_new (NULL);

  g_assert_nonnull (tables);
  for (guint i = 0; i < tables->len; i++)
    if (g_strcmp0 (tables->pdata[i], without) != 0 && !g_str_equal (tables->pdata[i], "blob_left"))
      dump_table (db, tables->pdata[i], out);
  sqlite3_close (db);

  return g_string_free_and_steal (out);
}

void
fault_assert_whole (const char *path)
{
  sqlite3 *db = look_into (path);
  g_autoptr (GPtrArray) words = list_texts (db, "PRAGMA integrity_check", NULL, NULL);

  g_assert_nonnull (words);
  g_assert_cmpuint (words->len, ==, 1);
  g_assert_cmpstr (words->pdata[0], ==, "ok");
  sqlite3_close (db);
}

void
fault_make_old_account (const char *folder)
{
  g_autofree char *path = fault_path (&fault_account, folder);
  sqlite3 *db;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, OLD_ACCOUNT, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

char *
fault_path (const FaultDatabase *of, const char *folder)
{
  return g_build_filename (folder, of->file, NULL);
}

char *
fault_make_folder (const char *parent)
{
  char *folder = g_build_filename (parent, "fault-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));

  return folder;
}

void
fault_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        fault_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (folder);
}
