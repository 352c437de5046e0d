#pragma once

#include "jobs/lb-upload-stage.h"

G_BEGIN_DECLS

/* What a copy is made from, on a worker thread. */

/* Pours the picture of @record into the empty file @to: @bytes (nullable), or the file it came
 * from, or what an earlier copy at @kept still holds. Rejects a picture that is not the one that
 * was checked, unless that is confirmed: by its size and its hash; where no hash is known, by the
 * time of its last change. With LB_UPLOAD_FLAG_STRIP what lb_strip_metadata() takes out stays
 * behind. Returns (transfer full) (nullable): NULL with an @error as of lb_upload_stage(). */
LbUploadStaged *lb_upload_source_copy (
  const LbUploadRecord *record, GBytes *bytes, const char *kept, int to, GError **error);

/* (transfer full) (nullable): the bytes of @record's picture, which is @bytes (nullable) or the
 * file it came from, judged in the same way; fills @staged but for what is sent. */
GBytes *lb_upload_source_read (const LbUploadRecord *record,
                               GBytes *bytes,
                               LbUploadStaged *staged,
                               GError **error);

G_END_DECLS
