#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-store-bulk.h"
#include "service/lb-store-private.h"

static gboolean
set_status (sqlite3 *db, gint64 id, const char *status, GError **error)
{
  return lb_sql_exec (db, error,
                      "UPDATE dataset SET captions_update_status = ?, updated_at = ? WHERE id = ?",
                      "sii", status, g_get_real_time (), id);
}

/* @kind: "all", or "missing": only images without a caption. */
static gboolean
note_run (sqlite3 *db, gint64 dataset_id, const char *kind, GError **error)
{
  return set_status (db, dataset_id, "in_progress", error) &&
         lb_sql_exec (db, error,
                      "INSERT OR REPLACE INTO caption_run (dataset_id, started_at, kind)"
                      " VALUES (?, ?, ?)",
                      "iis", dataset_id, g_get_real_time (), kind);
}

/* R70: what comes in bulk has its captions made as it comes. */
static gboolean
check_no_bulk (sqlite3 *db, gint64 dataset_id, GError **error)
{
  gboolean running;

  if (!lb_store_read_bulk_running (db, dataset_id, &running, error))
    return FALSE;
  if (!running)
    return TRUE;

  lb_fault_set (error, LB_ERROR_CONFLICT, "R70", NULL,
                "A bulk upload is in progress in this dataset");

  return FALSE;
}

static GValue *
start_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);

  if (dataset == NULL ||
      !lb_rules_check_regenerate_all (dataset, lb_dataset_get_images_count (dataset), error) ||
      !check_no_bulk (db, call->id, error) || !note_run (db, call->id, "all", error))
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

/* What a run has left to do. */
#define LEFT                                                                                       \
  " FROM image JOIN caption_run USING (dataset_id) WHERE dataset_id = ?"                           \
  " AND deleted_at IS NULL AND (kind = 'all' OR caption IS NULL)"                                  \
  " AND NOT EXISTS (SELECT 1 FROM caption_run_past AS past"                                        \
  "  WHERE past.dataset_id = image.dataset_id AND past.image_id = image.id)"

gboolean
lb_store_note_missing (sqlite3 *db, LbDataset *dataset, gboolean *noted, GError **error)
{
  gint64 id = lb_dataset_get_id (dataset);
  gint64 missing = 0;

  *noted = FALSE;
  if (lb_dataset_get_completed (dataset) ||
      (lb_dataset_is_fibo (dataset) && lb_dataset_get_visual_schema (dataset) == NULL))
    return TRUE;

  if (!lb_store_read_count (db, &missing, error,
                            "SELECT count(*) FROM image WHERE dataset_id = ?"
                            " AND deleted_at IS NULL AND caption IS NULL",
                            id))
    return FALSE;
  if (missing == 0)
    return TRUE;

  *noted = TRUE;

  return lb_dataset_get_captions_update_status (dataset) != NULL &&
             g_str_equal (lb_dataset_get_captions_update_status (dataset), "in_progress")
           ? TRUE
           : note_run (db, id, "missing", error);
}

static GValue *
missing_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  gboolean noted;

  if (dataset == NULL || !lb_store_note_missing (db, dataset, &noted, error))
    return NULL;

  return lb_value_new_boolean (noted);
}

DexFuture *
lb_store_start_missing_run (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, missing_work, lb_store_call_new (dataset_id, 0));
}

static GValue *
next_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  LbPicture *picture;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT image.id, image.dataset_id, blob, updated_at" LEFT
                                    " AND image.id > ? ORDER BY image.id LIMIT 1",
                                    "ii", call->id, call->other_id)))
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
lb_store_next_in_run (LbStore *self, gint64 dataset_id, gint64 after_image_id)
{
  return lb_store_run (self, next_work, lb_store_call_new (dataset_id, after_image_id));
}

gboolean
lb_store_pass_in_run (sqlite3 *db, gint64 dataset_id, gint64 image_id, GError **error)
{
  return lb_sql_exec (db, error,
                      "INSERT OR IGNORE INTO caption_run_past (dataset_id, image_id)"
                      " SELECT dataset_id, ? FROM caption_run WHERE dataset_id = ?",
                      "ii", image_id, dataset_id);
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

  if (!lb_store_pass_in_run (db, picture->dataset_id, picture->image_id, error) ||
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
touch_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;

  return lb_store_touch_dataset (db, call->id, error) ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_store_touch_run (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, touch_work, lb_store_call_new (dataset_id, 0));
}

static GValue *
end_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  gint64 left = 0;

  if (call->number == 0 &&
      !lb_store_read_count (db, &left, error, "SELECT count(*)" LEFT, call->id))
    return NULL;
  if (left > 0)
    return lb_value_new_boolean (FALSE);

  if (!lb_sql_exec (db, error, "DELETE FROM caption_run WHERE dataset_id = ?", "i", call->id) ||
      (sqlite3_changes (db) > 0 && !set_status (db, call->id, "completed", error)))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_end_run (LbStore *self, gint64 dataset_id, gboolean early)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, 0);

  call->number = early;

  return lb_store_run (self, end_work, call);
}

GArray *
lb_store_list_runs (LbStore *self, GError **error)
{
  return lb_store_list_ids (self, "SELECT dataset_id FROM caption_run ORDER BY started_at", error);
}
