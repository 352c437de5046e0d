#include "jobs/lb-import-settings.h"

const char *
lb_import_settings_get_text (LbExportManifest *manifest, LbDataset *dataset)
{
  const char *wanted = lb_dataset_is_fibo (dataset)
                         ? lb_export_manifest_get_visual_schema (manifest)
                         : lb_export_manifest_get_caption_prefix (manifest);

  return wanted != NULL && *wanted != '\0' ? wanted : NULL;
}

const char *
lb_import_settings_get_present (LbDataset *dataset)
{
  return lb_dataset_is_fibo (dataset) ? lb_dataset_get_visual_schema (dataset)
                                      : lb_dataset_get_caption_prefix (dataset);
}

/* R23: the service gives every legacy dataset a prefix to begin with. */
static gboolean
is_own (LbDataset *dataset)
{
  const char *present = lb_import_settings_get_present (dataset);

  if (present == NULL || *present == '\0')
    return FALSE;

  return lb_dataset_is_fibo (dataset) || lb_dataset_get_images_count (dataset) > 0;
}

LbImportSettings
lb_import_settings_judge (LbExportManifest *manifest, LbDataset *dataset)
{
  const char *wanted = NULL;

  if (manifest == NULL)
    return LB_IMPORT_SETTINGS_NONE;
  if (lb_export_manifest_is_fibo (manifest) != lb_dataset_is_fibo (dataset))
    return LB_IMPORT_SETTINGS_OTHER_KIND;
  if ((wanted = lb_import_settings_get_text (manifest, dataset)) == NULL ||
      g_strcmp0 (wanted, lb_import_settings_get_present (dataset)) == 0)
    return LB_IMPORT_SETTINGS_NONE;

  return is_own (dataset) ? LB_IMPORT_SETTINGS_OTHER : LB_IMPORT_SETTINGS_NEW;
}

DexFuture *
lb_import_settings_apply (LbSession *session, LbDataset *dataset, const char *text)
{
  return lb_dataset_is_fibo (dataset) ? lb_session_set_visual_schema (session, dataset, text)
                                      : lb_session_set_caption_prefix (session, dataset, text);
}
