#include "jobs/lb-upload-copy.h"

#include "base/lb-error.h"
#include "imaging/lb-probe.h"
#include "jobs/lb-upload-queue-private.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"
#include "model/lb-image-name.h"

typedef struct
{
  LbUploadQueue *queue;   /* (owned) */
  LbUploadRecord *record; /* (owned) (nullable) once it is a row's */
  GBytes *bytes;          /* (owned) */
} Ordered;

static void
ordered_free (gpointer data)
{
  Ordered *self = data;

  g_object_unref (self->queue);
  g_clear_pointer (&self->record, lb_upload_record_free);
  g_bytes_unref (self->bytes);
  g_free (self);
}

LbUpload *
lb_upload_queue_find (LbUploadQueue *self, const char *uuid)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);
  g_return_val_if_fail (uuid != NULL, NULL);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload->state != LB_UPLOAD_CANCELLED && g_str_equal (upload->record->uuid, uuid))
        return upload;
    }

  return NULL;
}

static LbUploadRecord *
new_record (LbUploadQueue *self, LbDataset *dataset, const LbUploadOrder *order, GBytes *bytes)
{
  LbUploadRecord *record = lb_upload_record_new ();
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  record->uuid = g_strdup (order->uuid);
  record->dataset_id = lb_dataset_get_id (dataset);
  record->dataset_uuid = g_strdup (lb_session_get_uuid (self->session, dataset));
  record->state = LB_UPLOAD_WAITING;
  record->name = g_strdup (order->name);
  record->image_name = lb_image_name_mark (order->name, order->uuid);
  record->flags = LB_UPLOAD_FLAG_INCREASE | LB_UPLOAD_FLAG_IN_ORDER;
  if (order->moderation)
    record->flags |= LB_UPLOAD_FLAG_MODERATE;
  if (lb_session_strips_metadata (self->session))
    record->flags |= LB_UPLOAD_FLAG_STRIP;
  lb_probe_bytes (data, size, &record->probe);
  record->probe.size_bytes = (gint64) size;
  record->caption = g_strdup (order->caption);
  record->caption_source = g_strdup (order->caption_source);

  return record;
}

static gint64
next_position (LbUploadQueue *self)
{
  gint64 last = 0;

  for (guint i = 0; i < self->uploads->len; i++)
    last = MAX (last, ((LbUpload *) g_ptr_array_index (self->uploads, i))->record->position);

  return last + 1;
}

static DexFuture *
order_fiber (gpointer data)
{
  Ordered *ordered = data;
  LbUploadQueue *self = ordered->queue;
  g_autoptr (GPtrArray) uploads = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (LbUploadStaged) staged = NULL;
  g_autoptr (GError) error = NULL;

  if (!(staged = dex_await_boxed (lb_upload_stage (self->folder, ordered->record, ordered->bytes),
                                  &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_set_str (&ordered->record->staged_sha256, staged->sent_sha256);
  g_set_str (&ordered->record->checked_sha256, staged->original_sha256);
  ordered->record->position = next_position (self);
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The queue is closed");
  if (!dex_await (lb_upload_store_put_one (self->database, ordered->record), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->closed)
    return dex_future_new_true ();

  g_ptr_array_add (uploads, lb_upload_new (g_steal_pointer (&ordered->record), self->folder));
  lb_upload_queue_append (self, uploads);
  lb_upload_queue_advance (self);

  return dex_future_new_true ();
}

DexFuture *
lb_upload_queue_add_order (LbUploadQueue *self,
                           LbDataset *dataset,
                           const LbUploadOrder *order,
                           GBytes *bytes)
{
  Ordered *ordered = NULL;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (order != NULL);
  dex_return_error_if_fail (bytes != NULL);

  if (self->database == NULL || self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The queue is not open");
  if (!lb_lease_is_held (self->lease))
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "Another program sends");
  if (lb_upload_queue_find (self, order->uuid) != NULL)
    return dex_future_new_true ();

  ordered = g_new0 (Ordered, 1);
  ordered->queue = g_object_ref (self);
  ordered->record = new_record (self, dataset, order, bytes);
  ordered->bytes = g_bytes_ref (bytes);

  return dex_scheduler_spawn (NULL, 0, order_fiber, ordered, ordered_free);
}
