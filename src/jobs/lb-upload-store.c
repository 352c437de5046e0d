#include "jobs/lb-upload-store.h"

#include "base/lb-error.h"
#include "session/lb-lease.h"

#define COLUMNS                                                                                    \
  "uuid, position, dataset_id, dataset_uuid, state, name, image_name, flags, format, width,"       \
  " height, orientation, size_bytes, checked_sha256, mtime_us, staged_sha256, origin, caption,"    \
  " caption_source, ids_before, image_id, attempts, error_domain, error_code, error_message,"      \
  " crop_x, crop_y, crop_width, crop_height"

enum
{
  UUID,
  POSITION,
  DATASET_ID,
  DATASET_UUID,
  STATE,
  NAME,
  IMAGE_NAME,
  FLAGS,
  FORMAT,
  WIDTH,
  HEIGHT,
  ORIENTATION,
  SIZE_BYTES,
  CHECKED_SHA256,
  MTIME,
  STAGED_SHA256,
  ORIGIN,
  CAPTION,
  CAPTION_SOURCE,
  IDS_BEFORE,
  IMAGE_ID,
  ATTEMPTS,
  ERROR_DOMAIN,
  ERROR_CODE,
  ERROR_MESSAGE,
  CROP_X,
  CROP_Y,
  CROP_WIDTH,
  CROP_HEIGHT
};

#define NO_ERROR -1
#define ERROR_OF_FILE 1

/* Facts. */

typedef struct
{
  char *key; /* (owned) */
  gint64 value;
} Fact;

static void
fact_free (Fact *self)
{
  g_free (self->key);
  g_free (self);
}

static Fact *
fact_new (const char *key, gint64 value)
{
  Fact *self = g_new0 (Fact, 1);

  self->key = g_strdup (key);
  self->value = value;

  return self;
}

static GValue *
get_fact_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Fact *fact = data;
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT value FROM upload_fact WHERE key = ?", "s", fact->key);
  GError *failure = NULL;
  gint64 value = fact->value;

  if (statement == NULL)
    return NULL;
  if (lb_sql_step (statement, &failure))
    value = sqlite3_column_int64 (statement, 0);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_int64 (value);
}

DexFuture *
lb_upload_store_get_fact (LbDatabase *database, const char *key, gint64 fallback)
{
  return lb_database_run (database, get_fact_work, fact_new (key, fallback),
                          (GDestroyNotify) fact_free);
}

static GValue *
set_fact_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Fact *fact = data;

  if (!lb_sql_exec (db, error, "INSERT OR REPLACE INTO upload_fact (key, value) VALUES (?, ?)",
                    "si", fact->key, fact->value))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_upload_store_set_fact (LbDatabase *database, const char *key, gint64 value)
{
  return lb_database_run (database, set_fact_work, fact_new (key, value),
                          (GDestroyNotify) fact_free);
}

/* Rows. */

static char *
dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static GError *
read_error (sqlite3_stmt *statement)
{
  const char *message = (const char *) sqlite3_column_text (statement, ERROR_MESSAGE);
  int code = sqlite3_column_int (statement, ERROR_CODE);

  if (code == NO_ERROR)
    return NULL;

  return g_error_new_literal (
    sqlite3_column_int (statement, ERROR_DOMAIN) == ERROR_OF_FILE ? G_IO_ERROR : LB_ERROR, code,
    message != NULL ? message : "");
}

static LbUploadRecord *
read_record (sqlite3_stmt *statement)
{
  LbUploadRecord *self = lb_upload_record_new ();

  self->uuid = dup_text (statement, UUID);
  self->position = sqlite3_column_int64 (statement, POSITION);
  self->dataset_id = sqlite3_column_int64 (statement, DATASET_ID);
  self->dataset_uuid = dup_text (statement, DATASET_UUID);
  self->state = CLAMP (sqlite3_column_int (statement, STATE), 0, LB_UPLOAD_CANCELLED);
  self->name = dup_text (statement, NAME);
  self->image_name = dup_text (statement, IMAGE_NAME);
  self->flags = (LbUploadFlags) sqlite3_column_int (statement, FLAGS);
  self->probe.format = (LbFormat) sqlite3_column_int (statement, FORMAT);
  self->probe.width = sqlite3_column_int (statement, WIDTH);
  self->probe.height = sqlite3_column_int (statement, HEIGHT);
  self->probe.orientation = sqlite3_column_int (statement, ORIENTATION);
  self->probe.size_bytes = sqlite3_column_int64 (statement, SIZE_BYTES);
  self->checked_sha256 = dup_text (statement, CHECKED_SHA256);
  self->mtime_us = sqlite3_column_int64 (statement, MTIME);
  self->staged_sha256 = dup_text (statement, STAGED_SHA256);
  self->origin = dup_text (statement, ORIGIN);
  self->caption = dup_text (statement, CAPTION);
  self->caption_source = dup_text (statement, CAPTION_SOURCE);
  self->ids_before = dup_text (statement, IDS_BEFORE);
  self->image_id = sqlite3_column_int64 (statement, IMAGE_ID);
  self->attempts = (guint) sqlite3_column_int (statement, ATTEMPTS);
  self->error = read_error (statement);
  self->crop =
    (LbCrop) { sqlite3_column_int (statement, CROP_X), sqlite3_column_int (statement, CROP_Y),
               sqlite3_column_int (statement, CROP_WIDTH),
               sqlite3_column_int (statement, CROP_HEIGHT) };

  return self;
}

static GValue *
load_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT " COLUMNS " FROM upload ORDER BY position, rowid", "");
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_upload_record_free);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (records, read_record (statement));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

DexFuture *
lb_upload_store_load (LbDatabase *database)
{
  return lb_database_run (database, load_work, NULL, NULL);
}

static gboolean
put (sqlite3 *db, const LbUploadRecord *self, GError **error)
{
  return lb_sql_exec (
    db, error,
    "INSERT OR REPLACE INTO upload (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "siisissiiiiiisisssssiiiisiiii", self->uuid, self->position, self->dataset_id,
    self->dataset_uuid, (gint64) self->state, self->name, self->image_name, (gint64) self->flags,
    (gint64) self->probe.format, (gint64) self->probe.width, (gint64) self->probe.height,
    (gint64) self->probe.orientation, self->probe.size_bytes, self->checked_sha256, self->mtime_us,
    self->staged_sha256, self->origin, self->caption, self->caption_source, self->ids_before,
    self->image_id, (gint64) self->attempts,
    (gint64) (self->error != NULL && self->error->domain == G_IO_ERROR ? ERROR_OF_FILE : 0),
    (gint64) (self->error != NULL ? self->error->code : NO_ERROR),
    self->error != NULL ? self->error->message : NULL, (gint64) self->crop.x, (gint64) self->crop.y,
    (gint64) self->crop.width, (gint64) self->crop.height);
}

static GValue *
put_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *records = data;

  for (guint i = 0; i < records->len; i++)
    {
      const LbUploadRecord *record = g_ptr_array_index (records, i);

      if (!lb_lease_check_owner (db, LB_UPLOAD_STORE_LEASE, record->owner, error) ||
          !put (db, record, error))
        return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

static gpointer
copy_record_cb (gconstpointer record, gpointer data)
{
  return lb_upload_record_copy (record);
}

static GPtrArray *
copy_records (GPtrArray *records)
{
  GPtrArray *copy = g_ptr_array_copy (records, copy_record_cb, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) lb_upload_record_free);

  return copy;
}

DexFuture *
lb_upload_store_put (LbDatabase *database, GPtrArray *records)
{
  return lb_database_run (database, put_work, copy_records (records),
                          (GDestroyNotify) g_ptr_array_unref);
}

DexFuture *
lb_upload_store_put_one (LbDatabase *database, const LbUploadRecord *record)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  g_ptr_array_add (records, (gpointer) record);

  return lb_database_run_shared (database, put_work, copy_records (records),
                                 (GDestroyNotify) g_ptr_array_unref);
}

typedef struct
{
  GPtrArray *uuids; /* (owned) (element-type utf8) */
  gint64 owner;
} Forget;

static void
forget_free (gpointer data)
{
  Forget *self = data;

  g_ptr_array_unref (self->uuids);
  g_free (self);
}

static GValue *
forget_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Forget *forget = data;

  if (!lb_lease_check_owner (db, LB_UPLOAD_STORE_LEASE, forget->owner, error))
    return NULL;
  for (guint i = 0; i < forget->uuids->len; i++)
    if (!lb_sql_exec (db, error, "DELETE FROM upload WHERE uuid = ?", "s",
                      g_ptr_array_index (forget->uuids, i)))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

static gpointer
copy_text_cb (gconstpointer text, gpointer data)
{
  return g_strdup (text);
}

DexFuture *
lb_upload_store_forget (LbDatabase *database, GPtrArray *uuids, gint64 owner)
{
  Forget *forget = g_new0 (Forget, 1);

  forget->uuids = g_ptr_array_copy (uuids, copy_text_cb, NULL);
  g_ptr_array_set_free_func (forget->uuids, g_free);
  forget->owner = owner;

  return lb_database_run_shared (database, forget_work, forget, forget_free);
}
