#include "jobs/lb-upload-ledger.h"

#include "jobs/lb-upload-store.h"
#include "session/lb-lease.h"

static GValue *
finish_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbUploadRecord *row = data;

  if (!lb_lease_check_owner (db, LB_UPLOAD_STORE_LEASE, row->owner, error) ||
      !lb_sql_exec (db, error,
                    "INSERT OR REPLACE INTO upload_ledger (uuid, dataset_id, image_id, image_name,"
                    " sent_sha256, original_sha256, sent_again, sent_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "siisssii", row->uuid, row->dataset_id, row->image_id, row->image_name,
                    row->staged_sha256, row->checked_sha256,
                    (gint64) ((row->flags & LB_UPLOAD_FLAG_AGAIN) != 0), g_get_real_time ()) ||
      !lb_sql_exec (db, error, "DELETE FROM upload WHERE uuid = ?", "s", row->uuid))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_upload_ledger_finish (LbDatabase *database, const LbUploadRecord *record)
{
  return lb_database_run_shared (database, finish_work, lb_upload_record_copy (record),
                                 (GDestroyNotify) lb_upload_record_free);
}

char **
lb_upload_ledger_new_hashes (const char *original, const char *sent)
{
  const char *hashes[] = { original, g_strcmp0 (original, sent) != 0 ? sent : NULL, NULL };

  return g_strdupv ((char **) hashes);
}

static GValue *
list_sent_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GHashTable) sent =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_strfreev);
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error,
                    "SELECT image_id, original_sha256, sent_sha256 FROM upload_ledger"
                    " WHERE image_id > 0 AND original_sha256 IS NOT NULL",
                    "");
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_hash_table_replace (
        sent, g_memdup2 (&id, sizeof id),
        lb_upload_ledger_new_hashes ((const char *) sqlite3_column_text (statement, 1),
                                     (const char *) sqlite3_column_text (statement, 2)));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&sent));
}

DexFuture *
lb_upload_ledger_list_sent (LbDatabase *database)
{
  return lb_database_run (database, list_sent_work, NULL, NULL);
}

static LbUploadRecord *
read_again (sqlite3_stmt *statement)
{
  LbUploadRecord *self = lb_upload_record_new ();

  self->uuid = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  self->dataset_id = sqlite3_column_int64 (statement, 1);
  self->image_id = sqlite3_column_int64 (statement, 2);
  self->image_name = g_strdup ((const char *) sqlite3_column_text (statement, 3));
  self->sent_at_us = sqlite3_column_int64 (statement, 4);

  return self;
}

static GValue *
list_again_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_upload_record_free);
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error,
                    "SELECT uuid, dataset_id, image_id, image_name, sent_at"
                    " FROM upload_ledger WHERE sent_again",
                    "");
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (records, read_again (statement));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

DexFuture *
lb_upload_ledger_list_again (LbDatabase *database)
{
  return lb_database_run (database, list_again_work, NULL, NULL);
}

static GValue *
settle_again_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbUploadRecord *self = data;

  if (!lb_sql_exec (db, error,
                    "UPDATE upload_ledger SET sent_again = 0, image_id = ? WHERE uuid = ?", "is",
                    self->image_id, self->uuid))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_upload_ledger_settle_again (LbDatabase *database, const char *uuid, gint64 image_id)
{
  LbUploadRecord *record = lb_upload_record_new ();

  record->uuid = g_strdup (uuid);
  record->image_id = image_id;

  return lb_database_run (database, settle_again_work, record,
                          (GDestroyNotify) lb_upload_record_free);
}
