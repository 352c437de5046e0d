#include "session/lb-history-rows.h"

#include "session/lb-trash-private.h"

#define N_VERSIONS 50

LbHistoryRow *
lb_history_row_new (gint64 step_id)
{
  LbHistoryRow *self = g_new0 (LbHistoryRow, 1);

  self->step_id = step_id;

  return self;
}

LbHistoryRow *
lb_history_row_new_for_step (LbHistoryStep *step)
{
  LbHistoryRow *self = lb_history_row_new (lb_history_step_get_id (step));

  self->kind = lb_history_step_get_kind (step);
  self->thing = lb_history_step_get_thing (step);
  self->state = lb_history_step_get_state (step);
  self->name = g_strdup (lb_history_step_get_name (step));
  self->count = lb_history_step_get_count (step);
  self->made_at = lb_history_step_get_made_at (step);

  return self;
}

void
lb_history_row_free (LbHistoryRow *self)
{
  g_free (self->name);
  g_free (self->uuid);
  g_clear_pointer (&self->change, lb_history_change_free);
  g_free (self);
}

static gboolean
trim_versions (sqlite3 *db, const char *uuid, GError **error)
{
  return lb_sql_exec (db, error,
                      "DELETE FROM caption_version WHERE uuid = ? AND id NOT IN"
                      " (SELECT id FROM caption_version WHERE uuid = ? ORDER BY id DESC LIMIT ?)",
                      "ssi", uuid, uuid, (gint64) N_VERSIONS);
}

/* The caption that was there before the first change that was seen is a version too. */
static gboolean
put_versions (sqlite3 *db, const LbHistoryRow *row, GError **error)
{
  const LbHistoryChange *change = row->change;

  if (change->before != NULL &&
      !lb_sql_exec (db, error,
                    "INSERT INTO caption_version (uuid, step_id, text, source, made_at)"
                    " SELECT ?, 0, ?, ?, ? WHERE NOT EXISTS"
                    " (SELECT 1 FROM caption_version WHERE uuid = ?)",
                    "sssis", change->uuid, change->before, change->source_before, row->made_at - 1,
                    change->uuid))
    return FALSE;
  if (change->after == NULL)
    return TRUE;

  /* What is typed within a step is one; what the service wrote, before some of it was taken, is
   * another. */
  return lb_sql_exec (db, error,
                      "DELETE FROM caption_version WHERE uuid = ? AND step_id = ? AND source IS ?",
                      "sis", change->uuid, row->step_id, change->source_after) &&
         lb_sql_exec (db, error,
                      "INSERT INTO caption_version (uuid, step_id, text, source, made_at)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "sissi", change->uuid, row->step_id, change->after, change->source_after,
                      g_get_real_time ()) &&
         trim_versions (db, change->uuid, error);
}

static gboolean
put_change (sqlite3 *db, const LbHistoryRow *row, GError **error)
{
  const LbHistoryChange *change = row->change;

  if (!lb_sql_exec (db, error,
                    "INSERT INTO step_change (step_id, uuid, field, thing, dataset_uuid, before,"
                    " after, source_before, source_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (step_id, uuid, field) DO UPDATE SET after = excluded.after,"
                    " source_after = excluded.source_after",
                    "isiisssss", row->step_id, change->uuid, (gint64) change->field,
                    (gint64) change->thing, change->dataset_uuid, change->before, change->after,
                    change->source_before, change->source_after))
    return FALSE;

  return change->field != LB_HISTORY_CAPTION || put_versions (db, row, error);
}

static gboolean
trim_steps (sqlite3 *db, GError **error)
{
  return lb_sql_exec (db, error,
                      "DELETE FROM step WHERE id <="
                      " (SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET ?)",
                      "i", (gint64) LB_HISTORY_N_STEPS);
}

GValue *
lb_history_rows_put (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;

  if (row->cuts &&
      !lb_sql_exec (db, error, "DELETE FROM step WHERE state = ?", "i", (gint64) LB_HISTORY_UNDONE))
    return NULL;
  if (!row->completes &&
      (!lb_sql_exec (db, error,
                     "INSERT INTO step (id, kind, thing, state, name, count, made_at)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT (id) DO UPDATE SET count = excluded.count",
                     "iiiisii", row->step_id, (gint64) row->kind, (gint64) row->thing,
                     (gint64) row->state, row->name, (gint64) row->count, row->made_at) ||
       (row->count <= 1 && !trim_steps (db, error))))
    return NULL;
  if (row->change != NULL && !put_change (db, row, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

/* Unless the newest one says it already. */
GValue *
lb_history_rows_keep_version (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryChange *change = ((const LbHistoryRow *) data)->change;

  if (!lb_sql_exec (db, error,
                    "INSERT INTO caption_version (uuid, step_id, text, source, made_at)"
                    " SELECT ?, 0, ?, ?, ? WHERE coalesce ((SELECT text FROM caption_version"
                    "  WHERE uuid = ? ORDER BY id DESC LIMIT 1), '') <> ?",
                    "sssiss", change->uuid, change->before, change->source_before,
                    g_get_real_time (), change->uuid, change->before) ||
      !trim_versions (db, change->uuid, error))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

/* The newest step of this thing, as far as it led to that text. */
GValue *
lb_history_rows_amend (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryChange *change = ((const LbHistoryRow *) data)->change;

  if (!lb_sql_exec (db, error,
                    "UPDATE step_change SET after = ? WHERE after = ? AND id ="
                    " (SELECT max (id) FROM step_change WHERE uuid = ? AND field = ?)",
                    "sssi", change->after, change->before, change->uuid, (gint64) change->field))
    return NULL;
  if (sqlite3_changes (db) > 0 &&
      !lb_sql_exec (db, error,
                    "UPDATE caption_version SET text = ? WHERE text = ? AND id ="
                    " (SELECT max (id) FROM caption_version WHERE uuid = ?)",
                    "sss", change->after, change->before, change->uuid))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

GValue *
lb_history_rows_remove (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;

  if (!lb_sql_exec (db, error, "DELETE FROM step WHERE id = ?", "i", row->step_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

GValue *
lb_history_rows_set_state (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;

  if (!lb_sql_exec (db, error, "UPDATE step SET state = ? WHERE id = ?", "ii", (gint64) row->state,
                    row->step_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

static const char *
column (sqlite3_stmt *statement, int place)
{
  return (const char *) sqlite3_column_text (statement, place);
}

/* Takes @array; NULL when @failure (transfer full) is set. */
static GValue *
answer (GPtrArray *array, GError *failure, GError **error)
{
  if (failure == NULL)
    return lb_value_new_boxed (G_TYPE_PTR_ARRAY, array);

  g_ptr_array_unref (array);
  g_propagate_error (error, failure);

  return NULL;
}

GValue *
lb_history_rows_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT id, kind, thing, state, name, count, made_at FROM step"
                                    " ORDER BY id DESC",
                                    "")))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (steps, lb_history_step_new (sqlite3_column_int64 (statement, 0),
                                                 (LbHistoryKind) sqlite3_column_int (statement, 1),
                                                 (LbHistoryThing) sqlite3_column_int (statement, 2),
                                                 (LbHistoryState) sqlite3_column_int (statement, 3),
                                                 column (statement, 4),
                                                 (guint) sqlite3_column_int (statement, 5),
                                                 sqlite3_column_int64 (statement, 6)));

  return answer (g_steal_pointer (&steps), failure, error);
}

GValue *
lb_history_rows_list_changes (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;
  g_autoptr (GPtrArray) changes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_history_change_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement =
          lb_sql_prepare (db, error,
                          "SELECT uuid, field, thing, dataset_uuid, before, after, source_before,"
                          " source_after FROM step_change WHERE step_id = ? AND ? IN (0, id)"
                          " ORDER BY id",
                          "ii", row->step_id, row->change_id)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      LbHistoryChange *change = lb_history_change_new (
        (LbHistoryThing) sqlite3_column_int (statement, 2), column (statement, 0),
        column (statement, 3), (LbHistoryField) sqlite3_column_int (statement, 1));

      lb_history_change_set_before (change, column (statement, 4), column (statement, 6));
      lb_history_change_set_after (change, column (statement, 5), column (statement, 7));
      g_ptr_array_add (changes, change);
    }

  return answer (g_steal_pointer (&changes), failure, error);
}

/* Of two changes of one thing the caption's counts. What was deleted has its name in the trash
 * alone; what is being restored there is not in it any more. */
GValue *
lb_history_rows_list_things (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error,
          "SELECT id, thing, min (field), uuid, dataset_uuid,"
          " (SELECT name FROM trash WHERE trash.uuid = step_change.uuid ORDER BY id DESC LIMIT 1),"
          " EXISTS (SELECT 1 FROM trash WHERE trash.uuid = step_change.uuid AND keep"
          "  AND state <> ?)"
          " FROM step_change WHERE step_id = ? GROUP BY uuid ORDER BY id",
          "ii", (gint64) LB_TRASH_RESTORING, row->step_id)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (changes,
                     lb_step_change_new (row->step_id, sqlite3_column_int64 (statement, 0),
                                         (LbHistoryThing) sqlite3_column_int (statement, 1),
                                         (LbHistoryField) sqlite3_column_int (statement, 2),
                                         column (statement, 3), column (statement, 4),
                                         column (statement, 5), sqlite3_column_int (statement, 6)));

  return answer (g_steal_pointer (&changes), failure, error);
}

GValue *
lb_history_rows_list_versions (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const LbHistoryRow *row = data;
  g_autoptr (GPtrArray) versions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_version_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT text, source, made_at FROM caption_version"
                                    " WHERE uuid = ? ORDER BY id DESC",
                                    "s", row->uuid)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      LbCaptionVersion *version = g_new0 (LbCaptionVersion, 1);

      version->text = g_strdup (column (statement, 0));
      version->source = g_strdup (column (statement, 1));
      version->made_at = sqlite3_column_int64 (statement, 2);
      g_ptr_array_add (versions, version);
    }

  return answer (g_steal_pointer (&versions), failure, error);
}
