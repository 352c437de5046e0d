#include "jobs/lb-upload-queue-private.h"

#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"

/* What may become of one row, on disk and in the list. */

#define ATTEMPTS_MAX 8

LbUploadTask *
lb_upload_task_new (LbUploadQueue *queue, LbUpload *upload)
{
  LbUploadTask *self = g_new0 (LbUploadTask, 1);

  self->queue = g_object_ref (queue);
  self->upload = g_object_ref (upload);
  upload->active = TRUE;

  return self;
}

void
lb_upload_task_free (gpointer data)
{
  LbUploadTask *self = data;

  g_object_unref (self->queue);
  g_object_unref (self->upload);
  g_free (self);
}

void
lb_upload_queue_free_place (LbUploadQueue *self, LbUpload *upload)
{
  if (!upload->has_place)
    return;

  upload->has_place = FALSE;
  self->n_sending--;
}

DexFuture *
lb_upload_task_end (LbUploadTask *self)
{
  self->upload->active = FALSE;
  self->upload->sending = FALSE;
  lb_upload_queue_free_place (self->queue, self->upload);
  lb_upload_queue_advance (self->queue);

  return dex_future_new_true ();
}

gboolean
lb_upload_queue_keep (LbUploadQueue *self, LbUpload *upload, LbUploadState state)
{
  g_autoptr (GError) error = NULL;

  upload->record->state = state;
  upload->record->owner = lb_lease_get_owner (self->lease);
  if (self->closed || upload->lost)
    return FALSE;
  if (dex_await (lb_upload_store_put_one (self->database, upload->record), &error))
    return TRUE;
  if (!self->closed)
    lb_upload_queue_take_disk_error (self, error);

  return FALSE;
}

void
lb_upload_queue_drop (LbUploadQueue *self, LbUpload *upload, LbUploadState state)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();

  if (upload->lost)
    return;

  g_ptr_array_add (uuids, upload->record->uuid);
  if (self->database != NULL)
    dex_future_disown (
      lb_upload_store_forget (self->database, uuids, lb_lease_get_owner (self->lease)));
  lb_upload_stage_drop (self->folder, upload->record->uuid);
  g_clear_pointer (&upload->bytes, g_bytes_unref);
  lb_upload_queue_set_state (self, upload, state, -1, NULL);
}

void
lb_upload_queue_fail (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  g_autoptr (GError) copy = g_error_copy (error);

  upload->in_doubt = FALSE;
  g_clear_error (&upload->record->error);
  upload->record->error = g_error_copy (copy);
  lb_upload_queue_keep (self, upload, LB_UPLOAD_FAILED);
  if (!self->closed)
    lb_upload_queue_set_state (self, upload, LB_UPLOAD_FAILED, -1, copy);
}

void
lb_upload_queue_put_back (LbUploadQueue *self, LbUpload *upload, guint wait_ms, const GError *error)
{
  upload->not_before_us = lb_upload_queue_now_us (self) + (gint64) wait_ms * 1000;
  lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, error);
  lb_upload_queue_keep (self, upload, LB_UPLOAD_WAITING);
}

void
lb_upload_queue_try_again (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  if (upload->stopping)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
  else if (upload->record->attempts >= ATTEMPTS_MAX)
    lb_upload_queue_fail (self, upload, error);
  else
    lb_upload_queue_put_back (self, upload, lb_upload_end_backoff_ms (upload->record->attempts),
                              error);
}
