#include "jobs/lb-upload-queue-private.h"

#include "jobs/lb-upload-store.h"

/* What a person asks for about single rows. */

static void
task_free (gpointer data)
{
  LbUploadTask *self = data;

  g_object_unref (self->queue);
  g_object_unref (self->upload);
  g_free (self);
}

static DexFuture *
keep_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUpload *upload = task->upload;

  lb_upload_queue_keep (task->queue, upload, upload->record->state);
  upload->active = FALSE;
  if (upload->stopping && !task->queue->closed)
    lb_upload_queue_drop (task->queue, upload, LB_UPLOAD_CANCELLED);
  lb_upload_queue_advance (task->queue);

  return dex_future_new_true ();
}

/* On disk first, then its next step. */
static void
keep_and_go_on (LbUploadQueue *self, LbUpload *upload)
{
  LbUploadTask *task = g_new0 (LbUploadTask, 1);

  task->queue = g_object_ref (self);
  task->upload = g_object_ref (upload);
  upload->active = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keep_fiber, task, task_free));
}

void
lb_upload_queue_retry (LbUploadQueue *self, LbUpload *upload)
{
  LbUploadState state = LB_UPLOAD_QUEUED;

  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (upload->state != LB_UPLOAD_FAILED || upload->active || self->database == NULL)
    return;

  if (upload->record->staged_sha256 != NULL)
    state = LB_UPLOAD_WAITING;
  upload->record->attempts = 0;
  upload->record->state = state;
  upload->not_before_us = 0;
  upload->stopping = FALSE;
  lb_upload_queue_set_state (self, upload, state, -1, NULL);
  keep_and_go_on (self, upload);
}

void
lb_upload_queue_confirm (LbUploadQueue *self, LbUpload *upload)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  upload->record->flags |= LB_UPLOAD_FLAG_CONFIRMED;
  lb_upload_queue_retry (self, upload);
}

guint
lb_upload_queue_retry_failed (LbUploadQueue *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload->state != LB_UPLOAD_FAILED ||
          lb_upload_get_remedy (upload) != LB_UPLOAD_REMEDY_RETRY)
        continue;
      lb_upload_queue_retry (self, upload);
      n++;
    }

  return n;
}

static gint64
first_position (LbUploadQueue *self)
{
  gint64 first = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    first = MIN (first, ((LbUpload *) g_ptr_array_index (self->uploads, i))->record->position);

  return first;
}

/* The place of the first row that still waits. */
static gboolean
find_first_waiting (LbUploadQueue *self, guint *place)
{
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      *place = i;
      if (!upload->sending &&
          (upload->state == LB_UPLOAD_QUEUED || upload->state == LB_UPLOAD_WAITING))
        return TRUE;
    }

  return FALSE;
}

void
lb_upload_queue_send_first (LbUploadQueue *self, LbUpload *upload)
{
  guint from = 0;
  guint to = 0;

  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (!g_ptr_array_find (self->uploads, upload, &from) || !find_first_waiting (self, &to) ||
      to >= from)
    return;

  upload->record->position = first_position (self) - 1;
  lb_upload_queue_move (self, from, to);
  upload->not_before_us = 0;
  if (self->database != NULL && !self->closed)
    dex_future_disown (lb_upload_store_put_one (self->database, upload->record));
  lb_upload_queue_advance (self);
}

void
lb_upload_queue_cancel (LbUploadQueue *self, LbUpload *upload)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (lb_upload_state_is_over (upload->state) || upload->stopping)
    return;

  upload->stopping = TRUE;
  if (upload->cancel != NULL)
    g_cancellable_cancel (upload->cancel);
  if (!upload->active && !upload->in_doubt)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
}

void
lb_upload_queue_cancel_all (LbUploadQueue *self)
{
  g_autoptr (GPtrArray) uploads = NULL;

  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  uploads = g_ptr_array_copy (self->uploads, (GCopyFunc) g_object_ref, NULL);
  g_ptr_array_set_free_func (uploads, g_object_unref);
  for (guint i = uploads->len; i > 0; i--)
    lb_upload_queue_cancel (self, g_ptr_array_index (uploads, i - 1));
}
