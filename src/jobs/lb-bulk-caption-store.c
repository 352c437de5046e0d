#include "jobs/lb-bulk-caption-store.h"

LbBulkCaption *
lb_bulk_caption_new (gint64 id, const char *name, const char *text, gboolean automatic)
{
  LbBulkCaption *self = g_new0 (LbBulkCaption, 1);

  self->id = id;
  self->name = g_strdup (name);
  self->text = g_strdup (text);
  self->automatic = automatic;
  return self;
}

void
lb_bulk_caption_free (LbBulkCaption *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (LbBulkSettings, lb_bulk_settings, lb_bulk_settings_copy, lb_bulk_settings_free)

LbBulkSettings *
lb_bulk_settings_new (const char *text, const char *base)
{
  LbBulkSettings *self = g_new0 (LbBulkSettings, 1);

  self->text = g_strdup (text);
  self->base = g_strdup (base);
  return self;
}

LbBulkSettings *
lb_bulk_settings_copy (const LbBulkSettings *self)
{
  return lb_bulk_settings_new (self->text, self->base);
}

void
lb_bulk_settings_free (LbBulkSettings *self)
{
  g_free (self->text);
  g_free (self->base);
  g_free (self);
}

typedef struct
{
  char *uuid;               /* (owned) */
  GPtrArray *captions;      /* (owned) (nullable) */
  LbBulkSettings *settings; /* (owned) (nullable) */
  gint64 last_id;
} Call;

static Call *
call_new (const char *uuid, GPtrArray *captions, gint64 last_id)
{
  Call *call = g_new0 (Call, 1);

  call->uuid = g_strdup (uuid);
  call->captions = captions != NULL ? g_ptr_array_ref (captions) : NULL;
  call->last_id = last_id;
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->uuid);
  g_clear_pointer (&call->captions, g_ptr_array_unref);
  g_clear_pointer (&call->settings, lb_bulk_settings_free);
  g_free (call);
}

static gboolean
drop (sqlite3 *db, Call *call, GError **error)
{
  return lb_sql_exec (db, error, "DELETE FROM import_caption WHERE dataset_uuid = ? AND id <= ?",
                      "si", call->uuid, call->last_id);
}

static gboolean
drop_settings (sqlite3 *db, Call *call, GError **error)
{
  return lb_sql_exec (db, error, "DELETE FROM import_settings WHERE dataset_uuid = ?", "s",
                      call->uuid);
}

static gboolean
put_settings (sqlite3 *db, Call *call, GError **error)
{
  return call->settings->text == NULL ||
         lb_sql_exec (db, error,
                      "INSERT INTO import_settings (dataset_uuid, text, base) VALUES (?, ?, ?)",
                      "sss", call->uuid, call->settings->text, call->settings->base);
}

static GValue *
put_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;

  if (!drop (db, call, error) || !drop_settings (db, call, error) ||
      !put_settings (db, call, error))
    return NULL;
  for (guint i = 0; i < call->captions->len; i++)
    {
      const LbBulkCaption *caption = call->captions->pdata[i];

      if (!lb_sql_exec (db, error,
                        "INSERT INTO import_caption (dataset_uuid, name, text, automatic)"
                        " VALUES (?, ?, ?, ?)",
                        "sssi", call->uuid, caption->name, caption->text,
                        (gint64) caption->automatic))
        return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_bulk_caption_store_put (LbDatabase *database,
                           const char *dataset_uuid,
                           GPtrArray *captions,
                           LbBulkSettings *settings)
{
  Call *call = call_new (dataset_uuid, captions, G_MAXINT64);

  call->settings = settings;
  return lb_database_run (database, put_work, call, call_free);
}

static GValue *
load_settings_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (LbBulkSettings) settings = lb_bulk_settings_new (NULL, NULL);
  g_autoptr (sqlite3_stmt) statement = lb_sql_prepare (
    db, error, "SELECT text, base FROM import_settings WHERE dataset_uuid = ?", "s", call->uuid);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  if (lb_sql_step (statement, &failure))
    {
      settings->text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      settings->base = g_strdup ((const char *) sqlite3_column_text (statement, 1));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (LB_TYPE_BULK_SETTINGS, g_steal_pointer (&settings));
}

DexFuture *
lb_bulk_caption_store_load_settings (LbDatabase *database, const char *dataset_uuid)
{
  return lb_database_run (database, load_settings_work, call_new (dataset_uuid, NULL, 0),
                          call_free);
}

static GValue *
drop_settings_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return drop_settings (db, data, error) ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_bulk_caption_store_drop_settings (LbDatabase *database, const char *dataset_uuid)
{
  return lb_database_run (database, drop_settings_work, call_new (dataset_uuid, NULL, 0),
                          call_free);
}

static GValue *
load_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) captions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_bulk_caption_free);
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error,
                    "SELECT id, name, text, automatic FROM import_caption WHERE dataset_uuid = ?"
                    " ORDER BY id",
                    "s", call->uuid);
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_ptr_array_add (captions,
                     lb_bulk_caption_new (sqlite3_column_int64 (statement, 0),
                                          (const char *) sqlite3_column_text (statement, 1),
                                          (const char *) sqlite3_column_text (statement, 2),
                                          sqlite3_column_int (statement, 3) != 0));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&captions));
}

DexFuture *
lb_bulk_caption_store_load (LbDatabase *database, const char *dataset_uuid)
{
  return lb_database_run (database, load_work, call_new (dataset_uuid, NULL, 0), call_free);
}

static GValue *
drop_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  return drop (db, data, error) ? lb_value_new_boolean (TRUE) : NULL;
}

DexFuture *
lb_bulk_caption_store_drop (LbDatabase *database, const char *dataset_uuid, gint64 last_id)
{
  return lb_database_run (database, drop_work, call_new (dataset_uuid, NULL, last_id), call_free);
}

static GValue *
list_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  g_autoptr (GStrvBuilder) uuids = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) statement =
    lb_sql_prepare (db, error,
                    "SELECT dataset_uuid FROM import_caption"
                    " UNION SELECT dataset_uuid FROM import_settings",
                    "");
  GError *failure = NULL;

  if (statement == NULL)
    return NULL;

  while (lb_sql_step (statement, &failure))
    g_strv_builder_add (uuids, (const char *) sqlite3_column_text (statement, 0));
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boxed (G_TYPE_STRV, g_strv_builder_end (uuids));
}

DexFuture *
lb_bulk_caption_store_list (LbDatabase *database)
{
  return lb_database_run (database, list_work, NULL, NULL);
}
