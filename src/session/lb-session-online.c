#include "session/lb-session-private.h"

#include "base/lb-error.h"
#include "session/lb-session-changes.h"
#include "session/lb-service-process.h"
#include "session/lb-trash-private.h"

/* Whether the service is there, and what is asked of it once more after it was started again. */

#define LATELY_US (2 * G_USEC_PER_SEC)

/* @error: (nullable): why it is not there. */
static void
set_online (LbSession *self, gboolean online, const GError *error)
{
  const gboolean came_back = online && !self->online;
  const gboolean full = g_error_matches (error, LB_ERROR, LB_ERROR_NO_SPACE);

  self->tls_fault = lb_error_get_tls_fault (error);
  if (self->service_full != full)
    {
      self->service_full = full;
      g_object_notify (G_OBJECT (self), "lacks-room");
    }

  if (self->online != online)
    {
      self->online = online;
      g_object_notify (G_OBJECT (self), "online");
    }
  if (g_set_str (&self->error_message, error != NULL ? error->message : NULL))
    g_object_notify (G_OBJECT (self), "error-message");
  if (came_back && self->outbox != NULL)
    lb_session_wake_changes (self);
  if (came_back && self->trash != NULL)
    lb_trash_start (self->trash);
}

/* Whether the service itself said so. The other codes are of this side, or could be. */
static gboolean
is_answer (const GError *error)
{
  if (error->domain != LB_ERROR)
    return FALSE;

  switch (error->code)
    {
    case LB_ERROR_INVALID:
    case LB_ERROR_UNAUTHORIZED:
    case LB_ERROR_FORBIDDEN:
    case LB_ERROR_NOT_FOUND:
    case LB_ERROR_CONFLICT:
    case LB_ERROR_GONE:
    case LB_ERROR_TOO_SMALL:
    case LB_ERROR_TOO_LARGE:
    case LB_ERROR_UNSUPPORTED:
    case LB_ERROR_UNPROCESSABLE:
    case LB_ERROR_RATE_LIMITED:
    case LB_ERROR_SERVER:        return TRUE;
    default:                     return FALSE;
    }
}

void
lb_session_note (LbSession *self, const GError *error)
{
  if (self->closed)
    return;

  lb_session_note_token (self, error);
  if (self->hosted && g_error_matches (error, LB_ERROR, LB_ERROR_UNAUTHORIZED))
    lb_session_set_needs_sign_in (self, TRUE, error);
  else if (error == NULL)
    lb_session_set_needs_sign_in (self, FALSE, NULL);
  if (error == NULL || is_answer (error))
    {
      self->answered_us = g_get_monotonic_time ();
      set_online (self, TRUE, NULL);
    }
  else if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE))
    {
      self->answered_us = 0;
      set_online (self, FALSE, error);
      lb_session_reach (self);
    }
}

DexFuture *
lb_session_reject_new (LbSession *self, GError *error)
{
  if (lb_error_is_doubtful (error) && !g_error_matches (error, LB_ERROR, LB_ERROR_CANCELLED) &&
      !self->closed)
    dex_future_disown (lb_session_refresh (self));

  return dex_future_new_for_error (error);
}

gpointer
lb_session_await_object (LbSession *self, DexFuture *answer, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer object = dex_await_object (answer, &failure);

  lb_session_note (self, failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return object;
}

gboolean
lb_session_await_true (LbSession *self, DexFuture *answer, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean done = dex_await (answer, &failure);

  lb_session_note (self, failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return done;
}

static DexFuture *
rejoin_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dex_await_string (lb_service_process_join (self->data_dir), &error);

  dex_clear (&self->joining);
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");
  if (path == NULL)
    {
      set_online (self, FALSE, error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  /* Another service may have the data by now, and listen elsewhere. */
  if (g_set_str (&self->socket_path, path))
    g_clear_object (&self->client);
  if (self->client == NULL)
    self->client = lb_client_new_for_socket (path);
  set_online (self, TRUE, NULL);
  lb_session_hand_key (self);

  return dex_future_new_true ();
}

DexFuture *
lb_session_rejoin (LbSession *self)
{
  if (self->closed)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_CANCELLED, "The session is closed");
  if (self->hosted)
    return self->token_coming != NULL ? dex_ref (self->token_coming) : dex_future_new_true ();
  if (self->joining == NULL)
    self->joining = lb_session_call_run (lb_session_call_new (self, NULL, NULL), rejoin_fiber);

  return dex_ref (self->joining);
}

static DexFuture *
ensure_fiber (gpointer data)
{
  LbSessionCall *call = data;
  LbSession *self = call->session;
  g_autoptr (GError) error = NULL;

  if (self->client == NULL)
    return lb_session_rejoin (self);
  if (dex_await (lb_client_hello (self->client), &error))
    {
      lb_session_note (self, NULL);
      return dex_future_new_true ();
    }
  if (g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE))
    return lb_session_rejoin (self);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
lb_session_ensure_online (LbSession *self)
{
  /* Elsewhere there is nothing to start, and what is sent shows whether anybody is there. */
  if (self->hosted)
    return lb_session_rejoin (self);

  return lb_session_call_run (lb_session_call_new (self, NULL, NULL), ensure_fiber);
}

DexFuture *
lb_session_ensure_answered (LbSession *self)
{
  const gint64 since_us = g_get_monotonic_time () - self->answered_us;

  if (!self->hosted && self->client != NULL && self->answered_us != 0 && since_us < LATELY_US)
    return dex_future_new_true ();

  return lb_session_ensure_online (self);
}

typedef struct
{
  LbSession *session; /* (owned) */
  LbSessionGet get;
  gint64 a;
  gint64 b;
} Get;

static void
get_free (Get *self)
{
  g_clear_object (&self->session);
  g_free (self);
}

static DexFuture *
get_fiber (gpointer data)
{
  Get *get = data;
  LbSession *self = get->session;
  g_autoptr (GError) error = NULL;
  g_autoptr (DexFuture) answer = NULL;

  if (self->client == NULL && !dex_await (lb_session_rejoin (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  answer = get->get (self->client, get->a, get->b);
  if (dex_await (dex_ref (answer), &error))
    {
      lb_session_note (self, NULL);
      return g_steal_pointer (&answer);
    }
  if (self->hosted)
    lb_session_note (self, error);
  if (self->hosted || !g_error_matches (error, LB_ERROR, LB_ERROR_OFFLINE))
    return g_steal_pointer (&answer);

  g_clear_error (&error);
  if (!dex_await (lb_session_rejoin (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return get->get (self->client, get->a, get->b);
}

DexFuture *
lb_session_get (LbSession *self, LbSessionGet get, gint64 a, gint64 b)
{
  Get *state = g_new0 (Get, 1);

  state->session = g_object_ref (self);
  state->get = get;
  state->a = a;
  state->b = b;

  return dex_scheduler_spawn (NULL, 0, get_fiber, state, (GDestroyNotify) get_free);
}

DexFuture *
lb_session_get_dataset_cb (LbClient *client, gint64 id, gint64 max_images)
{
  return lb_client_get_dataset (client, id, (int) max_images);
}

DexFuture *
lb_session_get_first_images_cb (LbClient *client, gint64 id, gint64 max_images)
{
  return lb_client_get_first_images (client, id, (int) max_images);
}

DexFuture *
lb_session_get_images_cb (LbClient *client, gint64 dataset_id, gint64 b)
{
  return lb_client_list_images (client, dataset_id);
}

DexFuture *
lb_session_get_image_cb (LbClient *client, gint64 dataset_id, gint64 image_id)
{
  return lb_client_get_image (client, dataset_id, image_id);
}
