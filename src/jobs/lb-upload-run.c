#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "base/lb-weak.h"
#include "contract/lb-rules.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-file-lasting.h"
#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-send.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"
#include "session/lb-session-history.h"

/* What happens to one row at a time: its copy, its request, its end. */

#define STAGING_MAX 2
#define ATTEMPTS_MAX 8
#define PROBE_MAX_MS 4000

static LbUploadTask *
task_new (LbUploadQueue *queue, LbUpload *upload)
{
  LbUploadTask *self = g_new0 (LbUploadTask, 1);

  self->queue = g_object_ref (queue);
  self->upload = g_object_ref (upload);
  upload->active = TRUE;

  return self;
}

static void
task_free (gpointer data)
{
  LbUploadTask *self = data;

  g_object_unref (self->queue);
  g_object_unref (self->upload);
  g_free (self);
}

/* The row is nobody's again. */
static DexFuture *
end_task (LbUploadTask *task)
{
  task->upload->active = FALSE;
  if (task->upload->sending)
    {
      task->upload->sending = FALSE;
      task->queue->n_sending--;
    }
  lb_upload_queue_advance (task->queue);

  return dex_future_new_true ();
}

gboolean
lb_upload_queue_keep (LbUploadQueue *self, LbUpload *upload, LbUploadState state)
{
  g_autoptr (GError) error = NULL;

  upload->record->state = state;
  if (self->closed)
    return FALSE;
  if (dex_await (lb_upload_store_put_one (self->database, upload->record), &error))
    return TRUE;
  if (!self->closed)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);

  return FALSE;
}

void
lb_upload_queue_drop (LbUploadQueue *self, LbUpload *upload, LbUploadState state)
{
  g_autoptr (GPtrArray) uuids = g_ptr_array_new ();

  g_ptr_array_add (uuids, upload->record->uuid);
  if (self->database != NULL)
    dex_future_disown (lb_upload_store_forget (self->database, uuids));
  lb_upload_stage_drop (self->folder, upload->record->uuid);
  g_clear_pointer (&upload->bytes, g_bytes_unref);
  lb_upload_queue_set_state (self, upload, state, -1, NULL);
}

/* A row that has failed stays on disk, with its copy. */
static void
fail (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  g_autoptr (GError) copy = g_error_copy (error);

  upload->in_doubt = FALSE;
  g_clear_error (&upload->record->error);
  upload->record->error = g_error_copy (copy);
  lb_upload_queue_keep (self, upload, LB_UPLOAD_FAILED);
  if (!self->closed)
    lb_upload_queue_set_state (self, upload, LB_UPLOAD_FAILED, -1, copy);
}

/* Copies */

static void
take_copy (LbUploadQueue *self, LbUpload *upload, const LbUploadStaged *staged)
{
  LbUploadRecord *record = upload->record;

  g_set_str (&record->staged_sha256, staged->sent_sha256);
  g_set_str (&record->checked_sha256, staged->original_sha256);
  record->mtime_us = staged->mtime_us;
  if (lb_upload_queue_keep (self, upload, LB_UPLOAD_WAITING))
    {
      g_clear_pointer (&upload->bytes, g_bytes_unref);
      lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, NULL);
    }
  else
    record->state = LB_UPLOAD_QUEUED;
}

static DexFuture *
stage_fiber (gpointer data)
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
    fail (self, upload, error);

  return end_task (task);
}

/* Sending */

static void
progress_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  LbUploadTask *task = data;
  LbUpload *upload = task->upload;
  gboolean all = total_bytes > 0 && sent_bytes >= total_bytes;

  if (sent_bytes == 0)
    upload->began_us = lb_upload_queue_now_us (task->queue);
  upload->all_sent = all;
  lb_upload_queue_set_state (
    task->queue, upload, all ? LB_UPLOAD_CAPTIONING : LB_UPLOAD_SENDING,
    total_bytes > 0 ? MIN ((double) sent_bytes / (double) total_bytes, 1) : 0, NULL);
}

static void
note_duration (LbUploadQueue *self, LbUpload *upload)
{
  double seconds = 0;

  if (upload->began_us == 0)
    return;

  seconds = (double) (lb_upload_queue_now_us (self) - upload->began_us) / G_USEC_PER_SEC;
  self->seconds_each = self->seconds_each > 0 ? 0.8 * self->seconds_each + 0.2 * seconds : seconds;
}

/* The picture is sent all the same when this can't be kept. */
static void
remember_origin (LbUploadQueue *self, LbUpload *upload, LbImage *image)
{
  g_autoptr (GError) error = NULL;

  if (upload->origin != NULL && lb_file_is_lasting (upload->origin) &&
      !dex_await (lb_session_set_origin (self->session, image, upload->origin), &error))
    g_debug ("Not known where “%s” came from: %s", upload->record->name, error->message);
}

/* What came with the picture, as far as it fits; whether it is kept. */
static gboolean
give_caption (
  LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image, GError **error)
{
  g_autofree char *text = NULL;

  if (upload->record->caption == NULL)
    return TRUE;

  text = lb_caption_fit (dataset, upload->record->caption, lb_image_get_caption (image));

  return text == NULL || dex_await (lb_session_give_caption (self->session, image, text,
                                                             upload->record->caption_source),
                                    error);
}

/* The first answer tells whether pictures can be found by their names. */
static void
learn_names (LbUploadQueue *self, LbUpload *upload, LbImage *image)
{
  if (self->names != LB_UPLOAD_NAMES_UNKNOWN)
    return;

  self->names = g_strcmp0 (lb_image_get_image_name (image), upload->record->image_name) == 0
                  ? LB_UPLOAD_NAMES_KEPT
                  : LB_UPLOAD_NAMES_CHANGED;
  dex_future_disown (lb_upload_store_set_fact (self->database, "names", self->names));
}

gboolean
lb_upload_queue_adopt (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload, LbImage *image)
{
  LbUploadRecord *record = upload->record;
  g_autoptr (GError) error = NULL;

  record->image_id = lb_image_get_id (image);
  learn_names (self, upload, image);
  remember_origin (self, upload, image);
  if (!give_caption (self, dataset, upload, image, &error) || self->closed ||
      !dex_await (lb_upload_store_finish (self->database, record), &error))
    {
      /* On disk it is in doubt as before, and will be found again. */
      upload->in_doubt = TRUE;
      if (!self->closed)
        {
          lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);
          lb_upload_queue_set_state (self, upload, LB_UPLOAD_CHECKING, -1, error);
        }
      return FALSE;
    }

  upload->in_doubt = FALSE;
  record->state = LB_UPLOAD_DONE;
  if ((record->flags & LB_UPLOAD_FLAG_AGAIN) != 0 && self->names != LB_UPLOAD_NAMES_CHANGED)
    g_ptr_array_add (self->again, lb_upload_record_copy (record));
  lb_upload_stage_drop (self->folder, record->uuid);
  lb_upload_set_image (upload, image);
  lb_upload_queue_set_state (self, upload, LB_UPLOAD_DONE, 1, NULL);

  return TRUE;
}

/* Later, after a while that grows. */
static void
put_back (LbUploadQueue *self, LbUpload *upload, guint wait_ms, const GError *error)
{
  upload->not_before_us = lb_upload_queue_now_us (self) + (gint64) wait_ms * 1000;
  lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, error);
  lb_upload_queue_keep (self, upload, LB_UPLOAD_WAITING);
}

/* It is sure not to be there, and nobody has refused it. */
static void
try_again (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  if (upload->stopping)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
  else if (upload->record->attempts >= ATTEMPTS_MAX)
    fail (self, upload, error);
  else
    put_back (self, upload, lb_upload_end_backoff_ms (upload->record->attempts), error);
}

static void
take_end (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  LbUploadEnd end = lb_upload_end_judge (error, upload->all_sent);

  if (end != LB_UPLOAD_END_OFFLINE && end != LB_UPLOAD_END_DOUBT && end != LB_UPLOAD_END_AGAIN &&
      self->halt == LB_UPLOAD_HALT_OFFLINE)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);

  switch (end)
    {
    case LB_UPLOAD_END_DOUBT:
      upload->in_doubt = TRUE;
      lb_upload_queue_set_state (self, upload, LB_UPLOAD_CHECKING, -1, error);
      break;
    case LB_UPLOAD_END_OFFLINE:
      upload->record->attempts--;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_OFFLINE, error);
      put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_REST:
      upload->record->attempts--;
      put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_SIGN_IN:
      upload->record->attempts--;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_UNAUTHORIZED, error);
      put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_SPACE:
      upload->record->attempts--;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);
      put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_REFUSED: fail (self, upload, error); break;
    case LB_UPLOAD_END_AGAIN:
    default:                    try_again (self, upload, error); break;
    }
  if (upload->stopping && upload->state == LB_UPLOAD_WAITING)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
}

/* Whether an earlier request with it has come to its end late. */
static gboolean
adopt_late (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload)
{
  g_autoptr (LbImage) image = NULL;

  if ((upload->record->flags & LB_UPLOAD_FLAG_AGAIN) != 0)
    image = lb_upload_queue_find_image (self, dataset, upload);

  if (image != NULL)
    lb_upload_queue_adopt (self, dataset, upload, image);

  return image != NULL;
}

/* What has to be on disk before the first byte is out. FALSE: it is not sent now. */
static gboolean
prepare (LbUploadQueue *self, LbDataset *dataset, LbUpload *upload)
{
  LbUploadRecord *record = upload->record;
  g_autoptr (GError) error = NULL;

  if (self->names != LB_UPLOAD_NAMES_KEPT)
    {
      if (!lb_upload_queue_look (self, dataset, &error))
        {
          upload->all_sent = FALSE;
          record->attempts++;
          take_end (self, upload, error);
          return FALSE;
        }
      if (self->closed || adopt_late (self, dataset, upload))
        return FALSE;
    }
  g_clear_pointer (&record->ids_before, g_free);
  if (self->names != LB_UPLOAD_NAMES_KEPT)
    record->ids_before = lb_upload_queue_dup_ids (self, dataset);

  record->attempts++;
  if (upload->stopping || !lb_upload_queue_keep (self, upload, LB_UPLOAD_SENDING))
    {
      record->attempts--;
      if (upload->stopping)
        lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
      return FALSE;
    }
  if (upload->stopping)
    {
      lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
      return FALSE;
    }

  return TRUE;
}

static void
send (LbUploadTask *task, LbDataset *dataset, GBytes *bytes)
{
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  LbUploadRecord *record = upload->record;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) image = NULL;

  upload->all_sent = FALSE;
  upload->began_us = 0;
  g_set_object (&upload->cancel, NULL);
  upload->cancel = g_cancellable_new ();
  image = lb_upload_send (self->session, dataset, bytes, record->image_name,
                          (record->flags & LB_UPLOAD_FLAG_INCREASE) != 0,
                          (record->flags & LB_UPLOAD_FLAG_MODERATE) != 0, upload->cancel,
                          progress_cb, task, &error);
  if (self->closed)
    return;
  if (image == NULL)
    {
      take_end (self, upload, error);
      return;
    }

  if (self->halt == LB_UPLOAD_HALT_OFFLINE)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  note_duration (self, upload);
  lb_upload_queue_adopt (self, dataset, upload, image);
}

/* (nullable): with what has become of the row already. */
static LbDataset *
require_dataset (LbUploadQueue *self, LbUpload *upload)
{
  LbDataset *dataset = lb_upload_queue_find_dataset (self, upload->record);
  g_autoptr (GError) error = NULL;

  if (dataset != NULL)
    return dataset;

  if (dex_await (lb_session_refresh (self->session), &error))
    {
      if ((dataset = lb_upload_queue_find_dataset (self, upload->record)) != NULL)
        return dataset;
      g_set_error_literal (&error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset is gone");
      fail (self, upload, error);
      return NULL;
    }
  if (!self->closed)
    {
      upload->all_sent = FALSE;
      upload->record->attempts++;
      take_end (self, upload, error);
    }

  return NULL;
}

static DexFuture *
send_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_set_object (&dataset, require_dataset (self, upload)))
    return end_task (task);
  if (!(bytes = dex_await_boxed (lb_upload_stage_load (self->folder, upload->record), &error)))
    {
      /* The file is copied once more, if it is what it was. */
      g_clear_pointer (&upload->record->staged_sha256, g_free);
      if (upload->origin != NULL && !self->closed &&
          lb_upload_queue_keep (self, upload, LB_UPLOAD_QUEUED))
        lb_upload_queue_set_state (self, upload, LB_UPLOAD_QUEUED, -1, NULL);
      else if (!self->closed)
        fail (self, upload, error);
      return end_task (task);
    }

  if (!self->closed && prepare (self, dataset, upload))
    send (task, dataset, bytes);

  return end_task (task);
}

/* Looking */

static void
take_verdict (LbUploadQueue *self, LbUpload *upload)
{
  g_autoptr (GError) error = upload->record->error != NULL
                               ? g_error_copy (upload->record->error)
                               : g_error_new_literal (LB_ERROR, LB_ERROR_TIMED_OUT, "No answer");

  upload->in_doubt = FALSE;
  /* Should it come late all the same, it is there twice. */
  upload->record->flags |= LB_UPLOAD_FLAG_AGAIN;
  if (g_error_matches (error, LB_ERROR, LB_ERROR_PROTOCOL) && !upload->stopping)
    fail (self, upload, error);
  else
    try_again (self, upload, error);
}

static DexFuture *
look_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) error = NULL;
  LbUploadEnd end = LB_UPLOAD_END_OFFLINE;

  g_set_object (&dataset, lb_upload_queue_find_dataset (self, upload->record));
  if (dataset == NULL)
    {
      /* Gone with its pictures, or not read yet. */
      if (dex_await (lb_session_refresh (self->session), &error) &&
          lb_upload_queue_find_dataset (self, upload->record) == NULL)
        {
          g_set_error_literal (&error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset is gone");
          fail (self, upload, error);
        }
      else if (error != NULL && !self->closed)
        lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_OFFLINE, error);
      return end_task (task);
    }

  if (lb_upload_queue_settle (self, dataset, upload, &image, &error))
    {
      if (self->halt == LB_UPLOAD_HALT_OFFLINE)
        lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
      if (image != NULL)
        lb_upload_queue_adopt (self, dataset, upload, image);
      else
        take_verdict (self, upload);
      return end_task (task);
    }
  if (self->closed)
    return dex_future_new_true ();

  end = lb_upload_end_judge (error, FALSE);
  if (end == LB_UPLOAD_END_SIGN_IN)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_UNAUTHORIZED, error);
  else if (end == LB_UPLOAD_END_REFUSED)
    fail (self, upload, error);
  else
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_OFFLINE, error);

  return end_task (task);
}

/* Choosing */

static void
begin (LbUploadQueue *self, LbUpload *upload, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, task_new (self, upload), task_free));
}

/* Was sent without an answer, and will be once more: it may still come late. */
static gboolean
may_come_late (LbUpload *upload)
{
  return upload->state == LB_UPLOAD_WAITING && (upload->record->flags & LB_UPLOAD_FLAG_AGAIN) != 0;
}

/* Whether another row may bring a picture that would be taken for @upload's. */
static gboolean
is_busy (LbUploadQueue *self, LbUpload *upload, gint64 dataset_id)
{
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *other = g_ptr_array_index (self->uploads, i);

      if ((other->sending || other->in_doubt ||
           (may_come_late (other) && !may_come_late (upload))) &&
          (dataset_id == 0 || other->record->dataset_id == dataset_id))
        return TRUE;
    }

  return FALSE;
}

/* Whether a picture that is to stand before @upload is not there yet. */
static gboolean
comes_too_early (LbUploadQueue *self, LbUpload *upload)
{
  if ((upload->record->flags & LB_UPLOAD_FLAG_IN_ORDER) == 0)
    return FALSE;

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *other = g_ptr_array_index (self->uploads, i);

      if (other == upload)
        break;
      if (other->record->dataset_id == upload->record->dataset_id &&
          !lb_upload_state_is_over (other->state))
        return TRUE;
    }

  return FALSE;
}

/* What goes by what was not there before goes one after the other. */
static gboolean
may_send (LbUploadQueue *self, LbUpload *upload)
{
  if (comes_too_early (self, upload))
    return FALSE;

  switch (self->names)
    {
    case LB_UPLOAD_NAMES_UNKNOWN: return !is_busy (self, upload, 0);
    case LB_UPLOAD_NAMES_CHANGED: return !is_busy (self, upload, upload->record->dataset_id);
    case LB_UPLOAD_NAMES_KEPT:
    default:                      return TRUE;
    }
}

static DexFuture *
woken_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbUploadQueue) self = g_weak_ref_get (data);

  if (self != NULL)
    {
      self->wake_us = 0;
      lb_upload_queue_advance (self);
    }

  return dex_future_new_true ();
}

static void
wake_at (LbUploadQueue *self, gint64 due_us)
{
  gint64 wait_ms = (due_us - lb_upload_queue_now_us (self) + 999) / 1000;

  if (self->wake_us != 0 && self->wake_us <= due_us)
    return;

  self->wake_us = due_us;
  dex_future_disown (
    dex_future_finally (self->clock.wait ((guint) CLAMP (wait_ms, 1, G_MAXINT), self->clock_data),
                        woken_cb, lb_weak_new (self), lb_weak_free));
}

/* While halted only one tries, now and then; TRUE: not now. */
static gboolean
is_halted (LbUploadQueue *self, gint64 now)
{
  switch (self->halt)
    {
    case LB_UPLOAD_HALT_NONE:  return FALSE;
    case LB_UPLOAD_HALT_SPACE: return !self->stage_full;
    case LB_UPLOAD_HALT_OFFLINE:
      if (now >= self->probe_us)
        return FALSE;
      wake_at (self, self->probe_us);
      return TRUE;
    case LB_UPLOAD_HALT_UNAUTHORIZED:
    case LB_UPLOAD_HALT_ELSEWHERE:
    default:                          return TRUE;
    }
}

/* Whether the row's next step was begun. */
static gboolean
begin_next (
  LbUploadQueue *self, LbUpload *upload, gboolean may_begin, gboolean in_order, gint64 now)
{
  gboolean probing = self->halt == LB_UPLOAD_HALT_OFFLINE;

  if (upload->active)
    return FALSE;
  if (upload->state == LB_UPLOAD_QUEUED)
    {
      if (self->stage_full || self->n_staging >= STAGING_MAX)
        return FALSE;
      self->n_staging++;
      begin (self, upload, stage_fiber);
      return TRUE;
    }
  if (!may_begin)
    return FALSE;
  if (upload->in_doubt)
    {
      begin (self, upload, look_fiber);
      return TRUE;
    }
  if (upload->state != LB_UPLOAD_WAITING || self->paused || !in_order ||
      self->n_sending >= (probing ? 1 : self->concurrency))
    return FALSE;
  if (upload->not_before_us > now)
    {
      wake_at (self, upload->not_before_us);
      return FALSE;
    }
  if (!may_send (self, upload))
    return FALSE;

  self->n_sending++;
  upload->sending = TRUE;
  begin (self, upload, send_fiber);
  return TRUE;
}

void
lb_upload_queue_advance (LbUploadQueue *self)
{
  gint64 now = 0;
  gboolean may_begin = FALSE;
  gboolean in_order = TRUE;

  if (self->closed || self->database == NULL || self->lock < 0)
    return;

  now = lb_upload_queue_now_us (self);
  may_begin = !is_halted (self, now);
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (lb_upload_state_is_over (upload->state))
        continue;
      /* Pictures are sent in their order, so that later ones wait for the copy of this one. */
      if (upload->state == LB_UPLOAD_QUEUED && !self->stage_full)
        in_order = FALSE;
      if (!begin_next (self, upload, may_begin, in_order, now))
        continue;
      if (self->halt == LB_UPLOAD_HALT_OFFLINE && upload->state != LB_UPLOAD_QUEUED)
        {
          self->n_probes++;
          self->probe_us =
            now + (gint64) g_random_int_range (PROBE_MAX_MS / 4, PROBE_MAX_MS) * 1000;
          may_begin = FALSE;
        }
    }
}
