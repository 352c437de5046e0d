#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "service/lb-caption-line.h"
#include "service/lb-fault.h"
#include "service/lb-store-bulk.h"
#include "service/lb-store-private.h"

#define DATASET_COLUMNS                                                                            \
  "id, project_id, name, description, training_version, caption_prefix, visual_schema, status, "   \
  "captions_update_status, upload_type, captions_source, created_at, updated_at, "                 \
  "(SELECT count(*) FROM image WHERE dataset_id = dataset.id AND deleted_at IS NULL)"

static GObject *
read_row (sqlite3_stmt *statement)
{
  g_autofree char *name = lb_store_column_text (statement, 2);
  g_autofree char *description = lb_store_column_text (statement, 3);
  g_autofree char *version = lb_store_column_text (statement, 4);
  g_autofree char *prefix = lb_store_column_text (statement, 5);
  g_autofree char *schema = lb_store_column_text (statement, 6);
  g_autofree char *status = lb_store_column_text (statement, 7);
  g_autofree char *captions = lb_store_column_text (statement, 8);
  g_autofree char *upload_type = lb_store_column_text (statement, 9);
  g_autofree char *source = lb_store_column_text (statement, 10);
  LbDataset *dataset = lb_dataset_new (sqlite3_column_int64 (statement, 0));

  g_object_set (
    dataset, "project-id", sqlite3_column_int64 (statement, 1), "name", name, "description",
    description, "training-version", version, "caption-prefix", prefix, "visual-schema", schema,
    "status", status, "captions-update-status", captions, "upload-type", upload_type,
    "captions-source", source, "created-at", sqlite3_column_int64 (statement, 11), "updated-at",
    sqlite3_column_int64 (statement, 12), "images-count", sqlite3_column_int (statement, 13), NULL);

  return G_OBJECT (dataset);
}

LbDataset *
lb_store_read_dataset (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT " DATASET_COLUMNS " FROM dataset WHERE id = ?", "i", id)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    return LB_DATASET (read_row (statement));

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    lb_fault_set (error, LB_ERROR_NOT_FOUND, "R4", NULL, "There is no such dataset");

  return NULL;
}

static GValue *
answer_dataset (sqlite3 *db, gint64 id, GError **error)
{
  LbDataset *dataset = lb_store_read_dataset (db, id, error);

  return dataset != NULL ? lb_value_new_object (dataset) : NULL;
}

gboolean
lb_store_touch_dataset (sqlite3 *db, gint64 id, GError **error)
{
  return lb_sql_exec (db, error, "UPDATE dataset SET updated_at = ? WHERE id = ?", "ii",
                      g_get_real_time (), id);
}

static GValue *
list_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT " DATASET_COLUMNS " FROM dataset"
                                    " WHERE ?1 = 0 OR project_id = ?1 ORDER BY id",
                                    "i", call->id)))
    return NULL;

  return lb_store_list (statement, read_row, error);
}

DexFuture *
lb_store_list_datasets (LbStore *self, gint64 project_id)
{
  return lb_store_run (self, list_work, lb_store_call_new (project_id, 0));
}

static GValue *
get_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;

  return answer_dataset (db, call->id, error);
}

DexFuture *
lb_store_get_dataset (LbStore *self, gint64 id)
{
  return lb_store_run (self, get_work, lb_store_call_new (id, 0));
}

static GValue *
create_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  LbDatasetFields *fields = call->fields;
  g_autoptr (LbProject) project = lb_store_read_project (db, fields->project_id, error);
  g_autofree char *prefix = NULL;
  const char *locked;
  const char *version;
  gint64 now = g_get_real_time ();
  gint64 id;

  if (project == NULL)
    return NULL;

  locked = lb_project_get_training_version (project);
  version = fields->training_version;
  if (version == NULL)
    version = locked != NULL ? locked : "fibo"; /* R21 */
  if (!lb_rules_check_family (locked, version, error))
    return NULL;

  /* R23 */
  prefix = g_str_equal (version, "fibo") ? NULL : lb_caption_line_make_prefix (project);
  if (!lb_sql_exec (db, error,
                    "INSERT INTO dataset (project_id, name, description, training_version,"
                    " caption_prefix, upload_type, created_at, updated_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    "isssssii", fields->project_id, fields->name, fields->description, version,
                    prefix, fields->upload_type != NULL ? fields->upload_type : "basic", now, now))
    return NULL;

  id = sqlite3_last_insert_rowid (db);
  /* R18: the first dataset locks the project, and the lock outlives it. */
  if (locked == NULL && !lb_sql_exec (db, error,
                                      "UPDATE project SET training_version = ?, updated_at = ?"
                                      " WHERE id = ?",
                                      "sii", version, now, fields->project_id))
    return NULL;

  return answer_dataset (db, id, error);
}

DexFuture *
lb_store_create_dataset (LbStore *self, LbDatasetFields *fields)
{
  LbStoreCall *call = lb_store_call_new (0, 0);

  call->fields = fields;

  return lb_store_run (self, create_work, call);
}

/* R27: what the dataset's family and state let change. */
static gboolean
check_change (LbDataset *dataset, LbDatasetFields *fields, GError **error)
{
  if (fields->visual_schema != NULL && !lb_dataset_is_fibo (dataset))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R27", "visual_schema",
                    "Only a fibo dataset has a visual schema");
      return FALSE;
    }
  if (fields->caption_prefix != NULL &&
      !lb_rules_check_prefix (dataset, fields->caption_prefix, error))
    return FALSE;

  return fields->visual_schema == NULL || lb_rules_check_draft (dataset, "R34", error);
}

/* R30..R33 and R35: the status is judged on what the update leaves behind. */
static gboolean
check_status (sqlite3 *db, LbDataset *dataset, LbDatasetFields *fields, GError **error)
{
  g_autoptr (LbDataset) after = NULL;
  LbReadiness readiness;
  gboolean bulk;
  gint64 missing;

  if (fields->status == NULL || g_strcmp0 (fields->status, lb_dataset_get_status (dataset)) == 0)
    return TRUE;

  if (lb_dataset_get_completed (dataset))
    {
      lb_fault_set (error, LB_ERROR_CONFLICT, "R33", "status",
                    "A completed dataset stays completed; clone it to go on");
      return FALSE;
    }

  if (!lb_store_read_count (db, &missing, error,
                            "SELECT count(*) FROM image WHERE dataset_id = ?"
                            " AND deleted_at IS NULL AND caption IS NULL",
                            lb_dataset_get_id (dataset)))
    return FALSE;

  after = lb_dataset_new (lb_dataset_get_id (dataset));
  lb_dataset_update_from (after, dataset);
  if (fields->visual_schema != NULL)
    g_object_set (after, "visual-schema", fields->visual_schema, NULL);

  lb_rules_readiness (after, lb_dataset_get_images_count (dataset), missing, 0, &readiness);
  if (!lb_store_read_bulk_running (db, lb_dataset_get_id (dataset), &bulk, error))
    return FALSE;
  readiness.run_going |= bulk;

  return lb_readiness_check (&readiness, error);
}

static GValue *
update_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  LbDatasetFields *fields = call->fields;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);

  if (dataset == NULL || !check_change (dataset, fields, error) ||
      !check_status (db, dataset, fields, error))
    return NULL;

  if (!lb_sql_exec (db, error,
                    "UPDATE dataset SET name = coalesce (?, name),"
                    " visual_schema = coalesce (?, visual_schema),"
                    " caption_prefix = coalesce (?, caption_prefix),"
                    " status = coalesce (?, status), updated_at = ? WHERE id = ?",
                    "ssssii", fields->name, fields->visual_schema, fields->caption_prefix,
                    fields->status, g_get_real_time (), call->id))
    return NULL;

  return answer_dataset (db, call->id, error);
}

DexFuture *
lb_store_update_dataset (LbStore *self, gint64 id, LbDatasetFields *fields)
{
  LbStoreCall *call = lb_store_call_new (id, 0);

  call->fields = fields;

  return lb_store_run (self, update_work, call);
}

static GValue *
delete_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);

  if (dataset == NULL ||
      !lb_sql_exec (db, error, "DELETE FROM dataset WHERE id = ?", "i", call->id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_delete_dataset (LbStore *self, gint64 id)
{
  return lb_store_sweep_after (self, lb_store_run (self, delete_work, lb_store_call_new (id, 0)));
}
