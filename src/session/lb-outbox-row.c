#include "session/lb-outbox-row.h"

#include "base/lb-error.h"

/* Codes are kept as numbers: one added to the enumeration has to come last. */
G_STATIC_ASSERT (LB_ERROR_NEWER == 19);

struct _LbOutboxSlot
{
  gatomicrefcount ref_count;
  GMutex mutex;
  LbOutboxRow *row; /* (owned) (nullable) guarded by the mutex */
};

static void
row_free (LbOutboxRow *self)
{
  g_free (self->text);
  g_free (self->message);
  g_free (self->base);
  g_free (self->sent);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbOutboxRow, row_free)

LbOutboxSlot *
lb_outbox_slot_new (void)
{
  LbOutboxSlot *self = g_new0 (LbOutboxSlot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);

  return self;
}

LbOutboxSlot *
lb_outbox_slot_ref (LbOutboxSlot *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
lb_outbox_slot_unref (LbOutboxSlot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->row, row_free);
  g_free (self);
}

void
lb_outbox_slot_take (LbOutboxSlot *self, LbOutboxRow *row)
{
  g_autoptr (LbOutboxRow) older = NULL;

  g_mutex_lock (&self->mutex);
  older = g_steal_pointer (&self->row);
  self->row = row;
  g_mutex_unlock (&self->mutex);
}

static LbOutboxRow *
dup_newest (LbOutboxSlot *self)
{
  LbOutboxRow *copy = NULL;

  g_mutex_lock (&self->mutex);
  copy = g_memdup2 (self->row, sizeof *self->row);
  copy->text = g_strdup (self->row->text);
  copy->message = g_strdup (self->row->message);
  copy->base = g_strdup (self->row->base);
  copy->sent = g_strdup (self->row->sent);
  g_mutex_unlock (&self->mutex);

  return copy;
}

/* Whether the database says what @row says, so that a text written already costs no sync. */
static gboolean
is_there (sqlite3 *db, const LbOutboxRow *row, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error,
                    "SELECT 1 FROM change WHERE kind = ? AND thing_id = ? AND dataset_id = ?"
                    " AND text = ? AND state = ? AND message IS ? AND code = ? AND base IS ?"
                    " AND sent IS ? AND restoring = ? AND anew = ?",
                    "iiisisissii", (gint64) row->kind, row->image_id, row->dataset_id, row->text,
                    (gint64) row->state, row->message, (gint64) row->code, row->base, row->sent,
                    (gint64) row->restoring, (gint64) row->anew);

  return statement != NULL && lb_sql_step (statement, error);
}

/* What another program has written since is newer, and stays. */
GValue *
lb_outbox_row_keep (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (LbOutboxRow) row = dup_newest (data);
  GError *failure = NULL;
  gboolean done = FALSE;

  if (row->text == NULL)
    done = lb_sql_exec (db, error,
                        "DELETE FROM change WHERE kind = ? AND thing_id = ? AND changed_at <= ?",
                        "iii", (gint64) row->kind, row->image_id, row->changed_at);
  else if (is_there (db, row, &failure))
    done = TRUE;
  else if (failure != NULL)
    g_propagate_error (error, failure);
  else
    done = lb_sql_exec (
      db, error,
      "INSERT INTO change (kind, thing_id, dataset_id, text, state, message, code, base, sent,"
      " restoring, anew, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (kind, thing_id) DO UPDATE"
      " SET dataset_id = excluded.dataset_id, text = excluded.text, state = excluded.state,"
      " message = excluded.message, code = excluded.code, base = excluded.base,"
      " sent = excluded.sent, restoring = excluded.restoring, anew = excluded.anew,"
      " changed_at = excluded.changed_at"
      " WHERE excluded.changed_at >= change.changed_at",
      "iiisisissiii", (gint64) row->kind, row->image_id, row->dataset_id, row->text,
      (gint64) row->state, row->message, (gint64) row->code, row->base, row->sent,
      (gint64) row->restoring, (gint64) row->anew, row->changed_at);

  return done ? lb_value_new_boolean (TRUE) : NULL;
}

GValue *
lb_outbox_row_read (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error,
          "SELECT thing_id, dataset_id, text, state, message, code, base, sent, changed_at,"
          " restoring, anew FROM change WHERE kind = ? ORDER BY changed_at",
          "i", (gint64) GPOINTER_TO_INT (data))))
    return NULL;

  while (lb_sql_step (statement, &failure))
    {
      LbOutboxRow *row = g_new0 (LbOutboxRow, 1);

      row->image_id = sqlite3_column_int64 (statement, 0);
      row->dataset_id = sqlite3_column_int64 (statement, 1);
      row->text = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      row->state = sqlite3_column_int (statement, 3);
      row->message = g_strdup ((const char *) sqlite3_column_text (statement, 4));
      row->code = sqlite3_column_int (statement, 5);
      row->base = g_strdup ((const char *) sqlite3_column_text (statement, 6));
      row->sent = g_strdup ((const char *) sqlite3_column_text (statement, 7));
      row->changed_at = sqlite3_column_int64 (statement, 8);
      row->restoring = sqlite3_column_int (statement, 9) != 0;
      row->anew = sqlite3_column_int (statement, 10) != 0;
      row->kind = GPOINTER_TO_INT (data);
      g_ptr_array_add (rows, row);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}
