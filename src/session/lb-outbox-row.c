#include "session/lb-outbox-row.h"

static const LbMigration migrations[] = {
  { "CREATE TABLE edit ("
    "  image_id INTEGER PRIMARY KEY,"
    "  dataset_id INTEGER NOT NULL,"
    "  text TEXT NOT NULL,"
    "  state INTEGER NOT NULL," /* LbEditState; never SAVED or SENDING */
    "  message TEXT,"
    "  changed_at INTEGER NOT NULL" /* unix microseconds */
    ");" },
};

LbDatabase *
lb_outbox_row_open (const char *path, GError **error)
{
  return lb_database_open (path, migrations, G_N_ELEMENTS (migrations), error);
}

void
lb_outbox_row_free (LbOutboxRow *self)
{
  g_free (self->text);
  g_free (self->message);
  g_free (self);
}

GValue *
lb_outbox_row_write (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbOutboxRow *row = data;

  if (!lb_sql_exec (db, error,
                    "INSERT INTO edit (image_id, dataset_id, text, state, message, changed_at)"
                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (image_id) DO UPDATE SET"
                    " dataset_id = excluded.dataset_id, text = excluded.text,"
                    " state = excluded.state, message = excluded.message,"
                    " changed_at = excluded.changed_at",
                    "iisisi", row->image_id, row->dataset_id, row->text, (gint64) row->state,
                    row->message, g_get_real_time ()))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

/* A text that was changed since is left alone. */
GValue *
lb_outbox_row_forget (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbOutboxRow *row = data;
  gboolean done = FALSE;

  if (row->text != NULL)
    done = lb_sql_exec (db, error, "DELETE FROM edit WHERE image_id = ? AND text = ?", "is",
                        row->image_id, row->text);
  else
    done = lb_sql_exec (db, error, "DELETE FROM edit WHERE image_id = ?", "i", row->image_id);

  return done ? lb_value_new_boolean (TRUE) : NULL;
}

GValue *
lb_outbox_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_outbox_row_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT image_id, dataset_id, text, state, message FROM edit"
                                    " ORDER BY changed_at",
                                    "")))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      LbOutboxRow *row = g_new0 (LbOutboxRow, 1);

      row->image_id = sqlite3_column_int64 (statement, 0);
      row->dataset_id = sqlite3_column_int64 (statement, 1);
      row->text = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      row->state = sqlite3_column_int (statement, 3);
      row->message = g_strdup ((const char *) sqlite3_column_text (statement, 4));
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
lb_outbox_row_settle (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return lb_value_new_boolean (TRUE);
}
