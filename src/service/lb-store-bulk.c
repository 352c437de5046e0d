#include "service/lb-store-bulk.h"

#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"

#define RUNNING "status IN ('pending', 'processing')"

/* What a call takes to the database's thread. */
typedef struct
{
  gint64 dataset_id;
  char *zip_url;          /* (owned) (nullable) */
  char *mark;             /* (owned) (nullable) */
  GPtrArray *outcomes;    /* (owned) (nullable) (element-type LbBulkOutcome) */
  LbBulkOutcome *failure; /* (owned) (nullable) */
  guint number;
  gboolean flag;
} Call;

static Call *
call_new (gint64 dataset_id)
{
  Call *call = g_new0 (Call, 1);

  call->dataset_id = dataset_id;

  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->zip_url);
  g_free (call->mark);
  g_clear_pointer (&call->outcomes, g_ptr_array_unref);
  g_clear_pointer (&call->failure, lb_bulk_outcome_free);
  g_free (call);
}

static DexFuture *
run (LbStore *self, LbDatabaseWork work, Call *call)
{
  return lb_database_run (self->database, work, call, call_free);
}

static gboolean
refuse (GError **error, const char *rule, const char *words)
{
  lb_fault_set (error, LB_ERROR_INVALID, rule, NULL, "%s", words);

  return FALSE;
}

gboolean
lb_store_read_bulk_running (sqlite3 *db, gint64 dataset_id, gboolean *running, GError **error)
{
  gint64 count;

  if (!lb_store_read_count (db, &count, error,
                            "SELECT count(*) FROM bulk_upload WHERE dataset_id = ? AND " RUNNING,
                            dataset_id))
    return FALSE;

  *running = count > 0;

  return TRUE;
}

/* R73, then R74. */
static gboolean
check (sqlite3 *db, gint64 dataset_id, GError **error)
{
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, dataset_id, error);
  gint64 tries;

  if (dataset == NULL ||
      !lb_store_read_count (db, &tries, error,
                            "SELECT count(*) FROM bulk_upload WHERE dataset_id = ?", dataset_id))
    return FALSE;

  return lb_rules_check_bulk (dataset, lb_dataset_get_images_count (dataset), tries > 0, error) &&
         lb_store_check_born_empty (db, dataset_id, error);
}

static GValue *
check_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;

  return check (db, call->dataset_id, error) ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_store_check_bulk (LbStore *self, gint64 dataset_id)
{
  return run (self, check_work, call_new (dataset_id));
}

/* What has to be fetched first has its share in that. */
static int
get_percent (const char *status, gboolean fetches, gint64 next_entry, gint64 n_entries)
{
  gint64 share = fetches ? LB_BULK_FETCH_PERCENT : 0;

  if (g_str_equal (status, "completed"))
    return 100;

  return n_entries > 0 ? (int) (share + next_entry * (100 - share) / n_entries) : 0;
}

static gboolean
read_failures (sqlite3 *db, gint64 dataset_id, LbBulkUpload *bulk, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT filename, error_code, error_message FROM bulk_failure"
                                    " WHERE dataset_id = ? ORDER BY entry",
                                    "i", dataset_id)))
    return FALSE;

  while (lb_sql_step (statement, &failure))
    lb_bulk_upload_add_failure (bulk, (const char *) sqlite3_column_text (statement, 0),
                                sqlite3_column_int (statement, 1),
                                (const char *) sqlite3_column_text (statement, 2));

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);

  return FALSE;
}

static GValue *
answer_bulk (sqlite3 *db, gint64 dataset_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (LbBulkUpload) bulk = lb_bulk_upload_new ();
  g_autofree char *status = NULL;
  GError *failure = NULL;
  int done;
  int failed;

  if (!(statement =
          lb_sql_prepare (db, error,
                          "SELECT status, next_entry, n_entries, done, failed, mark IS NULL"
                          " FROM bulk_upload WHERE dataset_id = ?",
                          "i", dataset_id)))
    return NULL;
  if (!lb_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      else
        lb_fault_set (error, LB_ERROR_NOT_FOUND, "R83", NULL,
                      "The dataset has had no bulk upload yet");
      return NULL;
    }

  status = lb_store_column_text (statement, 0);
  done = sqlite3_column_int (statement, 3);
  failed = sqlite3_column_int (statement, 4);
  g_object_set (bulk, "status", status, "progress-percentage",
                get_percent (status, sqlite3_column_int (statement, 5) != 0,
                             sqlite3_column_int64 (statement, 1),
                             sqlite3_column_int64 (statement, 2)),
                "total-processed", done + failed, "done", done, "failed", failed, NULL);
  if (!read_failures (db, dataset_id, bulk, error))
    return NULL;

  return lb_value_new_object (g_steal_pointer (&bulk));
}

static GValue *
start_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  gint64 now = g_get_real_time ();

  /* Images up to the floor are none of the job's: deleted ones of a clone. */
  if (!check (db, call->dataset_id, error) ||
      !lb_sql_exec (db, error,
                    "INSERT INTO bulk_upload (dataset_id, zip_url, mark, automatic_captioning,"
                    " image_floor, started_at)"
                    " VALUES (?, ?, ?, ?, (SELECT coalesce (max (id), 0) FROM image), ?)",
                    "issii", call->dataset_id, call->zip_url, call->mark, (gint64) call->flag,
                    now) ||
      !lb_store_touch_dataset (db, call->dataset_id, error))
    return NULL;

  return answer_bulk (db, call->dataset_id, error);
}

DexFuture *
lb_store_start_bulk (LbStore *self,
                     gint64 dataset_id,
                     const char *zip_url,
                     const char *mark,
                     gboolean automatic_captioning)
{
  Call *call = call_new (dataset_id);

  call->zip_url = g_strdup (zip_url);
  call->mark = g_strdup (mark);
  call->flag = automatic_captioning;

  return run (self, start_work, call);
}

static GValue *
get_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->dataset_id, error);

  if (dataset == NULL)
    return NULL;
  if (!lb_dataset_is_advanced (dataset))
    {
      refuse (error, "R83", "Only an advanced dataset has a bulk upload");
      return NULL;
    }

  return answer_bulk (db, call->dataset_id, error);
}

DexFuture *
lb_store_get_bulk (LbStore *self, gint64 dataset_id)
{
  return run (self, get_work, call_new (dataset_id));
}

static LbBulkJob *
read_job (sqlite3 *db, gint64 dataset_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;
  LbBulkJob *job;

  if (!(statement = lb_sql_prepare (
          db, error,
          "SELECT zip_url, automatic_captioning, mark, fetched, n_entries IS NOT NULL, next_entry"
          " FROM bulk_upload WHERE dataset_id = ? AND " RUNNING,
          "i", dataset_id)))
    return NULL;
  if (!lb_sql_step (statement, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      else
        g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The bulk upload is at its end");
      return NULL;
    }

  job = g_new0 (LbBulkJob, 1);
  job->dataset_id = dataset_id;
  job->zip_url = lb_store_column_text (statement, 0);
  job->automatic_captioning = sqlite3_column_int (statement, 1) != 0;
  job->mark = lb_store_column_text (statement, 2);
  job->fetched = sqlite3_column_int (statement, 3) != 0;
  job->begun = sqlite3_column_int (statement, 4) != 0;
  job->next_entry = (guint) sqlite3_column_int64 (statement, 5);

  return job;
}

static GValue *
get_job_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  LbBulkJob *job = read_job (db, call->dataset_id, error);

  return job != NULL ? lb_value_new_boxed (LB_TYPE_BULK_JOB, job) : NULL;
}

DexFuture *
lb_store_get_bulk_job (LbStore *self, gint64 dataset_id)
{
  return run (self, get_job_work, call_new (dataset_id));
}

/* One that has ended, or gone with its dataset, is touched no more. */
static gboolean
check_running (sqlite3 *db, gint64 dataset_id, GError **error)
{
  g_autoptr (LbBulkJob) job = read_job (db, dataset_id, error);

  return job != NULL;
}

static GValue *
working_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;

  if (!check_running (db, call->dataset_id, error) ||
      !lb_sql_exec (db, error, "UPDATE bulk_upload SET status = 'processing' WHERE dataset_id = ?",
                    "i", call->dataset_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_set_bulk_working (LbStore *self, gint64 dataset_id)
{
  return run (self, working_work, call_new (dataset_id));
}

static GValue *
fetched_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;

  if (!check_running (db, call->dataset_id, error) ||
      !lb_sql_exec (db, error, "UPDATE bulk_upload SET fetched = 1 WHERE dataset_id = ?", "i",
                    call->dataset_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_set_bulk_fetched (LbStore *self, gint64 dataset_id)
{
  return run (self, fetched_work, call_new (dataset_id));
}

static GValue *
begin_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (LbBulkJob) job = read_job (db, call->dataset_id, error);
  g_autoptr (LbDataset) dataset = NULL;
  gboolean manual;

  if (job == NULL || !(dataset = lb_store_read_dataset (db, call->dataset_id, error)))
    return NULL;

  manual = !lb_dataset_is_fibo (dataset) && !job->automatic_captioning;
  if (!lb_sql_exec (db, error, "UPDATE bulk_upload SET n_entries = ? WHERE dataset_id = ?", "ii",
                    (gint64) call->number, call->dataset_id) ||
      !lb_sql_exec (db, error, "UPDATE dataset SET captions_source = ? WHERE id = ?", "si",
                    manual ? "manual" : "automatic", call->dataset_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_begin_bulk (LbStore *self, gint64 dataset_id, guint n_entries)
{
  Call *call = call_new (dataset_id);

  call->number = n_entries;

  return run (self, begin_work, call);
}

static gboolean
insert_image (sqlite3 *db, gint64 dataset_id, LbBulkOutcome *outcome, GError **error)
{
  LbPicture *picture = outcome->picture;
  const char *slash = strrchr (outcome->filename, '/');
  const char *name = slash != NULL ? slash + 1 : outcome->filename;
  const char *source = outcome->manual ? "manual" : "automatic";
  gint64 now = g_get_real_time ();

  return lb_sql_exec (
    db, error,
    "INSERT INTO image (dataset_id, caption, caption_source, image_name, blob, thumbnail, format,"
    " width, height, size_bytes, source_sha256, source_width, source_height, created_at,"
    " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "issssssiiisiiii", dataset_id, outcome->caption, outcome->caption != NULL ? source : "pending",
    name, picture->blob, picture->thumbnail, picture->format, (gint64) picture->width,
    (gint64) picture->height, picture->size_bytes, picture->source_sha256,
    (gint64) picture->source_width, (gint64) picture->source_height, now, now);
}

static gboolean
insert_failure (sqlite3 *db, gint64 dataset_id, const LbBulkOutcome *outcome, GError **error)
{
  return lb_sql_exec (db, error,
                      "INSERT INTO bulk_failure (dataset_id, entry, filename, error_code,"
                      " error_message) VALUES (?, ?, ?, ?, ?)",
                      "iisis", dataset_id, (gint64) outcome->entry, outcome->filename,
                      (gint64) outcome->error_code, outcome->error_message);
}

/* R77 */
static void
refuse_surplus (LbBulkOutcome *outcome)
{
  g_autoptr (GError) error = NULL;

  lb_fault_set (&error, LB_ERROR_TOO_LARGE, "R77", NULL, "The dataset has its %d images already",
                LB_LIMIT_ADVANCED_IMAGES);
  lb_bulk_outcome_fail (outcome, error);
}

static gboolean
write_outcomes (sqlite3 *db, Call *call, gint64 *done, gint64 *failed, GError **error)
{
  for (guint i = 0; i < call->outcomes->len; i++)
    {
      LbBulkOutcome *outcome = g_ptr_array_index (call->outcomes, i);

      if (outcome->picture != NULL && *done >= LB_LIMIT_ADVANCED_IMAGES)
        refuse_surplus (outcome);

      if (outcome->error_code != 0)
        (*failed)++;
      else if (outcome->picture != NULL)
        (*done)++;
      else
        continue;

      if (outcome->error_code != 0 ? !insert_failure (db, call->dataset_id, outcome, error)
                                   : !insert_image (db, call->dataset_id, outcome, error))
        return FALSE;
    }

  return TRUE;
}

static GValue *
step_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  gint64 before;
  gint64 done;
  gint64 failed = 0;

  if (!check_running (db, call->dataset_id, error) ||
      !lb_store_read_count (db, &before, error, "SELECT done FROM bulk_upload WHERE dataset_id = ?",
                            call->dataset_id))
    return NULL;

  done = before;
  if (!write_outcomes (db, call, &done, &failed, error) ||
      !lb_sql_exec (db, error,
                    "UPDATE bulk_upload SET done = ?, failed = failed + ?, next_entry = ?"
                    " WHERE dataset_id = ?",
                    "iiii", done, failed, (gint64) call->number, call->dataset_id) ||
      !lb_store_touch_dataset (db, call->dataset_id, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_step_bulk (LbStore *self, gint64 dataset_id, GPtrArray *outcomes, guint next_entry)
{
  Call *call = call_new (dataset_id);

  call->outcomes = outcomes;
  call->number = next_entry;

  return run (self, step_work, call);
}

/* R85: as if the job had stored nothing. What it said of single entries goes too: the file is at
 * fault as a whole. */
static gboolean
forget (sqlite3 *db, gint64 dataset_id, GError **error)
{
  return lb_sql_exec (db, error,
                      "DELETE FROM image WHERE dataset_id = ?1 AND id >"
                      " (SELECT image_floor FROM bulk_upload WHERE dataset_id = ?1)",
                      "i", dataset_id) &&
         lb_sql_exec (db, error, "DELETE FROM bulk_failure WHERE dataset_id = ?", "i",
                      dataset_id) &&
         lb_sql_exec (db, error,
                      "UPDATE bulk_upload SET done = 0, failed = 0, next_entry = 0"
                      " WHERE dataset_id = ?",
                      "i", dataset_id) &&
         lb_sql_exec (db, error, "UPDATE dataset SET captions_source = NULL WHERE id = ?", "i",
                      dataset_id);
}

static GValue *
end_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  const char *status = call->failure != NULL ? "failed" : "completed";

  /* An address may hold a key, so it is kept no longer than it is needed. */
  if (!check_running (db, call->dataset_id, error) ||
      (call->flag && !forget (db, call->dataset_id, error)) ||
      (call->failure != NULL && !insert_failure (db, call->dataset_id, call->failure, error)) ||
      !lb_sql_exec (db, error,
                    "UPDATE bulk_upload SET status = ?, zip_url = '', failed = failed + ?"
                    " WHERE dataset_id = ?",
                    "sii", status, (gint64) (call->failure != NULL ? 1 : 0), call->dataset_id) ||
      !lb_store_touch_dataset (db, call->dataset_id, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_end_bulk (LbStore *self, gint64 dataset_id, LbBulkOutcome *failure, gboolean forget)
{
  Call *call = call_new (dataset_id);

  call->failure = failure;
  call->flag = forget;

  return lb_store_sweep_after (self, run (self, end_work, call));
}

GArray *
lb_store_list_bulks (LbStore *self, GError **error)
{
  return lb_store_list_ids (
    self, "SELECT dataset_id FROM bulk_upload WHERE " RUNNING " ORDER BY started_at", error);
}
