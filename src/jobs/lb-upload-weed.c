#include "jobs/lb-upload-queue-private.h"

#include "jobs/lb-upload-ledger.h"
#include "session/lb-session-history.h"

/* Twice there: a request that was given up has been stored later than it was looked for. The ledger
 * remembers which pictures may be, over restarts, until none can come any more. */

#define LATE_US (11 * 60 * G_USEC_PER_SEC) /* no service holds a request for so long */

/* After the last picture of a batch, and then from one look to the next. */
static const guint look_after_ms[] = { 15000, 45000, 120000, 240000 };

/* A picture that may be there twice. */
typedef struct
{
  LbUploadRecord *record; /* (owned) */
  gint64 until_us;        /* monotonic: then it is what it will be */
} Again;

static void
again_free (gpointer data)
{
  Again *self = data;

  lb_upload_record_free (self->record);
  g_free (self);
}

static int
compare_age_cb (gconstpointer a, gconstpointer b)
{
  LbImage *one = *(LbImage *const *) a;
  LbImage *other = *(LbImage *const *) b;
  gint64 by_time = lb_image_get_created_at (one) - lb_image_get_created_at (other);
  gint64 by_id = lb_image_get_id (one) - lb_image_get_id (other);

  return by_time != 0 ? (by_time > 0) - (by_time < 0) : (by_id > 0) - (by_id < 0);
}

/* (transfer full) (element-type LbImage): oldest first. */
static GPtrArray *
list_named (LbUploadQueue *self, LbDataset *dataset, const char *image_name)
{
  GListModel *images = lb_session_get_images (self->session, dataset);
  GPtrArray *named = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (images); i++)
    {
      g_autoptr (LbImage) image = g_list_model_get_item (images, i);

      if (g_strcmp0 (lb_image_get_image_name (image), image_name) == 0)
        g_ptr_array_add (named, g_steal_pointer (&image));
    }
  g_ptr_array_sort (named, compare_age_cb);

  return named;
}

/* What a person has written under the younger one goes to the one that stays: what is not sent yet
 * as it is, and else what the service has. */
static gboolean
save_words (LbUploadQueue *self, LbImage *from, LbImage *to, GError **error)
{
  g_autofree char *text = NULL;

  if (lb_session_get_edit_state (self->session, from) != LB_EDIT_SAVED)
    return dex_await (lb_session_move_words (self->session, from, to), error);
  if (!lb_session_is_manual (self->session, from) || lb_session_is_manual (self->session, to) ||
      (text = lb_session_dup_caption_text (self->session, from)) == NULL)
    return TRUE;

  return dex_await (lb_session_give_caption (self->session, to, text, NULL), error);
}

/* Leaves the oldest of that name alone. */
static gboolean
weed_one (LbUploadQueue *self, LbDataset *dataset, LbUploadRecord *record, GError **error)
{
  g_autoptr (GPtrArray) named = list_named (self, dataset, record->image_name);

  while (named->len > 1)
    {
      LbImage *younger = g_ptr_array_index (named, named->len - 1);
      LbImage *oldest = g_ptr_array_index (named, 0);

      /* Once more for what was written meanwhile. */
      if (!save_words (self, younger, oldest, error) ||
          !dex_await (lb_session_delete_image (self->session, younger), error) ||
          !dex_await (lb_session_move_words (self->session, younger, oldest), error))
        return FALSE;
      g_ptr_array_remove_index (named, named->len - 1);
    }

  if (named->len > 0)
    record->image_id = lb_image_get_id (named->pdata[0]);

  return TRUE;
}

/* (transfer full) (element-type Again): copies of those of one dataset. */
static GPtrArray *
list_again (LbUploadQueue *self, gint64 dataset_id)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (again_free);

  for (guint i = 0; i < self->again->len; i++)
    {
      const Again *again = g_ptr_array_index (self->again, i);
      Again *copy = NULL;

      if (again->record->dataset_id != dataset_id)
        continue;
      copy = g_new0 (Again, 1);
      copy->record = lb_upload_record_copy (again->record);
      copy->until_us = again->until_us;
      g_ptr_array_add (list, copy);
    }

  return list;
}

static void
forget_again (LbUploadQueue *self, const char *uuid)
{
  for (guint i = self->again->len; i > 0; i--)
    if (g_str_equal (((Again *) g_ptr_array_index (self->again, i - 1))->record->uuid, uuid))
      g_ptr_array_remove_index (self->again, i - 1);
}

/* From a fiber, after the dataset was read: how many may still come. */
static guint
weed_all (LbUploadQueue *self, LbDataset *dataset)
{
  g_autoptr (GPtrArray) list = list_again (self, lb_dataset_get_id (dataset));
  guint n_left = 0;

  for (guint i = 0; i < list->len && !self->closed; i++)
    {
      const Again *again = g_ptr_array_index (list, i);
      LbUploadRecord *record = again->record;
      gboolean late = lb_upload_queue_now_us (self) < again->until_us;
      g_autoptr (GError) error = NULL;

      if (weed_one (self, dataset, record, &error) && !late &&
          dex_await (lb_upload_ledger_settle_again (self->database, record->uuid, record->image_id),
                     &error))
        {
          forget_again (self, record->uuid);
          continue;
        }
      if (error != NULL)
        g_debug ("Not known whether “%s” is there twice: %s", record->image_name, error->message);
      n_left++;
    }

  return n_left;
}

typedef struct
{
  LbUploadQueue *queue; /* (owned) */
  LbDataset *dataset;   /* (owned) */
} Weeding;

static void
weeding_free (gpointer data)
{
  Weeding *self = data;

  g_object_unref (self->queue);
  g_object_unref (self->dataset);
  g_free (self);
}

static DexFuture *
weed_fiber (gpointer data)
{
  Weeding *weeding = data;
  LbUploadQueue *self = weeding->queue;
  gint64 id = lb_dataset_get_id (weeding->dataset);
  guint n_left = 1; /* not known yet */

  for (guint i = 0; n_left > 0; i++)
    {
      guint wait_ms = look_after_ms[MIN (i, G_N_ELEMENTS (look_after_ms) - 1)];

      if (!lb_upload_queue_wait (self, wait_ms))
        return dex_future_new_true ();
      if (lb_upload_queue_look (self, weeding->dataset, NULL))
        n_left = weed_all (self, weeding->dataset);
    }
  g_hash_table_remove (self->weeding, &id);

  return dex_future_new_true ();
}

static gboolean
has_again (LbUploadQueue *self, gint64 dataset_id)
{
  for (guint i = 0; i < self->again->len; i++)
    if (((Again *) g_ptr_array_index (self->again, i))->record->dataset_id == dataset_id)
      return TRUE;

  return FALSE;
}

void
lb_upload_queue_weed (LbUploadQueue *self, LbDataset *dataset)
{
  gint64 id = lb_dataset_get_id (dataset);
  Weeding *weeding = NULL;

  if (!lb_lease_is_held (self->lease) || !has_again (self, id) ||
      !g_hash_table_add (self->weeding, g_memdup2 (&id, sizeof id)))
    return;

  weeding = g_new0 (Weeding, 1);
  weeding->queue = g_object_ref (self);
  weeding->dataset = g_object_ref (dataset);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, weed_fiber, weeding, weeding_free));
}

void
lb_upload_queue_note_again (LbUploadQueue *self, const LbUploadRecord *record)
{
  gint64 age_us = record->sent_at_us > 0 ? g_get_real_time () - record->sent_at_us : 0;
  Again *again = g_new0 (Again, 1);

  again->record = lb_upload_record_copy (record);
  again->until_us = lb_upload_queue_now_us (self) + LATE_US - CLAMP (age_us, 0, LATE_US);
  g_ptr_array_add (self->again, again);
}

void
lb_upload_queue_take_again (LbUploadQueue *self, GPtrArray *records)
{
  if (self->again == NULL)
    self->again = g_ptr_array_new_with_free_func (again_free);
  g_ptr_array_set_size (self->again, 0);
  for (guint i = 0; i < records->len; i++)
    lb_upload_queue_note_again (self, g_ptr_array_index (records, i));
}

void
lb_upload_queue_weed_everywhere (LbUploadQueue *self)
{
  for (guint i = 0; i < self->again->len; i++)
    {
      const Again *again = g_ptr_array_index (self->again, i);
      LbDataset *dataset = lb_upload_queue_find_dataset (self, again->record);

      if (dataset != NULL && lb_upload_queue_count_coming (self, dataset) == 0)
        lb_upload_queue_weed (self, dataset);
    }
}
