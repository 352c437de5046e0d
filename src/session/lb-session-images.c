#include "session/lb-session-private.h"

#include <malloc.h>

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "contract/lb-rules.h"
#include "session/lb-session-live.h"

/* R25: what comes with the dataset, long before a long list is here. */
static gboolean
get_first_images (LbSession *self, gint64 dataset_id, int max, GError **error)
{
  g_autoptr (GPtrArray) images =
    dex_await_boxed (lb_session_get (self, lb_session_get_first_images_cb, dataset_id, max), error);

  if (images == NULL)
    return FALSE;
  if (lb_session_find_dataset (self, dataset_id) == NULL ||
      lb_session_has_images (self, dataset_id))
    return TRUE;

  lb_session_take_images (self, dataset_id, images, FALSE);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);

      /* What was deleted here meanwhile, or is known better, was not taken. */
      if (lb_session_find_image (self, lb_image_get_id (image)) == image)
        lb_session_remember (self, image);
    }

  return TRUE;
}

/* Whether @n of its images are known, or all there are. */
static gboolean
knows (LbSession *self, LbDataset *dataset, int n)
{
  const gint64 id = lb_dataset_get_id (dataset);
  const int count = lb_dataset_get_images_count (dataset); /* -1 when that is unknown */
  const guint known = g_list_model_get_n_items (G_LIST_MODEL (lb_session_image_store (self, id)));

  return lb_session_has_images (self, id) || known >= (guint) (count < 0 ? n : MIN (n, count));
}

static DexFuture *
load_first_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbDataset *dataset = LB_DATASET (call->object);
  const gint64 id = lb_dataset_get_id (dataset);
  const int max = (int) call->id;
  GError *error = NULL;

  if (!knows (self, dataset, max))
    lb_session_fill_images (self, id, max);
  if (!knows (self, dataset, max) && !get_first_images (self, id, max, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * lb_session_load_first_images:
 * @self: a session
 * @dataset: a dataset
 * @max: 1 to 200, how many (R25)
 *
 * Sees to it that the images it begins with are known, as far as it has so many.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
lb_session_load_first_images (LbSession *self, LbDataset *dataset, int max)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (max >= 1 && max <= LB_SESSION_FIRST_IMAGES);

  call = lb_session_call_new (self, dataset, NULL);
  call->id = max;

  return lb_session_call_run (call, load_first_fiber);
}

/* On a thread: the memory that the reading of a long answer took on others, which keep it. */
static DexFuture *
give_memory_back (gpointer data)
{
  malloc_trim (0);

  return dex_future_new_true ();
}

static DexFuture *
load_images_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbDataset *dataset = LB_DATASET (call->object);
  gint64 id = lb_dataset_get_id (dataset);
  guint64 since = self->clock;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = NULL;
  gint64 asked_us = 0;

  if (lb_session_fill_images (self, id, LB_SESSION_FIRST_IMAGES))
    lb_session_fill_images (self, id, -1);
  /* What is amiss shows with the whole list as well. */
  if (lb_dataset_get_images_count (dataset) > LB_SESSION_FIRST_IMAGES &&
      !knows (self, dataset, LB_SESSION_FIRST_IMAGES))
    get_first_images (self, id, LB_SESSION_FIRST_IMAGES, NULL);
  asked_us = g_get_monotonic_time ();
  if (!(images = dex_await_boxed (lb_session_get (self, lb_session_get_images_cb, id, 0), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (lb_session_find_dataset (self, id) != NULL)
    {
      lb_session_sync_images (self, dataset, images, since);
      g_hash_table_replace (self->looks, g_memdup2 (&id, sizeof id),
                            g_memdup2 (&asked_us, sizeof asked_us));
      lb_session_expect_bulk_upload (self, dataset);
    }
  if (images->len > LB_SESSION_FIRST_IMAGES)
    dex_future_disown (lb_threads_run (give_memory_back, NULL, NULL));

  return dex_future_new_true ();
}

/**
 * lb_session_load_images:
 * @self: a session
 * @dataset: a dataset
 *
 * Reads the images again when they are there already: the list changes only where the service's
 * does.
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
lb_session_load_images (LbSession *self, LbDataset *dataset)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  return lb_session_call_run (lb_session_call_new (self, dataset, NULL), load_images_fiber);
}

/* R54: a description that is to follow makes the dataset begin a run. */
static void
expect_caption (LbSession *self, LbImage *image)
{
  LbDataset *dataset = lb_session_find_dataset (self, lb_image_get_dataset_id (image));

  if (dataset != NULL && lb_image_get_caption (image) == NULL &&
      lb_dataset_get_visual_schema (dataset) != NULL && !lb_dataset_get_captioning (dataset))
    dex_future_disown (lb_session_reread_dataset (self, lb_dataset_get_id (dataset)));
}

/* What @send sends, once the service is @ready, may be there in the end; @live: (out) (nullable):
 * the picture then, if its dataset still is. Takes @ready. */
static gboolean
await_upload (LbSessionCall *call,
              DexFuture *ready,
              DexFuture *(*send) (LbSessionCall *call),
              LbImage **live,
              GError **error)
{
  LbSession *self = call->session;
  const guint64 since = self->clock;
  g_autoptr (LbImage) fresh = NULL;

  if (!dex_await (ready, error) || !(fresh = lb_session_await_object (self, send (call), error)))
    return FALSE;

  if ((*live = lb_session_adopt_new (self, fresh, since)) != NULL)
    {
      expect_caption (self, *live);
      lb_session_note_made (self, *live, lb_image_get_caption (*live),
                            lb_dataset_get_schema_hash (LB_DATASET (call->object)), TRUE);
    }

  return TRUE;
}

/* @name: (nullable): that of the image */
static LbSessionCall *
upload_call_new (LbSession *self,
                 LbDataset *dataset,
                 const char *name,
                 gboolean increase_resolution,
                 GCancellable *cancel,
                 GFileProgressCallback progress,
                 gpointer data)
{
  LbSessionCall *call = lb_session_call_new (self, dataset, name);

  call->flag = increase_resolution;
  g_set_object (&call->cancel, cancel);
  call->progress = progress;
  call->data = data;

  return call;
}

static DexFuture *
send_bytes (LbSessionCall *call)
{
  return lb_client_upload_image (
    call->session->client, lb_dataset_get_id (LB_DATASET (call->object)), call->bytes, call->text,
    call->flag, call->moderated, call->cancel, (LbClientProgress) call->progress, call->data);
}

static DexFuture *
upload_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;
  LbImage *live = NULL;

  if (!await_upload (call, lb_session_ensure_online (call->session), send_bytes, &live, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return lb_session_answer (live);
}

/**
 * lb_session_upload_image:
 * @self: a session
 * @dataset: a basic draft dataset
 * @bytes: an encoded picture
 * @image_name: (nullable): its label
 * @increase_resolution: whether the service may enlarge it
 * @content_moderation: whether a service elsewhere is to look at it first (R52)
 * @cancel: (nullable): stops it
 * @progress: (nullable): called with the bytes written and their total
 * @data: for @progress; has to live until the future is done
 *
 * Sent once only. After LB_ERROR_OFFLINE, TIMED_OUT, SERVER or CANCELLED the image may have arrived
 * all the same: look before sending again.
 *
 * Returns: (transfer full): a future of the live #LbImage
 */
DexFuture *
lb_session_upload_image (LbSession *self,
                         LbDataset *dataset,
                         GBytes *bytes,
                         const char *image_name,
                         gboolean increase_resolution,
                         gboolean content_moderation,
                         GCancellable *cancel,
                         GFileProgressCallback progress,
                         gpointer data)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (bytes != NULL);

  call = upload_call_new (self, dataset, image_name, increase_resolution, cancel, progress, data);
  call->bytes = g_bytes_ref (bytes);
  call->moderated = content_moderation;

  return lb_session_call_run (call, upload_fiber);
}

static DexFuture *
send_file (LbSessionCall *call)
{
  return lb_client_upload_file (
    call->session->client, lb_dataset_get_id (LB_DATASET (call->object)), call->url, call->detail,
    call->text, call->flag, call->cancel, (LbClientProgress) call->progress, call->data);
}

static DexFuture *
upload_file_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;
  LbImage *live = NULL;

  if (!await_upload (call, lb_session_ensure_answered (call->session), send_file, &live, &error))
    {
      /* Nothing is stored. A service that does not know the operation says so, too. */
      if (g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND))
        return dex_future_new_reject (LB_ERROR, LB_ERROR_GONE, "%s", error->message);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return lb_session_answer (live);
}

/**
 * lb_session_upload_file:
 * @self: a session of the service on this computer
 * @dataset: a basic draft dataset
 * @file_url: the address of a file with an encoded picture that changes no more
 * @sha256: the sum of it
 * @image_name: (nullable): its label
 * @increase_resolution: whether the service may enlarge it
 * @cancel: (nullable): stops it
 * @progress: (nullable): as for lb_session_upload_image()
 * @data: for @progress; has to live until the future is done
 *
 * For one of many, by somebody who looks for it afterwards: a service that has answered a moment
 * ago is taken to be there still. It reads the file itself. Fails with LB_ERROR_GONE when it can't,
 * is too old to know how, or has no such dataset: the bytes can be sent then. Else as
 * lb_session_upload_image().
 *
 * Returns: (transfer full): a future of the live #LbImage
 */
DexFuture *
lb_session_upload_file (LbSession *self,
                        LbDataset *dataset,
                        const char *file_url,
                        const char *sha256,
                        const char *image_name,
                        gboolean increase_resolution,
                        GCancellable *cancel,
                        GFileProgressCallback progress,
                        gpointer data)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (!self->hosted);
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (file_url != NULL);
  dex_return_error_if_fail (sha256 != NULL);

  call = upload_call_new (self, dataset, image_name, increase_resolution, cancel, progress, data);
  call->url = g_strdup (file_url);
  call->detail = g_strdup (sha256);

  return lb_session_call_run (call, upload_file_fiber);
}

static DexFuture *
send_address (LbSessionCall *call)
{
  return lb_client_upload_address (
    call->session->client, lb_dataset_get_id (LB_DATASET (call->object)), call->url, call->text,
    call->flag, call->moderated, call->cancel, (LbClientProgress) call->progress, call->data);
}

static DexFuture *
upload_address_fiber (gpointer data)
{
  LbSessionCall *call = data;
  g_autoptr (GError) error = NULL;
  LbImage *live = NULL;

  if (!await_upload (call, lb_session_ensure_online (call->session), send_address, &live, &error))
    return lb_session_reject_new (call->session, g_steal_pointer (&error));

  return lb_session_answer (live);
}

/**
 * lb_session_upload_address:
 * @self: a session
 * @dataset: a basic draft dataset
 * @url: an http or https address that the service can reach
 * @name: (nullable): its label; %NULL for the last part of the address
 * @increase_resolution: whether the service may enlarge it
 * @content_moderation: whether a service elsewhere is to look at it first (R52)
 * @cancel: (nullable): stops it
 * @progress: (nullable): as for lb_session_upload_image()
 * @data: for @progress; has to live until the future is done
 *
 * Sent once only; see lb_session_upload_image().
 *
 * Returns: (transfer full): a future of the live #LbImage; fails with LB_ERROR_UNPROCESSABLE for an
 *   address that can't be fetched
 */
DexFuture *
lb_session_upload_address (LbSession *self,
                           LbDataset *dataset,
                           const char *url,
                           const char *name,
                           gboolean increase_resolution,
                           gboolean content_moderation,
                           GCancellable *cancel,
                           GFileProgressCallback progress,
                           gpointer data)
{
  LbSessionCall *call = NULL;
  GError *error = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));
  dex_return_error_if_fail (url != NULL);

  if (!lb_rules_check_image_url (url, &error))
    return dex_future_new_for_error (error);

  call = upload_call_new (self, dataset, name, increase_resolution, cancel, progress, data);
  call->url = g_strdup (url);
  call->moderated = content_moderation;

  return lb_session_call_run (call, upload_address_fiber);
}

static DexFuture *
delete_image_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  LbImage *image = LB_IMAGE (call->object);
  gint64 id = lb_image_get_id (image);
  g_autoptr (GError) error = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      (!lb_session_await_true (
         self, lb_client_delete_image (self->client, lb_image_get_dataset_id (image), id),
         &error) &&
       !g_error_matches (error, LB_ERROR, LB_ERROR_NOT_FOUND)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  lb_session_drop_image (self, id);

  return dex_future_new_true ();
}

/**
 * lb_session_delete_image:
 * @self: a session
 * @image: a live image
 *
 * A draft of its description is kept: it is there again after lb_session_undelete_image().
 *
 * Returns: (transfer full): a future of %TRUE
 */
DexFuture *
lb_session_delete_image (LbSession *self, LbImage *image)
{
  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_IMAGE (image));

  return lb_session_call_run (lb_session_call_new (self, image, NULL), delete_image_fiber);
}

static DexFuture *
undelete_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  gint64 dataset_id = lb_dataset_get_id (LB_DATASET (call->object));
  guint64 since = self->clock;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbImage) fresh = NULL;
  LbImage *live = NULL;

  if (!dex_await (lb_session_ensure_online (self), &error) ||
      !(fresh = lb_session_await_object (
          self, lb_client_undelete_image (self->client, dataset_id, call->id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if ((live = lb_session_adopt_new (self, fresh, since)) != NULL && self->outbox != NULL)
    lb_outbox_resend (self->outbox, call->id);

  return lb_session_answer (live);
}

/**
 * lb_session_undelete_image:
 * @self: a session
 * @dataset: where it was
 * @image_id: the id it had, and has again
 *
 * Returns: (transfer full): a future of the live #LbImage, back at its old place
 */
DexFuture *
lb_session_undelete_image (LbSession *self, LbDataset *dataset, gint64 image_id)
{
  LbSessionCall *call = NULL;

  dex_return_error_if_fail (LB_IS_SESSION (self));
  dex_return_error_if_fail (LB_IS_DATASET (dataset));

  call = lb_session_call_new (self, dataset, NULL);
  call->id = image_id;

  return lb_session_call_run (call, undelete_fiber);
}
