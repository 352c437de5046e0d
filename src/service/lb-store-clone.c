#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"

/* R37..R39: as it is, but for what a new draft starts with. */
static gboolean
copy_dataset (sqlite3 *db, const LbStoreCall *call, LbDataset *source, gint64 now, GError **error)
{
  g_autofree char *name = call->text != NULL ? g_strdup (call->text) : lb_rules_clone_name (source);

  return lb_sql_exec (
    db, error,
    "INSERT INTO dataset (project_id, name, description, training_version, caption_prefix,"
    " visual_schema, status, captions_update_status, upload_type, captions_source, created_at,"
    " updated_at)"
    " SELECT project_id, ?, coalesce (?, description),"
    " training_version, caption_prefix, visual_schema, 'draft',"
    " CASE captions_update_status WHEN 'in_progress' THEN 'empty' ELSE captions_update_status END,"
    " upload_type, captions_source, ?, ? FROM dataset WHERE id = ?",
    "ssiii", name, call->more, now, now, call->id);
}

/* R38: the files stay where they are and are named twice. Deleted images, which can be brought
 * back in the source only, are left behind. */
static gboolean
copy_images (sqlite3 *db, gint64 from, gint64 to, gint64 now, GError **error)
{
  return lb_sql_exec (
    db, error,
    "INSERT INTO image (dataset_id, caption, caption_source, upload_source_url, image_name, blob,"
    " thumbnail, format, width, height, size_bytes, source_sha256, source_width, source_height,"
    " created_at, updated_at)"
    " SELECT ?, caption, caption_source, upload_source_url, image_name, blob, thumbnail, format,"
    " width, height, size_bytes, source_sha256, source_width, source_height, ?, ?"
    " FROM image WHERE dataset_id = ? AND deleted_at IS NULL ORDER BY id",
    "iiii", to, now, now, from);
}

static GValue *
clone_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) source = lb_store_read_dataset (db, call->id, error);
  LbDataset *copy;
  gint64 now = g_get_real_time ();
  gint64 id;

  if (source == NULL || !copy_dataset (db, call, source, now, error))
    return NULL;

  id = sqlite3_last_insert_rowid (db);
  if (!copy_images (db, call->id, id, now, error) ||
      !lb_sql_exec (db, error, "UPDATE dataset SET born_filled = ? WHERE id = ?", "ii",
                    (gint64) (lb_dataset_get_images_count (source) > 0), id) ||
      !(copy = lb_store_read_dataset (db, id, error)))
    return NULL;

  return lb_value_new_object (copy);
}

DexFuture *
lb_store_clone_dataset (LbStore *self, gint64 id, const char *name, const char *description)
{
  LbStoreCall *call = lb_store_call_new (id, 0);

  call->text = g_strdup (name);
  call->more = g_strdup (description);

  return lb_store_run (self, clone_work, call);
}

gboolean
lb_store_check_born_empty (sqlite3 *db, gint64 dataset_id, GError **error)
{
  gint64 filled;

  if (!lb_store_read_count (db, &filled, error,
                            "SELECT count(*) FROM dataset WHERE id = ? AND born_filled <> 0",
                            dataset_id))
    return FALSE;
  if (filled == 0)
    return TRUE;

  lb_fault_set (error, LB_ERROR_INVALID, "R40", NULL,
                "A clone that came with images takes no bulk upload");

  return FALSE;
}
