#include "config.h"

#include "session/lb-trash-days.h"

#include <gio/gio.h>

/* (nullable) (transfer full): a command may run where the settings of the app are not installed, or
 * are those of an earlier one. */
static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source != NULL ? g_settings_schema_source_lookup (source, LB_APP_ID, TRUE) : NULL;

  return schema != NULL && g_settings_schema_has_key (schema, LB_TRASH_DAYS_KEY)
           ? g_settings_new_full (schema, NULL, NULL)
           : NULL;
}

int
lb_trash_days_get (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    settings = find_settings ();
  looked = TRUE;

  return settings != NULL ? (int) g_settings_get_uint (settings, LB_TRASH_DAYS_KEY)
                          : LB_TRASH_DAYS_DEFAULT;
}
