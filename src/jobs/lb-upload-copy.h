#pragma once

#include "jobs/lb-upload-queue.h"

G_BEGIN_DECLS

/**
 * LbUploadOrder:
 * @uuid: of the row, with a mark: see lb_image_name_new_uuid()
 * @name: as a person knows the picture
 * @caption: (nullable): what it is to have
 * @caption_source: (nullable): who wrote that
 *
 * A picture that is at hand, and whose row is known before it is there.
 */
typedef struct
{
  const char *uuid;
  const char *name;
  const char *caption;
  const char *caption_source;
  gboolean moderation;
} LbUploadOrder;

/* Copies @bytes first and then adds the row, after all others: a row has its copy whenever the
 * program ends. It is sent after those that were queued before for the same dataset. Resolves TRUE
 * once both are on disk, at once for a row that the list has already; fails with LB_ERROR_NO_SPACE
 * or STORAGE, and then nothing was added. */
DexFuture *lb_upload_queue_add_order (LbUploadQueue *self,
                                      LbDataset *dataset,
                                      const LbUploadOrder *order,
                                      GBytes *bytes);
/* (transfer none) (nullable): the row in the list, unless it was cancelled. */
LbUpload *lb_upload_queue_find (LbUploadQueue *self, const char *uuid);

G_END_DECLS
