#pragma once

#include "cli/lb-cli-files.h"
#include "cli/lb-cli-settings.h"
#include "cli/lb-cli.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Importing into an advanced dataset, which takes all of its pictures at once. */

/**
 * LbCliBulkOptions:
 * @json: prints JSON
 * @dry_run: checks, and sends nothing
 * @no_captions: leaves descriptions out
 * @settings: of an export
 * @address: (unowned) (nullable): where a service elsewhere finds the ZIP file
 * @upload_address: (unowned) (nullable): where it is put before
 * @stop: (unowned)
 */
typedef struct
{
  gboolean json;
  gboolean dry_run;
  gboolean no_captions;
  LbCliSettings settings;
  const char *address;
  const char *upload_address;
  GCancellable *stop;
} LbCliBulkOptions;

/* @dataset: its images are loaded, and it is known whether there is an import into it:
 * lb_cli_place_learn_import(). */
LbCliExit lb_cli_bulk_import (LbSession *session,
                              LbDataset *dataset,
                              LbCliFiles *files,
                              const LbCliBulkOptions *options);

G_END_DECLS
