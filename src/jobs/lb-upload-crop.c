#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-stage.h"

/* Another part of a picture is sent. */

typedef struct
{
  LbUploadTask *task; /* (owned) */
  LbCrop crop;
} Cropping;

static void
cropping_free (gpointer data)
{
  Cropping *self = data;

  lb_upload_task_free (self->task);
  g_free (self);
}

LbUploadFlags
lb_upload_queue_get_strip_flag (LbUploadQueue *self, const LbCrop *crop)
{
  return lb_crop_is_set (crop) || lb_session_strips_metadata (self->session) ? LB_UPLOAD_FLAG_STRIP
                                                                             : 0;
}

/* Takes the new copy over; from then on the row is what it says. */
static gboolean
take_copy (LbUploadQueue *self, LbUpload *upload, const LbUploadRecord *made, const char *sha256)
{
  LbUploadRecord *record = upload->record;

  record->flags = made->flags;
  g_set_str (&record->staged_sha256, sha256);
  lb_upload_set_crop (upload, &made->crop);
  if (!lb_upload_queue_keep (self, upload, LB_UPLOAD_WAITING))
    return FALSE;

  lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, NULL);
  return TRUE;
}

static DexFuture *
crop_fiber (gpointer data)
{
  Cropping *cropping = data;
  LbUploadQueue *self = cropping->task->queue;
  LbUpload *upload = cropping->task->upload;
  g_autoptr (LbUploadRecord) made = lb_upload_record_copy (upload->record);
  g_autoptr (LbUploadStaged) staged = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;

  made->crop = cropping->crop;
  made->flags &= ~LB_UPLOAD_FLAG_STRIP;
  made->flags |= lb_upload_queue_get_strip_flag (self, &made->crop);
  staged = dex_await_boxed (lb_upload_stage (self->folder, made, NULL), &error);
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The queue is closed");

  if (staged != NULL)
    kept = take_copy (self, upload, made, staged->sent_sha256);
  if (upload->stopping && !self->closed)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
  dex_future_disown (lb_upload_task_end (cropping->task));
  if (staged == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return kept ? dex_future_new_true ()
              : dex_future_new_reject (LB_ERROR, LB_ERROR_STORAGE, "The crop can’t be kept");
}

DexFuture *
lb_upload_queue_crop (LbUploadQueue *self, LbUpload *upload, const LbCrop *crop)
{
  Cropping *cropping = NULL;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_UPLOAD (upload));
  dex_return_error_if_fail (crop != NULL);

  if (!lb_upload_can_crop (upload) || upload->lost || !lb_lease_is_held (self->lease))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The picture does not wait");

  cropping = g_new0 (Cropping, 1);
  cropping->task = lb_upload_task_new (self, upload);
  cropping->crop = *crop;

  return dex_scheduler_spawn (NULL, 0, crop_fiber, cropping, cropping_free);
}
