#include "service/lb-store.h"

#include <sys/random.h>

#include "base/lb-error.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"
#include "storage/lb-service-files.h"

#define KEY_BYTES 32
#define KEEP_DELETED_US (30 * G_TIME_SPAN_DAY)

G_DEFINE_FINAL_TYPE (LbStore, lb_store, G_TYPE_OBJECT)

static const LbMigration migrations[] = {
  { "CREATE TABLE secret ("
    "  name TEXT PRIMARY KEY,"
    "  value BLOB NOT NULL);"
    "CREATE TABLE project ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  project_name TEXT NOT NULL,"
    "  project_description TEXT NOT NULL DEFAULT '',"
    "  ip_name TEXT,"
    "  ip_description TEXT,"
    "  ip_medium TEXT NOT NULL,"
    "  ip_type TEXT NOT NULL,"
    "  training_version TEXT,"
    "  created_at INTEGER NOT NULL,"
    "  updated_at INTEGER NOT NULL);"
    "CREATE TABLE dataset ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  project_id INTEGER NOT NULL REFERENCES project (id) ON DELETE CASCADE,"
    "  name TEXT NOT NULL,"
    "  description TEXT,"
    "  training_version TEXT NOT NULL,"
    "  caption_prefix TEXT,"
    "  visual_schema TEXT,"
    "  status TEXT NOT NULL DEFAULT 'draft',"
    "  captions_update_status TEXT NOT NULL DEFAULT 'empty',"
    "  upload_type TEXT NOT NULL,"
    "  captions_source TEXT,"
    "  created_at INTEGER NOT NULL,"
    "  updated_at INTEGER NOT NULL);"
    "CREATE INDEX dataset_by_project ON dataset (project_id);"
    "CREATE TABLE image ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  dataset_id INTEGER NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,"
    "  caption TEXT,"
    "  caption_source TEXT NOT NULL,"
    "  upload_source_url TEXT,"
    "  image_name TEXT NOT NULL,"
    "  blob TEXT NOT NULL,"
    "  thumbnail TEXT NOT NULL,"
    "  format TEXT NOT NULL,"
    "  width INTEGER NOT NULL,"
    "  height INTEGER NOT NULL,"
    "  size_bytes INTEGER NOT NULL,"
    "  source_sha256 TEXT NOT NULL,"
    "  source_width INTEGER NOT NULL,"
    "  source_height INTEGER NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  updated_at INTEGER NOT NULL,"
    "  deleted_at INTEGER);"
    "CREATE INDEX image_by_dataset ON image (dataset_id, deleted_at, id);"
    "CREATE TABLE caption_run ("
    "  dataset_id INTEGER PRIMARY KEY REFERENCES dataset (id) ON DELETE CASCADE,"
    "  last_image_id INTEGER NOT NULL DEFAULT 0,"
    "  started_at INTEGER NOT NULL);" },
  /* R40: whether the dataset came into being with images, so that none may come in bulk. */
  { "ALTER TABLE dataset ADD COLUMN born_filled INTEGER NOT NULL DEFAULT 0;" },
  /* Runs with several images in hand, over all or only those without a caption; and which captioner
   * there is, but for its key. */
  { "ALTER TABLE caption_run ADD COLUMN kind TEXT NOT NULL DEFAULT 'all';"
    "CREATE TABLE caption_run_past ("
    "  dataset_id INTEGER NOT NULL REFERENCES caption_run (dataset_id) ON DELETE CASCADE,"
    "  image_id INTEGER NOT NULL,"
    "  PRIMARY KEY (dataset_id, image_id)) WITHOUT ROWID;"
    "INSERT INTO caption_run_past (dataset_id, image_id)"
    "  SELECT dataset_id, image.id FROM image JOIN caption_run USING (dataset_id)"
    "  WHERE image.id <= last_image_id;"
    "CREATE TABLE captioner ("
    "  id INTEGER PRIMARY KEY CHECK (id = 1),"
    "  kind TEXT NOT NULL,"
    "  address TEXT,"
    "  model TEXT,"
    "  key_given INTEGER NOT NULL DEFAULT 0,"
    "  concurrency INTEGER NOT NULL DEFAULT 1);" },
  /* The one bulk upload that a dataset may have, and the entries that did not go in. */
  { "CREATE TABLE bulk_upload ("
    "  dataset_id INTEGER PRIMARY KEY REFERENCES dataset (id) ON DELETE CASCADE,"
    "  zip_url TEXT NOT NULL,"
    "  mark TEXT,"
    "  automatic_captioning INTEGER NOT NULL,"
    "  status TEXT NOT NULL DEFAULT 'pending',"
    "  fetched INTEGER NOT NULL DEFAULT 0,"
    "  n_entries INTEGER,"
    "  next_entry INTEGER NOT NULL DEFAULT 0,"
    "  done INTEGER NOT NULL DEFAULT 0,"
    "  failed INTEGER NOT NULL DEFAULT 0,"
    "  image_floor INTEGER NOT NULL,"
    "  started_at INTEGER NOT NULL);"
    "CREATE TABLE bulk_failure ("
    "  dataset_id INTEGER NOT NULL REFERENCES bulk_upload (dataset_id) ON DELETE CASCADE,"
    "  entry INTEGER NOT NULL,"
    "  filename TEXT NOT NULL,"
    "  error_code INTEGER NOT NULL,"
    "  error_message TEXT NOT NULL,"
    "  PRIMARY KEY (dataset_id, entry)) WITHOUT ROWID;" },
  /* What the caller calls an image that it puts back, so that it is not put back twice. */
  { "ALTER TABLE image ADD COLUMN return_key TEXT;"
    "CREATE INDEX image_by_return ON image (dataset_id, return_key)"
    "  WHERE return_key IS NOT NULL;" },
  /* Pictures lie in folders of one level, where an older program would not find them. */
  { "SELECT 1;" },
  /* Blobs of rows that went, to be removed unless another row names them. Whatever deletes a row
   * fires this, so that none is forgotten. */
  { "CREATE INDEX image_by_blob ON image (blob);"
    "CREATE INDEX image_by_thumbnail ON image (thumbnail);"
    "CREATE TABLE blob_left (name TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TRIGGER image_leaves AFTER DELETE ON image BEGIN"
    "  INSERT OR IGNORE INTO blob_left (name) VALUES (old.blob), (old.thumbnail);"
    "END;" },
};

static void
lb_store_finalize (GObject *object)
{
  LbStore *self = LB_STORE (object);

  g_clear_object (&self->database);
  g_clear_object (&self->blobs);
  g_clear_pointer (&self->key, g_bytes_unref);

  G_OBJECT_CLASS (lb_store_parent_class)->finalize (object);
}

static void
lb_store_class_init (LbStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_store_finalize;
}

static void
lb_store_init (LbStore *self)
{
}

LbStoreCall *
lb_store_call_new (gint64 id, gint64 other_id)
{
  LbStoreCall *call = g_new0 (LbStoreCall, 1);

  call->id = id;
  call->other_id = other_id;

  return call;
}

void
lb_store_call_free (gpointer data)
{
  LbStoreCall *call = data;

  g_free (call->text);
  g_free (call->more);
  g_free (call->key);
  g_clear_object (&call->project);
  g_clear_pointer (&call->fields, lb_dataset_fields_free);
  g_clear_pointer (&call->picture, lb_picture_free);
  g_free (call);
}

DexFuture *
lb_store_run (LbStore *self, LbDatabaseWork work, LbStoreCall *call)
{
  return lb_database_run (self->database, work, call, lb_store_call_free);
}

void
lb_dataset_fields_free (LbDatasetFields *fields)
{
  if (fields == NULL)
    return;

  g_free (fields->name);
  g_free (fields->description);
  g_free (fields->training_version);
  g_free (fields->upload_type);
  g_free (fields->caption_prefix);
  g_free (fields->visual_schema);
  g_free (fields->status);
  g_free (fields);
}

char *
lb_store_column_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

gboolean
lb_store_read_count (sqlite3 *db, gint64 *count, GError **error, const char *sql, gint64 id)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error, sql, "i", id)))
    return FALSE;

  *count = lb_sql_step (statement, &failure) ? sqlite3_column_int64 (statement, 0) : 0;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return TRUE;
}

typedef struct
{
  const char *sql;
  GArray *ids; /* (owned) */
} IdList;

static GValue *
list_ids_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  IdList *list = data;
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (db, error, list->sql, NULL);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (list->ids, id);
    }

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

GArray *
lb_store_list_ids (LbStore *self, const char *sql, GError **error)
{
  IdList list = { .sql = sql, .ids = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  GValue *value = lb_database_run_sync (self->database, list_ids_work, &list, error);

  if (value == NULL)
    {
      g_array_unref (list.ids);
      return NULL;
    }

  lb_value_free (value);

  return list.ids;
}

GValue *
lb_store_list (sqlite3_stmt *statement,
               GObject *(*read_row) (sqlite3_stmt *statement),
               GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  GError *failure = NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (list, read_row (statement));

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&list));
}

static GValue *
check_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  g_autoptr (LbImage) image = NULL;

  if (dataset == NULL ||
      (call->other_id != 0 && !(image = lb_store_read_image (db, call->id, call->other_id, error))))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

static GValue *
check_project_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbProject) project = lb_store_read_project (db, call->id, error);

  return project != NULL ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_store_check (LbStore *self, gint64 project_id, gint64 dataset_id, gint64 image_id)
{
  if (project_id != 0)
    return lb_store_run (self, check_project_work, lb_store_call_new (project_id, 0));

  return lb_store_run (self, check_work, lb_store_call_new (dataset_id, image_id));
}

static GValue *
purge_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  gint64 before = g_get_real_time () - KEEP_DELETED_US;

  if (!lb_sql_exec (db, error, "DELETE FROM image WHERE deleted_at < ?", "i", before))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

static GValue *
names_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GHashTable *names = data;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT blob FROM image UNION SELECT thumbnail FROM image", NULL)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    if (sqlite3_column_type (statement, 0) != SQLITE_NULL)
      g_hash_table_add (names, lb_store_column_text (statement, 0));

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

static GValue *
swept_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return lb_sql_exec (db, error, "DELETE FROM blob_left", NULL) ? lb_value_new_boolean (TRUE)
                                                                : NULL;
}

static GValue *
key_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GBytes) key = NULL;
  guint8 fresh[KEY_BYTES];

  if (getrandom (fresh, sizeof fresh, 0) != sizeof fresh)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_STORAGE, "No random bytes to be had");
      return NULL;
    }

  key = g_bytes_new (fresh, sizeof fresh);
  if (!lb_sql_exec (db, error,
                    "INSERT INTO secret (name, value) VALUES ('links', ?)"
                    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                    " WHERE typeof (value) <> 'blob' OR length (value) <> ?",
                    "bi", key, (gint64) KEY_BYTES) ||
      !(statement =
          lb_sql_prepare (db, error, "SELECT value FROM secret WHERE name = 'links'", NULL)) ||
      !lb_sql_step (statement, error))
    return NULL;

  return lb_value_new_boxed (G_TYPE_BYTES, g_bytes_new (sqlite3_column_blob (statement, 0),
                                                        sqlite3_column_bytes (statement, 0)));
}

static gboolean
read_key (LbStore *self, GError **error)
{
  GValue *value = lb_database_run_sync (self->database, key_work, NULL, error);

  if (value == NULL)
    return FALSE;

  self->key = g_value_dup_boxed (value);
  lb_value_free (value);

  return TRUE;
}

static GValue *
whole_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "PRAGMA integrity_check (1)", NULL);

  if (statement == NULL || !lb_sql_step (statement, error))
    return NULL;

  return lb_value_new_boolean (
    g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0);
}

static gboolean
is_whole (LbStore *self)
{
  g_autoptr (GError) error = NULL;
  GValue *value = lb_database_run_sync (self->database, whole_work, NULL, &error);
  gboolean whole = value != NULL && g_value_get_boolean (value);

  lb_value_free (value);
  if (!whole)
    g_message ("The database is damaged, so no picture is cleared away: %s",
               error != NULL ? error->message : "it failed its check");

  return whole;
}

/* Runs at start-up, when nothing is being added. Rows that damage has swallowed must not cost the
 * pictures that they name. */
static gboolean
tidy (LbStore *self, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) failure = NULL;
  GValue *value;

  if (!is_whole (self))
    {
      self->damaged = TRUE;
      return TRUE;
    }

  value = lb_database_run_sync (self->database, purge_work, NULL, &failure);
  /* What is there can be served all the same. */
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_NO_SPACE))
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  lb_value_free (value);

  if (!(value = lb_database_run_sync (self->database, names_work, names, error)))
    return FALSE;
  lb_value_free (value);

  lb_blobs_sweep (self->blobs, names);
  /* What stays noted is looked at again, at the next deletion or start. */
  lb_value_free (lb_database_run_sync (self->database, swept_work, NULL, NULL));

  return TRUE;
}

LbStore *
lb_store_open (const char *data_dir, GError **error)
{
  g_autoptr (LbStore) self = g_object_new (LB_TYPE_STORE, NULL);
  g_autofree char *path = g_build_filename (data_dir, LB_SERVICE_FILE_DATABASE, NULL);
  g_autofree char *folder = g_build_filename (data_dir, LB_SERVICE_FILE_BLOBS, NULL);

  if (!(self->database = lb_database_open (path, migrations, G_N_ELEMENTS (migrations), error)) ||
      !(self->blobs = lb_blobs_new (folder, error)) || !read_key (self, error) ||
      !tidy (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
lb_store_close (LbStore *self)
{
  lb_database_close (self->database);
}

LbBlobs *
lb_store_get_blobs (LbStore *self)
{
  return self->blobs;
}

GBytes *
lb_store_get_key (LbStore *self)
{
  return self->key;
}
