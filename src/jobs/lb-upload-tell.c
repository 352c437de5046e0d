#include "jobs/lb-upload-queue-private.h"

/* What the queue tells of itself. */

gboolean
lb_upload_queue_get_paused (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), FALSE);
  return self->paused;
}

gboolean
lb_upload_queue_get_running (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), FALSE);
  return self->running;
}

guint
lb_upload_queue_get_n_total (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->uploads->len;
}

guint
lb_upload_queue_get_n_done (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_DONE];
}

guint
lb_upload_queue_get_n_failed (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_FAILED];
}

guint
lb_upload_queue_get_n_cancelled (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_CANCELLED];
}

guint
lb_upload_queue_get_n_active (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_SENDING] + self->n_in_state[LB_UPLOAD_CAPTIONING] +
         self->n_in_state[LB_UPLOAD_CHECKING];
}

double
lb_upload_queue_get_fraction (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->fraction;
}

LbUploadHalt
lb_upload_queue_get_halt (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), LB_UPLOAD_HALT_NONE);
  return self->halt;
}

const GError *
lb_upload_queue_get_halt_error (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);
  return self->halt_error;
}

double
lb_upload_queue_estimate_s (LbUploadQueue *self)
{
  guint n_requests = 0;
  guint n_coming = 0;
  double by_plan_s = 0;
  double by_time_s = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), -1);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (lb_upload_state_is_over (upload->state))
        continue;
      n_coming++;
      if (upload->state == LB_UPLOAD_QUEUED || upload->state == LB_UPLOAD_WAITING)
        n_requests++;
      if (upload->record->caption != NULL)
        n_requests++;
    }
  if (n_coming == 0)
    return 0;

  by_plan_s = lb_session_estimate_s (self->session, n_requests);
  by_time_s = self->seconds_each * n_coming / self->concurrency;

  return by_plan_s > 0 || by_time_s > 0 ? MAX (by_plan_s, by_time_s) : -1;
}

double
lb_upload_queue_get_held_s (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return lb_session_get_held_s (self->session);
}

static LbCandidate *
dup_candidate (LbUpload *upload)
{
  LbCandidate *candidate = NULL;

  if (upload->candidate != NULL)
    return g_object_ref (upload->candidate);

  candidate = lb_candidate_new (upload->record->name, upload->staged, NULL);
  lb_candidate_set_probe (candidate, &upload->record->probe, upload->record->checked_sha256, NULL);
  lb_candidate_set_progress (candidate, LB_CANDIDATE_WAITING, -1, NULL);

  return candidate;
}

GListModel *
lb_upload_queue_list_waiting (LbUploadQueue *self, LbDataset *dataset)
{
  GListStore *waiting = g_list_store_new (LB_TYPE_CANDIDATE);

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), G_LIST_MODEL (waiting));

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);
      g_autoptr (LbCandidate) candidate = NULL;

      if (lb_upload_state_is_over (upload->state) ||
          lb_upload_queue_find_dataset (self, upload->record) != dataset)
        continue;
      candidate = dup_candidate (upload);
      g_list_store_append (waiting, candidate);
    }

  return G_LIST_MODEL (waiting);
}

guint
lb_upload_queue_count_coming (LbUploadQueue *self, LbDataset *dataset)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      n += !lb_upload_state_is_over (upload->state) &&
           upload->record->dataset_id == lb_dataset_get_id (dataset);
    }

  return n;
}

GHashTable *
lb_upload_queue_get_sent (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);
  return self->sent;
}
