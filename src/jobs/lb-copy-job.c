#include "jobs/lb-copy-private.h"

#include "base/lb-error.h"
#include "jobs/lb-copy-read.h"
#include "jobs/lb-copy-store.h"
#include "jobs/lb-upload-end.h"
#include "jobs/lb-upload-queue-private.h"

#define SIGN_IN_MS 1000
#define ROOM_MS 2000
#define AGAIN_MS 500

G_DEFINE_FINAL_TYPE (LbCopyJob, lb_copy_job, G_TYPE_OBJECT)

typedef enum
{
  PROP_STEP = 1,
  PROP_N_TOTAL,
  PROP_N_DONE,
  PROP_N_FAILED,
  PROP_N_CAPTIONS,
  PROP_RUNNING,
  PROP_ERROR_MESSAGE
} LbCopyJobProperty;

static GParamSpec *props[PROP_ERROR_MESSAGE + 1];

static void
lb_copy_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbCopyJob *self = LB_COPY_JOB (object);
  const GError *error = NULL;

  switch ((LbCopyJobProperty) prop_id)
    {
    case PROP_STEP:       g_value_set_int (value, (int) lb_copy_job_get_step (self)); break;
    case PROP_N_TOTAL:    g_value_set_uint (value, self->n_total); break;
    case PROP_N_DONE:     g_value_set_uint (value, self->n_done); break;
    case PROP_N_FAILED:   g_value_set_uint (value, self->n_failed); break;
    case PROP_N_CAPTIONS: g_value_set_uint (value, self->n_captions); break;
    case PROP_RUNNING:    g_value_set_boolean (value, self->running); break;
    case PROP_ERROR_MESSAGE:
      error = lb_copy_job_get_error (self);
      g_value_set_string (value, error != NULL ? error->message : NULL);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_copy_job_finalize (GObject *object)
{
  LbCopyJob *self = LB_COPY_JOB (object);

  g_clear_object (&self->source);
  g_clear_object (&self->queue);
  g_clear_object (&self->target);
  g_clear_object (&self->database);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->record, lb_copy_record_free);
  dex_clear (&self->moved);
  g_clear_error (&self->error);
  g_clear_error (&self->away);

  G_OBJECT_CLASS (lb_copy_job_parent_class)->finalize (object);
}

static void
lb_copy_job_class_init (LbCopyJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_copy_job_get_property;
  object_class->finalize = lb_copy_job_finalize;

  props[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, LB_COPY_STEP_PROJECT, LB_COPY_STEP_DONE, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CAPTIONS] = g_param_spec_uint ("n-captions", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
lb_copy_job_init (LbCopyJob *self)
{
  self->items = g_hash_table_new (g_str_hash, g_str_equal);
}

/* A file that is there as long as the account has such a copy. */
static char *
dup_mark (const char *state_dir)
{
  return g_build_filename (state_dir, "copying", NULL);
}

gboolean
lb_copy_job_is_left (const char *state_dir)
{
  g_autofree char *mark = dup_mark (state_dir);

  return g_file_test (mark, G_FILE_TEST_EXISTS);
}

gboolean
lb_copy_job_needs_source (const LbCopyRecord *record)
{
  for (guint i = 0; i < record->items->len; i++)
    {
      const LbCopyItem *item = g_ptr_array_index (record->items, i);

      if (item->state == LB_COPY_ITEM_SEND && item->image_id == 0 && !item->queued)
        return TRUE;
    }

  return FALSE;
}

static void
take_record (LbCopyJob *self, const LbCopyRecord *record)
{
  g_hash_table_remove_all (self->items);
  g_clear_pointer (&self->record, lb_copy_record_free);
  self->record = lb_copy_record_copy (record);
  self->n_total = 0;
  for (guint i = 0; i < self->record->items->len; i++)
    {
      LbCopyItem *item = g_ptr_array_index (self->record->items, i);

      g_hash_table_insert (self->items, item->upload_uuid, item);
      item->wanted = lb_copy_item_is_open (item);
      self->n_total += item->wanted;
    }
}

LbCopyJob *
lb_copy_job_new (LbSession *source, LbUploadQueue *queue, const LbCopyRecord *record)
{
  LbCopyJob *self = NULL;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (queue), NULL);
  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (LB_TYPE_COPY_JOB, NULL);
  g_set_object (&self->source, source);
  g_set_object (&self->queue, queue);
  g_set_object (&self->target, lb_upload_queue_get_session (queue));
  take_record (self, record);

  return self;
}

/* What is told of it. */

static void
notify (LbCopyJob *self, LbCopyJobProperty prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_count (LbCopyJob *self, guint *count, guint value, LbCopyJobProperty prop)
{
  if (*count == value)
    return;

  *count = value;
  notify (self, prop);
}

static void
set_error (LbCopyJob *self, const GError *error)
{
  if (error == NULL && self->error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  notify (self, PROP_ERROR_MESSAGE);
}

void
lb_copy_job_set_step (LbCopyJob *self, LbCopyStep step)
{
  if (self->record->step == step)
    return;

  self->record->step = step;
  notify (self, PROP_STEP);
}

gboolean
lb_copy_job_waits_for_caption (LbCopyJob *self, const LbCopyItem *item)
{
  LbImage *image =
    item->image_id != 0 ? lb_session_find_image (self->target, item->image_id) : NULL;
  LbEditState state =
    image != NULL ? lb_session_get_edit_state (self->target, image) : LB_EDIT_SAVED;

  return state == LB_EDIT_PENDING || state == LB_EDIT_SENDING || state == LB_EDIT_UNKEPT;
}

/* Rows that have come to their end are taken note of before they are out of the list. */
static void
take_rows (LbCopyJob *self)
{
  GListModel *rows = G_LIST_MODEL (self->queue);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (rows, i);
      LbCopyItem *item = g_hash_table_lookup (self->items, lb_upload_get_uuid (upload));

      if (item == NULL)
        continue;
      item->queued = lb_upload_is_coming (upload);
      if (lb_upload_get_state (upload) == LB_UPLOAD_DONE && lb_upload_get_image (upload) != NULL)
        item->image_id = lb_image_get_id (lb_upload_get_image (upload));
    }
}

static guint
count_failed (LbCopyJob *self)
{
  GListModel *rows = G_LIST_MODEL (self->queue);
  guint n = self->n_gone;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (rows, i);

      n += lb_upload_get_state (upload) == LB_UPLOAD_FAILED &&
           g_hash_table_contains (self->items, lb_upload_get_uuid (upload));
    }

  return n;
}

static void
update (LbCopyJob *self)
{
  guint n_open = 0;
  guint n_captions = 0;
  guint n_failed = 0;

  take_rows (self);
  for (guint i = 0; i < self->record->items->len; i++)
    {
      const LbCopyItem *item = g_ptr_array_index (self->record->items, i);

      n_open += lb_copy_item_is_open (item);
      n_captions += lb_copy_job_waits_for_caption (self, item);
    }
  n_failed = count_failed (self);
  set_count (self, &self->n_failed, n_failed, PROP_N_FAILED);
  set_count (self, &self->n_done, self->n_total - MIN (self->n_total, MAX (n_open, n_failed)),
             PROP_N_DONE);
  set_count (self, &self->n_captions, n_captions, PROP_N_CAPTIONS);
  if (self->away != NULL)
    notify (self, PROP_ERROR_MESSAGE);
}

static void
moved_cb (LbCopyJob *self)
{
  g_autoptr (DexPromise) moved = g_steal_pointer (&self->moved);

  if (!self->running)
    return;

  update (self);
  if (moved != NULL)
    dex_promise_resolve_boolean (moved, TRUE);
}

static void
halt_cb (LbCopyJob *self)
{
  notify (self, PROP_ERROR_MESSAGE);
}

/* What only captions wait for nobody else tells. */
static void
online_cb (LbCopyJob *self)
{
  g_autofree char *message = NULL;
  gboolean online = FALSE;

  g_object_get (self->target, "online", &online, "error-message", &message, NULL);
  g_clear_error (&self->away);
  if (!online)
    self->away = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE,
                                      message != NULL ? message : "It can't be reached");
  notify (self, PROP_ERROR_MESSAGE);
}

void
lb_copy_job_wait_for_move (LbCopyJob *self)
{
  DexPromise *promise = NULL;

  if (self->moved == NULL)
    self->moved = dex_promise_new ();
  promise = dex_ref (self->moved);
  dex_await (DEX_FUTURE (promise), NULL);
}

/* Going on. */

gboolean
lb_copy_job_goes_on (LbCopyJob *self, GError **error)
{
  if (!self->closed && !self->stopping && !self->queue->closed)
    return TRUE;

  g_clear_error (error);
  g_set_error_literal (error, LB_ERROR, LB_ERROR_CANCELLED, "The copy was stopped");

  return FALSE;
}

/* In small steps, to be stopped in between. */
static void
wait_ms (LbCopyJob *self, guint ms)
{
  for (guint left = ms; left > 0 && lb_copy_job_goes_on (self, NULL);)
    {
      const guint part = MIN (left, 500);

      if (!lb_upload_queue_wait (self->queue, part))
        return;
      left -= part;
    }
}

static void
wait_for_token (LbCopyJob *self, const GError *failure)
{
  set_error (self, failure);
  while (lb_copy_job_goes_on (self, NULL) &&
         (lb_session_get_needs_sign_in (self->target) ||
          lb_session_get_token_state (self->target) != LB_TOKEN_FINE))
    wait_ms (self, SIGN_IN_MS);
  set_error (self, NULL);
}

void
lb_copy_job_rest (LbCopyJob *self, const GError *failure, guint ms)
{
  set_error (self, failure);
  wait_ms (self, ms);
  set_error (self, NULL);
}

gboolean
lb_copy_job_wait_out (LbCopyJob *self, GError *failure, guint n, GError **error)
{
  LbUploadEnd end = lb_upload_end_judge (failure);

  if (end == LB_UPLOAD_END_REFUSED || g_error_matches (failure, LB_ERROR, LB_ERROR_CANCELLED))
    {
      if (lb_copy_job_goes_on (self, error))
        g_propagate_error (error, g_error_copy (failure));
      return FALSE;
    }

  if (end == LB_UPLOAD_END_SIGN_IN)
    wait_for_token (self, failure);
  else
    lb_copy_job_rest (self, failure,
                      end == LB_UPLOAD_END_SPACE ? ROOM_MS
                                                 : MAX (lb_upload_end_backoff_ms (n), AGAIN_MS));

  return lb_copy_job_goes_on (self, error);
}

/* Takes what @begin makes, again and again until it is on disk. */
static gboolean
keep (LbCopyJob *self,
      DexFuture *(*begin) (LbCopyJob *self, const LbCopyItem *item),
      const LbCopyItem *item,
      GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autoptr (GError) failure = NULL;

      if (dex_await (begin (self, item), &failure))
        return TRUE;
      if (!lb_copy_job_wait_out (self, failure, n, error))
        return FALSE;
    }
}

static DexFuture *
put_cb (LbCopyJob *self, const LbCopyItem *item)
{
  return lb_copy_store_put (self->database, self->record);
}

static DexFuture *
put_head_cb (LbCopyJob *self, const LbCopyItem *item)
{
  return lb_copy_store_put_head (self->database, self->record);
}

static DexFuture *
put_item_cb (LbCopyJob *self, const LbCopyItem *item)
{
  return lb_copy_store_put_item (self->database, item);
}

gboolean
lb_copy_job_keep (LbCopyJob *self, GError **error)
{
  return keep (self, put_head_cb, NULL, error);
}

gboolean
lb_copy_job_set_item (LbCopyJob *self, LbCopyItem *item, LbCopyItemState state, GError **error)
{
  item->state = state;
  update (self);

  return keep (self, put_item_cb, item, error);
}

static void
keep_mark (LbCopyJob *self)
{
  g_autofree char *mark = dup_mark (lb_session_get_state_dir (self->target));

  dex_await (lb_copy_store_mark (self->database, mark), NULL);
}

/* Another program sends to the account, and may be at this very copy: what it has done by its end
 * stands in the database. */
static gboolean
take_turn (LbCopyJob *self, GError **error)
{
  g_autoptr (LbCopyRecord) kept = NULL;

  if (lb_lease_is_held (self->queue->lease))
    return TRUE;

  while (lb_copy_job_goes_on (self, error) && !lb_lease_is_held (self->queue->lease))
    lb_copy_job_wait_for_move (self);
  if (!lb_copy_job_goes_on (self, error) || !dex_await (lb_upload_queue_open (self->queue), error))
    return FALSE;

  kept = dex_await_boxed (
    lb_copy_store_find (self->database, self->record->source_account, self->record->source_uuid),
    NULL);
  if (kept != NULL && g_str_equal (kept->uuid, self->record->uuid))
    {
      take_record (self, kept);
      notify (self, PROP_N_TOTAL);
      notify (self, PROP_STEP);
    }

  return lb_copy_job_goes_on (self, error);
}

/* (nullable) (transfer full) */
static LbDataset *
copy (LbCopyJob *self, GError **error)
{
  if (!take_turn (self, error))
    return NULL;

  self->record->state = LB_COPY_GOING;
  if (!keep (self, put_cb, NULL, error))
    return NULL;
  /* Without a mark it goes on when its account is opened. */
  keep_mark (self);

  return lb_copy_job_take_steps (self, error);
}

/* Its end. */

static void
cancel_rows (LbCopyJob *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->queue)); i++)
    {
      g_autoptr (LbUpload) upload = g_list_model_get_item (G_LIST_MODEL (self->queue), i);

      if (g_hash_table_contains (self->items, lb_upload_get_uuid (upload)))
        g_ptr_array_add (rows, g_steal_pointer (&upload));
    }
  for (guint i = rows->len; i > 0; i--)
    lb_upload_queue_cancel (self->queue, g_ptr_array_index (rows, i - 1));
}

/* On disk it stays as it is when the program ends. */
static void
keep_stopped (LbCopyJob *self)
{
  if (self->closed || self->database == NULL)
    return;

  self->record->state = LB_COPY_STOPPED;
  dex_await (lb_copy_store_put_head (self->database, self->record), NULL);
}

static DexFuture *
run_fiber (gpointer data)
{
  LbCopyJob *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LbDataset) dataset = NULL;

  g_set_object (&self->database, lb_session_get_database (self->target));
  if (self->database == NULL)
    g_set_error_literal (&error, LB_ERROR, LB_ERROR_INVALID, "The session is not open");
  else
    dataset = copy (self, &error);
  if (dataset == NULL)
    keep_stopped (self);
  if (self->database != NULL && !self->closed)
    keep_mark (self);
  update (self);
  self->running = FALSE;
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_signal_handlers_disconnect_by_data (self->target, self);
  notify (self, PROP_RUNNING);

  if (dataset == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_steal_pointer (&dataset));
}

DexFuture *
lb_copy_job_run (LbCopyJob *self)
{
  dex_return_error_if_fail (LB_IS_COPY_JOB (self));

  if (self->running)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CONFLICT, "The copy is under way");

  self->running = TRUE;
  g_signal_connect_swapped (self->queue, "notify", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->queue, "notify::halt", G_CALLBACK (halt_cb), self);
  g_signal_connect_swapped (self->target, "edit-state-changed", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->target, "notify::needs-sign-in", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->target, "notify::online", G_CALLBACK (online_cb), self);
  g_signal_connect_swapped (self->target, "notify::needs-sign-in", G_CALLBACK (halt_cb), self);
  g_signal_connect_swapped (self->queue, "notify::paused", G_CALLBACK (halt_cb), self);
  notify (self, PROP_RUNNING);

  return dex_scheduler_spawn (NULL, 0, run_fiber, g_object_ref (self), g_object_unref);
}

void
lb_copy_job_stop (LbCopyJob *self)
{
  g_return_if_fail (LB_IS_COPY_JOB (self));

  if (!self->running || self->stopping)
    return;

  self->stopping = TRUE;
  cancel_rows (self);
  moved_cb (self);
}

void
lb_copy_job_close (LbCopyJob *self)
{
  g_return_if_fail (LB_IS_COPY_JOB (self));

  self->closed = TRUE;
  moved_cb (self);
}

/* What it tells. */

const LbCopyRecord *
lb_copy_job_get_record (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), NULL);
  return self->record;
}

LbSession *
lb_copy_job_get_target (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), NULL);
  return self->target;
}

LbDataset *
lb_copy_job_get_dataset (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), NULL);
  return lb_copy_find_dataset (self->target, self->record);
}

LbCopyStep
lb_copy_job_get_step (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), LB_COPY_STEP_PROJECT);
  return self->record->step;
}

guint
lb_copy_job_get_n_total (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), 0);
  return self->n_total;
}

guint
lb_copy_job_get_n_done (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), 0);
  return self->n_done;
}

guint
lb_copy_job_get_n_failed (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), 0);
  return self->n_failed;
}

guint
lb_copy_job_get_n_captions (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), 0);
  return self->n_captions;
}

void
lb_copy_job_count_captions (LbCopyJob *self, LbCopyCaptions *captions)
{
  g_return_if_fail (LB_IS_COPY_JOB (self));
  g_return_if_fail (captions != NULL);

  *captions = (LbCopyCaptions) { 0 };
  for (guint i = 0; i < self->record->items->len; i++)
    {
      const LbCopyItem *item = g_ptr_array_index (self->record->items, i);
      LbImage *image =
        item->image_id != 0 ? lb_session_find_image (self->target, item->image_id) : NULL;

      if (image == NULL || item->caption == NULL || *item->caption == '\0')
        continue;
      switch (lb_session_get_edit_state (self->target, image))
        {
        case LB_EDIT_SAVED:    captions->n_sent += item->wanted; break;
        case LB_EDIT_DRAFT:    captions->n_drafts++; break;
        case LB_EDIT_REFUSED:  captions->n_refused++; break;
        case LB_EDIT_CONFLICT: captions->n_conflicts++; break;
        case LB_EDIT_PENDING:
        case LB_EDIT_SENDING:
        case LB_EDIT_UNKEPT:
        case LB_EDIT_N_STATES:
        default:               captions->n_waiting++; break;
        }
    }
}

gboolean
lb_copy_job_get_running (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), FALSE);
  return self->running;
}

const GError *
lb_copy_job_get_error (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), NULL);
  if (self->error != NULL)
    return self->error;
  if (lb_upload_queue_get_halt_error (self->queue) != NULL)
    return lb_upload_queue_get_halt_error (self->queue);

  return self->n_captions > 0 ? self->away : NULL;
}

gboolean
lb_copy_job_is_paused (LbCopyJob *self)
{
  g_return_val_if_fail (LB_IS_COPY_JOB (self), FALSE);
  return self->record->step == LB_COPY_STEP_PICTURES && self->n_done < self->n_total &&
         lb_upload_queue_get_paused (self->queue);
}

double
lb_copy_job_estimate_s (LbCopyJob *self)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_COPY_JOB (self), -1);

  for (guint i = 0; i < self->record->items->len; i++)
    {
      const LbCopyItem *item = g_ptr_array_index (self->record->items, i);

      if (lb_copy_item_is_open (item))
        n += item->caption != NULL ? 2 : 1;
      else
        n += lb_copy_job_waits_for_caption (self, item);
    }
  if (self->record->dataset_id == 0)
    n += 3;

  return lb_session_estimate_s (self->target, n);
}
