#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbCliImport:
 * @overwrites: takes the place of what a person has written
 * @dry_run: changes nothing
 * @n_brought: (out): captions that were brought, or would be
 * @n_kept: (out): those that were not, since a person has written another
 * @n_same: (out): those that are the same already
 *
 * Captions that come with pictures which their dataset has already.
 */
typedef struct
{
  gboolean overwrites;
  gboolean dry_run;
  guint n_brought;
  guint n_kept;
  guint n_same;
} LbCliImport;

/* @candidates: (element-type LbCandidate): checked, for @dataset, whose images are loaded. What is
 * brought is one step of the history, and such a candidate has its image then; the others that
 * these numbers count are marked, see lb_cli_captions_mark(). */
void lb_cli_import_captions (LbCliImport *self,
                             LbUploadQueue *queue,
                             LbDataset *dataset,
                             GListModel *candidates);
/* Says so: of what stays on standard error, of what was brought on standard output unless @json. */
void lb_cli_import_tell (const LbCliImport *self, gboolean json);

G_END_DECLS
