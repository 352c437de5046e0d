#pragma once

#include "jobs/lb-export-manifest.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbCliSettings:
 *
 * Whether a dataset gets the visual schema or prefix of an export that is brought into it.
 */
typedef enum
{
  LB_CLI_SETTINGS_MISSING, /* if it has none of its own */
  LB_CLI_SETTINGS_ALWAYS,
  LB_CLI_SETTINGS_NEVER
} LbCliSettings;

/* @word: (nullable): of the command line. On a mistake it is said on standard error. */
gboolean lb_cli_settings_parse (const char *word, LbCliSettings *settings);
/* Whether they are taken; what is not is said on standard error. @manifest: (nullable). */
gboolean
lb_cli_settings_choose (LbCliSettings settings, LbExportManifest *manifest, LbDataset *dataset);

G_END_DECLS
