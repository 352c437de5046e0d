#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbCliImport:
 * @overwrites: takes the place of what a person has written
 * @dry_run: changes nothing
 * @n_brought: (out): captions that were brought, or would be
 * @n_kept: (out): those that were not, since a person has written another
 *
 * Captions that come with pictures which their dataset has already.
 */
typedef struct
{
  gboolean overwrites;
  gboolean dry_run;
  guint n_brought;
  guint n_kept;
} LbCliImport;

/* @candidates: (element-type LbCandidate): checked, for @dataset, whose images are loaded. What is
 * brought is one step of the history, and such a candidate has its image then. */
void lb_cli_import_captions (LbCliImport *self,
                             LbUploadQueue *queue,
                             LbDataset *dataset,
                             GListModel *candidates);

G_END_DECLS
