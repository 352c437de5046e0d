#include "jobs/lb-upload-queue-private.h"

#include <unistd.h>

#include "base/lb-error.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"

#define CONCURRENCY_HERE 1 /* the service numbers pictures as it stores them: their order */
#define CONCURRENCY_ELSEWHERE 4
#define ANSWER_SHARE 0.05 /* of a row's fraction: what comes after the last byte */
#define SPACE_SECONDS 2

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LbUploadQueue,
                               lb_upload_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum
{
  PROP_RUNNING = 1,
  PROP_N_TOTAL,
  PROP_N_DONE,
  PROP_N_FAILED,
  PROP_N_CANCELLED,
  PROP_N_ACTIVE,
  PROP_FRACTION,
  PROP_PAUSED,
  PROP_HALT,
  PROP_CONCURRENCY
} LbUploadQueueProperty;

static GParamSpec *props[PROP_CONCURRENCY + 1];

enum
{
  SIGNAL_DATASET_ENDED,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GType
lb_upload_queue_get_item_type (GListModel *list)
{
  return LB_TYPE_UPLOAD;
}

static guint
lb_upload_queue_get_n_items (GListModel *list)
{
  return LB_UPLOAD_QUEUE (list)->uploads->len;
}

static gpointer
lb_upload_queue_get_item (GListModel *list, guint position)
{
  GPtrArray *uploads = LB_UPLOAD_QUEUE (list)->uploads;

  return position < uploads->len ? g_object_ref (g_ptr_array_index (uploads, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = lb_upload_queue_get_item_type;
  iface->get_n_items = lb_upload_queue_get_n_items;
  iface->get_item = lb_upload_queue_get_item;
}

static void
lb_upload_queue_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbUploadQueue *self = LB_UPLOAD_QUEUE (object);

  switch ((LbUploadQueueProperty) prop_id)
    {
    case PROP_RUNNING:     g_value_set_boolean (value, self->running); break;
    case PROP_N_TOTAL:     g_value_set_uint (value, self->uploads->len); break;
    case PROP_N_DONE:      g_value_set_uint (value, lb_upload_queue_get_n_done (self)); break;
    case PROP_N_FAILED:    g_value_set_uint (value, lb_upload_queue_get_n_failed (self)); break;
    case PROP_N_CANCELLED: g_value_set_uint (value, lb_upload_queue_get_n_cancelled (self)); break;
    case PROP_N_ACTIVE:    g_value_set_uint (value, lb_upload_queue_get_n_active (self)); break;
    case PROP_FRACTION:    g_value_set_double (value, self->fraction); break;
    case PROP_PAUSED:      g_value_set_boolean (value, self->paused); break;
    case PROP_HALT:        g_value_set_int (value, self->halt); break;
    case PROP_CONCURRENCY: g_value_set_uint (value, self->concurrency); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_queue_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  LbUploadQueue *self = LB_UPLOAD_QUEUE (object);

  switch ((LbUploadQueueProperty) prop_id)
    {
    case PROP_PAUSED:
      if (g_value_get_boolean (value))
        lb_upload_queue_pause (self);
      else
        lb_upload_queue_resume (self);
      break;
    case PROP_CONCURRENCY: lb_upload_queue_set_concurrency (self, g_value_get_uint (value)); break;
    default:               G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lb_upload_queue_dispose (GObject *object)
{
  lb_upload_queue_close (LB_UPLOAD_QUEUE (object));

  G_OBJECT_CLASS (lb_upload_queue_parent_class)->dispose (object);
}

static void
lb_upload_queue_finalize (GObject *object)
{
  LbUploadQueue *self = LB_UPLOAD_QUEUE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->database);
  g_clear_pointer (&self->folder, g_free);
  dex_clear (&self->opening);
  dex_clear (&self->stop);
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_hash_table_unref);
  g_clear_pointer (&self->again, g_ptr_array_unref);
  g_clear_error (&self->halt_error);

  G_OBJECT_CLASS (lb_upload_queue_parent_class)->finalize (object);
}

static void
lb_upload_queue_class_init (LbUploadQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lb_upload_queue_get_property;
  object_class->set_property = lb_upload_queue_set_property;
  object_class->dispose = lb_upload_queue_dispose;
  object_class->finalize = lb_upload_queue_finalize;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_CANCELLED] = g_param_spec_uint ("n-cancelled", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_ACTIVE] = g_param_spec_uint ("n-active", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  props[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, writable);
  props[PROP_HALT] = g_param_spec_int ("halt", NULL, NULL, 0, LB_UPLOAD_HALT_ELSEWHERE, 0, flags);
  props[PROP_CONCURRENCY] =
    g_param_spec_uint ("concurrency", NULL, NULL, 1, LB_UPLOAD_CONCURRENCY_MAX, 1, writable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_DATASET_ENDED] =
    g_signal_new ("dataset-ended", LB_TYPE_UPLOAD_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", LB_TYPE_UPLOAD_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static gint64
monotonic_cb (gpointer data)
{
  return g_get_monotonic_time ();
}

static DexFuture *
timeout_cb (guint wait_ms, gpointer data)
{
  return dex_timeout_new_msec ((int) wait_ms);
}

static void
lb_upload_queue_init (LbUploadQueue *self)
{
  self->lock = -1;
  self->stop = dex_cancellable_new ();
  self->uploads = g_ptr_array_new_with_free_func (g_object_unref);
  self->again = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_upload_record_free);
  self->names = LB_UPLOAD_NAMES_UNKNOWN;
  self->clock = (LbUploadClock) { monotonic_cb, timeout_cb };
}

static void
online_cb (LbSession *session, GParamSpec *pspec, LbUploadQueue *self)
{
  gboolean online = FALSE;

  g_object_get (session, "online", &online, NULL);
  if (!online || self->halt != LB_UPLOAD_HALT_OFFLINE)
    return;

  self->probe_us = 0;
  lb_upload_queue_advance (self);
}

static void
network_cb (GNetworkMonitor *monitor, gboolean available, LbUploadQueue *self)
{
  if (!available || self->halt != LB_UPLOAD_HALT_OFFLINE)
    return;

  self->probe_us = 0;
  lb_upload_queue_advance (self);
}

static void
needs_sign_in_cb (LbSession *session, GParamSpec *pspec, LbUploadQueue *self)
{
  if (!lb_session_get_needs_sign_in (session) && self->halt == LB_UPLOAD_HALT_UNAUTHORIZED)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
}

LbUploadQueue *
lb_upload_queue_new (LbSession *session)
{
  LbUploadQueue *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  self = g_object_new (LB_TYPE_UPLOAD_QUEUE, NULL);
  g_set_object (&self->session, session);
  self->folder = g_build_filename (lb_session_get_state_dir (session), "uploads", NULL);
  self->concurrency = lb_session_is_hosted (session) ? CONCURRENCY_ELSEWHERE : CONCURRENCY_HERE;
  g_signal_connect_object (session, "notify::online", G_CALLBACK (online_cb), self, 0);
  g_signal_connect_object (session, "notify::needs-sign-in", G_CALLBACK (needs_sign_in_cb), self,
                           0);
  if (lb_session_is_hosted (session))
    g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                             G_CALLBACK (network_cb), self, 0);

  return self;
}

LbSession *
lb_upload_queue_get_session (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);
  return self->session;
}

/* Time */

gint64
lb_upload_queue_now_us (LbUploadQueue *self)
{
  return self->clock.now_us (self->clock_data);
}

gboolean
lb_upload_queue_wait (LbUploadQueue *self, guint wait_ms)
{
  if (!self->closed)
    dex_await (
      dex_future_first (self->clock.wait (wait_ms, self->clock_data), dex_ref (self->stop), NULL),
      NULL);

  return !self->closed;
}

void
lb_upload_queue_set_clock (LbUploadQueue *self, const LbUploadClock *clock, gpointer data)
{
  self->clock = *clock;
  self->clock_data = data;
}

/* Counting */

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
notify (LbUploadQueue *self, LbUploadQueueProperty prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
update_sums (LbUploadQueue *self)
{
  double fraction = self->uploads->len > 0 ? CLAMP (self->weight / self->uploads->len, 0, 1) : 0;
  gboolean running = n_over (self) < self->uploads->len;

  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      notify (self, PROP_FRACTION);
    }
  if (self->running != running)
    {
      self->running = running;
      notify (self, PROP_RUNNING);
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
  static const LbUploadQueueProperty counts[] = { PROP_N_TOTAL, PROP_N_DONE, PROP_N_FAILED,
                                                  PROP_N_CANCELLED, PROP_N_ACTIVE };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    notify (self, counts[i]);
}

static void
end_dataset (LbUploadQueue *self, LbUpload *upload)
{
  g_autoptr (LbDataset) dataset = NULL;

  g_set_object (&dataset, lb_upload_queue_find_dataset (self, upload->record));
  if (dataset == NULL || lb_upload_queue_count_coming (self, dataset) > 0)
    return;

  lb_upload_queue_weed (self, dataset);
  g_signal_emit (self, signals[SIGNAL_DATASET_ENDED], 0, dataset);
}

void
lb_upload_queue_set_state (
  LbUploadQueue *self, LbUpload *upload, LbUploadState state, double fraction, const GError *error)
{
  gboolean changed = upload->state != state;
  gboolean over = !lb_upload_state_is_over (upload->state) && lb_upload_state_is_over (state);

  g_object_freeze_notify (G_OBJECT (self));
  count_out (self, upload);
  lb_upload_set_progress (upload, state, fraction, error);
  count_in (self, upload);
  if (changed)
    notify_counts (self);
  update_sums (self);
  g_object_thaw_notify (G_OBJECT (self));
  if (!over)
    return;

  end_dataset (self, upload);
  if (!self->running)
    g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

/* Halts */

static gboolean
look_for_room_cb (gpointer data)
{
  LbUploadQueue *self = data;

  /* Had it less, it would stop at the next copy. */
  if (!lb_upload_stage_has_room (self->folder, lb_upload_queue_get_needed_bytes (self) -
                                                 lb_upload_stage_get_reserve (self->folder)))
    return G_SOURCE_CONTINUE;

  self->space_id = 0;
  lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  return G_SOURCE_REMOVE;
}

void
lb_upload_queue_set_halt (LbUploadQueue *self, LbUploadHalt halt, const GError *error)
{
  if (self->closed)
    return;

  g_clear_error (&self->halt_error);
  self->halt_error = error != NULL ? g_error_copy (error) : NULL;
  if (halt == LB_UPLOAD_HALT_SPACE && self->space_id == 0)
    self->space_id = g_timeout_add_seconds (SPACE_SECONDS, look_for_room_cb, self);
  if (halt != LB_UPLOAD_HALT_SPACE)
    {
      g_clear_handle_id (&self->space_id, g_source_remove);
      self->stage_full = FALSE;
    }
  if (halt != LB_UPLOAD_HALT_OFFLINE)
    self->n_probes = 0;
  else if (self->halt != halt)
    self->probe_us = lb_upload_queue_now_us (self) + G_USEC_PER_SEC;
  if (self->halt != halt)
    {
      self->halt = halt;
      notify (self, PROP_HALT);
    }
  lb_upload_queue_advance (self);
}

/* The list */

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
  g_list_model_items_changed (G_LIST_MODEL (self), from, 1, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), to, 0, 1);
}

LbDataset *
lb_upload_queue_find_dataset (LbUploadQueue *self, const LbUploadRecord *record)
{
  LbDataset *dataset = NULL;

  if (record->dataset_uuid != NULL)
    dataset = lb_session_find_dataset_by_uuid (self->session, record->dataset_uuid);

  return dataset != NULL ? dataset : lb_session_find_dataset (self->session, record->dataset_id);
}

/* What a person asks for */

static void
set_paused (LbUploadQueue *self, gboolean paused)
{
  if (self->paused == paused)
    return;

  self->paused = paused;
  if (self->database != NULL && !self->closed)
    dex_future_disown (lb_upload_store_set_fact (self->database, "paused", paused));
  notify (self, PROP_PAUSED);
}

void
lb_upload_queue_pause (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  set_paused (self, TRUE);
}

void
lb_upload_queue_resume (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  set_paused (self, FALSE);
  self->probe_us = 0;
  if (self->halt == LB_UPLOAD_HALT_UNAUTHORIZED || self->halt == LB_UPLOAD_HALT_SPACE)
    lb_upload_queue_set_halt (self, LB_UPLOAD_HALT_NONE, NULL);
  for (guint i = 0; i < self->uploads->len; i++)
    ((LbUpload *) g_ptr_array_index (self->uploads, i))->not_before_us = 0;
  lb_upload_queue_advance (self);
}

gboolean
lb_upload_queue_get_paused (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), FALSE);
  return self->paused;
}

static void
clear (LbUploadQueue *self, gboolean done_alone)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) forgotten = g_ptr_array_new ();

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);
      gboolean goes =
        done_alone ? upload->state == LB_UPLOAD_DONE : lb_upload_state_is_over (upload->state);

      if (!goes || upload->active)
        {
          g_ptr_array_add (kept, g_object_ref (upload));
          continue;
        }
      if (upload->state == LB_UPLOAD_FAILED)
        {
          g_ptr_array_add (forgotten, upload->record->uuid);
          lb_upload_stage_drop (self->folder, upload->record->uuid);
        }
    }
  if (kept->len == self->uploads->len)
    return;

  if (forgotten->len > 0 && self->database != NULL && !self->closed)
    dex_future_disown (lb_upload_store_forget (self->database, forgotten));
  lb_upload_queue_set_uploads (self, kept);
}

void
lb_upload_queue_clear (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  clear (self, FALSE);
}

void
lb_upload_queue_clear_done (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  clear (self, TRUE);
}

void
lb_upload_queue_close (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  dex_cancellable_cancel (self->stop);
  g_clear_handle_id (&self->space_id, g_source_remove);
  g_clear_handle_id (&self->lock_id, g_source_remove);
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload->cancel != NULL)
        g_cancellable_cancel (upload->cancel);
    }
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/* What it tells */

gboolean
lb_upload_queue_get_running (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), FALSE);
  return self->running;
}

guint
lb_upload_queue_get_n_total (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->uploads->len;
}

guint
lb_upload_queue_get_n_done (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_DONE];
}

guint
lb_upload_queue_get_n_failed (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_FAILED];
}

guint
lb_upload_queue_get_n_cancelled (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_CANCELLED];
}

guint
lb_upload_queue_get_n_active (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->n_in_state[LB_UPLOAD_SENDING] + self->n_in_state[LB_UPLOAD_CAPTIONING] +
         self->n_in_state[LB_UPLOAD_CHECKING];
}

double
lb_upload_queue_get_fraction (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return self->fraction;
}

LbUploadHalt
lb_upload_queue_get_halt (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), LB_UPLOAD_HALT_NONE);
  return self->halt;
}

const GError *
lb_upload_queue_get_halt_error (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);
  return self->halt_error;
}

double
lb_upload_queue_estimate_s (LbUploadQueue *self)
{
  guint n_requests = 0;
  guint n_coming = 0;
  double by_plan_s = 0;
  double by_time_s = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), -1);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (lb_upload_state_is_over (upload->state))
        continue;
      n_coming++;
      if (upload->state == LB_UPLOAD_QUEUED || upload->state == LB_UPLOAD_WAITING)
        n_requests++;
      if (upload->record->caption != NULL)
        n_requests++;
    }
  if (n_coming == 0)
    return 0;

  by_plan_s = lb_session_estimate_s (self->session, n_requests);
  by_time_s = self->seconds_each * n_coming / self->concurrency;

  return by_plan_s > 0 || by_time_s > 0 ? MAX (by_plan_s, by_time_s) : -1;
}

double
lb_upload_queue_get_held_s (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);
  return lb_session_get_held_s (self->session);
}

guint
lb_upload_queue_get_concurrency (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 1);
  return self->concurrency;
}

void
lb_upload_queue_set_concurrency (LbUploadQueue *self, guint concurrency)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));
  g_return_if_fail (concurrency >= 1 && concurrency <= LB_UPLOAD_CONCURRENCY_MAX);

  if (self->concurrency == concurrency)
    return;

  self->concurrency = concurrency;
  notify (self, PROP_CONCURRENCY);
  lb_upload_queue_advance (self);
}

static LbCandidate *
dup_candidate (LbUpload *upload)
{
  LbCandidate *candidate = NULL;

  if (upload->candidate != NULL)
    return g_object_ref (upload->candidate);

  candidate = lb_candidate_new (upload->record->name, upload->staged, NULL);
  lb_candidate_set_probe (candidate, &upload->record->probe, upload->record->checked_sha256, NULL);
  lb_candidate_set_progress (candidate, LB_CANDIDATE_WAITING, -1, NULL);

  return candidate;
}

GListModel *
lb_upload_queue_list_waiting (LbUploadQueue *self, LbDataset *dataset)
{
  GListStore *waiting = g_list_store_new (LB_TYPE_CANDIDATE);

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), G_LIST_MODEL (waiting));

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);
      g_autoptr (LbCandidate) candidate = NULL;

      if (lb_upload_state_is_over (upload->state) ||
          lb_upload_queue_find_dataset (self, upload->record) != dataset)
        continue;
      candidate = dup_candidate (upload);
      g_list_store_append (waiting, candidate);
    }

  return G_LIST_MODEL (waiting);
}

guint
lb_upload_queue_count_coming (LbUploadQueue *self, LbDataset *dataset)
{
  guint n = 0;

  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), 0);

  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      n += !lb_upload_state_is_over (upload->state) &&
           upload->record->dataset_id == lb_dataset_get_id (dataset);
    }

  return n;
}
