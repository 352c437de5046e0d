#include "service/lb-store-private.h"

/* What is deleted for good is gone from the disk soon after, not only at the next start.
 *
 * Whatever deletes a row of an image notes its blobs in "blob_left" in the same transaction. After
 * that, a few at a time, each is removed that no row names and nobody holds:
 *
 * - Rows come and go on the database's thread alone, and it is there that they are looked for and
 *   the file is removed, so that none comes in between. A row that is brought back or copied was
 *   there all along, and counts.
 * - Who adds a picture, singly or in bulk, holds its blobs from before they are looked for on the
 *   disk until the row is committed. Nobody comes to hold one while it is being removed.
 * - What is held stays noted, and is looked at again when it is held no more: an image has come of
 *   it, or none ever will. What a kill leaves here goes with the sweep at the next start. */

#define AT_A_TIME 64 /* others want the database in between */

/* (transfer full) (nullable) (element-type utf8): the next names behind @after */
static GPtrArray *
read_names (sqlite3 *db, const char *after, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT name FROM blob_left WHERE name > ? ORDER BY name LIMIT ?", "si", after,
          (gint64) AT_A_TIME)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (names, lb_store_column_text (statement, 0));

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return g_steal_pointer (&names);
}

static gboolean
read_is_named (sqlite3 *db, const char *name, gboolean *named, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement =
          lb_sql_prepare (db, error,
                          "SELECT 1 FROM image WHERE blob = ? UNION ALL SELECT 1 FROM image WHERE"
                          " thumbnail = ? LIMIT 1",
                          "ss", name, name)))
    return FALSE;

  *named = lb_sql_step (statement, &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, failure);

  return FALSE;
}

/* A round through all that is noted, shared with the database's thread. */
typedef struct
{
  LbBlobs *blobs; /* (owned) */
  char *after;    /* (owned): the last name that was looked at */
  gboolean held;  /* something that was to go is */
} Sweep;

static void
sweep_clear (gpointer data)
{
  Sweep *sweep = data;

  g_clear_object (&sweep->blobs);
  g_clear_pointer (&sweep->after, g_free);
}

static void
sweep_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, sweep_clear);
}

/* Returns whether there was something to look at. */
static GValue *
sweep_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Sweep *sweep = data;
  g_autoptr (GPtrArray) names = read_names (db, sweep->after, error);

  if (names == NULL)
    return NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean named;

      if (!read_is_named (db, name, &named, error))
        return NULL;

      g_set_str (&sweep->after, name);
      if (!named && !lb_blobs_remove (sweep->blobs, name))
        sweep->held = TRUE;
      else if (!lb_sql_exec (db, error, "DELETE FROM blob_left WHERE name = ?", "s", name))
        return NULL;
    }

  return lb_value_new_boolean (names->len > 0);
}

static void start (LbStore *self);

static DexFuture *
released_cb (DexFuture *released, gpointer data)
{
  start (data);

  return dex_ref (released);
}

static gboolean
sweep_all (LbStore *self, GError **error)
{
  /* From before the first look, so that no release is missed. */
  g_autoptr (DexFuture) released = lb_blobs_wait_for_release (self->blobs);
  g_autoptr (GError) failure = NULL;
  Sweep *sweep = g_atomic_rc_box_new0 (Sweep);

  sweep->blobs = g_object_ref (self->blobs);
  sweep->after = g_strdup ("");
  while (!self->ending &&
         dex_await_boolean (lb_database_run (self->database, sweep_work,
                                             g_atomic_rc_box_acquire (sweep), sweep_unref),
                            &failure))
    ;

  if (sweep->held && !self->ending)
    dex_future_disown (dex_future_then (g_steal_pointer (&released), released_cb,
                                        g_object_ref (self), g_object_unref));
  sweep_unref (sweep);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* What can't be swept now is at the next deletion or start. */
static DexFuture *
sweep_fiber (gpointer data)
{
  LbStore *self = data;
  g_autoptr (GError) error = NULL;

  while (self->sweep_again && !self->ending && error == NULL)
    {
      self->sweep_again = FALSE;
      if (!sweep_all (self, &error))
        g_message ("Deleted pictures are not cleared away yet: %s", error->message);
    }
  self->sweeping = FALSE;

  return dex_future_new_for_boolean (TRUE);
}

static void
start (LbStore *self)
{
  self->sweep_again = TRUE;
  if (self->sweeping || self->ending)
    return;

  self->sweeping = TRUE;
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, sweep_fiber, g_object_ref (self), g_object_unref));
}

static DexFuture *
deleted_cb (DexFuture *deleted, gpointer data)
{
  LbStore *self = data;

  /* Rows that damage has swallowed must not cost the pictures that they name. */
  if (!self->damaged)
    start (self);

  return dex_ref (deleted);
}

DexFuture *
lb_store_sweep_after (LbStore *self, DexFuture *deleted)
{
  return dex_future_then (deleted, deleted_cb, g_object_ref (self), g_object_unref);
}

gboolean
lb_store_end_sweep (LbStore *self)
{
  self->ending = TRUE;

  return !self->sweeping;
}
