#include "jobs/lb-copy-private.h"

#include "base/lb-error.h"
#include "jobs/lb-caption-fit.h"
#include "jobs/lb-copy-read.h"
#include "jobs/lb-upload-copy.h"
#include "session/lb-caption-meaning.h"
#include "session/lb-session-copy.h"
#include "session/lb-session-frozen.h"
#include "session/lb-session-history.h"

/* What is done, one step after the other. */

#define ROOM_MS 2000 /* until another program may be done */

/* Schema and prefix. */

static gboolean
set_words (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  const LbCopyRecord *record = self->record;

  if (record->visual_schema != NULL &&
      g_strcmp0 (record->visual_schema, lb_dataset_get_visual_schema (dataset)) != 0 &&
      !dex_await (lb_session_set_visual_schema (self->target, dataset, record->visual_schema),
                  error))
    return FALSE;

  return record->caption_prefix == NULL ||
         g_strcmp0 (record->caption_prefix, lb_dataset_get_caption_prefix (dataset)) == 0 ||
         dex_await (lb_session_set_caption_prefix (self->target, dataset, record->caption_prefix),
                    error);
}

static gboolean
set_schema (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autoptr (GError) failure = NULL;

      if (!lb_copy_job_goes_on (self, error))
        return FALSE;
      if (set_words (self, dataset, &failure))
        break;
      if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }
  lb_copy_job_set_step (self, LB_COPY_STEP_PICTURES);

  return lb_copy_job_keep (self, error);
}

/* Pictures. */

/* (nullable) (transfer none) */
static LbImage *
find_source_image (LbCopyJob *self, const LbCopyItem *item)
{
  return self->source != NULL ? lb_session_find_image_by_uuid (self->source, item->image_uuid)
                              : NULL;
}

static gboolean
put_into_queue (LbCopyJob *self, LbDataset *dataset, LbCopyItem *item, GError **error)
{
  const LbUploadOrder order = { item->upload_uuid, item->name, item->caption, item->source,
                                self->record->moderation };
  g_autoptr (LbImage) image = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!g_set_object (&image, find_source_image (self, item)))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The picture is not there");
      return FALSE;
    }

  return (bytes = dex_await_boxed (lb_session_fetch_picture (self->source, image), error)) !=
           NULL &&
         dex_await (lb_upload_queue_add_order (self->queue, dataset, &order, bytes), error);
}

/* One that is in the queue is sent by that; what failed there is tried again. */
static gboolean
is_in_queue (LbCopyJob *self, const LbCopyItem *item)
{
  LbUpload *upload = lb_upload_queue_find (self->queue, item->upload_uuid);

  if (upload == NULL)
    return FALSE;
  if (lb_upload_get_state (upload) == LB_UPLOAD_FAILED)
    lb_upload_queue_retry (self->queue, upload);

  return TRUE;
}

/* One that can't be had any more is left out, and counted. */
static gboolean
send_picture (LbCopyJob *self, LbDataset *dataset, LbCopyItem *item, GError **error)
{
  for (guint n = 1; !is_in_queue (self, item); n++)
    {
      g_autoptr (GError) failure = NULL;

      if (!lb_copy_job_goes_on (self, error))
        return FALSE;
      if (put_into_queue (self, dataset, item, &failure))
        break;
      if (g_error_matches (failure, LB_ERROR, LB_ERROR_NOT_FOUND) ||
          g_error_matches (failure, LB_ERROR, LB_ERROR_GONE))
        {
          self->n_gone++;
          return self->source == NULL ||
                 lb_copy_job_set_item (self, item, LB_COPY_ITEM_LEFT, error);
        }
      if (g_error_matches (failure, LB_ERROR, LB_ERROR_CONFLICT))
        {
          lb_copy_job_rest (self, failure, ROOM_MS);
        }
      else if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }

  return lb_copy_job_set_item (self, item, LB_COPY_ITEM_QUEUED, error);
}

/* (transfer full): resolves once the caption is kept, joined with what is there as the first one
 * was: so is what that was, or else all that the service wrote would seem to be another's. */
static DexFuture *
give_caption (LbCopyJob *self, LbDataset *dataset, LbImage *image, const LbCopyItem *item)
{
  const char *present = lb_image_get_caption (image);
  g_autofree char *text = lb_caption_fit (dataset, item->caption, present);
  g_autofree char *base = item->base != NULL ? lb_caption_fit (dataset, item->base, present) : NULL;

  return text != NULL ? lb_session_edit_caption_over (self->target, image, text, item->source, base)
                      : dex_future_new_true ();
}

/* A caption that was changed here after it was copied. */
static gboolean
change_caption (LbCopyJob *self, LbDataset *dataset, LbCopyItem *item, GError **error)
{
  for (guint n = 1;; n++)
    {
      LbImage *image = lb_session_find_image (self->target, item->image_id);
      g_autoptr (GError) failure = NULL;

      if (!lb_copy_job_goes_on (self, error))
        return FALSE;
      /* What was deleted there stays so. */
      if (image == NULL || item->caption == NULL ||
          dex_await (give_caption (self, dataset, image, item), &failure))
        break;
      if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }

  return lb_copy_job_set_item (self, item, LB_COPY_ITEM_QUEUED, error);
}

static gboolean
handle_items (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  for (guint i = 0; i < self->record->items->len; i++)
    {
      LbCopyItem *item = g_ptr_array_index (self->record->items, i);

      if (item->state == LB_COPY_ITEM_SEND && item->image_id != 0 &&
          !lb_copy_job_set_item (self, item, LB_COPY_ITEM_QUEUED, error))
        return FALSE;
      if (item->state == LB_COPY_ITEM_SEND && !send_picture (self, dataset, item, error))
        return FALSE;
      if (item->state == LB_COPY_ITEM_CAPTION && !change_caption (self, dataset, item, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_coming (LbCopyJob *self)
{
  for (guint i = 0; i < self->record->items->len; i++)
    {
      const LbCopyItem *item = g_ptr_array_index (self->record->items, i);
      LbUpload *upload = NULL;

      if (lb_copy_job_waits_for_caption (self, item))
        return TRUE;
      if (item->state == LB_COPY_ITEM_QUEUED && item->image_id == 0 &&
          (upload = lb_upload_queue_find (self->queue, item->upload_uuid)) != NULL &&
          lb_upload_is_coming (upload))
        return TRUE;
    }

  return FALSE;
}

/* A caption that is there as it was copied was made under the same schema as here. What was written
 * there since was not. */
static void
keep_age (LbCopyJob *self, LbDataset *dataset, LbCopyItem *item)
{
  LbImage *image = NULL;
  g_autofree char *present = NULL;
  g_autofree char *given = NULL;

  if (item->aged || item->age == NULL || item->caption == NULL || item->image_id == 0 ||
      !(image = lb_session_find_image (self->target, item->image_id)))
    return;

  present = lb_session_dup_caption_text (self->target, image);
  given = lb_caption_fit (dataset, item->caption, lb_image_get_caption (image));
  if (present == NULL || given == NULL || !lb_caption_means_same (present, given))
    return;

  lb_session_set_caption_age (self->target, image, item->age);
  item->aged = TRUE;
}

static void
keep_ages (LbCopyJob *self, LbDataset *dataset)
{
  for (guint i = 0; i < self->record->items->len; i++)
    keep_age (self, dataset, g_ptr_array_index (self->record->items, i));
}

/* What the queue and the outbox have to do. */
static gboolean
await_rest (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  while (lb_copy_job_goes_on (self, NULL) && is_coming (self))
    {
      keep_ages (self, dataset);
      lb_copy_job_wait_for_move (self);
    }
  keep_ages (self, dataset);

  return lb_copy_job_goes_on (self, error);
}

/* Both sides are known before they are asked for their images. */
static gboolean
load (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  for (guint n = 1;; n++)
    {
      LbDataset *here =
        self->source != NULL
          ? lb_session_find_dataset_by_uuid (self->source, self->record->source_uuid)
          : NULL;
      g_autoptr (GError) failure = NULL;

      if (!lb_copy_job_goes_on (self, error))
        return FALSE;
      if ((here == NULL || dex_await (lb_session_load_images (self->source, here), &failure)) &&
          dex_await (lb_session_load_images (self->target, dataset), &failure))
        return TRUE;
      if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }
}

/* (nullable) (transfer full): the dataset, which may not have been read yet. */
static LbDataset *
require_dataset (LbCopyJob *self, GError **error)
{
  for (guint n = 1;; n++)
    {
      LbDataset *dataset = lb_copy_find_dataset (self->target, self->record);
      g_autoptr (GError) failure = NULL;

      if (dataset != NULL)
        return g_object_ref (dataset);
      if (!lb_copy_job_goes_on (self, error))
        return NULL;
      if (dex_await (lb_session_refresh (self->target), &failure) &&
          lb_copy_find_dataset (self->target, self->record) == NULL)
        {
          g_set_error_literal (error, LB_ERROR, LB_ERROR_NOT_FOUND, "The dataset is gone");
          return NULL;
        }
      if (failure != NULL && !lb_copy_job_wait_out (self, failure, n, error))
        return NULL;
    }
}

/* It belongs to something new, and is no step of the history. Only now, for captions that came
 * before those of the copy would have got the values. What the disk does not take can be frozen
 * again. */
static void
copy_frozen (LbCopyJob *self, LbDataset *dataset)
{
  LbDataset *source = lb_session_find_dataset_by_uuid (self->source, self->record->source_uuid);
  LbFrozenFields *frozen = source != NULL ? lb_session_get_frozen (self->source, source) : NULL;
  LbHistory *history = lb_session_get_history (self->target);
  DexFuture *kept = NULL;

  if (frozen == NULL || history == NULL || lb_session_get_frozen (self->target, dataset) != NULL)
    return;

  lb_history_enter (history, LB_HISTORY_UNRECORDED);
  kept = lb_session_set_frozen (self->target, dataset, frozen);
  lb_history_leave (history);
  dex_await (kept, NULL);
}

static gboolean
end (LbCopyJob *self, LbDataset *dataset, GError **error)
{
  copy_frozen (self, dataset);
  self->record->state = LB_COPY_ENDED;
  lb_copy_job_set_step (self, LB_COPY_STEP_DONE);

  return lb_copy_job_keep (self, error);
}

LbDataset *
lb_copy_job_take_steps (LbCopyJob *self, GError **error)
{
  g_autoptr (LbDataset) dataset = NULL;

  if (self->record->project_id == 0 && !lb_copy_job_make_project (self, error))
    return NULL;
  if (self->record->dataset_id == 0 && !lb_copy_job_make_dataset (self, error))
    return NULL;
  if (!(dataset = require_dataset (self, error)))
    return NULL;
  if (self->record->step <= LB_COPY_STEP_SCHEMA && !set_schema (self, dataset, error))
    return NULL;
  lb_copy_job_set_step (self, LB_COPY_STEP_PICTURES);
  if (!load (self, dataset, error) || !handle_items (self, dataset, error) ||
      !await_rest (self, dataset, error) || !end (self, dataset, error))
    return NULL;

  return g_steal_pointer (&dataset);
}
