#include "session/lb-trash-private.h"

#define FIELDS                                                                                     \
  "id, owner, step_id, kind, state, keep, uuid, parent_uuid, server_id, parent_id, name, place,"   \
  " caption, source, approved, detail, sha256, size_bytes, position, deleted_at, ids_before"

LbTrashRow *
lb_trash_row_new (LbHistoryThing kind, const char *uuid)
{
  LbTrashRow *self = g_new0 (LbTrashRow, 1);

  self->kind = kind;
  self->uuid = g_strdup (uuid);
  self->deleted_at = g_get_real_time ();

  return self;
}

LbTrashRow *
lb_trash_row_copy (const LbTrashRow *self)
{
  LbTrashRow *copy = g_memdup2 (self, sizeof *self);

  copy->uuid = g_strdup (self->uuid);
  copy->parent_uuid = g_strdup (self->parent_uuid);
  copy->name = g_strdup (self->name);
  copy->place = g_strdup (self->place);
  copy->caption = g_strdup (self->caption);
  copy->source = g_strdup (self->source);
  copy->approved = g_strdup (self->approved);
  copy->detail = g_strdup (self->detail);
  copy->sha256 = g_strdup (self->sha256);
  copy->ids_before = g_strdup (self->ids_before);

  return copy;
}

void
lb_trash_row_free (LbTrashRow *self)
{
  if (self == NULL)
    return;

  g_free (self->uuid);
  g_free (self->parent_uuid);
  g_free (self->name);
  g_free (self->place);
  g_free (self->caption);
  g_free (self->source);
  g_free (self->approved);
  g_free (self->detail);
  g_free (self->sha256);
  g_free (self->ids_before);
  g_free (self);
}

static gboolean
add (sqlite3 *db, const LbTrashRow *row, GError **error)
{
  return lb_sql_exec (
    db, error,
    "INSERT INTO trash (owner, step_id, kind, state, keep, uuid, parent_uuid, server_id,"
    " parent_id, name, place, caption, source, approved, detail, sha256, size_bytes, position,"
    " deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "iiiiissiisssssssiii", row->owner, row->step_id, (gint64) row->kind, (gint64) row->state,
    (gint64) row->keep, row->uuid, row->parent_uuid, row->server_id, row->parent_id, row->name,
    row->place, row->caption, row->source, row->approved, row->detail, row->sha256, row->size_bytes,
    row->position, row->deleted_at);
}

GValue *
lb_trash_rows_add (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *rows = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++)
    {
      gint64 id = 0;

      if (!add (db, g_ptr_array_index (rows, i), error))
        return NULL;
      id = sqlite3_last_insert_rowid (db);
      g_array_append_val (ids, id);
    }

  return lb_value_new_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

GValue *
lb_trash_rows_put (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbTrashRow *row = data;

  if (!lb_sql_exec (db, error,
                    "UPDATE trash SET state = ?, keep = ?, server_id = ?, parent_id = ?,"
                    " caption = ?, source = ?, detail = ?, sha256 = ?, size_bytes = ?,"
                    " deleted_at = ?, ids_before = ? WHERE id = ?",
                    "iiiissssiisi", (gint64) row->state, (gint64) row->keep, row->server_id,
                    row->parent_id, row->caption, row->source, row->detail, row->sha256,
                    row->size_bytes, row->deleted_at, row->ids_before, row->id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

GValue *
lb_trash_rows_remove (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbTrashRow *row = data;

  if (!lb_sql_exec (db, error, "DELETE FROM trash WHERE id = ? OR owner = ?", "ii", row->id,
                    row->id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

GValue *
lb_trash_rows_commit (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbTrashRow *row = data;

  if (!lb_sql_exec (
        db, error, "UPDATE trash SET state = ? WHERE state = ? AND (step_id = ? OR ? = 0)", "iiii",
        (gint64) LB_TRASH_WAITING, (gint64) LB_TRASH_HIDDEN, row->step_id, row->step_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

static const char *
column (sqlite3_stmt *statement, int place)
{
  return (const char *) sqlite3_column_text (statement, place);
}

static LbTrashRow *
take_row (sqlite3_stmt *statement)
{
  LbTrashRow *row =
    lb_trash_row_new ((LbHistoryThing) sqlite3_column_int (statement, 3), column (statement, 6));

  row->id = sqlite3_column_int64 (statement, 0);
  row->owner = sqlite3_column_int64 (statement, 1);
  row->step_id = sqlite3_column_int64 (statement, 2);
  row->state = (LbTrashState) sqlite3_column_int (statement, 4);
  row->keep = sqlite3_column_int (statement, 5) != 0;
  row->parent_uuid = g_strdup (column (statement, 7));
  row->server_id = sqlite3_column_int64 (statement, 8);
  row->parent_id = sqlite3_column_int64 (statement, 9);
  row->name = g_strdup (column (statement, 10));
  row->place = g_strdup (column (statement, 11));
  row->caption = g_strdup (column (statement, 12));
  row->source = g_strdup (column (statement, 13));
  row->approved = g_strdup (column (statement, 14));
  row->detail = g_strdup (column (statement, 15));
  row->sha256 = g_strdup (column (statement, 16));
  row->size_bytes = sqlite3_column_int64 (statement, 17);
  row->position = sqlite3_column_int64 (statement, 18);
  row->deleted_at = sqlite3_column_int64 (statement, 19);
  row->ids_before = g_strdup (column (statement, 20));
  row->n_images = (guint) sqlite3_column_int (statement, 21);
  row->n_kept = (guint) sqlite3_column_int (statement, 22);
  if (row->kind == LB_HISTORY_DATASET)
    row->size_bytes = sqlite3_column_int64 (statement, 23);

  return row;
}

static GValue *
read_rows (sqlite3 *db, gint64 owner, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_trash_row_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error,
          "SELECT " FIELDS ", (SELECT count(*) FROM trash AS one WHERE one.owner = trash.id),"
          " (SELECT count(*) FROM trash AS one WHERE one.owner = trash.id AND"
          "  one.sha256 IS NOT NULL),"
          " (SELECT coalesce(sum(size_bytes), 0) FROM trash AS one WHERE one.owner = trash.id)"
          " FROM trash WHERE owner = ? ORDER BY position, deleted_at, id",
          "i", owner)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (rows, take_row (statement));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

/* Deletions that nobody has confirmed have not been. What else a step did can still be undone. */
static gboolean
forget_hidden (sqlite3 *db, GError **error)
{
  return lb_sql_exec (db, error,
                      "DELETE FROM step_change WHERE field = ?"
                      " AND step_id IN (SELECT step_id FROM trash WHERE state = ?)",
                      "ii", (gint64) LB_HISTORY_EXISTENCE, (gint64) LB_TRASH_HIDDEN) &&
         lb_sql_exec (db, error,
                      "DELETE FROM step WHERE id IN (SELECT step_id FROM trash WHERE state = ?)"
                      " AND id NOT IN (SELECT step_id FROM step_change)",
                      "i", (gint64) LB_TRASH_HIDDEN);
}

GValue *
lb_trash_rows_begin (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  if (!forget_hidden (db, error) ||
      !lb_sql_exec (db, error, "DELETE FROM trash WHERE state = ?", "i",
                    (gint64) LB_TRASH_HIDDEN) ||
      !lb_sql_exec (db, error,
                    "DELETE FROM trash WHERE owner <> 0 AND owner NOT IN (SELECT id FROM trash)",
                    ""))
    return NULL;

  return read_rows (db, 0, error);
}

GValue *
lb_trash_rows_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return read_rows (db, 0, error);
}

GValue *
lb_trash_rows_list_owned (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return read_rows (db, ((const LbTrashRow *) data)->id, error);
}

static gboolean
read_look (sqlite3 *db, gint64 *looked_at, gint64 *leapt_at, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT looked_at, leapt_at FROM trash_look", "");
  GError *failure = NULL;

  if (statement == NULL)
    return FALSE;

  if (lb_sql_step (statement, &failure))
    {
      *looked_at = sqlite3_column_int64 (statement, 0);
      *leapt_at = sqlite3_column_int64 (statement, 1);
    }
  if (failure != NULL)
    g_propagate_error (error, failure);

  return failure == NULL;
}

GValue *
lb_trash_rows_look (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbTrashLook *look = data;
  const gint64 now = look->now_us;
  gint64 looked_at = 0;
  gint64 leapt_at = 0;

  if (!read_look (db, &looked_at, &leapt_at, error))
    return NULL;

  if (now < looked_at || now - looked_at > look->days * G_TIME_SPAN_DAY)
    leapt_at = now;
  else if (leapt_at != 0 && now - leapt_at >= G_TIME_SPAN_DAY)
    leapt_at = 0;
  if (!lb_sql_exec (db, error,
                    "INSERT OR REPLACE INTO trash_look (id, looked_at, leapt_at)"
                    " VALUES (0, ?, ?)",
                    "ii", now, leapt_at))
    return NULL;

  return lb_value_new_boolean (leapt_at == 0);
}

/* Nobody can say in between that a file is needed. */
GValue *
lb_trash_rows_sweep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const char *folder = data;
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error, "SELECT DISTINCT sha256 FROM trash WHERE sha256 IS NOT NULL", "");
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (hashes, g_strdup (column (statement, 0)));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  lb_trash_files_sweep (folder, hashes);

  return lb_value_new_boolean (TRUE);
}
