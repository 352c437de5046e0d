#include "jobs/lb-upload-queue-private.h"

/* The list of the queue, and the sums of what is in it. */

#define ANSWER_SHARE 0.05 /* of a row's fraction: what comes after the last byte */

static double
get_weight (LbUpload *upload)
{
  if (lb_upload_state_is_over (upload->state))
    return 1;

  return MAX (0, upload->fraction) * (1 - ANSWER_SHARE);
}

static guint
n_over (LbUploadQueue *self)
{
  return self->n_in_state[LB_UPLOAD_DONE] + self->n_in_state[LB_UPLOAD_FAILED] +
         self->n_in_state[LB_UPLOAD_CANCELLED];
}

static void
update_sums (LbUploadQueue *self)
{
  double fraction = self->uploads->len > 0 ? CLAMP (self->weight / self->uploads->len, 0, 1) : 0;
  gboolean running = n_over (self) < self->uploads->len;

  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      lb_upload_queue_tell (self, "fraction");
    }
  if (self->running != running)
    {
      self->running = running;
      lb_upload_queue_tell (self, "running");
    }
}

/* Counts @upload as it is now, or no more. */
static void
count_in (LbUploadQueue *self, LbUpload *upload)
{
  upload->weight = get_weight (upload);
  self->weight += upload->weight;
  self->n_in_state[upload->state]++;
}

static void
count_out (LbUploadQueue *self, LbUpload *upload)
{
  self->weight -= upload->weight;
  self->n_in_state[upload->state]--;
}

static void
notify_counts (LbUploadQueue *self)
{
  static const char *const counts[] = { "n-total", "n-done", "n-failed", "n-cancelled",
                                        "n-active" };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    lb_upload_queue_tell (self, counts[i]);
}

/* The first of those that wait is the next to go. */
static void
update_first (LbUploadQueue *self)
{
  LbUpload *first = NULL;

  for (guint i = 0; i < self->uploads->len && first == NULL; i++)
    if (lb_upload_waits (g_ptr_array_index (self->uploads, i)))
      first = g_ptr_array_index (self->uploads, i);
  if (self->first == first)
    return;

  if (self->first != NULL)
    lb_upload_set_is_first (self->first, FALSE);
  g_set_object (&self->first, first);
  if (first != NULL)
    lb_upload_set_is_first (first, TRUE);
}

static void
end_dataset (LbUploadQueue *self, LbUpload *upload)
{
  g_autoptr (LbDataset) dataset = NULL;

  g_set_object (&dataset, lb_upload_queue_find_dataset (self, upload->record));
  if (dataset == NULL || lb_upload_queue_count_coming (self, dataset) > 0)
    return;

  lb_upload_queue_weed (self, dataset);
  lb_upload_queue_tell_dataset_ended (self, dataset);
}

void
lb_upload_queue_set_state (
  LbUploadQueue *self, LbUpload *upload, LbUploadState state, double fraction, const GError *error)
{
  gboolean changed = upload->state != state;
  gboolean over = !lb_upload_state_is_over (upload->state) && lb_upload_state_is_over (state);

  if (upload->lost)
    return;

  g_object_freeze_notify (G_OBJECT (self));
  count_out (self, upload);
  lb_upload_set_progress (upload, state, fraction, error);
  count_in (self, upload);
  if (changed)
    {
      notify_counts (self);
      update_first (self);
    }
  update_sums (self);
  g_object_thaw_notify (G_OBJECT (self));
  if (!over)
    return;

  end_dataset (self, upload);
  if (!self->running)
    lb_upload_queue_tell_ended (self);
}

static void
number_from (LbUploadQueue *self, guint first)
{
  for (guint i = first; i < self->uploads->len; i++)
    lb_upload_set_position (g_ptr_array_index (self->uploads, i), i);
}

void
lb_upload_queue_set_uploads (LbUploadQueue *self, GPtrArray *uploads)
{
  guint n_before = self->uploads->len;

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < n_before; i++)
    count_out (self, g_ptr_array_index (self->uploads, i));
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  self->uploads = g_ptr_array_ref (uploads);
  for (guint i = 0; i < uploads->len; i++)
    count_in (self, g_ptr_array_index (uploads, i));
  number_from (self, 0);
  update_first (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, uploads->len);
  notify_counts (self);
  update_sums (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lb_upload_queue_append (LbUploadQueue *self, GPtrArray *uploads)
{
  guint first = self->uploads->len;

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (uploads, i);

      g_ptr_array_add (self->uploads, g_object_ref (upload));
      count_in (self, upload);
    }
  number_from (self, first);
  update_first (self);
  g_list_model_items_changed (G_LIST_MODEL (self), first, 0, uploads->len);
  notify_counts (self);
  update_sums (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
lb_upload_queue_move (LbUploadQueue *self, guint from, guint to)
{
  LbUpload *upload = g_ptr_array_index (self->uploads, from);

  g_ptr_array_insert (self->uploads, (gint) to, g_object_ref (upload));
  g_ptr_array_remove_index (self->uploads, from + 1);
  number_from (self, to);
  update_first (self);
  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
}
