#pragma once

#include "jobs/lb-export-manifest.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbImportSettings:
 *
 * What an export of ours has for the dataset that it is brought into, besides pictures and their
 * descriptions: a visual schema, or for plain words the prefix.
 */
typedef enum
{
  LB_IMPORT_SETTINGS_NONE,      /* nothing, or what the dataset has anyway */
  LB_IMPORT_SETTINGS_NEW,       /* the dataset has none of its own yet */
  LB_IMPORT_SETTINGS_OTHER,     /* the dataset's would be replaced: only if a person says so */
  LB_IMPORT_SETTINGS_OTHER_KIND /* it is of structured prompts and the dataset not, or vice versa */
} LbImportSettings;

/* @manifest: (nullable). */
LbImportSettings lb_import_settings_judge (LbExportManifest *manifest, LbDataset *dataset);
/* (transfer none) (nullable): the visual schema or prefix that it has for the dataset. */
const char *lb_import_settings_get_text (LbExportManifest *manifest, LbDataset *dataset);
/* (transfer none) (nullable): the one that the dataset has. */
const char *lb_import_settings_get_present (LbDataset *dataset);
/* Gives the dataset @text. Resolves to the live LbDataset. */
DexFuture *lb_import_settings_apply (LbSession *session, LbDataset *dataset, const char *text);

G_END_DECLS
