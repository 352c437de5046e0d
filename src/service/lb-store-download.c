#include "service/lb-store-download.h"

#include "archive/lb-download-names.h"
#include "contract/lb-rules.h"
#include "model/lb-image-name.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"

G_DEFINE_BOXED_TYPE (LbDownloadPlan, lb_download_plan, lb_download_plan_ref, lb_download_plan_unref)

static void
entry_free (gpointer data)
{
  LbDownloadEntry *entry = data;

  g_free (entry->file_name);
  g_free (entry->blob);
  g_free (entry);
}

static LbDownloadPlan *
plan_new (LbDataset *dataset)
{
  LbDownloadPlan *self = g_atomic_rc_box_new0 (LbDownloadPlan);

  self->dataset = dataset;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->all_automatic = TRUE;

  return self;
}

LbDownloadPlan *
lb_download_plan_ref (LbDownloadPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_clear (LbDownloadPlan *self)
{
  g_clear_object (&self->dataset);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
}

void
lb_download_plan_unref (LbDownloadPlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) plan_clear);
}

static gboolean
read_entries (sqlite3 *db, LbDownloadPlan *plan, GError **error)
{
  g_autoptr (LbDownloadNames) names = lb_download_names_new ();
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT id, image_name, format, blob,"
                                    " caption IS NOT NULL AND caption_source = 'automatic'"
                                    " FROM image WHERE dataset_id = ? AND deleted_at IS NULL"
                                    " ORDER BY id",
                                    "i", lb_dataset_get_id (plan->dataset))))
    return FALSE;

  while (lb_sql_step (statement, &failure))
    {
      LbDownloadEntry *entry = g_new0 (LbDownloadEntry, 1);
      g_autofree char *name =
        lb_image_name_unmark ((const char *) sqlite3_column_text (statement, 1));

      entry->image_id = sqlite3_column_int64 (statement, 0);
      entry->file_name =
        lb_download_names_add (names, name, (const char *) sqlite3_column_text (statement, 2));
      entry->blob = lb_store_column_text (statement, 3);
      if (sqlite3_column_int (statement, 4) == 0)
        plan->all_automatic = FALSE;
      g_ptr_array_add (plan->entries, entry);
    }

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  return TRUE;
}

static GValue *
plan_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDownloadPlan) plan = NULL;
  LbDataset *dataset = lb_store_read_dataset (db, call->id, error);

  if (dataset == NULL)
    return NULL;

  plan = plan_new (dataset);
  if (!lb_rules_check_download (dataset, lb_dataset_get_images_count (dataset), error) ||
      !read_entries (db, plan, error))
    return NULL;

  return lb_value_new_boxed (LB_TYPE_DOWNLOAD_PLAN, g_steal_pointer (&plan));
}

DexFuture *
lb_store_plan_download (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, plan_work, lb_store_call_new (dataset_id, 0));
}

static GValue *
caption_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const gint64 *image_id = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autofree char *caption = NULL;
  GError *failure = NULL;

  if (!(statement =
          lb_sql_prepare (db, error, "SELECT caption FROM image WHERE id = ?", "i", *image_id)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    {
      caption = lb_store_column_text (statement, 0);
      return lb_value_new_string (caption);
    }

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    lb_fault_set (error, LB_ERROR_GONE, "R92", NULL, "The dataset was deleted");

  return NULL;
}

gboolean
lb_store_read_caption (LbStore *self, gint64 image_id, char **caption, GError **error)
{
  GValue *value = lb_database_run_sync (self->database, caption_work, &image_id, error);

  if (value == NULL)
    return FALSE;

  *caption = g_value_dup_string (value);
  lb_value_free (value);

  return TRUE;
}
