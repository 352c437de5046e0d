#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-stage.h"

/* How a row gets its copy. */

static void
take_copy (LbUploadQueue *self, LbUpload *upload, const LbUploadStaged *staged)
{
  LbUploadRecord *record = upload->record;

  g_set_str (&record->staged_sha256, staged->sent_sha256);
  g_set_str (&record->checked_sha256, staged->original_sha256);
  record->mtime_us = staged->mtime_us;
  record->probe.size_bytes = staged->size_bytes;
  /* What was confirmed is this copy; another one would have to be confirmed anew. */
  record->flags &= ~LB_UPLOAD_FLAG_CONFIRMED;
  if (lb_upload_queue_keep (self, upload, LB_UPLOAD_WAITING))
    {
      g_clear_pointer (&upload->bytes, g_bytes_unref);
      lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, NULL);
    }
  else
    record->state = LB_UPLOAD_QUEUED;
}

DexFuture *
lb_upload_queue_stage_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbUploadStaged) staged =
    dex_await_boxed (lb_upload_stage (self->folder, upload->record, upload->bytes), &error);

  self->n_staging--;
  if (self->closed)
    return dex_future_new_true ();

  if (upload->stopping)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
  else if (staged != NULL)
    take_copy (self, upload, staged);
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE))
    {
      self->stage_full = TRUE;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);
    }
  else
    lb_upload_queue_fail (self, upload, error);

  return lb_upload_task_end (task);
}
