#include "session/lb-image-notes.h"

#include "base/lb-error.h"

struct _LbImageNotes
{
  GObject parent_instance;

  LbDatabase *database;                 /* (owned) */
  GHashTable *tables[LB_IMAGE_N_NOTES]; /* (owned) (element-type gint64 Note) by image */
};

G_DEFINE_FINAL_TYPE (LbImageNotes, lb_image_notes, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  LbImageNote kind;
  gint64 image_id;
  gint64 dataset_id;
  char *text; /* (owned) (nullable): there is to be none */
} Note;

static void
note_free (Note *self)
{
  g_free (self->text);
  g_free (self);
}

static Note *
note_new (LbImageNote kind, gint64 dataset_id, gint64 image_id, const char *text)
{
  Note *self = g_new0 (Note, 1);

  self->kind = kind;
  self->dataset_id = dataset_id;
  self->image_id = image_id;
  self->text = g_strdup (text);

  return self;
}

static void
lb_image_notes_finalize (GObject *object)
{
  LbImageNotes *self = LB_IMAGE_NOTES (object);

  g_clear_object (&self->database);
  for (guint i = 0; i < LB_IMAGE_N_NOTES; i++)
    g_clear_pointer (&self->tables[i], g_hash_table_unref);

  G_OBJECT_CLASS (lb_image_notes_parent_class)->finalize (object);
}

static void
lb_image_notes_class_init (LbImageNotesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_image_notes_finalize;

  signals[CHANGED] = g_signal_new ("changed", LB_TYPE_IMAGE_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
lb_image_notes_init (LbImageNotes *self)
{
  for (guint i = 0; i < LB_IMAGE_N_NOTES; i++)
    self->tables[i] =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) note_free);
}

LbImageNotes *
lb_image_notes_new (LbDatabase *database)
{
  LbImageNotes *self = g_object_new (LB_TYPE_IMAGE_NOTES, NULL);

  g_set_object (&self->database, database);

  return self;
}

const char *
lb_image_notes_get (LbImageNotes *self, LbImageNote kind, gint64 image_id)
{
  Note *note = NULL;

  g_return_val_if_fail (LB_IS_IMAGE_NOTES (self), NULL);
  g_return_val_if_fail (kind < LB_IMAGE_N_NOTES, NULL);

  note = g_hash_table_lookup (self->tables[kind], &image_id);

  return note != NULL ? note->text : NULL;
}

/* Reading. */

static GValue *
read_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error,
                                    "SELECT kind, dataset_id, image_id, text FROM note"
                                    " WHERE kind >= 0 AND kind < ?",
                                    "i", (gint64) LB_IMAGE_N_NOTES)))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (notes, note_new (sqlite3_column_int (statement, 0),
                                      sqlite3_column_int64 (statement, 1),
                                      sqlite3_column_int64 (statement, 2),
                                      (const char *) sqlite3_column_text (statement, 3)));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&notes));
}

/* Takes @note. */
static void
put (LbImageNotes *self, Note *note)
{
  g_hash_table_replace (self->tables[note->kind], &note->image_id, note);
}

static DexFuture *
load_fiber (gpointer data)
{
  LbImageNotes *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes =
    dex_await_boxed (lb_database_run (self->database, read_work, NULL, NULL), &error);

  if (notes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < notes->len; i++)
    {
      Note *note = g_ptr_array_index (notes, i);

      put (self, note_new (note->kind, note->dataset_id, note->image_id, note->text));
    }

  return dex_future_new_true ();
}

DexFuture *
lb_image_notes_load (LbImageNotes *self)
{
  dex_return_error_if_fail (LB_IS_IMAGE_NOTES (self));

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* Changing. The database takes one change after the other and tells of them in that order, so that
 * memory ends with the newest. */

typedef struct
{
  LbImageNotes *notes; /* (owned) */
  Note *note;          /* (owned) */
  DexFuture *write;    /* (owned) */
} Change;

static void
change_free (Change *self)
{
  g_clear_object (&self->notes);
  g_clear_pointer (&self->note, note_free);
  dex_clear (&self->write);
  g_free (self);
}

static DexFuture *
run_change (
  LbImageNotes *self, Note *note, Note *for_thread, LbDatabaseWork work, DexFiberFunc fiber)
{
  Change *change = g_new0 (Change, 1);

  change->notes = g_object_ref (self);
  change->note = note;
  change->write =
    lb_database_run_shared (self->database, work, for_thread, (GDestroyNotify) note_free);

  return dex_scheduler_spawn (NULL, 0, fiber, change, (GDestroyNotify) change_free);
}

static gboolean
write_note (sqlite3 *db, const Note *note, GError **error)
{
  if (note->text == NULL)
    return lb_sql_exec (db, error, "DELETE FROM note WHERE image_id = ? AND kind = ?", "ii",
                        note->image_id, (gint64) note->kind);

  return lb_sql_exec (db, error,
                      "INSERT OR REPLACE INTO note (image_id, kind, dataset_id, text)"
                      " VALUES (?, ?, ?, ?)",
                      "iiis", note->image_id, (gint64) note->kind, note->dataset_id, note->text);
}

static GValue *
set_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return write_note (db, data, error) ? lb_value_new_boolean (TRUE) : NULL;
}

static DexFuture *
set_fiber (gpointer data)
{
  Change *change = data;
  LbImageNotes *self = change->notes;
  LbImageNote kind = change->note->kind;
  gint64 image_id = change->note->image_id;
  g_autoptr (GError) error = NULL;

  if (!dex_await (g_steal_pointer (&change->write), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (g_strcmp0 (lb_image_notes_get (self, kind, image_id), change->note->text) == 0)
    return dex_future_new_true ();

  if (change->note->text != NULL)
    put (self, g_steal_pointer (&change->note));
  else
    g_hash_table_remove (self->tables[kind], &image_id);
  g_signal_emit (self, signals[CHANGED], 0, image_id);

  return dex_future_new_true ();
}

DexFuture *
lb_image_notes_set (
  LbImageNotes *self, LbImageNote kind, gint64 dataset_id, gint64 image_id, const char *text)
{
  dex_return_error_if_fail (LB_IS_IMAGE_NOTES (self));
  dex_return_error_if_fail (kind < LB_IMAGE_N_NOTES);

  return run_change (self, note_new (kind, dataset_id, image_id, text),
                     note_new (kind, dataset_id, image_id, text), set_work, set_fiber);
}

static GValue *
set_many_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  GPtrArray *notes = data;

  for (guint i = 0; i < notes->len; i++)
    if (!write_note (db, g_ptr_array_index (notes, i), error))
      return NULL;

  return lb_value_new_boolean (TRUE);
}

/* (transfer full) (element-type Note) */
static GPtrArray *
make_notes (LbImageNote kind, GPtrArray *images, GPtrArray *texts)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);

  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);

      g_ptr_array_add (notes, note_new (kind, lb_image_get_dataset_id (image),
                                        lb_image_get_id (image), g_ptr_array_index (texts, i)));
    }

  return notes;
}

typedef struct
{
  LbImageNotes *self; /* (owned) */
  GPtrArray *notes;   /* (owned) (element-type Note) */
} Many;

static void
many_free (gpointer data)
{
  Many *many = data;

  g_object_unref (many->self);
  g_ptr_array_unref (many->notes);
  g_free (many);
}

static DexFuture *
written_cb (DexFuture *future, gpointer data)
{
  Many *many = data;

  while (many->notes->len > 0)
    {
      Note *note = g_ptr_array_steal_index (many->notes, many->notes->len - 1);
      const gint64 image_id = note->image_id;

      put (many->self, note);
      g_signal_emit (many->self, signals[CHANGED], 0, image_id);
    }

  return dex_future_new_true ();
}

DexFuture *
lb_image_notes_set_many (LbImageNotes *self, LbImageNote kind, GPtrArray *images, GPtrArray *texts)
{
  Many *many = NULL;

  dex_return_error_if_fail (LB_IS_IMAGE_NOTES (self));
  dex_return_error_if_fail (kind < LB_IMAGE_N_NOTES);
  dex_return_error_if_fail (images->len == texts->len);

  if (images->len == 0)
    return dex_future_new_true ();

  many = g_new0 (Many, 1);
  many->self = g_object_ref (self);
  many->notes = make_notes (kind, images, texts);

  return dex_future_then (lb_database_run (self->database, set_many_work,
                                           make_notes (kind, images, texts),
                                           (GDestroyNotify) g_ptr_array_unref),
                          written_cb, many, many_free);
}

static DexFuture *
true_cb (DexFuture *future, gpointer data)
{
  return dex_future_new_true ();
}

DexFuture *
lb_image_notes_move (LbImageNotes *self, gint64 image_id, gint64 new_id, gint64 dataset_id)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (dex_unref);

  dex_return_error_if_fail (LB_IS_IMAGE_NOTES (self));

  for (guint i = 0; i < LB_IMAGE_N_NOTES; i++)
    {
      Note *note = g_hash_table_lookup (self->tables[i], &image_id);

      if (note == NULL)
        continue;
      g_ptr_array_add (changes,
                       lb_image_notes_set (self, i, dataset_id > 0 ? dataset_id : note->dataset_id,
                                           new_id, note->text));
      g_ptr_array_add (changes, lb_image_notes_set (self, i, note->dataset_id, image_id, NULL));
    }
  if (changes->len == 0)
    return dex_future_new_true ();

  return dex_future_then (dex_future_allv ((DexFuture **) changes->pdata, changes->len), true_cb,
                          NULL, NULL);
}

static GValue *
drop_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Note *note = data;

  if (!lb_sql_exec (db, error, "DELETE FROM note WHERE dataset_id = ?", "i", note->dataset_id))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

/* Adds the ids to @dropped. */
static void
drop_from_table (GHashTable *table, gint64 dataset_id, GArray *dropped)
{
  GHashTableIter iter;
  Note *note = NULL;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &note))
    if (note->dataset_id == dataset_id)
      {
        g_array_append_val (dropped, note->image_id);
        g_hash_table_iter_remove (&iter);
      }
}

static DexFuture *
drop_fiber (gpointer data)
{
  Change *change = data;
  LbImageNotes *self = change->notes;
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  if (!dex_await (g_steal_pointer (&change->write), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < LB_IMAGE_N_NOTES; i++)
    drop_from_table (self->tables[i], change->note->dataset_id, dropped);
  for (guint i = 0; i < dropped->len; i++)
    g_signal_emit (self, signals[CHANGED], 0, g_array_index (dropped, gint64, i));

  return dex_future_new_true ();
}

DexFuture *
lb_image_notes_drop (LbImageNotes *self, gint64 dataset_id)
{
  dex_return_error_if_fail (LB_IS_IMAGE_NOTES (self));

  return run_change (self, note_new (LB_IMAGE_N_NOTES, dataset_id, 0, NULL),
                     note_new (LB_IMAGE_N_NOTES, dataset_id, 0, NULL), drop_work, drop_fiber);
}
