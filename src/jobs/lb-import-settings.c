#include "jobs/lb-import-settings.h"

/* (nullable): of the dataset's kind. */
static const char *
wanted_of (LbExportManifest *manifest, LbDataset *dataset)
{
  const char *wanted = lb_dataset_is_fibo (dataset)
                         ? lb_export_manifest_get_visual_schema (manifest)
                         : lb_export_manifest_get_caption_prefix (manifest);

  return wanted != NULL && *wanted != '\0' ? wanted : NULL;
}

static const char *
present_of (LbDataset *dataset)
{
  return lb_dataset_is_fibo (dataset) ? lb_dataset_get_visual_schema (dataset)
                                      : lb_dataset_get_caption_prefix (dataset);
}

/* R23: the service gives every legacy dataset a prefix to begin with. */
static gboolean
is_own (LbDataset *dataset)
{
  const char *present = present_of (dataset);

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
  if ((wanted = wanted_of (manifest, dataset)) == NULL ||
      g_strcmp0 (wanted, present_of (dataset)) == 0)
    return LB_IMPORT_SETTINGS_NONE;

  return is_own (dataset) ? LB_IMPORT_SETTINGS_OTHER : LB_IMPORT_SETTINGS_NEW;
}

gboolean
lb_import_settings_apply (LbSession *session,
                          LbDataset *dataset,
                          LbExportManifest *manifest,
                          GError **error)
{
  const LbImportSettings found = lb_import_settings_judge (manifest, dataset);
  const char *wanted = NULL;
  g_autoptr (LbDataset) changed = NULL;

  if (found != LB_IMPORT_SETTINGS_NEW && found != LB_IMPORT_SETTINGS_OTHER)
    return TRUE;

  wanted = wanted_of (manifest, dataset);
  changed = dex_await_object (lb_dataset_is_fibo (dataset)
                                ? lb_session_set_visual_schema (session, dataset, wanted)
                                : lb_session_set_caption_prefix (session, dataset, wanted),
                              error);

  return changed != NULL;
}
