#include "service/lb-service.h"

#include <glib/gstdio.h>
#include <libdex.h>
#include <libsoup/soup.h>

#include "base/lb-error.h"
#include "service/lb-connections.h"
#include "service/lb-data-folder.h"
#include "service/lb-door.h"
#include "service/lb-guard.h"
#include "service/lb-intake.h"
#include "service/lb-listener.h"
#include "service/lb-router.h"

#define IDLE_SECONDS 60
#define HELD_BYTES (448 * 1024 * 1024) /* of the bodies of all requests */

struct _LbService
{
  GObject parent_instance;

  int lock_fd;
  LbServiceParts parts;       /* (owned) each of them */
  SoupServer *server;         /* (owned) (nullable) once stopped */
  GPtrArray *doors;           /* (owned) (element-type LbDoor) */
  char *socket_path;          /* (owned) (nullable) */
  char *token;                /* (owned) (nullable) */
  guint port;                 /* 0 without TCP */
  LbConnections *connections; /* (owned) */
  LbIntake *intake;           /* (owned) */
  guint handled;              /* requests so far */
  guint active;               /* requests that are being answered */
  guint idle_seconds;
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (LbService, lb_service, G_TYPE_OBJECT)

enum
{
  SIGNAL_IDLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
lb_service_dispose (GObject *object)
{
  LbService *self = LB_SERVICE (object);

  lb_service_stop (self);

  G_OBJECT_CLASS (lb_service_parent_class)->dispose (object);
}

static void
lb_service_finalize (GObject *object)
{
  LbService *self = LB_SERVICE (object);

  g_clear_object (&self->parts.streams);
  g_clear_object (&self->parts.bulk);
  g_clear_object (&self->parts.runs);
  g_clear_object (&self->parts.ingest);
  g_clear_object (&self->parts.fetch);
  g_clear_object (&self->parts.choice);
  g_clear_pointer (&self->parts.signer, lb_signer_free);
  g_clear_object (&self->parts.store);
  g_clear_object (&self->connections);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->doors, g_ptr_array_unref);
  g_clear_pointer (&self->socket_path, g_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_fd (&self->lock_fd, NULL);

  G_OBJECT_CLASS (lb_service_parent_class)->finalize (object);
}

static void
lb_service_class_init (LbServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_service_dispose;
  object_class->finalize = lb_service_finalize;

  /**
   * LbService::idle:
   *
   * Nobody has been connected for the time set, and no run is under way; or a newer program has
   * asked it to leave.
   */
  signals[SIGNAL_IDLE] =
    g_signal_new ("idle", LB_TYPE_SERVICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lb_service_init (LbService *self)
{
  self->lock_fd = -1;
  self->idle_seconds = IDLE_SECONDS;
  self->connections = lb_connections_new ();
  self->intake = lb_intake_new (HELD_BYTES, self->connections);
  self->doors = g_ptr_array_new_with_free_func ((GDestroyNotify) lb_door_free);
}

static gboolean
idle_cb (gpointer data)
{
  LbService *self = data;

  if (self->active > 0 || lb_caption_run_get_working (self->parts.runs) > 0 ||
      lb_bulk_import_get_active (self->parts.bulk) > 0)
    return G_SOURCE_CONTINUE;

  self->idle_id = 0;
  g_signal_emit (self, signals[SIGNAL_IDLE], 0);

  return G_SOURCE_REMOVE;
}

static void
watch_idle (LbService *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->idle_seconds > 0 && self->server != NULL &&
      lb_connections_get_n_open (self->connections) == 0)
    self->idle_id = g_timeout_add_seconds (self->idle_seconds, idle_cb, self);
}

static void
request_started_cb (LbService *self, SoupServerMessage *message, SoupServer *server)
{
  lb_connections_watch (self->connections, message);
}

static void
turn_away (LbRequest *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_message_headers_replace (headers, "Connection", "close");
  lb_request_send (request);
}

/* The headers are there, the body is not: the guard, and how much will be read. */
static void
early_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer data)
{
  LbService *self = data;
  const char *method = soup_server_message_get_method (message);
  gboolean is_link = lb_router_is_link (method, path);
  g_autoptr (LbRequest) request = lb_request_new (message, &self->parts);
  g_autoptr (GError) error = NULL;

  if (lb_guard_hang_up (message))
    return;

  if (!lb_guard_check (message, self->port, self->token, is_link, &error) ||
      (is_link && !lb_signer_check_link (self->parts.signer, path, query, NULL, NULL, &error)))
    {
      lb_intake_admit (self->intake, message, 0, FALSE);
      lb_request_answer_error (request, error);
      turn_away (request);
    }
  else if (!lb_intake_admit (self->intake, message, lb_router_body_cap (method, path),
                             lb_router_is_upload (method, path)))
    {
      lb_request_answer_busy (request);
      turn_away (request);
    }
}

static DexFuture *
answered_cb (DexFuture *future, gpointer data)
{
  LbService *self = data;

  self->active--;

  return dex_ref (future);
}

static void
finished_cb (LbService *self)
{
  if (!self->parts.leaving || self->active > 0 ||
      lb_streams_get_n_running (self->parts.streams) > 0)
    return;

  self->parts.leaving = FALSE;
  g_signal_emit (self, signals[SIGNAL_IDLE], 0);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  LbService *self = data;
  LbRequest *request = lb_request_new (message, &self->parts);

  request->path = g_strdup (path);
  request->query = query != NULL ? g_hash_table_ref (query) : NULL;
  request->local = lb_guard_is_local (message);
  request->port = request->local ? 0 : self->port;
  request->intake = lb_intake_take (message, &request->body, &request->file);

  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  self->handled++;
  self->active++;
  soup_server_message_pause (message);
  dex_future_disown (dex_future_finally (lb_router_answer (request), answered_cb,
                                         g_object_ref (self), g_object_unref));
}

static void
start_server (LbService *self)
{
  self->parts.streams = lb_streams_new ();
  g_signal_connect_object (self->parts.streams, "notify::n-running", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
  self->server = soup_server_new (NULL, NULL);
  g_signal_connect_object (self->connections, "notify::n-open", G_CALLBACK (watch_idle), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server, "request-started", G_CALLBACK (request_started_cb), self,
                           G_CONNECT_SWAPPED);
  soup_server_add_early_handler (self->server, NULL, early_cb, self, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
}

static gboolean
resume_runs (LbService *self, GError **error)
{
  g_autoptr (GArray) ids = lb_store_list_runs (self->parts.store, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    lb_caption_run_start (self->parts.runs, g_array_index (ids, gint64, i));

  return TRUE;
}

LbService *
lb_service_new (const char *data_dir, GError **error)
{
  g_autoptr (LbService) self = g_object_new (LB_TYPE_SERVICE, NULL);
  LbServiceParts *parts = &self->parts;

  g_return_val_if_fail (data_dir != NULL, NULL);

  if ((self->lock_fd = lb_data_folder_lock (data_dir, error)) < 0 ||
      !(parts->store = lb_store_open (data_dir, error)))
    return NULL;

  parts->signer = lb_signer_new (lb_store_get_key (parts->store));
  if (!(parts->choice = lb_captioner_choice_new (parts->store, error)))
    return NULL;
  parts->captioner = LB_CAPTIONER (parts->choice);
  parts->fetch = lb_fetch_new ();
  parts->ingest = lb_ingest_new (lb_store_get_blobs (parts->store));
  parts->runs = lb_caption_run_new (parts->store, parts->captioner);
  if (!resume_runs (self, error))
    return NULL;

  parts->bulk = lb_bulk_import_new (parts->store, parts->ingest, parts->captioner, parts->runs,
                                    parts->fetch, data_dir, error);
  if (parts->bulk == NULL || !lb_bulk_import_resume (parts->bulk, error))
    return NULL;

  start_server (self);

  return g_steal_pointer (&self);
}

static gboolean
open_door (LbService *self, GSocket *socket, GError **error)
{
  LbDoor *door = lb_door_new (self->server, socket, error);

  if (door == NULL)
    return FALSE;

  g_ptr_array_add (self->doors, door);

  return TRUE;
}

gboolean
lb_service_listen_socket (LbService *self, const char *path, GError **error)
{
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (LB_IS_SERVICE (self), FALSE);

  if (!(socket = lb_listener_new_unix (path, error)) || !open_door (self, socket, error))
    return FALSE;

  g_set_str (&self->socket_path, path);
  lb_data_folder_say (self->lock_fd, path);
  watch_idle (self);

  return TRUE;
}

gboolean
lb_service_listen_port (LbService *self, guint *port, const char *token, GError **error)
{
  g_autoptr (GSocket) four = NULL;
  g_autoptr (GSocket) six = NULL;

  g_return_val_if_fail (LB_IS_SERVICE (self), FALSE);
  g_return_val_if_fail (token != NULL && *token != '\0', FALSE);

  if (!lb_listener_new_port (port, &four, &six, error) || !open_door (self, four, error) ||
      (six != NULL && !open_door (self, six, error)))
    return FALSE;

  self->port = *port;
  g_set_str (&self->token, token);
  watch_idle (self);

  return TRUE;
}

void
lb_service_set_idle_seconds (LbService *self, guint seconds)
{
  g_return_if_fail (LB_IS_SERVICE (self));

  self->idle_seconds = seconds;
  watch_idle (self);
}

void
lb_service_set_connection_limits (LbService *self, const LbConnectionLimits *limits)
{
  g_return_if_fail (LB_IS_SERVICE (self));

  lb_connections_set_limits (self->connections, limits);
}

void
lb_service_set_held_bytes (LbService *self, gsize max_bytes)
{
  g_return_if_fail (LB_IS_SERVICE (self));

  g_clear_object (&self->intake);
  self->intake = lb_intake_new (max_bytes, self->connections);
}

guint
lb_service_get_n_handled (LbService *self)
{
  g_return_val_if_fail (LB_IS_SERVICE (self), 0);

  return self->handled;
}

gboolean
lb_service_allow_origin (LbService *self, const char *origin, GError **error)
{
  g_return_val_if_fail (LB_IS_SERVICE (self), FALSE);

  return lb_fetch_allow_origin (self->parts.fetch, origin, error);
}

void
lb_service_stop (LbService *self)
{
  g_return_if_fail (LB_IS_SERVICE (self));

  if (self->parts.fetch != NULL)
    lb_fetch_stop (self->parts.fetch);
  if (self->parts.bulk != NULL)
    lb_bulk_import_stop (self->parts.bulk);
  if (self->parts.runs != NULL)
    lb_caption_run_stop (self->parts.runs);
  if (self->parts.choice != NULL)
    lb_captioner_choice_close (self->parts.choice);

  if (self->server != NULL)
    {
      if (self->socket_path != NULL)
        g_unlink (self->socket_path);
      while (self->active > 0)
        g_main_context_iteration (NULL, TRUE);
      lb_streams_stop (self->parts.streams);
      g_ptr_array_set_size (self->doors, 0);
      soup_server_disconnect (self->server);
      g_clear_object (&self->server);
    }
  g_clear_handle_id (&self->idle_id, g_source_remove);

  while (self->parts.bulk != NULL && lb_bulk_import_get_active (self->parts.bulk) > 0)
    g_main_context_iteration (NULL, TRUE);
  while (self->parts.runs != NULL && lb_caption_run_get_active (self->parts.runs) > 0)
    g_main_context_iteration (NULL, TRUE);

  if (self->parts.store == NULL)
    return;

  while (!lb_store_end_sweep (self->parts.store))
    g_main_context_iteration (NULL, TRUE);
  lb_store_close (self->parts.store);
}
