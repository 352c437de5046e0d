#include "service/lb-store-captioner.h"

#include "service/lb-store-private.h"

static GValue *
read_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbCaptionerSetting *setting = data;
  g_autoptr (sqlite3_stmt) statement = NULL;
  GError *failure = NULL;

  if (!(statement = lb_sql_prepare (
          db, error, "SELECT kind, address, model, key_given, concurrency FROM captioner", NULL)))
    return NULL;

  if (lb_sql_step (statement, &failure))
    {
      g_autofree char *kind = lb_store_column_text (statement, 0);
      g_autofree char *address = lb_store_column_text (statement, 1);
      g_autofree char *model = lb_store_column_text (statement, 2);

      g_object_set (setting, "kind", kind, "address", address, "model", model, "has-key",
                    sqlite3_column_int (statement, 3), "concurrency",
                    sqlite3_column_int (statement, 4), NULL);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  return lb_value_new_boolean (TRUE);
}

LbCaptionerSetting *
lb_store_read_captioner (LbStore *self, GError **error)
{
  g_autoptr (LbCaptionerSetting) setting = lb_captioner_setting_new ();
  GValue *value = lb_database_run_sync (self->database, read_work, setting, error);

  if (value == NULL)
    return NULL;

  lb_value_free (value);

  return g_steal_pointer (&setting);
}

static GValue *
write_work (LbDatabase *database, sqlite3 *db, gpointer data, GError **error)
{
  LbCaptionerSetting *setting = data;

  if (!lb_sql_exec (db, error,
                    "INSERT OR REPLACE INTO captioner"
                    " (id, kind, address, model, key_given, concurrency) VALUES (1, ?, ?, ?, ?, ?)",
                    "sssii", lb_captioner_setting_get_kind (setting),
                    lb_captioner_setting_get_address (setting),
                    lb_captioner_setting_get_model (setting),
                    (gint64) lb_captioner_setting_has_key (setting),
                    (gint64) lb_captioner_setting_get_concurrency (setting)))
    return NULL;

  return lb_value_new_boolean (TRUE);
}

DexFuture *
lb_store_write_captioner (LbStore *self, LbCaptionerSetting *setting)
{
  return lb_database_run (self->database, write_work, g_object_ref (setting), g_object_unref);
}
