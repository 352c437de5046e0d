#include "base/lb-error.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-store-private.h"

#define IMAGE_COLUMNS                                                                              \
  "id, dataset_id, caption, caption_source, upload_source_url, image_name, format, width, "        \
  "height, size_bytes, source_sha256, source_width, source_height, created_at, updated_at, "       \
  "blob"

static GObject *
read_row (sqlite3_stmt *statement)
{
  g_autofree char *caption = lb_store_column_text (statement, 2);
  g_autofree char *source = lb_store_column_text (statement, 3);
  g_autofree char *source_url = lb_store_column_text (statement, 4);
  g_autofree char *name = lb_store_column_text (statement, 5);
  g_autofree char *format = lb_store_column_text (statement, 6);
  g_autofree char *sha256 = lb_store_column_text (statement, 10);
  g_autofree char *blob = lb_store_column_text (statement, 15);
  LbImage *image = lb_image_new (sqlite3_column_int64 (statement, 0));

  g_object_set (
    image, "dataset-id", sqlite3_column_int64 (statement, 1), "caption", caption, "caption-source",
    source, "upload-source-url", source_url, "image-name", name, "format", format, "width",
    sqlite3_column_int (statement, 7), "height", sqlite3_column_int (statement, 8), "size-bytes",
    sqlite3_column_int64 (statement, 9), "source-sha256", sha256, "source-width",
    sqlite3_column_int (statement, 11), "source-height", sqlite3_column_int (statement, 12),
    "created-at", sqlite3_column_int64 (statement, 13), "updated-at",
    sqlite3_column_int64 (statement, 14), "stored-sha256", blob, NULL);

  return G_OBJECT (image);
}

LbImage *
lb_store_read_image (sqlite3 *db, gint64 dataset_id, gint64 image_id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT " IMAGE_COLUMNS " FROM image"
                                    " WHERE id = ? AND dataset_id = ? AND deleted_at IS NULL",
                                    "ii", image_id, dataset_id)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    return LB_IMAGE (read_row (statement));

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    lb_fault_set (error, LB_ERROR_NOT_FOUND, "R4", NULL, "There is no such image in the dataset");

  return NULL;
}

static GValue *
answer_image (sqlite3 *db, gint64 dataset_id, gint64 image_id, GError **error)
{
  LbImage *image = lb_store_read_image (db, dataset_id, image_id, error);

  return image != NULL ? lb_value_new_object (image) : NULL;
}

static GValue *
list_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (dataset == NULL ||
      !(statement = lb_sql_prepare (db, error,
                                    "SELECT " IMAGE_COLUMNS " FROM image"
                                    " WHERE dataset_id = ? AND deleted_at IS NULL"
                                    " ORDER BY id LIMIT ?",
                                    "ii", call->id, (gint64) call->number)))
    return NULL;

  return lb_store_list (statement, read_row, error);
}

DexFuture *
lb_store_list_images (LbStore *self, gint64 dataset_id, int limit)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, 0);

  call->number = limit;

  return lb_store_run (self, list_work, call);
}

static GValue *
get_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;

  return answer_image (db, call->id, call->other_id, error);
}

DexFuture *
lb_store_get_image (LbStore *self, gint64 dataset_id, gint64 image_id)
{
  return lb_store_run (self, get_work, lb_store_call_new (dataset_id, image_id));
}

static LbPicture *
read_picture (sqlite3_stmt *statement)
{
  LbPicture *picture = lb_picture_new ();

  picture->image_id = sqlite3_column_int64 (statement, 0);
  picture->dataset_id = sqlite3_column_int64 (statement, 1);
  picture->blob = lb_store_column_text (statement, 2);
  picture->thumbnail = lb_store_column_text (statement, 3);
  picture->format = lb_store_column_text (statement, 4);
  picture->updated_at = sqlite3_column_int64 (statement, 5);

  return picture;
}

static GValue *
picture_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement =
          lb_sql_prepare (db, error,
                          "SELECT id, dataset_id, blob, thumbnail, format, updated_at FROM image"
                          " WHERE id = ? AND deleted_at IS NULL",
                          "i", call->id)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    return lb_value_new_boxed (LB_TYPE_PICTURE, read_picture (statement));

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    lb_fault_set (error, LB_ERROR_NOT_FOUND, "R4", NULL, "There is no such image");

  return NULL;
}

DexFuture *
lb_store_get_picture (LbStore *self, gint64 image_id)
{
  return lb_store_run (self, picture_work, lb_store_call_new (image_id, 0));
}

static LbDataset *
read_open_dataset (sqlite3 *db, gint64 id, GError **error)
{
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, id, error);

  if (dataset == NULL ||
      !lb_rules_check_add (dataset, lb_dataset_get_images_count (dataset), 1, error))
    return NULL;

  return g_steal_pointer (&dataset);
}

static GValue *
check_add_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = read_open_dataset (db, call->id, error);

  return dataset != NULL ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_store_check_add (LbStore *self, gint64 dataset_id)
{
  return lb_store_run (self, check_add_work, lb_store_call_new (dataset_id, 0));
}

static gboolean
insert_image (sqlite3 *db, LbStoreCall *call, GError **error)
{
  LbPicture *picture = call->picture;
  gint64 now = g_get_real_time ();

  return lb_sql_exec (
    db, error,
    "INSERT INTO image (dataset_id, caption, caption_source, upload_source_url, image_name, blob,"
    " thumbnail, format, width, height, size_bytes, source_sha256, source_width,"
    " source_height, created_at, updated_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "isssssssiiisiiii", call->id, call->more, call->more != NULL ? "automatic" : "pending",
    picture->source_url, call->text != NULL ? call->text : "", picture->blob, picture->thumbnail,
    picture->format, (gint64) picture->width, (gint64) picture->height, picture->size_bytes,
    picture->source_sha256, (gint64) picture->source_width, (gint64) picture->source_height, now,
    now);
}

/* R55 */
static gboolean
name_image (sqlite3 *db, LbStoreCall *call, gint64 id, GError **error)
{
  const char *ending = g_str_equal (call->picture->format, "jpeg") ? "jpg" : call->picture->format;
  g_autofree char *name = NULL;

  if (call->text != NULL)
    return TRUE;

  name = g_strdup_printf ("image-%" G_GINT64_FORMAT ".%s", id, ending);

  return lb_sql_exec (db, error, "UPDATE image SET image_name = ? WHERE id = ?", "si", name, id);
}

static GValue *
add_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = read_open_dataset (db, call->id, error);
  gboolean noted;
  gint64 id;

  if (dataset == NULL || !insert_image (db, call, error))
    return NULL;

  id = sqlite3_last_insert_rowid (db);
  if (!name_image (db, call, id, error) ||
      (call->number != 0 && !lb_store_note_missing (db, dataset, &noted, error)) ||
      !lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return answer_image (db, call->id, id, error);
}

DexFuture *
lb_store_add_image (
  LbStore *self, gint64 dataset_id, const char *name, const LbPicture *picture, const char *caption)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, 0);

  call->text = g_strdup (name);
  call->more = g_strdup (caption);
  call->picture = lb_picture_copy (picture);

  return lb_store_run (self, add_work, call);
}

DexFuture *
lb_store_add_pending_image (LbStore *self,
                            gint64 dataset_id,
                            const char *name,
                            const LbPicture *picture)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, 0);

  call->text = g_strdup (name);
  call->picture = lb_picture_copy (picture);
  call->number = 1;

  return lb_store_run (self, add_work, call);
}

static GValue *
caption_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  g_autoptr (LbImage) image = NULL;

  if (dataset == NULL || !(image = lb_store_read_image (db, call->id, call->other_id, error)) ||
      !lb_rules_check_draft (dataset, "R64", error) ||
      !lb_sql_exec (db, error,
                    "UPDATE image SET caption = ?, caption_source = 'manual', updated_at = ?"
                    " WHERE id = ?",
                    "sii", call->text, g_get_real_time (), call->other_id) ||
      !lb_store_pass_in_run (db, call->id, call->other_id, error) ||
      !lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return answer_image (db, call->id, call->other_id, error);
}

DexFuture *
lb_store_set_caption (LbStore *self, gint64 dataset_id, gint64 image_id, const char *caption)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, image_id);

  call->text = g_strdup (caption);

  return lb_store_run (self, caption_work, call);
}

gboolean
lb_store_write_automatic (
  sqlite3 *db, const LbPicture *picture, const char *caption, gboolean *written, GError **error)
{
  if (!lb_sql_exec (db, error,
                    "UPDATE image SET caption = ?, caption_source = 'automatic', updated_at = ?"
                    " WHERE id = ? AND dataset_id = ?"
                    " AND (caption_source <> 'manual' OR updated_at = ?)",
                    "siiii", caption, g_get_real_time (), picture->image_id, picture->dataset_id,
                    picture->updated_at))
    return FALSE;

  *written = sqlite3_changes (db) > 0;

  return TRUE;
}

static GValue *
automatic_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  g_autoptr (LbImage) image = NULL;
  gboolean written;

  if (dataset == NULL || !(image = lb_store_read_image (db, call->id, call->other_id, error)) ||
      !lb_rules_check_draft (dataset, "R64", error) ||
      !lb_rules_check_regenerate (dataset, error) ||
      !lb_store_write_automatic (db, call->picture, call->text, &written, error))
    return NULL;
  if (!written)
    {
      lb_fault_set (error, LB_ERROR_CONFLICT, "R65", NULL,
                    "Somebody has written a caption meanwhile");
      return NULL;
    }

  if (!lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return answer_image (db, call->id, call->other_id, error);
}

DexFuture *
lb_store_set_automatic_caption (LbStore *self, const LbPicture *picture, const char *caption)
{
  LbStoreCall *call = lb_store_call_new (picture->dataset_id, picture->image_id);

  call->text = g_strdup (caption);
  call->picture = lb_picture_copy (picture);

  return lb_store_run (self, automatic_work, call);
}

static GValue *
delete_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  g_autoptr (LbImage) image = NULL;

  if (dataset == NULL || !(image = lb_store_read_image (db, call->id, call->other_id, error)) ||
      !lb_rules_check_draft (dataset, "R43", error))
    return NULL;

  if (!lb_sql_exec (db, error, "UPDATE image SET deleted_at = ? WHERE id = ?", "ii",
                    g_get_real_time (), call->other_id) ||
      !lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_delete_image (LbStore *self, gint64 dataset_id, gint64 image_id)
{
  return lb_store_run (self, delete_work, lb_store_call_new (dataset_id, image_id));
}

static gboolean
is_there (sqlite3 *db, gint64 image_id, gint64 *count, GError **error)
{
  return lb_store_read_count (
    db, count, error, "SELECT count(*) FROM image WHERE id = ? AND deleted_at IS NULL", image_id);
}

/* What came in bulk comes back one by one, other than it came (R42). */
static gboolean
check_return (LbDataset *dataset, GError **error)
{
  gint64 count = lb_dataset_get_images_count (dataset);

  if (!lb_dataset_is_advanced (dataset))
    return lb_rules_check_add (dataset, count, 1, error);
  if (!lb_rules_check_draft (dataset, "R43", error))
    return FALSE;
  if (count < lb_rules_image_limit (dataset))
    return TRUE;

  lb_fault_set (error, LB_ERROR_CONFLICT, "R53", NULL, "The dataset has %u images already",
                lb_rules_image_limit (dataset));

  return FALSE;
}

static GValue *
undelete_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = NULL;
  gint64 present;

  if (!is_there (db, call->other_id, &present, error))
    return NULL;
  if (present > 0) /* asked twice */
    return answer_image (db, call->id, call->other_id, error);

  if (!(dataset = lb_store_read_dataset (db, call->id, error)))
    return NULL;

  if (!lb_sql_exec (db, error, "UPDATE image SET deleted_at = NULL WHERE id = ? AND dataset_id = ?",
                    "ii", call->other_id, call->id))
    return NULL;
  if (sqlite3_changes (db) == 0)
    {
      lb_fault_set (error, LB_ERROR_NOT_FOUND, "R4", NULL, "There is no such image to bring back");
      return NULL;
    }

  if (!check_return (dataset, error) || !lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return answer_image (db, call->id, call->other_id, error);
}

DexFuture *
lb_store_undelete_image (LbStore *self, gint64 dataset_id, gint64 image_id)
{
  return lb_store_run (self, undelete_work, lb_store_call_new (dataset_id, image_id));
}

/* @id: (out): of the image that is back already; 0 when there is none. */
static gboolean
find_returned (sqlite3 *db, LbStoreCall *call, gint64 *id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  *id = 0;
  if (call->key == NULL)
    return TRUE;
  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT id FROM image WHERE dataset_id = ? AND return_key = ?"
                                    " AND deleted_at IS NULL",
                                    "is", call->id, call->key)))
    return FALSE;

  if (lb_sql_step (statement, &failure))
    *id = sqlite3_column_int64 (statement, 0);
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

static GValue *
return_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbStoreCall *call = data;
  g_autoptr (LbDataset) dataset = lb_store_read_dataset (db, call->id, error);
  gint64 id;

  if (dataset == NULL || !find_returned (db, call, &id, error))
    return NULL;
  if (id != 0) /* asked twice */
    return answer_image (db, call->id, id, error);
  if (!check_return (dataset, error) || !insert_image (db, call, error))
    return NULL;

  id = sqlite3_last_insert_rowid (db);
  if (!name_image (db, call, id, error) ||
      !lb_sql_exec (db, error, "UPDATE image SET return_key = ? WHERE id = ?", "si", call->key,
                    id) ||
      (call->number != 0 &&
       !lb_sql_exec (db, error, "UPDATE image SET caption_source = 'manual' WHERE id = ?", "i",
                     id)) ||
      !lb_store_touch_dataset (db, call->id, error))
    return NULL;

  return answer_image (db, call->id, id, error);
}

DexFuture *
lb_store_return_image (LbStore *self,
                       gint64 dataset_id,
                       const char *name,
                       const LbPicture *picture,
                       const char *caption,
                       const char *source,
                       const char *key)
{
  LbStoreCall *call = lb_store_call_new (dataset_id, 0);

  call->text = g_strdup (name);
  call->more = g_strdup (caption);
  call->picture = lb_picture_copy (picture);
  call->key = g_strdup (key);
  call->number = caption != NULL && g_str_equal (source, "manual");

  return lb_store_run (self, return_work, call);
}
