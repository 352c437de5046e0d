#include "session/lb-secret-keyring.h"

#include <libsecret/secret.h>

#include "base/lb-error.h"

#define LABEL "Lookbook"

static const SecretSchema schema = {
  .name = "io.github.lookbook_app.Lookbook.Token",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { "origin", SECRET_SCHEMA_ATTRIBUTE_STRING },
                  { NULL, 0 } },
};

/* Calls of the keyring, with an end: what it does not answer in time is given up, and what it says
 * later is not heard. */

typedef struct
{
  DexPromise *promise; /* (owned) */
  GCancellable *stop;  /* (owned) */
  guint late_id;
} Call;

static gboolean
late_cb (gpointer data)
{
  Call *self = data;

  self->late_id = 0;
  dex_promise_reject (self->promise, g_error_new_literal (LB_ERROR, LB_ERROR_TIMED_OUT,
                                                          "The keyring does not answer"));
  g_cancellable_cancel (self->stop);

  return G_SOURCE_REMOVE;
}

static Call *
call_new (guint patience_ms, DexFuture **future)
{
  Call *self = g_new0 (Call, 1);

  self->promise = dex_promise_new ();
  self->stop = g_cancellable_new ();
  self->late_id = g_timeout_add (patience_ms, late_cb, self);
  *future = dex_ref (DEX_FUTURE (self->promise));

  return self;
}

/* Whether anybody still listens. */
static gboolean
call_ends (Call *self)
{
  gboolean in_time = self->late_id != 0;

  g_clear_handle_id (&self->late_id, g_source_remove);

  return in_time;
}

static void
call_free (Call *self)
{
  dex_clear (&self->promise);
  g_clear_object (&self->stop);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* What a person can do about it decides. */
static LbError
code_of (const GError *error)
{
  if (error->domain == LB_ERROR)
    return (LbError) error->code;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_AUTH_FAILED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return LB_ERROR_FORBIDDEN;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return LB_ERROR_TIMED_OUT;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return LB_ERROR_NO_SPACE;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_PROTOCOL))
    return LB_ERROR_STORAGE;

  return LB_ERROR_OFFLINE;
}

/* @error: (transfer full) */
static void
reject (Call *self, GError *error)
{
  g_dbus_error_strip_remote_error (error);
  dex_promise_reject (self->promise, g_error_new (LB_ERROR, (int) code_of (error),
                                                  "The keyring: %s", error->message));
  g_error_free (error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = items; l != NULL; l = l->next)
    g_ptr_array_add (found, g_object_ref (l->data));
  g_list_free_full (items, g_object_unref);

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else
    dex_promise_resolve_boxed (call->promise, G_TYPE_PTR_ARRAY, g_steal_pointer (&found));
}

/* (transfer full): @origin: (nullable): NULL for any */
static GHashTable *
attributes_of (const char *account_id, const char *origin)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (attributes, g_strdup ("account"), g_strdup (account_id));
  if (origin != NULL)
    g_hash_table_insert (attributes, g_strdup ("origin"), g_strdup (origin));

  return attributes;
}

static DexFuture *
search (const char *account_id, const char *origin, SecretSearchFlags flags, guint patience_ms)
{
  g_autoptr (GHashTable) attributes = attributes_of (account_id, origin);
  DexFuture *future = NULL;
  Call *call = call_new (patience_ms, &future);

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | flags, call->stop, found_cb,
                           call);

  return future;
}

static void
retrieved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  SecretValue *value =
    secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else if (text == NULL || *text == '\0')
    dex_promise_reject (call->promise, g_error_new_literal (LB_ERROR, LB_ERROR_NOT_FOUND,
                                                            "The keyring has no token"));
  else
    dex_promise_resolve_string (call->promise, g_strdup (text));
  g_clear_pointer (&value, secret_value_unref);
}

static DexFuture *
retrieve (SecretRetrievable *item, guint patience_ms)
{
  DexFuture *future = NULL;
  Call *call = call_new (patience_ms, &future);

  secret_retrievable_retrieve_secret (item, call->stop, retrieved_cb, call);

  return future;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  gboolean done = secret_password_store_finish (result, &error);

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else if (!done)
    dex_promise_reject (call->promise, g_error_new_literal (LB_ERROR, LB_ERROR_FORBIDDEN,
                                                            "The keyring did not take it"));
  else
    dex_promise_resolve_boolean (call->promise, TRUE);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else
    dex_promise_resolve_boolean (call->promise, TRUE);
}

static DexFuture *
clear (const char *account_id, guint patience_ms)
{
  g_autoptr (GHashTable) attributes = attributes_of (account_id, NULL);
  DexFuture *future = NULL;
  Call *call = call_new (patience_ms, &future);

  secret_password_clearv (&schema, attributes, call->stop, cleared_cb, call);

  return future;
}

/* A keyring that is locked may not even say what it holds, so its default collection is asked to be
 * opened. In a sandbox, and without such a collection, there is nothing to open. */

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  int n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else if (n_unlocked == 0)
    dex_promise_reject (call->promise, g_error_new_literal (LB_ERROR, LB_ERROR_FORBIDDEN,
                                                            "The keyring stays locked"));
  else
    dex_promise_resolve_boolean (call->promise, TRUE);
}

static void
default_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    dex_promise_resolve_object (call->promise, g_steal_pointer (&collection));
  else
    dex_promise_resolve_object (call->promise, NULL);
}

static void
service_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (!call_ends (call))
    g_clear_error (&error);
  else if (error != NULL)
    reject (call, error);
  else
    dex_promise_resolve_object (call->promise, g_steal_pointer (&service));
}

/* (transfer full): one that is locked, or NULL, which with @error unset is none */
static SecretCollection *
locked_collection (LbSecretPatience patience, SecretService **service, GError **error)
{
  g_autoptr (GError) failure = NULL;
  DexFuture *future = NULL;
  Call *call = call_new (patience.reply_ms, &future);

  secret_service_get (SECRET_SERVICE_NONE, call->stop, service_cb, call);
  if (!(*service = dex_await_object (future, &failure)))
    {
      if (!g_error_matches (failure, LB_ERROR, LB_ERROR_OFFLINE))
        g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  call = call_new (patience.reply_ms, &future);
  secret_collection_for_alias (*service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                               call->stop, default_cb, call);

  return dex_await_object (future, error);
}

static gboolean
open_default (LbSecretPatience patience, gboolean *opened, GError **error)
{
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (SecretCollection) collection = locked_collection (patience, &service, &failure);
  g_autoptr (GList) objects = NULL;
  DexFuture *future = NULL;
  Call *call = NULL;

  *opened = FALSE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (collection == NULL)
    return TRUE;

  call = call_new (patience.person_ms, &future);
  objects = g_list_append (NULL, collection);
  secret_service_unlock (service, objects, call->stop, unlocked_cb, call);
  *opened = dex_await (future, error);

  return *opened;
}

/* One that was deleted since it was found has no properties; to be asked for one, it would warn. */
static gboolean
is_locked (gpointer item)
{
  g_autoptr (GVariant) locked =
    SECRET_IS_ITEM (item) ? g_dbus_proxy_get_cached_property (item, "Locked") : NULL;

  return locked != NULL && g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (locked);
}

static gboolean
any_locked (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (is_locked (items->pdata[i]))
      return TRUE;

  return FALSE;
}

/* (transfer full) (nullable): what is there, open. A person is asked only when it is needed. */
static GPtrArray *
find (const char *account_id, const char *origin, LbSecretPatience patience, GError **error)
{
  g_autoptr (GPtrArray) found =
    dex_await_boxed (search (account_id, origin, SECRET_SEARCH_NONE, patience.reply_ms), error);
  gboolean opened = FALSE;

  if (found == NULL)
    return NULL;
  if (found->len == 0 && !open_default (patience, &opened, error))
    return NULL;
  if (opened || any_locked (found))
    {
      g_clear_pointer (&found, g_ptr_array_unref);
      found = dex_await_boxed (
        search (account_id, origin, SECRET_SEARCH_UNLOCK, patience.person_ms), error);
    }
  if (found != NULL && any_locked (found))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_FORBIDDEN, "The keyring stays locked");
      return NULL;
    }

  return g_steal_pointer (&found);
}

typedef struct
{
  char *account_id; /* (owned) */
  char *origin;     /* (owned) (nullable) */
  char *token;      /* (owned) (nullable) (zeroed) */
  LbSecretPatience patience;
} Work;

static void
work_free (Work *self)
{
  g_clear_pointer (&self->account_id, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->token, secret_password_free);
  g_free (self);
}

static DexFuture *
run (const char *account_id,
     const char *origin,
     const char *token,
     LbSecretPatience patience,
     DexFiberFunc fiber)
{
  Work *work = g_new0 (Work, 1);

  work->account_id = g_strdup (account_id);
  work->origin = g_strdup (origin);
  if (token != NULL)
    work->token = secret_value_unref_to_password (secret_value_new (token, -1, "text/plain"), NULL);
  work->patience = patience;

  return dex_scheduler_spawn (NULL, 0, fiber, work, (GDestroyNotify) work_free);
}

static DexFuture *
lookup_fiber (gpointer data)
{
  Work *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = find (self->account_id, self->origin, self->patience, &error);

  if (found == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (found->len == 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_NOT_FOUND, "The keyring has no token");

  return retrieve (found->pdata[0], self->patience.reply_ms);
}

static DexFuture *
store_fiber (gpointer data)
{
  Work *self = data;
  g_autoptr (GHashTable) attributes = attributes_of (self->account_id, self->origin);
  g_autoptr (GError) error = NULL;
  DexFuture *future = NULL;
  Call *call = NULL;
  gboolean opened = FALSE;

  if (!open_default (self->patience, &opened, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Where there is no keyring yet a person is asked for its password now. */
  call = call_new (self->patience.person_ms, &future);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, LABEL, self->token,
                          call->stop, stored_cb, call);

  return future;
}

static DexFuture *
clear_fiber (gpointer data)
{
  Work *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = find (self->account_id, NULL, self->patience, &error);
  g_autoptr (GPtrArray) left = NULL;

  if (found == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (found->len == 0)
    return dex_future_new_true ();
  if (!dex_await (clear (self->account_id, self->patience.reply_ms), &error) ||
      !(left = dex_await_boxed (
          search (self->account_id, NULL, SECRET_SEARCH_NONE, self->patience.reply_ms), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (left->len > 0)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_FORBIDDEN, "The keyring keeps the token");

  return dex_future_new_true ();
}

DexFuture *
lb_secret_keyring_store (const char *account_id,
                         const char *origin,
                         const char *token,
                         LbSecretPatience patience)
{
  return run (account_id, origin, token, patience, store_fiber);
}

DexFuture *
lb_secret_keyring_lookup (const char *account_id, const char *origin, LbSecretPatience patience)
{
  return run (account_id, origin, NULL, patience, lookup_fiber);
}

DexFuture *
lb_secret_keyring_clear (const char *account_id, LbSecretPatience patience)
{
  return run (account_id, NULL, NULL, patience, clear_fiber);
}
