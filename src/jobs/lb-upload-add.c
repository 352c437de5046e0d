#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-upload-store.h"
#include "model/lb-image-name.h"

/* How rows come into the queue. */

static gint64
last_position (LbUploadQueue *self)
{
  gint64 last = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    last = MAX (last, ((LbUpload *) g_ptr_array_index (self->uploads, i))->record->position);

  return last;
}

static LbUpload *
new_upload (LbUploadQueue *self,
            LbDataset *dataset,
            LbCandidate *candidate,
            LbUploadFlags flags,
            gint64 position)
{
  LbUploadRecord *record = lb_upload_record_new ();
  GFile *file = lb_candidate_get_file (candidate);
  LbUpload *upload = NULL;

  record->uuid = lb_image_name_new_uuid ();
  record->position = position;
  record->dataset_id = lb_dataset_get_id (dataset);
  record->dataset_uuid = g_strdup (lb_session_get_uuid (self->session, dataset));
  record->state = LB_UPLOAD_QUEUED;
  record->name = g_strdup (lb_candidate_get_name (candidate));
  record->image_name = lb_image_name_mark (record->name, record->uuid);
  record->flags = flags;
  record->probe = *lb_candidate_get_probe (candidate);
  record->checked_sha256 = g_strdup (lb_candidate_get_sha256 (candidate));
  record->origin = file != NULL ? g_file_get_uri (file) : NULL;
  record->caption = g_strdup (lb_candidate_get_caption (candidate));

  upload = lb_upload_new (record, self->folder);
  g_set_object (&upload->candidate, candidate);
  if (lb_candidate_get_bytes (candidate) != NULL)
    upload->bytes = g_bytes_ref (lb_candidate_get_bytes (candidate));
  lb_candidate_set_progress (candidate, LB_CANDIDATE_WAITING, -1, NULL);

  return upload;
}

typedef struct
{
  LbUploadQueue *queue; /* (owned) */
  GPtrArray *uploads;   /* (owned) (element-type LbUpload) */
} Adding;

static void
adding_free (gpointer data)
{
  Adding *self = data;

  g_object_unref (self->queue);
  g_ptr_array_unref (self->uploads);
  g_free (self);
}

static DexFuture *
add_fiber (gpointer data)
{
  Adding *adding = data;
  LbUploadQueue *self = adding->queue;
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;

  for (guint i = 0; i < adding->uploads->len; i++)
    g_ptr_array_add (records, ((LbUpload *) g_ptr_array_index (adding->uploads, i))->record);
  kept = dex_await (lb_upload_store_put (self->database, records), &error);
  if (self->closed)
    return dex_future_new_true ();

  for (guint i = 0; i < adding->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (adding->uploads, i);

      upload->active = FALSE;
      if (upload->stopping)
        lb_upload_queue_drop (self, upload, LB_UPLOAD_CANCELLED);
      else if (!kept)
        lb_upload_queue_set_state (self, upload, LB_UPLOAD_FAILED, -1, error);
    }
  lb_upload_queue_advance (self);

  return dex_future_new_true ();
}

/**
 * lb_upload_queue_add:
 * @self: an open queue
 * @dataset: a basic draft dataset
 * @candidates: (element-type LbCandidate): those not addable are passed over
 * @increase_resolution: whether the service may enlarge them
 * @moderation: whether a service elsewhere is to look at them first (R52)
 *
 * The rows are in the list when this returns; what came as a file is copied next.
 *
 * Returns: (transfer full): a future of %TRUE once the rows are on disk, or have failed
 */
DexFuture *
lb_upload_queue_add (LbUploadQueue *self,
                     LbDataset *dataset,
                     GListModel *candidates,
                     gboolean increase_resolution,
                     gboolean moderation)
{
  Adding *adding = NULL;
  LbUploadFlags flags = 0;
  gint64 position = 0;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (G_IS_LIST_MODEL (candidates));

  if (self->database == NULL || self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The queue is not open");

  if (increase_resolution)
    flags |= LB_UPLOAD_FLAG_INCREASE;
  if (moderation)
    flags |= LB_UPLOAD_FLAG_MODERATE;
  position = last_position (self);
  adding = g_new0 (Adding, 1);
  adding->queue = g_object_ref (self);
  adding->uploads = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);
      LbUpload *upload = NULL;

      if (!lb_candidate_is_addable (candidate))
        continue;
      upload = new_upload (self, dataset, candidate, flags, ++position);
      upload->active = TRUE;
      g_ptr_array_add (adding->uploads, upload);
    }
  lb_upload_queue_append (self, adding->uploads);

  return dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free);
}
