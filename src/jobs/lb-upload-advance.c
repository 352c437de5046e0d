#include "jobs/lb-upload-queue-private.h"

#include "base/lb-weak.h"

/* Which row's next step is begun. */

#define STAGING_MAX 2
#define PROBE_MAX_MS 4000

static void
begin (LbUploadQueue *self, LbUpload *upload, DexFiberFunc fiber)
{
  dex_future_disown (
    dex_scheduler_spawn (NULL, 0, fiber, lb_upload_task_new (self, upload), lb_upload_task_free));
}

/* Was sent without an answer, and will be once more: it may still come late. */
static gboolean
may_come_late (LbUpload *upload)
{
  return upload->state == LB_UPLOAD_WAITING && (upload->record->flags & LB_UPLOAD_FLAG_AGAIN) != 0;
}

/* Whether another row may bring a picture that would be taken for @upload's. */
static gboolean
is_busy (LbUploadQueue *self, LbUpload *upload, gint64 dataset_id)
{
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *other = g_ptr_array_index (self->uploads, i);

      if ((other->sending || other->in_doubt ||
           (may_come_late (other) && !may_come_late (upload))) &&
          (dataset_id == 0 || other->record->dataset_id == dataset_id))
        return TRUE;
    }

  return FALSE;
}

/* Whether a picture that is to stand before @upload is not there yet. */
static gboolean
comes_too_early (LbUploadQueue *self, LbUpload *upload)
{
  if ((upload->record->flags & LB_UPLOAD_FLAG_IN_ORDER) == 0)
    return FALSE;

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *other = g_ptr_array_index (self->uploads, i);

      if (other == upload)
        break;
      if (other->record->dataset_id == upload->record->dataset_id &&
          !lb_upload_state_is_over (other->state))
        return TRUE;
    }

  return FALSE;
}

/* What goes by what was not there before goes one after the other. */
static gboolean
may_send (LbUploadQueue *self, LbUpload *upload)
{
  if (comes_too_early (self, upload))
    return FALSE;

  switch (self->names)
    {
    case LB_UPLOAD_NAMES_UNKNOWN: return !is_busy (self, upload, 0);
    case LB_UPLOAD_NAMES_CHANGED: return !is_busy (self, upload, upload->record->dataset_id);
    case LB_UPLOAD_NAMES_KEPT:
    default:                      return TRUE;
    }
}

static DexFuture *
woken_cb (DexFuture *future, gpointer data)
{
  g_autoptr (LbUploadQueue) self = g_weak_ref_get (data);

  if (self != NULL)
    {
      self->wake_us = 0;
      lb_upload_queue_advance (self);
    }

  return dex_future_new_true ();
}

static void
wake_at (LbUploadQueue *self, gint64 due_us)
{
  gint64 wait_ms = (due_us - lb_upload_queue_now_us (self) + 999) / 1000;

  if (self->wake_us != 0 && self->wake_us <= due_us)
    return;

  self->wake_us = due_us;
  dex_future_disown (
    dex_future_finally (self->clock.wait ((guint) CLAMP (wait_ms, 1, G_MAXINT), self->clock_data),
                        woken_cb, lb_weak_new (self), lb_weak_free));
}

/* While halted only one tries, now and then; TRUE: not now. */
static gboolean
is_halted (LbUploadQueue *self, gint64 now)
{
  switch (self->halt)
    {
    case LB_UPLOAD_HALT_NONE:  return FALSE;
    case LB_UPLOAD_HALT_SPACE: return !self->stage_full;
    case LB_UPLOAD_HALT_OFFLINE:
      if (now >= self->probe_us)
        return FALSE;
      wake_at (self, self->probe_us);
      return TRUE;
    case LB_UPLOAD_HALT_UNAUTHORIZED:
    case LB_UPLOAD_HALT_ELSEWHERE:
    default:                          return TRUE;
    }
}

/* Whether the row's next step was begun. */
static gboolean
begin_next (
  LbUploadQueue *self, LbUpload *upload, gboolean may_begin, gboolean in_order, gint64 now)
{
  gboolean probing = self->halt == LB_UPLOAD_HALT_OFFLINE;

  if (upload->active)
    return FALSE;
  if (upload->state == LB_UPLOAD_QUEUED)
    {
      if (self->halt == LB_UPLOAD_HALT_SPACE || self->n_staging >= STAGING_MAX)
        return FALSE;
      self->n_staging++;
      begin (self, upload, lb_upload_queue_stage_fiber);
      return TRUE;
    }
  if (!may_begin)
    return FALSE;
  if (upload->in_doubt)
    {
      begin (self, upload, lb_upload_queue_look_fiber);
      return TRUE;
    }
  if (upload->state != LB_UPLOAD_WAITING || self->paused || !in_order ||
      self->n_sending >= (probing ? 1 : self->concurrency))
    return FALSE;
  if (upload->not_before_us > now)
    {
      wake_at (self, upload->not_before_us);
      return FALSE;
    }
  if (!may_send (self, upload))
    return FALSE;

  self->n_sending++;
  upload->sending = TRUE;
  upload->has_place = TRUE;
  begin (self, upload, lb_upload_queue_send_fiber);
  return TRUE;
}

void
lb_upload_queue_advance (LbUploadQueue *self)
{
  gint64 now = 0;
  gboolean may_begin = FALSE;
  gboolean in_order = TRUE;

  if (self->closed || self->database == NULL || !lb_lease_is_held (self->lease))
    return;

  now = lb_upload_queue_now_us (self);
  may_begin = !is_halted (self, now);
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (lb_upload_state_is_over (upload->state))
        continue;
      /* Pictures are sent in their order, so that later ones wait for the copy of this one. */
      if (upload->state == LB_UPLOAD_QUEUED && !self->stage_full)
        in_order = FALSE;
      /* One at a time keeps the order: one that may be there or not holds those behind it. */
      if (self->concurrency == 1 && upload->in_doubt)
        in_order = FALSE;
      if (!begin_next (self, upload, may_begin, in_order, now))
        continue;
      if (self->halt == LB_UPLOAD_HALT_OFFLINE && upload->state != LB_UPLOAD_QUEUED)
        {
          self->n_probes++;
          self->probe_us =
            now + (gint64) g_random_int_range (PROBE_MAX_MS / 4, PROBE_MAX_MS) * 1000;
          may_begin = FALSE;
        }
    }
}
