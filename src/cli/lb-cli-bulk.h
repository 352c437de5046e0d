#pragma once

#include "cli/lb-cli-files.h"
#include "cli/lb-cli-settings.h"
#include "cli/lb-cli.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* Importing into an advanced dataset, which takes all of its pictures at once. */

typedef struct
{
  gboolean json;
  gboolean no_captions;
  LbCliSettings settings;
  GCancellable *stop;
} LbCliBulkOptions;

/* @dataset: its images are loaded. */
LbCliExit lb_cli_bulk_import (LbSession *session,
                              LbDataset *dataset,
                              LbCliFiles *files,
                              const LbCliBulkOptions *options);

G_END_DECLS
