#include "jobs/lb-upload-queue-private.h"

#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"

/* What a person asks for: of single rows, then of all. What another program has in hand is not
 * touched. */

static DexFuture *
keep_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUpload *upload = task->upload;

  lb_upload_queue_keep (task->queue, upload, upload->record->state);
  if (upload->stopping && !task->queue->closed)
    lb_upload_queue_drop (task->queue, upload, LB_UPLOAD_CANCELLED);

  return lb_upload_task_end (task);
}

/* On disk first, then its next step. */
static void
keep_and_go_on (LbUploadQueue *self, LbUpload *upload)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keep_fiber, lb_upload_task_new (self, upload),
                                          lb_upload_task_free));
}

void
lb_upload_queue_retry (LbUploadQueue *self, LbUpload *upload)
{
  LbUploadState state = LB_UPLOAD_QUEUED;

  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (upload->state != LB_UPLOAD_FAILED || upload->active || !lb_lease_is_held (self->lease))
    return;

  if (upload->record->staged_sha256 != NULL || lb_upload_is_fetched (upload))
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

void
lb_upload_queue_send_first (LbUploadQueue *self, LbUpload *upload)
{
  guint from = 0;
  guint to = 0;

  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (!lb_lease_is_held (self->lease) || upload->lost || self->first == NULL ||
      !lb_upload_waits (upload) || !g_ptr_array_find (self->uploads, upload, &from) ||
      !g_ptr_array_find (self->uploads, self->first, &to) || to >= from)
    return;

  upload->record->position = first_position (self) - 1;
  lb_upload_queue_move (self, from, to);
  upload->not_before_us = 0;
  upload->record->owner = lb_lease_get_owner (self->lease);
  dex_future_disown (lb_upload_store_put_one (self->database, upload->record));
  lb_upload_queue_advance (self);
}

void
lb_upload_queue_cancel (LbUploadQueue *self, LbUpload *upload)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (!lb_lease_is_held (self->lease) || upload->lost || lb_upload_state_is_over (upload->state) ||
      upload->stopping)
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

/* All of them */

static void
set_paused (LbUploadQueue *self, gboolean paused)
{
  if (self->paused == paused)
    return;

  self->paused = paused;
  if (self->database != NULL && !self->closed)
    dex_future_disown (lb_upload_store_set_fact (self->database, "paused", paused));
  lb_upload_queue_tell (self, "paused");
}

void
lb_upload_queue_pause (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  set_paused (self, TRUE);
}

void
lb_upload_queue_resume (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  set_paused (self, FALSE);
  self->probe_us = 0;
  if (self->halt == LB_UPLOAD_HALT_ELSEWHERE)
    lb_upload_queue_await_lease (self);
  if (self->halt == LB_UPLOAD_HALT_UNAUTHORIZED || self->halt == LB_UPLOAD_HALT_SPACE)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  for (guint i = 0; i < self->uploads->len; i++)
    ((LbUpload *) g_ptr_array_index (self->uploads, i))->not_before_us = 0;
  lb_upload_queue_advance (self);
}

/* One that has failed may just be going to be tried again. */
static gboolean
can_go (LbUpload *upload)
{
  return lb_upload_state_is_over (upload->state) &&
         !(upload->state == LB_UPLOAD_FAILED && upload->active);
}

/* @only: (nullable): that one alone. */
static void
clear (LbUploadQueue *self, LbUpload *only)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) forgotten = g_ptr_array_new ();

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (!can_go (upload) || (only != NULL && upload != only))
        {
          g_ptr_array_add (kept, g_object_ref (upload));
          continue;
        }
      if (upload->state == LB_UPLOAD_FAILED)
        {
          g_ptr_array_add (forgotten, upload->record->uuid);
          lb_upload_stage_drop (self->folder, upload->record->uuid);
        }
    }
  if (kept->len == self->uploads->len)
    return;

  if (forgotten->len > 0)
    dex_future_disown (
      lb_upload_store_forget (self->database, forgotten, lb_lease_get_owner (self->lease)));
  lb_upload_queue_set_uploads (self, kept);
}

void
lb_upload_queue_clear (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  if (lb_lease_is_held (self->lease))
    clear (self, NULL);
}

void
lb_upload_queue_forget (LbUploadQueue *self, LbUpload *upload)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (LB_IS_UPLOAD (upload));

  if (lb_lease_is_held (self->lease))
    clear (self, upload);
}

void
lb_upload_queue_set_concurrency (LbUploadQueue *self, guint concurrency)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (concurrency >= 1 && concurrency <= LB_UPLOAD_CONCURRENCY_MAX);

  if (self->concurrency == concurrency)
    return;

  self->concurrency = concurrency;
  lb_upload_queue_tell (self, "concurrency");
  lb_upload_queue_advance (self);
}
