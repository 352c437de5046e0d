#include "jobs/lb-copy-store.h"

#include <glib/gstdio.h>

#include "base/lb-error.h"

#define COLUMNS                                                                                    \
  "uuid, source_account, source_uuid, state, step, name, training_version, visual_schema,"         \
  " caption_prefix, project, project_id, dataset_id, dataset_uuid, ids_before, moderation"

enum
{
  UUID,
  SOURCE_ACCOUNT,
  SOURCE_UUID,
  STATE,
  STEP,
  NAME,
  TRAINING_VERSION,
  VISUAL_SCHEMA,
  CAPTION_PREFIX,
  PROJECT,
  PROJECT_ID,
  DATASET_ID,
  DATASET_UUID,
  IDS_BEFORE,
  MODERATION
};

static char *
dup_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

static LbCopyRecord *
read_head (sqlite3_stmt *statement)
{
  LbCopyRecord *self = lb_copy_record_new ();

  self->uuid = dup_text (statement, UUID);
  self->source_account = dup_text (statement, SOURCE_ACCOUNT);
  self->source_uuid = dup_text (statement, SOURCE_UUID);
  self->state = CLAMP (sqlite3_column_int (statement, STATE), 0, LB_COPY_STOPPED);
  self->step = CLAMP (sqlite3_column_int (statement, STEP), 0, LB_COPY_STEP_DONE);
  self->name = dup_text (statement, NAME);
  self->training_version = dup_text (statement, TRAINING_VERSION);
  self->visual_schema = dup_text (statement, VISUAL_SCHEMA);
  self->caption_prefix = dup_text (statement, CAPTION_PREFIX);
  self->project = dup_text (statement, PROJECT);
  self->project_id = sqlite3_column_int64 (statement, PROJECT_ID);
  self->dataset_id = sqlite3_column_int64 (statement, DATASET_ID);
  self->dataset_uuid = dup_text (statement, DATASET_UUID);
  self->ids_before = dup_text (statement, IDS_BEFORE);
  self->moderation = sqlite3_column_int (statement, MODERATION) != 0;

  return self;
}

static LbCopyItem *
read_item (sqlite3_stmt *statement)
{
  LbCopyItem *self = lb_copy_item_new ();

  self->image_uuid = dup_text (statement, 0);
  self->upload_uuid = dup_text (statement, 1);
  self->name = dup_text (statement, 2);
  self->caption = dup_text (statement, 3);
  self->source = dup_text (statement, 4);
  self->base = dup_text (statement, 5);
  self->state = CLAMP (sqlite3_column_int (statement, 6), 0, LB_COPY_ITEM_LEFT);
  self->age = dup_text (statement, 7);
  self->image_id = sqlite3_column_int64 (statement, 8);
  self->queued = sqlite3_column_int (statement, 9) != 0;

  return self;
}

static gboolean
read_items (sqlite3 *db, LbCopyRecord *self, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (
    db, error,
    "SELECT i.image_uuid, i.upload_uuid, i.name, i.caption, i.source, i.base, i.state,"
    " i.age, coalesce (l.image_id, 0), u.uuid IS NOT NULL"
    " FROM copy_item i LEFT JOIN upload_ledger l ON l.uuid = i.upload_uuid"
    " LEFT JOIN upload u ON u.uuid = i.upload_uuid"
    " WHERE i.copy_uuid = ? ORDER BY i.position",
    "s", self->uuid);
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (self->items, read_item (statement));
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

/* (transfer full) (nullable) (element-type LbCopyRecord): takes @statement. */
static GPtrArray *
read_all (sqlite3 *db, sqlite3_stmt *taken, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = taken;
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_copy_record_free);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (records, read_head (statement));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  for (guint i = 0; i < records->len; i++)
    if (!read_items (db, g_ptr_array_index (records, i), error))
      return NULL;

  return g_steal_pointer (&records);
}

static GValue *
list_going_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *records = read_all (
    db,
    lb_sql_prepare (db, error, "SELECT " COLUMNS " FROM copy WHERE state = ? ORDER BY made_at", "i",
                    (gint64) LB_COPY_GOING),
    error);

  return records != NULL ? lb_value_new_boxed (G_TYPE_PTR_ARRAY, records) : NULL;
}

DexFuture *
lb_copy_store_list_going (LbDatabase *database)
{
  return lb_database_run (database, list_going_work, NULL, NULL);
}

/* In one step with the look, so that no copy that begins meanwhile loses its mark. */
static GValue *
mark_work (LbDatabase *database, sqlite3 *db, gpointer path, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (
    db, error, "SELECT 1 FROM copy WHERE state = ? LIMIT 1", "i", (gint64) LB_COPY_GOING);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;
  if (lb_sql_step (statement, &failure))
    g_file_set_contents (path, "", 0, &failure);
  else if (failure == NULL)
    g_unlink (path);
  if (failure == NULL)
    return lb_value_new_boolean (TRUE);

  g_propagate_error (error, failure);

  return NULL;
}

DexFuture *
lb_copy_store_mark (LbDatabase *database, const char *path)
{
  return lb_database_run (database, mark_work, g_strdup (path), g_free);
}

/* Takes @statement. */
static GValue *
read_one (sqlite3 *db, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) records = read_all (db, statement, error);

  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "There is no such copy");
      return NULL;
    }

  return lb_value_new_boxed (LB_TYPE_COPY_RECORD,
                             lb_copy_record_copy (g_ptr_array_index (records, 0)));
}

static GValue *
find_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  char **key = data;

  return read_one (db,
                   lb_sql_prepare (db, error,
                                   "SELECT " COLUMNS " FROM copy WHERE source_account = ?"
                                   " AND source_uuid = ? ORDER BY made_at DESC LIMIT 1",
                                   "ss", key[0], key[1]),
                   error);
}

DexFuture *
lb_copy_store_find (LbDatabase *database, const char *source_account, const char *source_uuid)
{
  g_autoptr (GStrvBuilder) key = g_strv_builder_new ();

  g_strv_builder_add_many (key, source_account, source_uuid, NULL);

  return lb_database_run (database, find_work, g_strv_builder_end (key),
                          (GDestroyNotify) g_strfreev);
}

static gboolean
put_head (sqlite3 *db, const LbCopyRecord *self, GError **error)
{
  return lb_sql_exec (
    db, error,
    "INSERT INTO copy (" COLUMNS ", made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?) ON CONFLICT (uuid) DO UPDATE SET state = excluded.state, step = excluded.step,"
    " name = excluded.name, visual_schema = excluded.visual_schema,"
    " caption_prefix = excluded.caption_prefix, project = excluded.project,"
    " project_id = excluded.project_id, dataset_id = excluded.dataset_id,"
    " dataset_uuid = excluded.dataset_uuid, ids_before = excluded.ids_before,"
    " moderation = excluded.moderation",
    "sssiisssssiissii", self->uuid, self->source_account, self->source_uuid, (gint64) self->state,
    (gint64) self->step, self->name, self->training_version, self->visual_schema,
    self->caption_prefix, self->project, self->project_id, self->dataset_id, self->dataset_uuid,
    self->ids_before, (gint64) self->moderation, g_get_real_time ());
}

static gboolean
put_item (sqlite3 *db, const char *uuid, guint position, const LbCopyItem *self, GError **error)
{
  return lb_sql_exec (db, error,
                      "INSERT INTO copy_item (copy_uuid, position, image_uuid, upload_uuid, name,"
                      " caption, source, base, age, state)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "sisssssssi", uuid, (gint64) position, self->image_uuid, self->upload_uuid,
                      self->name, self->caption, self->source, self->base, self->age,
                      (gint64) self->state);
}

static GValue *
put_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbCopyRecord *self = data;

  if (!put_head (db, self, error) ||
      !lb_sql_exec (db, error, "DELETE FROM copy_item WHERE copy_uuid = ?", "s", self->uuid))
    return NULL;
  for (guint i = 0; i < self->items->len; i++)
    if (!put_item (db, self->uuid, i, g_ptr_array_index (self->items, i), error))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

static GValue *
put_head_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return put_head (db, data, error) ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_copy_store_put (LbDatabase *database, const LbCopyRecord *record)
{
  return lb_database_run (database, put_work, lb_copy_record_copy (record),
                          (GDestroyNotify) lb_copy_record_free);
}

DexFuture *
lb_copy_store_put_head (LbDatabase *database, const LbCopyRecord *record)
{
  return lb_database_run (database, put_head_work, lb_copy_record_copy (record),
                          (GDestroyNotify) lb_copy_record_free);
}

static GValue *
put_item_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbCopyItem *self = data;

  if (!lb_sql_exec (db, error, "UPDATE copy_item SET state = ?, base = ? WHERE upload_uuid = ?",
                    "iss", (gint64) self->state, self->base, self->upload_uuid))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_copy_store_put_item (LbDatabase *database, const LbCopyItem *item)
{
  return lb_database_run (database, put_item_work, lb_copy_item_copy (item),
                          (GDestroyNotify) lb_copy_item_free);
}
