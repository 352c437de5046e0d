#include "config.h"

#include "cli/lb-cli-settings.h"

#include <glib/gi18n.h>

#include "cli/lb-cli-options.h"
#include "jobs/lb-import-settings.h"

gboolean
lb_cli_settings_parse (const char *word, LbCliSettings *settings)
{
  static const char *const words[] = { "missing", "always", "never" };

  *settings = LB_CLI_SETTINGS_MISSING;
  if (word == NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      {
        *settings = (LbCliSettings) i;
        return TRUE;
      }

  lb_cli_complain (_ ("There is no “--settings=%s”; there are missing, always and never"), word);
  return FALSE;
}

static void
complain_kept (LbDataset *dataset)
{
  if (lb_dataset_is_fibo (dataset))
    lb_cli_complain ("%s", _ ("The dataset keeps its visual schema, which is not the one of the "
                              "export; --settings=always replaces it"));
  else
    lb_cli_complain ("%s", _ ("The dataset keeps its caption prefix, which is not the one of the "
                              "export; --settings=always replaces it"));
}

gboolean
lb_cli_settings_choose (LbCliSettings settings, LbExportManifest *manifest, LbDataset *dataset)
{
  const LbImportSettings found = lb_import_settings_judge (manifest, dataset);

  if (settings == LB_CLI_SETTINGS_NEVER || found == LB_IMPORT_SETTINGS_NONE)
    return FALSE;

  switch (found)
    {
    case LB_IMPORT_SETTINGS_NEW: return TRUE;
    case LB_IMPORT_SETTINGS_OTHER:
      if (settings == LB_CLI_SETTINGS_ALWAYS)
        return TRUE;
      complain_kept (dataset);
      return FALSE;
    case LB_IMPORT_SETTINGS_OTHER_KIND:
      lb_cli_complain ("%s", lb_dataset_is_fibo (dataset)
                               ? _ ("The export has plain captions, and this dataset takes "
                                    "structured prompts")
                               : _ ("The export has structured prompts, and this dataset takes "
                                    "plain captions"));
      return FALSE;
    case LB_IMPORT_SETTINGS_NONE:
    default:                      return FALSE;
    }
}
