#include "config.h"

#include "jobs/lb-upload-queue-private.h"
#include "jobs/lb-upload-stage.h"

/* How much room the next copy takes. */

gint64
lb_upload_queue_get_needed_bytes (LbUploadQueue *self)
{
  gint64 size_bytes = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);

  for (guint i = 0; i < self->uploads->len && size_bytes == 0; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload->state == LB_UPLOAD_QUEUED)
        size_bytes = MAX (upload->record->probe.size_bytes, 0);
    }

  return size_bytes + lb_upload_stage_get_reserve (self->folder);
}
