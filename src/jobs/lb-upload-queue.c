#include "jobs/lb-upload-queue-private.h"

#include "base/lb-weak.h"
#include "jobs/lb-upload-stage.h"
#include "jobs/lb-upload-store.h"
#include "session/lb-account.h"

#define CONCURRENCY_HERE 1 /* the service numbers pictures as it stores them: their order */
#define CONCURRENCY_ELSEWHERE 4
#define QUEUE_KEY "lb-upload-queue"
#define CLOSE_MS 1000

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
  g_clear_object (&self->own);
  g_clear_pointer (&self->own_dir, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->lease, lb_lease_free);
  dex_clear (&self->opening);
  dex_clear (&self->stop);
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_hash_table_unref);
  g_clear_pointer (&self->again, g_ptr_array_unref);
  g_clear_pointer (&self->weeding, g_hash_table_unref);
  g_clear_pointer (&self->sent, g_hash_table_unref);
  g_clear_object (&self->first);
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
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  self->stop = dex_cancellable_new ();
  self->uploads = g_ptr_array_new_with_free_func (g_object_unref);
  self->weeding = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->sent =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_strfreev);
  lb_upload_queue_take_again (self, none);
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

static LbUploadQueue *
queue_new (LbSession *session, const char *state_dir)
{
  LbUploadQueue *self = g_object_new (LB_TYPE_UPLOAD_QUEUE, NULL);
  g_autofree char *lock = NULL;

  g_set_object (&self->session, session);
  self->folder = g_build_filename (state_dir, "uploads", NULL);
  lock = g_build_filename (self->folder, LB_UPLOAD_STAGE_LOCK, NULL);
  self->lease = lb_lease_new (lock, LB_UPLOAD_STORE_LEASE);
  self->concurrency = lb_session_is_hosted (session) ? CONCURRENCY_ELSEWHERE : CONCURRENCY_HERE;
  g_signal_connect_object (session, "notify::online", G_CALLBACK (online_cb), self, 0);
  g_signal_connect_object (session, "notify::needs-sign-in", G_CALLBACK (needs_sign_in_cb), self,
                           0);
  if (lb_session_is_hosted (session))
    g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                             G_CALLBACK (network_cb), self, 0);

  return self;
}

LbUploadQueue *
lb_upload_queue_new (LbSession *session)
{
  LbUploadQueue *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  self = queue_new (session, lb_session_get_state_dir (session));
  g_object_set_data_full (G_OBJECT (session), QUEUE_KEY, lb_weak_new (self), lb_weak_free);

  return self;
}

LbUploadQueue *
lb_upload_queue_new_beside (LbSession *session, const char *state_dir)
{
  LbUploadQueue *self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);
  g_return_val_if_fail (state_dir != NULL, NULL);

  self = queue_new (session, state_dir);
  self->own_dir = g_strdup (state_dir);

  return self;
}

LbUploadQueue *
lb_upload_queue_get_for (LbSession *session)
{
  GWeakRef *weak = NULL;
  g_autoptr (LbUploadQueue) self = NULL;

  g_return_val_if_fail (LB_IS_SESSION (session), NULL);

  if ((weak = g_object_get_data (G_OBJECT (session), QUEUE_KEY)) != NULL)
    self = g_weak_ref_get (weak);

  return self != NULL && !self->closed ? self : NULL; /* its owner keeps it */
}

const char *
lb_upload_queue_get_set_aside (LbUploadQueue *self)
{
  g_return_val_if_fail (LB_IS_UPLOAD_QUEUE (self), NULL);

  return self->own != NULL ? lb_database_get_set_aside (self->own) : NULL;
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

LbDataset *
lb_upload_queue_find_dataset (LbUploadQueue *self, const LbUploadRecord *record)
{
  LbDataset *dataset = NULL;

  if (record->dataset_uuid != NULL)
    dataset = lb_session_find_dataset_by_uuid (self->session, record->dataset_uuid);

  return dataset != NULL ? dataset : lb_session_find_dataset (self->session, record->dataset_id);
}

void
lb_upload_queue_close (LbUploadQueue *self)
{
  g_return_if_fail (LB_IS_UPLOAD_QUEUE (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  dex_cancellable_cancel (self->stop);
  if (self->halt == LB_UPLOAD_HALT_OFFLINE)
    lb_session_note_queue (self->session, FALSE);
  g_clear_handle_id (&self->space_id, g_source_remove);
  g_clear_handle_id (&self->lease_id, g_source_remove);
  for (guint i = 0; i < self->uploads->len; i++)
    {
      LbUpload *upload = g_ptr_array_index (self->uploads, i);

      if (upload->cancel != NULL)
        g_cancellable_cancel (upload->cancel);
    }
  if (self->own != NULL)
    lb_account_close (self->own, CLOSE_MS);
  lb_lease_drop (self->lease);
}

void
lb_upload_queue_tell (LbUploadQueue *self, const char *name)
{
  g_object_notify (G_OBJECT (self), name);
}

void
lb_upload_queue_tell_dataset_ended (LbUploadQueue *self, LbDataset *dataset)
{
  g_signal_emit (self, signals[SIGNAL_DATASET_ENDED], 0, dataset);
}

void
lb_upload_queue_tell_ended (LbUploadQueue *self)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}
