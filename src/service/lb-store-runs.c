#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "service/lb-store-private.h"

static gboolean
set_status (sqlite3 *db, gint64 id, const char *status, GError **error)
{
  return lb_sql_exec (db, error,
                      "UPDATE dataset SET captions_update_status = ?, updated_at = ? WHERE id = ?",
                      "sii", status, g_get_real_time (), id);
}

static GValue *
start_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);

  if (dataset == NULL ||
      !lb_rules_check_regenerate_all (dataset, lb_dataset_get_images_count (dataset), error) ||
      !set_status (db, call->id, "in_progress", error) ||
      !lb_sql_exec (db, error,
                    "INSERT OR REPLACE INTO caption_run (dataset_id, started_at) VALUES (?, ?)",
                    "ii", call->id, g_get_real_time ()))
    return NULL;

  g_clear_object (&dataset);
  if (!(dataset = lb_store_read_dataset (db, call->id, error)))
    return NULL;

  return lb_value_new_object (g_steal_pointer (&dataset));
}

DexFuture *
lb_store_start_run (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, start_work, lb_store_call_new (dataset_id, 0));
}

static GValue *
next_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  LbPicture *picture;

  if (!(statement = lb_sql_prepare (
          db, error,
          "SELECT image.id, image.dataset_id, blob, updated_at FROM image JOIN caption_run"
          " USING (dataset_id) WHERE dataset_id = ? AND deleted_at IS NULL"
          " AND image.id > last_image_id ORDER BY image.id LIMIT 1",
          "i", call->id)))
    return NULL;

  if (!lb_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      else
        g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The run is at its end");
      return NULL;
    }

  picture = lb_picture_new ();
  picture->image_id = sqlite3_column_int64 (statement, 0);
  picture->dataset_id = sqlite3_column_int64 (statement, 1);
  picture->blob = lb_store_column_text (statement, 2);
  picture->updated_at = sqlite3_column_int64 (statement, 3);

  return lb_value_new_boxed (LB_TYPE_PICTURE, picture);
}

DexFuture *
lb_store_next_in_run (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, next_work, lb_store_call_new (dataset_id, 0));
}

/* The caption and the place of the run change together, so that a run that is taken up again writes
 * each caption once. */
static GValue *
step_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  LbPicture *picture = call->picture;
  gboolean written;

  if (call->text != NULL && !lb_store_write_automatic (db, picture, call->text, &written, error))
    return NULL;

  if (!lb_sql_exec (db, error, "UPDATE caption_run SET last_image_id = ? WHERE dataset_id = ?",
                    "ii", picture->image_id, picture->dataset_id) ||
      !lb_store_touch_dataset (db, picture->dataset_id, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_step_run (LbStore *self, const LbPicture *picture, const char *caption)
{
  LbStoreCall *call = lb_store_call_new (picture->dataset_id, picture->image_id);

  call->text = g_strdup (caption);
  call->picture = lb_picture_copy (picture);

  return lb_store_run (self, step_work, call);
}

static GValue *
end_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;

  if (!set_status (db, call->id, "completed", error) ||
      !lb_sql_exec (db, error, "DELETE FROM caption_run WHERE dataset_id = ?", "i", call->id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_end_run (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, end_work, lb_store_call_new (dataset_id, 0));
}

static GValue *
list_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GArray *ids = data;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT dataset_id FROM caption_run ORDER BY started_at", NULL)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

GArray *
lb_store_list_runs (LbStore *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GValue *value = lb_database_run_sync (self->database, list_work, ids, error);

  if (value == NULL)
    return NULL;

  lb_value_free (value);

  return g_steal_pointer (&ids);
}
