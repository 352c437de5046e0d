#include "session/lb-mirror-row.h"

#include "contract/lb-contract-json.h"

LbMirrorRow *
lb_mirror_row_new (const char *uuid, LbThingKind kind, gint64 id)
{
  LbMirrorRow *self = g_new0 (LbMirrorRow, 1);

  self->uuid = g_strdup (uuid);
  self->kind = kind;
  self->id = id;

  return self;
}

void
lb_mirror_row_free (LbMirrorRow *self)
{
  g_free (self->uuid);
  g_clear_object (&self->copy);
  g_free (self);
}

GObject *
lb_mirror_row_copy (GObject *object)
{
  LbThingKind kind = LB_THING_PROJECT;
  gint64 id = 0;
  GObject *copy = NULL;

  if (!lb_mirror_identify (object, &kind, &id))
    return NULL;

  copy = g_object_new (G_OBJECT_TYPE (object), "id", id, NULL);
  lb_record_update_from (LB_RECORD (copy), LB_RECORD (object));
  if (kind == LB_THING_IMAGE)
    g_object_set (copy, "image-url", NULL, "thumbnail-url", NULL, NULL);

  return copy;
}

/* (transfer full) */
static char *
write_body (const LbMirrorRow *row)
{
  g_autoptr (JsonNode) node = NULL;

  switch (row->kind)
    {
    case LB_THING_PROJECT: node = lb_contract_write_project (LB_PROJECT (row->copy)); break;
    case LB_THING_DATASET: node = lb_contract_write_dataset (LB_DATASET (row->copy), NULL); break;
    case LB_THING_IMAGE:   node = lb_contract_write_image (LB_IMAGE (row->copy)); break;
    case LB_THING_N_KINDS:
    default:               return NULL;
    }

  return lb_contract_to_text (node, NULL);
}

/* (transfer full) (nullable): what can't be read, or was seen under an older id, is as good as
 * never seen. */
static GObject *
read_body (LbThingKind kind, gint64 id, const char *body)
{
  g_autoptr (JsonNode) node = body != NULL ? lb_contract_parse (body, -1, NULL) : NULL;
  g_autoptr (GObject) object = NULL;
  gint64 seen = 0;

  if (node == NULL)
    return NULL;

  switch (kind)
    {
    case LB_THING_PROJECT: object = (GObject *) lb_contract_read_project (node, NULL); break;
    case LB_THING_DATASET: object = (GObject *) lb_contract_read_dataset (node, NULL); break;
    case LB_THING_IMAGE:   object = (GObject *) lb_contract_read_image (node, NULL); break;
    case LB_THING_N_KINDS:
    default:               return NULL;
    }
  if (object == NULL || !lb_mirror_identify (object, &kind, &seen) || seen != id)
    return NULL;

  return g_steal_pointer (&object);
}

static gboolean
keep_row (sqlite3 *db, const LbMirrorRow *row, GError **error)
{
  g_autofree char *body = row->copy != NULL && !row->gone ? write_body (row) : NULL;

  /* What is in a dataset goes with it. */
  if (row->gone && row->kind == LB_THING_DATASET &&
      !lb_sql_exec (db, error,
                    "UPDATE thing SET gone = 1, body = NULL WHERE kind = ? AND parent_id = ?", "ii",
                    (gint64) LB_THING_IMAGE, row->id))
    return FALSE;

  return lb_sql_exec (db, error, "DELETE FROM thing WHERE kind = ? AND server_id = ? AND uuid <> ?",
                      "iis", (gint64) row->kind, row->id, row->uuid) &&
         lb_sql_exec (db, error,
                      "INSERT INTO thing (uuid, kind, server_id, gone, listed, parent_id, body)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET"
                      " server_id = excluded.server_id, gone = excluded.gone,"
                      " listed = excluded.listed, parent_id = excluded.parent_id,"
                      " body = CASE excluded.gone WHEN 1 THEN NULL"
                      "  ELSE coalesce (excluded.body, body) END",
                      "siiiiis", row->uuid, (gint64) row->kind, row->id, (gint64) row->gone,
                      (gint64) row->listed, row->parent_id, body);
}

GValue *
lb_mirror_row_keep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *rows = data;

  for (guint i = 0; i < rows->len; i++)
    if (!keep_row (db, g_ptr_array_index (rows, i), error))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

GValue *
lb_mirror_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_mirror_row_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT uuid, kind, server_id, gone, listed, parent_id,"
                                    " CASE kind WHEN ? THEN NULL ELSE body END FROM thing"
                                    " WHERE kind >= 0 AND kind < ? ORDER BY kind",
                                    "ii", (gint64) LB_THING_IMAGE, (gint64) LB_THING_N_KINDS)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      LbMirrorRow *row =
        lb_mirror_row_new ((const char *) sqlite3_column_text (statement, 0),
                           sqlite3_column_int (statement, 1), sqlite3_column_int64 (statement, 2));

      row->gone = sqlite3_column_int (statement, 3) != 0;
      row->listed = sqlite3_column_int (statement, 4) != 0;
      row->parent_id = sqlite3_column_int64 (statement, 5);
      row->copy = read_body (row->kind, row->id, (const char *) sqlite3_column_text (statement, 6));
      g_ptr_array_add (rows, row);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

GValue *
lb_mirror_row_read_images (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbMirrorImages *wanted = data;
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT server_id, body FROM thing"
                                    " WHERE kind = ? AND parent_id = ? AND gone = 0"
                                    " ORDER BY server_id LIMIT ?",
                                    "iii", (gint64) LB_THING_IMAGE, wanted->dataset_id,
                                    (gint64) wanted->max)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      GObject *image = read_body (LB_THING_IMAGE, sqlite3_column_int64 (statement, 0),
                                  (const char *) sqlite3_column_text (statement, 1));

      if (image != NULL)
        g_ptr_array_add (images, image);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&images));
}
