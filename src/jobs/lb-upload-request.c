#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-send.h"
#include "jobs/lb-upload-stage.h"
#include "session/lb-session-history.h"

/* One request with a row's picture, and what its end means. */

static void
progress_cb (goffset sent_bytes, goffset total_bytes, gpointer data)
{
  LbUploadTask *task = data;
  LbUpload *upload = task->upload;
  gboolean all = total_bytes > 0 && sent_bytes >= total_bytes;

  if (sent_bytes == 0)
    upload->began_us = lb_upload_queue_now_us (task->queue);
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

static void
take_end (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  LbUploadEnd end = lb_upload_end_judge (error);

  /* Deleted meanwhile, with the picture or without it; that may be taken back. */
  if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND) &&
      lb_session_may_come_back (self->session, upload->record->dataset_uuid))
    end = LB_UPLOAD_END_DOUBT;
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
      lb_upload_queue_put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_REST:
      upload->record->attempts--;
      lb_upload_queue_put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_SIGN_IN:
      upload->record->attempts--;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_UNAUTHORIZED, error);
      lb_upload_queue_put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_SPACE:
      upload->record->attempts--;
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error);
      lb_upload_queue_put_back (self, upload, 0, NULL);
      break;
    case LB_UPLOAD_END_REFUSED: lb_upload_queue_fail (self, upload, error); break;
    case LB_UPLOAD_END_AGAIN:
    default:                    lb_upload_queue_try_again (self, upload, error); break;
    }
  if (upload->stopping && upload->state == LB_UPLOAD_WAITING)
    lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
}

/* The row is what it was, unless it was to end. */
static void
lose_look (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  if (self->closed)
    return;

  lb_upload_queue_take_look_error (self, upload, error);
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
          lose_look (self, upload, error);
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

/* (transfer full) (nullable): the copy; without it the row's state is another one already. */
static GBytes *
load (LbUploadQueue *self, LbUpload *upload)
{
  LbUploadRecord *record = upload->record;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dex_await_boxed (lb_upload_stage_load (self->folder, record), &error);
  gboolean shows_too_much = bytes != NULL && lb_session_strips_metadata (self->session) &&
                            (record->flags & LB_UPLOAD_FLAG_STRIP) == 0;

  if (self->closed || (bytes != NULL && !shows_too_much))
    return g_steal_pointer (&bytes);

  /* The file is copied once more, if it is what it was; or the copy, without what it is not to say
   * of itself any more. */
  if (bytes == NULL && upload->origin == NULL)
    {
      lb_upload_queue_fail (self, upload, error);
      return NULL;
    }
  if (shows_too_much)
    {
      record->flags |= LB_UPLOAD_FLAG_STRIP;
      g_clear_pointer (&upload->bytes, g_bytes_unref);
      upload->bytes = g_steal_pointer (&bytes);
    }
  g_clear_pointer (&record->staged_sha256, g_free);
  lb_upload_queue_keep (self, upload, LB_UPLOAD_QUEUED);
  if (!self->closed && !upload->lost)
    lb_upload_queue_set_state (self, upload, LB_UPLOAD_QUEUED, -1, NULL);

  return NULL;
}

/* What the service can read itself, as the copy is what is to leave this computer. */
static gboolean
may_hand_over (LbUploadQueue *self, const LbUploadRecord *record)
{
  return !lb_session_is_hosted (self->session) && record->staged_sha256 != NULL &&
         (!lb_session_strips_metadata (self->session) ||
          (record->flags & LB_UPLOAD_FLAG_STRIP) != 0);
}

/* (transfer full) (nullable) */
static LbImage *
hand_over (LbUploadQueue *self, const LbUploadSending *sending, LbUpload *upload, GError **error)
{
  const LbUploadRecord *record = upload->record;
  g_autofree char *path = lb_upload_stage_path (self->folder, record->uuid);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *url = g_filename_to_uri (absolute, NULL, NULL);

  return lb_upload_send_file (sending, url, record->staged_sha256, error);
}

/* (transfer full) (nullable): for when the service could not read the copy; NULL when the row's
 * state is another one already. */
static GBytes *
load_after_all (LbUploadQueue *self, LbUpload *upload)
{
  if (self->closed || upload->lost)
    return NULL;
  if (upload->stopping)
    {
      lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
      return NULL;
    }

  return load (self, upload);
}

/* (transfer full) (nullable): NULL without @error when the row's state is another one already. */
static LbImage *
request (LbUploadTask *task, LbDataset *dataset, GBytes *bytes, GError **error)
{
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  const LbUploadRecord *record = upload->record;
  const LbUploadSending sending = {
    .session = self->session,
    .dataset = dataset,
    .name = record->image_name,
    .increase_resolution = (record->flags & LB_UPLOAD_FLAG_INCREASE) != 0,
    .content_moderation = (record->flags & LB_UPLOAD_FLAG_MODERATE) != 0,
    .cancel = upload->cancel,
    .progress = progress_cb,
    .data = task,
  };
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) failure = NULL;
  LbImage *image = NULL;

  if (lb_upload_is_fetched (upload))
    return lb_upload_send_address (&sending, record->origin, error);
  if (bytes != NULL)
    return lb_upload_send (&sending, bytes, error);

  if (may_hand_over (self, record))
    {
      image = hand_over (self, &sending, upload, &failure);
      if (image != NULL || !g_error_matches (failure, LB_ERROR, LB_ERROR_GONE))
        {
          if (failure != NULL)
            g_propagate_error (error, g_steal_pointer (&failure));
          return image;
        }
    }

  loaded = load_after_all (self, upload);

  return loaded != NULL ? lb_upload_send (&sending, loaded, error) : NULL;
}

/* @bytes: (nullable): none for one that is fetched, or handed over. */
static void
send (LbUploadTask *task, LbDataset *dataset, GBytes *bytes)
{
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) image = NULL;

  upload->began_us = 0;
  g_set_object (&upload->cancel, NULL);
  upload->cancel = g_cancellable_new ();
  image = request (task, dataset, bytes, &error);
  if (self->closed || (image == NULL && error == NULL))
    return;
  if (image == NULL)
    {
      take_end (self, upload, error);
      return;
    }

  if (self->halt == LB_UPLOAD_HALT_OFFLINE)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  note_duration (self, upload);
  /* What is written down now is no reason for the next one to wait. */
  lb_upload_queue_free_place (self, upload);
  lb_upload_queue_advance (self);
  lb_upload_queue_adopt (self, dataset, upload, image);
}

static void
wait_for_dataset (LbUploadQueue *self, LbUpload *upload)
{
  if (upload->stopping)
    {
      lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
      return;
    }

  upload->not_before_us = lb_upload_queue_now_us (self) + LB_UPLOAD_HIDDEN_MS * 1000;
  lb_upload_queue_set_state (self, upload, LB_UPLOAD_WAITING, -1, NULL);
}

/* (nullable): with what has become of the row already. */
static LbDataset *
require_dataset (LbUploadQueue *self, LbUpload *upload)
{
  LbDataset *dataset = lb_upload_queue_find_dataset (self, upload->record);
  g_autoptr (GError) error = NULL;

  if (dataset != NULL)
    return dataset;
  if (lb_session_may_come_back (self->session, upload->record->dataset_uuid))
    {
      wait_for_dataset (self, upload);
      return NULL;
    }

  if (dex_await (lb_session_refresh (self->session), &error))
    {
      if ((dataset = lb_upload_queue_find_dataset (self, upload->record)) != NULL)
        return dataset;
      g_set_error_literal (&error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset is gone");
      lb_upload_queue_fail (self, upload, error);
      return NULL;
    }
  lose_look (self, upload, error);

  return NULL;
}

DexFuture *
lb_upload_queue_send_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_set_object (&dataset, require_dataset (self, upload)))
    return lb_upload_task_end (task);
  if (!lb_upload_is_fetched (upload) && !may_hand_over (self, upload->record) &&
      !(bytes = load (self, upload)))
    return lb_upload_task_end (task);
  if (!self->closed && prepare (self, dataset, upload))
    send (task, dataset, bytes);

  return lb_upload_task_end (task);
}
