#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-end.h"
#include "session/lb-session-history.h"

/* Looking for a row's picture when no answer came. */

/* That nobody could look says nothing of the picture. */
void
lb_upload_queue_take_look_error (LbUploadQueue *self, LbUpload *upload, const GError *error)
{
  switch (lb_upload_end_judge (error))
    {
    case LB_UPLOAD_END_REST: break;
    case LB_UPLOAD_END_SIGN_IN:
      lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_UNAUTHORIZED, error);
      break;
    case LB_UPLOAD_END_SPACE:   lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_SPACE, error); break;
    case LB_UPLOAD_END_REFUSED: lb_upload_queue_fail (self, upload, error); break;
    case LB_UPLOAD_END_DOUBT:
    case LB_UPLOAD_END_OFFLINE:
    case LB_UPLOAD_END_AGAIN:
    default:                    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_OFFLINE, error); break;
    }
}

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
    lb_upload_queue_fail (self, upload, error);
  else
    lb_upload_queue_try_again (self, upload, error);
}

DexFuture *
lb_upload_queue_look_fiber (gpointer data)
{
  LbUploadTask *task = data;
  LbUploadQueue *self = task->queue;
  LbUpload *upload = task->upload;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GError) error = NULL;

  g_set_object (&dataset, lb_upload_queue_find_dataset (self, upload->record));
  if (dataset == NULL && lb_session_may_come_back (self->session, upload->record->dataset_uuid))
    return lb_upload_queue_wait (self, LB_UPLOAD_HIDDEN_MS) ? lb_upload_task_end (task)
                                                            : dex_future_new_true ();
  if (dataset == NULL)
    {
      /* Gone with its pictures, or not read yet. */
      if (dex_await (lb_session_refresh (self->session), &error) &&
          lb_upload_queue_find_dataset (self, upload->record) == NULL)
        {
          g_set_error_literal (&error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset is gone");
          lb_upload_queue_fail (self, upload, error);
        }
      else if (error != NULL && !self->closed)
        lb_upload_queue_take_look_error (self, upload, error);
      return lb_upload_task_end (task);
    }

  if (lb_upload_queue_settle (self, dataset, upload, &image, &error))
    {
      if (self->halt == LB_UPLOAD_HALT_OFFLINE)
        lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
      if (image != NULL)
        lb_upload_queue_adopt (self, dataset, upload, image);
      else
        take_verdict (self, upload);
      return lb_upload_task_end (task);
    }
  if (self->closed)
    return dex_future_new_true ();

  lb_upload_queue_take_look_error (self, upload, error);

  return lb_upload_task_end (task);
}
