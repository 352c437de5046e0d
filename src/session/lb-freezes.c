#include "session/lb-freezes.h"

/* What is on its way to the disk, for one dataset. */
typedef struct
{
  LbFrozenFields *fields; /* (owned) (nullable): the newest; NULL for none */
  guint n;                /* of them, the older ones too */
} Wanted;

struct _LbFreezes
{
  GObject parent_instance;

  LbDatabase *database; /* (owned) */
  GHashTable *table;    /* (owned) (element-type utf8 LbFrozenFields): by dataset, as on disk */
  GHashTable *wanted;   /* (owned) (element-type utf8 Wanted): by dataset */
};

G_DEFINE_FINAL_TYPE (LbFreezes, lb_freezes, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_clear_object (&wanted->fields);
  g_free (wanted);
}

static void
lb_freezes_finalize (GObject *object)
{
  LbFreezes *self = LB_FREEZES (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->table, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);

  G_OBJECT_CLASS (lb_freezes_parent_class)->finalize (object);
}

static void
lb_freezes_class_init (LbFreezesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lb_freezes_finalize;

  signals[CHANGED] = g_signal_new ("changed", LB_TYPE_FREEZES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
lb_freezes_init (LbFreezes *self)
{
  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wanted_free);
}

LbFreezes *
lb_freezes_new (LbDatabase *database)
{
  LbFreezes *self = g_object_new (LB_TYPE_FREEZES, NULL);

  self->database = g_object_ref (database);

  return self;
}

LbFrozenFields *
lb_freezes_get (LbFreezes *self, const char *dataset_uuid)
{
  const Wanted *wanted = NULL;

  g_return_val_if_fail (LB_IS_FREEZES (self), NULL);
  g_return_val_if_fail (dataset_uuid != NULL, NULL);

  wanted = g_hash_table_lookup (self->wanted, dataset_uuid);

  return wanted != NULL ? wanted->fields : g_hash_table_lookup (self->table, dataset_uuid);
}

/* One dataset's. */
typedef struct
{
  LbFreezes *freezes; /* (owned) (nullable): not on the database's thread */
  char *uuid;         /* (owned) */
  char *text;         /* (owned): "" for none */
} Freeze;

static Freeze *
freeze_new (LbFreezes *freezes, const char *uuid, const char *text)
{
  Freeze *freeze = g_new0 (Freeze, 1);

  g_set_object (&freeze->freezes, freezes);
  freeze->uuid = g_strdup (uuid);
  freeze->text = g_strdup (text);

  return freeze;
}

static void
freeze_free (gpointer data)
{
  Freeze *freeze = data;

  g_clear_object (&freeze->freezes);
  g_free (freeze->uuid);
  g_free (freeze->text);
  g_free (freeze);
}

static GValue *
read_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) freezes = g_ptr_array_new_with_free_func (freeze_free);
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (db, error, "SELECT dataset_uuid, text FROM freeze", "")))
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (freezes, freeze_new (NULL, (const char *) sqlite3_column_text (statement, 0),
                                          (const char *) sqlite3_column_text (statement, 1)));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&freezes));
}

static void
take (LbFreezes *self, const Freeze *freeze)
{
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_new (freeze->text);

  if (lb_frozen_fields_get_n (fields) > 0)
    g_hash_table_replace (self->table, g_strdup (freeze->uuid), g_steal_pointer (&fields));
  else
    g_hash_table_remove (self->table, freeze->uuid);
}

static DexFuture *
load_fiber (gpointer data)
{
  LbFreezes *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) freezes =
    dex_await_boxed (lb_database_run (self->database, read_work, NULL, NULL), &error);

  if (freezes == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < freezes->len; i++)
    take (self, g_ptr_array_index (freezes, i));

  return dex_future_new_true ();
}

DexFuture *
lb_freezes_load (LbFreezes *self)
{
  dex_return_error_if_fail (LB_IS_FREEZES (self));

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

static GValue *
set_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  const Freeze *freeze = data;
  const gboolean done =
    *freeze->text == '\0'
      ? lb_sql_exec (db, error, "DELETE FROM freeze WHERE dataset_uuid = ?", "s", freeze->uuid)
      : lb_sql_exec (db, error, "INSERT OR REPLACE INTO freeze (dataset_uuid, text) VALUES (?, ?)",
                     "ss", freeze->uuid, freeze->text);

  return done ? lb_value_new_boolean (TRUE) : NULL;
}

static void
want (LbFreezes *self, const char *uuid, const char *text)
{
  g_autoptr (LbFrozenFields) fields = lb_frozen_fields_new (text);
  Wanted *wanted = g_hash_table_lookup (self->wanted, uuid);

  if (wanted == NULL)
    {
      wanted = g_new0 (Wanted, 1);
      g_hash_table_insert (self->wanted, g_strdup (uuid), wanted);
    }
  g_clear_object (&wanted->fields);
  if (lb_frozen_fields_get_n (fields) > 0)
    wanted->fields = g_steal_pointer (&fields);
  wanted->n++;
}

static DexFuture *
written_cb (DexFuture *future, gpointer data)
{
  const Freeze *freeze = data;
  LbFreezes *self = freeze->freezes;
  Wanted *wanted = g_hash_table_lookup (self->wanted, freeze->uuid);

  if (dex_future_is_resolved (future))
    take (self, freeze);
  if (--wanted->n == 0)
    g_hash_table_remove (self->wanted, freeze->uuid);
  g_signal_emit (self, signals[CHANGED], 0, freeze->uuid);

  return dex_ref (future);
}

/* The database takes one change after the other and tells of them in that order, so that memory
 * ends with the newest. */
DexFuture *
lb_freezes_set (LbFreezes *self, const char *dataset_uuid, LbFrozenFields *fields)
{
  const char *text = fields != NULL ? lb_frozen_fields_get_text (fields) : "";

  dex_return_error_if_fail (LB_IS_FREEZES (self));
  dex_return_error_if_fail (dataset_uuid != NULL);

  want (self, dataset_uuid, text);

  return dex_future_finally (
    lb_database_run (self->database, set_work, freeze_new (NULL, dataset_uuid, text), freeze_free),
    written_cb, freeze_new (self, dataset_uuid, text), freeze_free);
}
