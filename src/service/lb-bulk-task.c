#include "service/lb-bulk-task.h"

#include "base/lb-error.h"
#include "service/lb-bulk-entry.h"
#include "service/lb-fault.h"

/* How much is in hand at once, read and not yet stored. */
#define MAX_PICTURES 16 /* most of them wait for the disk */
#define MAX_BYTES (24 * 1024 * 1024)
#define MAX_SLOTS 64
#define NOTE_REST_US (40 * 1000) /* entries done meanwhile are noted in one go */

struct _LbBulkTask
{
  const LbBulkParts *parts;
  gint64 dataset_id;
  DexCancellable *stop; /* (owned) */
  GCancellable *cancel; /* (owned) cancelled together with it */

  LbBulkJob *job;       /* (owned) (nullable) until it has been read */
  LbDataset *dataset;   /* (owned) (nullable) */
  LbBulkFd *fd;         /* (owned) (nullable) */
  LbBulkZip *zip;       /* (owned) (nullable) */
  guint fetched;        /* percent */
  guint64 needed_bytes; /* that the disk had no room for */

  GQueue window;   /* (element-type Slot): entries in their order, up to what is read */
  guint n_open;    /* of them that are pictures on their way */
  guint64 n_bytes; /* that these hold */
  guint next_read;
  gint64 noted_us; /* when entries were noted last, on the monotonic clock */

  LbBulkOutcome *failure; /* (owned) (nullable) of the whole */
  gboolean forget;        /* what is stored goes with it */
  gboolean at_end;
};

/* An entry that is read and not yet noted: on its way while it has a @future, else dealt with. */
typedef struct
{
  guint index;
  guint64 size_bytes;
  DexFuture *future;      /* (owned) (nullable) */
  LbBulkOutcome *outcome; /* (owned) (nullable): nothing is told of it */
} Slot;

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  dex_clear (&slot->future);
  g_clear_pointer (&slot->outcome, lb_bulk_outcome_free);
  g_free (slot);
}

LbBulkTask *
lb_bulk_task_new (const LbBulkParts *parts, gint64 dataset_id)
{
  LbBulkTask *self = g_atomic_rc_box_new0 (LbBulkTask);

  self->parts = parts;
  self->dataset_id = dataset_id;
  self->stop = dex_cancellable_new ();
  self->cancel = g_cancellable_new ();
  g_queue_init (&self->window);

  return self;
}

LbBulkTask *
lb_bulk_task_ref (LbBulkTask *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
task_clear (gpointer data)
{
  LbBulkTask *self = data;

  g_queue_clear_full (&self->window, slot_free);
  dex_clear (&self->stop);
  g_clear_object (&self->cancel);
  g_clear_pointer (&self->job, lb_bulk_job_free);
  g_clear_object (&self->dataset);
  g_clear_object (&self->zip);
  g_clear_pointer (&self->fd, lb_bulk_fd_unref);
  g_clear_pointer (&self->failure, lb_bulk_outcome_free);
}

void
lb_bulk_task_unref (LbBulkTask *self)
{
  g_atomic_rc_box_release_full (self, task_clear);
}

gint64
lb_bulk_task_get_dataset (LbBulkTask *self)
{
  return self->dataset_id;
}

guint
lb_bulk_task_get_fetched (LbBulkTask *self)
{
  return self->fetched;
}

void
lb_bulk_task_cancel (LbBulkTask *self)
{
  dex_cancellable_cancel (self->stop);
  g_cancellable_cancel (self->cancel);
}

gboolean
lb_bulk_task_is_cancelled (LbBulkTask *self)
{
  return g_cancellable_is_cancelled (self->cancel);
}

gboolean
lb_bulk_task_wait (LbBulkTask *self, guint n_failed, const GError *error)
{
  guint wait_ms = self->parts->waits_ms[MIN (n_failed, self->parts->n_waits - 1)];

  g_message ("A bulk upload waits for %u ms: %s", wait_ms, error->message);
  dex_await (dex_future_first (dex_timeout_new_msec ((int) wait_ms), dex_ref (self->stop), NULL),
             NULL);

  return !lb_bulk_task_is_cancelled (self);
}

static gboolean
fail_cancelled (GError **error)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The bulk upload was stopped");

  return FALSE;
}

static gboolean
read_job (LbBulkTask *self, GError **error)
{
  LbStore *store = self->parts->store;

  return (self->job != NULL ||
          (self->job = dex_await_boxed (lb_store_get_bulk_job (store, self->dataset_id), error))) &&
         (self->dataset != NULL || (self->dataset = dex_await_object (
                                      lb_store_get_dataset (store, self->dataset_id), error)));
}

/* Without a size the share of the largest that there may be. */
static void
progress_cb (guint64 got, guint64 total, gpointer data)
{
  LbBulkTask *self = data;
  guint64 whole = total > 0 ? total : LB_BULK_ZIP_BYTES;

  self->fetched = (guint) MIN (got * 100 / MAX (whole, 1), 100);
  self->needed_bytes = MAX (total, got * 2);
}

static gboolean
fetch (LbBulkTask *self, GError **error)
{
  const LbBulkParts *parts = self->parts;
  g_autoptr (LbBulkFd) fd = NULL;
  g_autoptr (GError) failure = NULL;

  if (!lb_bulk_spool_has_room (parts->spool, self->needed_bytes))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_NO_SPACE, "No room for the ZIP file");
      return FALSE;
    }

  if (!(fd = lb_bulk_spool_create (parts->spool, self->dataset_id, error)))
    return FALSE;

  if (dex_await (lb_fetch_to_fd (parts->fetch, self->job->zip_url, fd->fd, LB_BULK_ZIP_BYTES,
                                 self->cancel, progress_cb, self),
                 &failure) &&
      dex_await (lb_bulk_spool_sync (parts->spool, fd), &failure))
    return TRUE;

  lb_bulk_spool_remove (parts->spool, self->dataset_id);
  if (g_error_matches (failure, LB_ERROR, LB_ERROR_TOO_LARGE))
    lb_fault_set (error, LB_ERROR_TOO_LARGE, "R76", NULL, "The ZIP file is larger than 5 GiB");
  else
    g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

gboolean
lb_bulk_task_prepare (LbBulkTask *self, GError **error)
{
  LbStore *store = self->parts->store;

  if (!read_job (self, error))
    return FALSE;
  if (self->job->mark != NULL || self->job->fetched)
    return TRUE;

  if (!dex_await (lb_store_set_bulk_working (store, self->dataset_id), error) ||
      !fetch (self, error) ||
      !dex_await (lb_store_set_bulk_fetched (store, self->dataset_id), error))
    return FALSE;

  self->job->fetched = TRUE;

  return TRUE;
}

static gboolean
open_file (LbBulkTask *self, GError **error)
{
  LbBulkJob *job = self->job;

  if (job->mark != NULL)
    self->fd = dex_await_boxed (lb_bulk_source_open (job->zip_url, job->mark), error);
  else
    self->fd = lb_bulk_spool_open (self->parts->spool, self->dataset_id, error);

  return self->fd != NULL;
}

/* Of the file as a whole, unlike one that can't be got at. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, LB_ERROR, LB_ERROR_UNSUPPORTED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_DAMAGED) ||
         g_error_matches (error, LB_ERROR, LB_ERROR_TOO_LARGE);
}

static gboolean
open_zip (LbBulkTask *self, GError **error)
{
  LbStore *store = self->parts->store;
  g_autoptr (LbBulkZip) zip = NULL;
  g_autoptr (GError) failure = NULL;

  if (self->zip != NULL)
    return TRUE;

  if (!dex_await (lb_store_set_bulk_working (store, self->dataset_id), error) ||
      (self->fd == NULL && !open_file (self, error)))
    return FALSE;

  if (!(zip = dex_await_object (lb_bulk_zip_open (self->fd, self->cancel), &failure)))
    {
      self->forget = is_refusal (failure); /* R85 */
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (!self->job->begun &&
      !dex_await (lb_store_begin_bulk (store, self->dataset_id, lb_bulk_zip_get_n_entries (zip)),
                  error))
    return FALSE;

  self->next_read = self->job->next_entry;
  self->zip = g_steal_pointer (&zip);

  return TRUE;
}

static gboolean
has_room (LbBulkTask *self)
{
  if (g_queue_get_length (&self->window) >= MAX_SLOTS || self->n_open >= MAX_PICTURES)
    return FALSE;

  return self->n_open == 0 ||
         self->n_bytes + lb_bulk_zip_get_size (self->zip, self->next_read) <= MAX_BYTES;
}

static Slot *
push_slot (LbBulkTask *self)
{
  Slot *slot = g_new0 (Slot, 1);

  slot->index = self->next_read++;
  g_queue_push_tail (&self->window, slot);

  return slot;
}

static void
push_failure (LbBulkTask *self, const GError *failure)
{
  const char *name = lb_bulk_zip_get_name (self->zip, self->next_read);
  Slot *slot = push_slot (self);

  slot->outcome = lb_bulk_outcome_new (slot->index, name);
  lb_bulk_outcome_fail (slot->outcome, failure);
}

/* @item: (transfer full) */
static void
push_picture (LbBulkTask *self, LbBulkItem *item, gboolean manual)
{
  LbBulkEntry *entry = g_new0 (LbBulkEntry, 1);
  Slot *slot = push_slot (self);

  entry->task = lb_bulk_task_ref (self);
  entry->parts = self->parts;
  entry->dataset = g_object_ref (self->dataset);
  entry->index = slot->index;
  entry->name = g_strdup (lb_bulk_zip_get_name (self->zip, slot->index));
  entry->item = item;
  entry->manual = manual;

  slot->size_bytes = g_bytes_get_size (item->picture);
  self->n_open++;
  self->n_bytes += slot->size_bytes;
  slot->future = lb_bulk_entry_take_in (entry);
}

/* What is on its way is waited for, since a fiber must not be given up on. */
static void
drain (LbBulkTask *self)
{
  Slot *slot;

  while ((slot = g_queue_pop_head (&self->window)))
    {
      if (slot->future != NULL)
        dex_await (dex_ref (slot->future), NULL);
      slot_free (slot);
    }
  self->n_open = 0;
  self->n_bytes = 0;
}

/* A file that has become unreadable keeps what came out of it; one that is bad as a whole does not
 * (R84, R85). */
static void
judge (LbBulkTask *self, const GError *failure)
{
  switch (lb_bulk_zip_get_fault (self->zip))
    {
    case LB_BULK_FAULT_ENTRY: push_failure (self, failure); break;
    case LB_BULK_FAULT_WHOLE:
      drain (self);
      self->forget = TRUE;
      lb_bulk_task_fail (self, failure);
      break;
    case LB_BULK_FAULT_SOURCE:
    default:
      if (!g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
        lb_bulk_task_fail (self, failure);
    }
}

static void
take_next (LbBulkTask *self)
{
  guint index = self->next_read;
  gboolean manual = !lb_dataset_is_fibo (self->dataset) && !self->job->automatic_captioning;
  g_autoptr (GError) failure = NULL;
  LbBulkItem *item;

  if (lb_bulk_zip_passes_over (self->zip, index))
    push_slot (self);
  else if (!lb_bulk_zip_check (self->zip, index, &failure))
    push_failure (self, failure);
  else if ((item = dex_await_boxed (lb_bulk_zip_read (self->zip, index, manual, self->cancel),
                                    &failure)))
    push_picture (self, item, manual);
  else
    judge (self, failure);
}

/* @wait: whether to wait for what is on its way. FALSE without an error when it still is. A failure
 * stays where it is, for whoever comes to it next. */
static gboolean
settle_slot (LbBulkTask *self, Slot *slot, gboolean wait, GError **error)
{
  if (slot->future == NULL)
    return TRUE;
  if (!wait && dex_future_is_pending (slot->future))
    return FALSE;

  if (!(slot->outcome = dex_await_boxed (dex_ref (slot->future), error)))
    return FALSE;

  dex_clear (&slot->future);
  self->n_open--;
  self->n_bytes -= slot->size_bytes;

  return TRUE;
}

/* There is nothing to gain by it when no picture is on its way, or when it is to stop. */
static void
rest (LbBulkTask *self)
{
  const gint64 left_us = self->noted_us + NOTE_REST_US - g_get_monotonic_time ();

  if (left_us > 0 && self->n_open > 0 && !lb_bulk_task_is_cancelled (self))
    dex_await (
      dex_future_first (dex_timeout_new_usec (left_us), dex_ref (DEX_FUTURE (self->stop)), NULL),
      NULL);
}

/* Notes what is done at the head of the window, and waits for its first entry. The entries stay
 * until they are noted. */
static gboolean
note (LbBulkTask *self, GError **error)
{
  g_autoptr (GPtrArray) outcomes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_bulk_outcome_free);
  guint n_noted = 0;
  guint next = 0;

  rest (self);
  for (GList *at = self->window.head; at != NULL; at = at->next)
    {
      Slot *slot = at->data;
      GError *failure = NULL;

      if (!settle_slot (self, slot, n_noted == 0, &failure))
        {
          if (failure == NULL || n_noted > 0)
            {
              g_clear_error (&failure);
              break;
            }
          g_propagate_error (error, failure);
          return FALSE;
        }

      if (slot->outcome != NULL)
        g_ptr_array_add (outcomes, lb_bulk_outcome_copy (slot->outcome));
      next = slot->index + 1;
      n_noted++;
    }

  if (!dex_await (lb_store_step_bulk (self->parts->store, self->dataset_id,
                                      g_steal_pointer (&outcomes), next),
                  error))
    return FALSE;

  self->noted_us = g_get_monotonic_time ();
  while (n_noted-- > 0)
    slot_free (g_queue_pop_head (&self->window));

  return TRUE;
}

static gboolean
is_over (LbBulkTask *self)
{
  return self->at_end || lb_bulk_task_is_cancelled (self);
}

gboolean
lb_bulk_task_import (LbBulkTask *self, GError **error)
{
  if (!open_zip (self, error))
    return FALSE;

  while (TRUE)
    {
      while (!is_over (self) && self->next_read < lb_bulk_zip_get_n_entries (self->zip) &&
             has_room (self))
        take_next (self);

      if (g_queue_is_empty (&self->window))
        break;
      if (!note (self, error))
        return FALSE;
    }

  if (!self->at_end && lb_bulk_task_is_cancelled (self))
    return fail_cancelled (error);

  self->at_end = TRUE;

  return TRUE;
}

void
lb_bulk_task_fail (LbBulkTask *self, const GError *error)
{
  g_autofree char *name =
    self->job != NULL ? lb_bulk_source_name (self->job->zip_url) : g_strdup ("ZIP");

  g_message ("A bulk upload fails: %s", error->message);
  g_clear_pointer (&self->failure, lb_bulk_outcome_free);
  self->failure = lb_bulk_outcome_new (LB_BULK_WHOLE, name);
  lb_bulk_outcome_fail (self->failure, error);
  self->at_end = TRUE;
}

gboolean
lb_bulk_task_is_at_end (LbBulkTask *self)
{
  return self->at_end;
}

/* R54: with a captioner that does not answer at once the captions follow in a run. */
static gboolean
have_captions_made (LbBulkTask *self, GError **error)
{
  const LbBulkParts *parts = self->parts;

  return self->forget || lb_captioner_answers_at_once (parts->captioner) ||
         dex_await (lb_caption_run_start_missing (parts->runs, self->dataset_id), error);
}

void
lb_bulk_task_leave (LbBulkTask *self)
{
  drain (self);
}

gboolean
lb_bulk_task_end (LbBulkTask *self, GError **error)
{
  const LbBulkParts *parts = self->parts;
  LbBulkOutcome *failure;

  drain (self);
  if (!have_captions_made (self, error))
    return FALSE;

  failure = self->failure != NULL ? lb_bulk_outcome_copy (self->failure) : NULL;
  if (!dex_await (lb_store_end_bulk (parts->store, self->dataset_id, failure,
                                     failure != NULL && self->forget),
                  error))
    return FALSE;

  lb_bulk_spool_remove (parts->spool, self->dataset_id);

  return TRUE;
}
