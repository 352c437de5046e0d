#include "session/lb-session-private.h"

#include <gio/gio.h>

#include "session/lb-session-changes.h"
#include "session/lb-service-process.h"

#define PICTURE_CACHE_BYTES (64 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (LbSession, lb_session, G_TYPE_OBJECT)

typedef enum
{
  PROP_ONLINE = 1,
  PROP_ERROR_MESSAGE,
  PROP_TOKEN_STATE,
  PROP_N_WAITING,
  PROP_NEEDS_SIGN_IN,
  PROP_LACKS_ROOM
} LbSessionProperty;

static GParamSpec *props[PROP_LACKS_ROOM + 1];

enum
{
  CAPTION_REFUSED,
  EDIT_STATE_CHANGED,
  REVIEW_CHANGED,
  FROZEN_CHANGED,
  FROZEN_LEFT_OUT,
  BULK_UPLOAD_CHANGED,
  CHANGE_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  LbSession *self = LB_SESSION (object);

  switch ((LbSessionProperty) prop_id)
    {
    case PROP_ONLINE:        g_value_set_boolean (value, self->online); break;
    case PROP_ERROR_MESSAGE: g_value_set_string (value, self->error_message); break;
    case PROP_N_WAITING:     g_value_set_uint (value, self->n_waiting); break;
    case PROP_NEEDS_SIGN_IN: g_value_set_boolean (value, self->needs_sign_in); break;
    case PROP_LACKS_ROOM:    g_value_set_boolean (value, lb_session_lacks_room (self)); break;
    case PROP_TOKEN_STATE:   g_value_set_int (value, (int) self->token_state); break;
    default:                 G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

void
lb_session_stop (LbSession *self)
{
  dex_cancellable_cancel (self->stop);
  lb_session_stop_changes (self, FALSE);
  lb_session_stop_share (self);
  g_clear_handle_id (&self->refusals_id, g_source_remove);
  if (self->notes != NULL)
    g_signal_handlers_disconnect_by_data (self->notes, self);
  if (self->freezes != NULL)
    g_signal_handlers_disconnect_by_data (self->freezes, self);
  if (self->client != NULL)
    lb_client_close (self->client);
}

static void
lb_session_dispose (GObject *object)
{
  LbSession *self = LB_SESSION (object);

  lb_session_stop (self);

  G_OBJECT_CLASS (lb_session_parent_class)->dispose (object);
}

static void
lb_session_finalize (GObject *object)
{
  LbSession *self = LB_SESSION (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_object (&self->outbox);
  lb_session_free_share (self);
  lb_session_clear_changes (self);
  g_clear_pointer (&self->looks, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_clear_object (&self->notes);
  g_clear_object (&self->freezes);
  g_clear_object (&self->saved_filters);
  g_clear_object (&self->mirror);
  g_clear_object (&self->history);
  g_clear_object (&self->trash);
  dex_clear (&self->undoing);
  g_clear_object (&self->database);
  g_clear_object (&self->account);
  g_clear_object (&self->secrets);
  dex_clear (&self->token_coming);
  dex_clear (&self->opening);
  dex_clear (&self->joining);
  dex_clear (&self->stop);
  dex_clear (&self->network_returns);
  g_clear_pointer (&self->pictures, lb_picture_cache_free);
  g_clear_object (&self->thumbnails);
  g_clear_pointer (&self->fetches, g_hash_table_unref);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_object (&self->projects);
  g_clear_object (&self->datasets);
  g_clear_pointer (&self->project_lists, g_hash_table_unref);
  g_clear_pointer (&self->image_lists, g_hash_table_unref);
  g_clear_pointer (&self->project_table, g_hash_table_unref);
  g_clear_pointer (&self->dataset_table, g_hash_table_unref);
  g_clear_pointer (&self->image_table, g_hash_table_unref);
  g_clear_pointer (&self->early_table, g_hash_table_unref);
  g_clear_pointer (&self->loaded, g_hash_table_unref);
  g_clear_pointer (&self->regenerations, g_hash_table_unref);
  g_clear_pointer (&self->settled, g_hash_table_unref);
  g_clear_pointer (&self->approved, g_hash_table_unref);
  g_clear_pointer (&self->sights, g_hash_table_unref);
  g_clear_pointer (&self->schema_asked, g_hash_table_unref);
  g_clear_pointer (&self->runs, g_hash_table_unref);
  g_clear_pointer (&self->bulk_table, g_hash_table_unref);
  g_clear_pointer (&self->bulk_runs, g_hash_table_unref);
  g_clear_pointer (&self->bulk_asked, g_hash_table_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->state_dir, g_free);
  g_clear_pointer (&self->error_message, g_free);

  G_OBJECT_CLASS (lb_session_parent_class)->finalize (object);
}

static void
lb_session_class_init (LbSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lb_session_get_property;
  object_class->dispose = lb_session_dispose;
  object_class->finalize = lb_session_finalize;

  props[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  props[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  props[PROP_TOKEN_STATE] = g_param_spec_int ("token-state", NULL, NULL, 0, LB_TOKEN_REJECTED, 0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_NEEDS_SIGN_IN] = g_param_spec_boolean ("needs-sign-in", NULL, NULL, FALSE, flags);
  props[PROP_LACKS_ROOM] = g_param_spec_boolean ("lacks-room", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[CHANGE_REFUSED] =
    g_signal_new ("change-refused", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_OBJECT, G_TYPE_INT, G_TYPE_ERROR);
  signals[CAPTION_REFUSED] =
    g_signal_new ("caption-refused", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LB_TYPE_IMAGE, G_TYPE_STRING);
  signals[EDIT_STATE_CHANGED] =
    g_signal_new ("edit-state-changed", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LB_TYPE_IMAGE);
  signals[FROZEN_CHANGED] = g_signal_new ("frozen-changed", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_DATASET);
  signals[FROZEN_LEFT_OUT] =
    g_signal_new ("frozen-left-out", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, LB_TYPE_IMAGE, G_TYPE_STRV);
  signals[REVIEW_CHANGED] = g_signal_new ("review-changed", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, LB_TYPE_IMAGE);
  signals[BULK_UPLOAD_CHANGED] =
    g_signal_new ("bulk-upload-changed", LB_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, LB_TYPE_DATASET);
}

static void
lb_session_init (LbSession *self)
{
  self->stop = dex_cancellable_new ();
  self->pictures = lb_picture_cache_new (PICTURE_CACHE_BYTES);
  self->fetches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, dex_unref);
  self->project_table = lb_object_table_new ();
  self->dataset_table = lb_object_table_new ();
  self->image_table = lb_object_table_new ();
  self->early_table = lb_object_table_new ();
  self->projects = g_list_store_new (LB_TYPE_PROJECT);
  self->datasets = g_list_store_new (LB_TYPE_DATASET);
  self->project_lists = lb_object_table_new ();
  self->image_lists = lb_object_table_new ();
  self->loaded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->regenerations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, dex_unref);
  self->settled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->approved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->sights = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, lb_session_sight_free);
  self->schema_asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->bulk_table = lb_object_table_new ();
  self->bulk_runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->bulk_asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->looks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  lb_session_init_clock (self);
}

/**
 * lb_session_new_local:
 * @data_dir: (nullable): the embedded service's folder, %NULL for the user's own
 * @state_dir: (nullable): where drafts and the outbox live, %NULL for the user's own
 *
 * Nothing is started or read before lb_session_open().
 *
 * Returns: (transfer full): a session
 */
LbSession *
lb_session_new_local (const char *data_dir, const char *state_dir)
{
  LbSession *self = g_object_new (LB_TYPE_SESSION, NULL);

  self->data_dir = data_dir != NULL ? g_strdup (data_dir) : lb_service_default_data_dir ();
  if (state_dir != NULL)
    self->state_dir = g_strdup (state_dir);
  else
    self->state_dir =
      g_build_filename (g_get_user_data_dir (), "lookbook", "accounts", "local", NULL);

  return self;
}

/**
 * lb_session_new_hosted:
 * @base_url: the part of the service's address before "/v1"; https, or http on this computer
 * @token: the account's
 * @state_dir: where drafts and the outbox of this account live
 *
 * Nothing is connected or read before lb_session_open().
 *
 * Returns: (transfer full): a session
 */
LbSession *
lb_session_new_hosted (const char *base_url, const char *token, const char *state_dir)
{
  LbSession *self = NULL;

  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (state_dir != NULL, NULL);

  self = g_object_new (LB_TYPE_SESSION, NULL);
  self->hosted = TRUE;
  self->client = lb_client_new (base_url, token);
  self->state_dir = g_strdup (state_dir);
  lb_session_follow_network (self);

  return self;
}

void
lb_session_set_plan (LbSession *self, guint requests_a_minute)
{
  g_return_if_fail (LB_IS_SESSION (self));

  if (self->hosted)
    lb_client_set_plan (self->client, requests_a_minute);
}

double
lb_session_estimate_s (LbSession *self, guint n)
{
  g_return_val_if_fail (LB_IS_SESSION (self), 0);
  return self->client != NULL ? lb_client_estimate_s (self->client, n) : 0;
}

double
lb_session_get_held_s (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), 0);
  return self->client != NULL ? lb_client_get_held_s (self->client) : 0;
}

gboolean
lb_session_is_hosted (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), FALSE);

  return self->hosted;
}

LbRulesMode
lb_session_get_rules_mode (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), LB_RULES_LOCAL);

  return self->hosted ? LB_RULES_HOSTED : LB_RULES_LOCAL;
}

void
lb_session_emit_bulk_upload (LbSession *self, gint64 dataset_id)
{
  LbDataset *dataset = lb_session_find_dataset (self, dataset_id);

  if (dataset != NULL)
    g_signal_emit (self, signals[BULK_UPLOAD_CHANGED], 0, dataset);
}

void
lb_session_emit_caption_refused (LbSession *self, LbImage *image, const char *message)
{
  g_signal_emit (self, signals[CAPTION_REFUSED], 0, image, message);
}

void
lb_session_emit_change_refused (LbSession *self,
                                GObject *object,
                                LbChangeKind kind,
                                const GError *error)
{
  g_signal_emit (self, signals[CHANGE_REFUSED], 0, object, (int) kind, error);
}

void
lb_session_emit_edit_state (LbSession *self, gint64 image_id)
{
  LbImage *image = lb_session_find_image (self, image_id);

  if (image != NULL)
    g_signal_emit (self, signals[EDIT_STATE_CHANGED], 0, image);
}

void
lb_session_emit_review (LbSession *self, LbImage *image)
{
  g_signal_emit (self, signals[REVIEW_CHANGED], 0, image);
}

void
lb_session_emit_frozen (LbSession *self, LbDataset *dataset)
{
  g_signal_emit (self, signals[FROZEN_CHANGED], 0, dataset);
}

void
lb_session_emit_frozen_left_out (LbSession *self, LbImage *image, const char *const *paths)
{
  g_signal_emit (self, signals[FROZEN_LEFT_OUT], 0, image, paths);
}

LbSessionCall *
lb_session_call_new (LbSession *self, gpointer object, const char *text)
{
  LbSessionCall *call = g_new0 (LbSessionCall, 1);

  call->session = g_object_ref (self);
  g_set_object (&call->object, object);
  call->text = g_strdup (text);

  return call;
}

static void
call_free (LbSessionCall *call)
{
  g_clear_object (&call->object);
  g_clear_pointer (&call->text, g_free);
  g_clear_pointer (&call->detail, g_free);
  g_clear_pointer (&call->kind, g_free);
  g_clear_pointer (&call->url, g_free);
  g_clear_pointer (&call->bytes, g_bytes_unref);
  g_clear_pointer (&call->objects, g_ptr_array_unref);
  g_clear_object (&call->cancel);
  g_clear_object (&call->session);
  g_free (call);
}

DexFuture *
lb_session_call_run (LbSessionCall *call, DexFiberFunc fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, (GDestroyNotify) call_free);
}

const char *
lb_session_get_set_aside (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->database != NULL ? lb_database_get_set_aside (self->database) : NULL;
}

const char *
lb_session_get_data_dir (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->data_dir;
}

const char *
lb_session_get_state_dir (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->state_dir;
}

LbDatabase *
lb_session_get_database (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->database;
}

LbSavedFilters *
lb_session_get_saved_filters (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return self->saved_filters;
}

GListModel *
lb_session_get_projects (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->projects);
}

GListModel *
lb_session_get_datasets (LbSession *self)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->datasets);
}

LbProject *
lb_session_find_project (LbSession *self, gint64 id)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return lb_object_table_get (self->project_table, id);
}

LbDataset *
lb_session_find_dataset (LbSession *self, gint64 id)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return lb_object_table_get (self->dataset_table, id);
}

LbImage *
lb_session_find_image (LbSession *self, gint64 id)
{
  g_return_val_if_fail (LB_IS_SESSION (self), NULL);

  return lb_object_table_get (self->image_table, id);
}
