#include "jobs/lb-upload-queue-private.h"

#include "base/lb-error.h"
#include "jobs/lb-address.h"
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

static LbUploadRecord *
new_record (LbUploadQueue *self, LbDataset *dataset, const char *name, LbUploadFlags flags)
{
  LbUploadRecord *record = lb_upload_record_new ();

  record->uuid = lb_image_name_new_uuid ();
  record->dataset_id = lb_dataset_get_id (dataset);
  record->dataset_uuid = g_strdup (lb_session_get_uuid (self->session, dataset));
  record->state = LB_UPLOAD_QUEUED;
  record->name = g_strdup (name);
  record->image_name = lb_image_name_mark (record->name, record->uuid);
  record->flags = flags;

  return record;
}

static LbUpload *
new_upload (LbUploadQueue *self, LbDataset *dataset, LbCandidate *candidate, LbUploadFlags flags)
{
  LbUploadRecord *record = new_record (self, dataset, lb_candidate_get_name (candidate), flags);
  GFile *file = lb_candidate_get_file (candidate);
  LbUpload *upload = NULL;

  record->probe = *lb_candidate_get_probe (candidate);
  record->checked_sha256 = g_strdup (lb_candidate_get_sha256 (candidate));
  record->mtime_us = lb_candidate_get_mtime_us (candidate);
  record->origin = file != NULL ? g_file_get_uri (file) : NULL;
  record->caption = g_strdup (lb_candidate_get_caption (candidate));
  if (record->caption != NULL)
    record->caption_source =
      g_strdup (lb_candidate_is_caption_automatic (candidate) ? "automatic" : "manual");
  record->crop = *lb_candidate_get_crop (candidate);
  record->flags |= lb_upload_queue_get_strip_flag (self, &record->crop);

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

static Adding *
adding_new (LbUploadQueue *queue)
{
  Adding *self = g_new0 (Adding, 1);

  self->queue = g_object_ref (queue);
  self->uploads = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/* @upload: (transfer full) */
static void
take_upload (Adding *self, LbUpload *upload)
{
  upload->record->position = last_position (self->queue) + self->uploads->len + 1;
  upload->active = TRUE;
  g_ptr_array_add (self->uploads, upload);
}

/* Takes @adding. */
static DexFuture *
begin (Adding *adding)
{
  lb_upload_queue_append (adding->queue, adding->uploads);

  return dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free);
}

static LbUploadFlags
get_flags (gboolean increase_resolution, gboolean moderation)
{
  return (increase_resolution ? LB_UPLOAD_FLAG_INCREASE : 0) |
         (moderation ? LB_UPLOAD_FLAG_MODERATE : 0);
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
  LbUploadFlags flags = get_flags (increase_resolution, moderation);
  Adding *adding = NULL;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (G_IS_LIST_MODEL (candidates));

  if (self->database == NULL || self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The queue is not open");

  adding = adding_new (self);
  for (guint i = 0; i < g_list_model_get_n_items (candidates); i++)
    {
      g_autoptr (LbCandidate) candidate = g_list_model_get_item (candidates, i);

      if (lb_candidate_is_addable (candidate))
        take_upload (adding, new_upload (self, dataset, candidate, flags));
    }

  return begin (adding);
}

static DexFuture *
give_upload_cb (DexFuture *future, gpointer data)
{
  LbUpload *upload = data;

  if (upload->state == LB_UPLOAD_FAILED && upload->record->error != NULL)
    return dex_future_new_for_error (g_error_copy (upload->record->error));

  return dex_future_new_take_object (g_object_ref (upload));
}

/**
 * lb_upload_queue_add_address:
 * @self: an open queue
 * @dataset: a basic draft dataset
 * @address: http or https
 * @increase_resolution: whether the service may enlarge it
 * @moderation: whether a service elsewhere is to look at it first (R52)
 *
 * There is no copy to be made: the row holds the address. It is told from others by its name like
 * any other picture.
 *
 * Returns: (transfer full): a future of the #LbUpload once it is on disk; fails with
 * LB_ERROR_STORAGE or NO_SPACE, before the queue is open with INVALID
 */
DexFuture *
lb_upload_queue_add_address (LbUploadQueue *self,
                             LbDataset *dataset,
                             const char *address,
                             gboolean increase_resolution,
                             gboolean moderation)
{
  LbUploadFlags flags = get_flags (increase_resolution, moderation) | LB_UPLOAD_FLAG_ADDRESS;
  g_autofree char *name = NULL;
  LbUploadRecord *record = NULL;
  LbUpload *upload = NULL;
  Adding *adding = NULL;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (address != NULL);

  if (self->database == NULL || self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_INVALID, "The queue is not open");

  name = lb_address_dup_name (address);
  record = new_record (self, dataset, name, flags);
  record->state = LB_UPLOAD_WAITING;
  record->origin = g_strdup (address);
  upload = lb_upload_new (record, self->folder);
  adding = adding_new (self);
  take_upload (adding, upload);

  return dex_future_then (begin (adding), give_upload_cb, g_object_ref (upload), g_object_unref);
}

/* The end of one row. */

typedef struct
{
  DexPromise *promise; /* (owned) */
} Awaiting;

static void
tell (Awaiting *self, LbUpload *upload)
{
  const GError *error = upload->record->error;

  if (!dex_future_is_pending (DEX_FUTURE (self->promise)) ||
      !lb_upload_state_is_over (upload->state))
    return;

  if (upload->state == LB_UPLOAD_DONE)
    dex_promise_resolve_object (self->promise, g_object_ref (upload->image));
  else if (upload->state == LB_UPLOAD_FAILED && error != NULL)
    dex_promise_reject (self->promise, g_error_copy (error));
  else
    dex_promise_reject (self->promise, g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED,
                                                            "The picture was not sent"));
}

static void
state_cb (LbUpload *upload, GParamSpec *pspec, Awaiting *awaiting)
{
  tell (awaiting, upload);
}

/* Nobody will ever change the row. */
static void
awaiting_free (gpointer data, GClosure *closure)
{
  Awaiting *self = data;

  if (dex_future_is_pending (DEX_FUTURE (self->promise)))
    dex_promise_reject (self->promise,
                        g_error_new_literal (LB_ERROR, LB_ERROR_CANCELLED, "The queue is closed"));
  dex_clear (&self->promise);
  g_free (self);
}

DexFuture *
lb_upload_queue_await (LbUploadQueue *self, LbUpload *upload)
{
  DexPromise *promise = NULL;
  Awaiting *awaiting = NULL;

  dex_return_error_if_fail (LB_IS_UPLOAD_QUEUE (self));
  dex_return_error_if_fail (LB_IS_UPLOAD (upload));

  promise = dex_promise_new ();
  awaiting = g_new0 (Awaiting, 1);
  awaiting->promise = dex_ref (promise);
  g_signal_connect_data (upload, "notify::state", G_CALLBACK (state_cb), awaiting, awaiting_free,
                         0);
  tell (awaiting, upload);

  return DEX_FUTURE (promise);
}
