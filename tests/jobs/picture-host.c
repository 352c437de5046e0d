#include "picture-host.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "contract/lb-routes.h"
#include "imaging/lb-probe.h"

#define N_DATASETS 8
#define PROJECT "{\"id\":1,\"project_name\":\"P\",\"project_description\":\"\"}"
#define TIME "2025-11-02T10:20:30.000000Z"

typedef struct
{
  gint64 id;
  gint64 dataset_id;
  char *sent_name;
  char *name;
  char *sha256;
  char *caption;
  LbProbeResult probe;
} Picture;

struct _PictureHost
{
  SoupServer *server;
  char *origin;
  char *links;
  GPtrArray *pictures; /* (element-type Picture) */
  GArray *fates;       /* (element-type PictureHostFate) */
  GPtrArray *held;     /* (element-type SoupServerMessage) */
  GPtrArray *after;    /* (element-type SoupServerMessage): to be kept when they come again */
  GRand *chance;
  guint tenths;
  guint refusal;
  char *refusal_headers;
  guint n_refusals;
  gboolean renames;
  guint delay_ms;
  gboolean down;
  char *moved_to; /* (owned) (nullable) */
  gint64 last_id;
  guint n_posts;
  guint n_requests;
  guint n_at_once;
  guint most_at_once;
};

static void
picture_free (gpointer data)
{
  Picture *self = data;

  g_free (self->sent_name);
  g_free (self->name);
  g_free (self->sha256);
  g_free (self->caption);
  g_free (self);
}

static void
answer (SoupServerMessage *message, guint status, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body,
                                    strlen (body));
}

static void
reset (SoupServerMessage *message)
{
  const struct linger linger = { 1, 0 };
  GSocket *socket = soup_server_message_get_socket (message);
  g_autoptr (GIOStream) stream = NULL;

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  stream = soup_server_message_steal_connection (message);
  g_io_stream_close (stream, NULL, NULL);
}

static void
cut (SoupServerMessage *message)
{
  static const char text[] =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{\"id\":";
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), text, sizeof text - 1, NULL,
                             NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static char *
dataset_json (PictureHost *self, gint64 id)
{
  guint n = 0;

  for (guint i = 0; i < self->pictures->len; i++)
    n += ((Picture *) g_ptr_array_index (self->pictures, i))->dataset_id == id;

  return g_strdup_printf (
    "{\"id\":%" G_GINT64_FORMAT ",\"project_id\":1,\"name\":\"D%" G_GINT64_FORMAT
    "\",\"training_version\":\"fibo\",\"visual_schema\":null,\"status\":\"draft\","
    "\"captions_update_status\":\"empty\",\"upload_type\":\"basic\",\"images_count\":%u,"
    "\"created_at\":\"" TIME "\",\"updated_at\":\"" TIME "\"}",
    id, id, n);
}

static char *
picture_json (PictureHost *self, const Picture *picture)
{
  g_autoptr (JsonNode) caption = json_node_new (JSON_NODE_VALUE);
  g_autofree char *text = NULL;

  json_node_set_string (caption, picture->caption != NULL ? picture->caption : "");
  text = picture->caption != NULL ? json_to_string (caption, FALSE) : g_strdup ("null");

  return g_strdup_printf (
    "{\"id\":%" G_GINT64_FORMAT ",\"dataset_id\":%" G_GINT64_FORMAT
    ",\"caption\":%s,\"caption_source\":\"%s\",\"image_name\":\"%s\",\"image_url\":"
    "\"%s/p\",\"thumbnail_url\":\"%s/t\",\"width\":%d,\"height\":%d,\"created_at\":\"" TIME
    "\",\"updated_at\":\"" TIME "\"}",
    picture->id, picture->dataset_id, text, picture->caption != NULL ? "manual" : "pending",
    picture->name, self->links, self->links, picture->probe.width, picture->probe.height);
}

static char *
list_json (PictureHost *self, gint64 dataset_id)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = g_ptr_array_index (self->pictures, i);
      g_autofree char *text = picture_json (self, picture);

      if (picture->dataset_id == dataset_id)
        g_string_append_printf (list, "%s%s", list->len > 1 ? "," : "", text);
    }
  g_string_append_c (list, ']');

  return g_string_free_and_steal (g_steal_pointer (&list));
}

static JsonObject *
read_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                             (gssize) g_bytes_get_size (bytes), NULL));
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static Picture *
keep (PictureHost *self, gint64 dataset_id, SoupServerMessage *message)
{
  g_autoptr (JsonObject) body = read_body (message);
  Picture *picture = g_new0 (Picture, 1);
  const char *address = json_object_get_string_member_with_default (body, "image_url", NULL);
  gsize size = address != NULL ? strlen (address) : 0;
  g_autofree guchar *bytes =
    address != NULL ? (guchar *) g_strdup (address)
                    : g_base64_decode (json_object_get_string_member (body, "file"), &size);

  picture->id = ++self->last_id;
  picture->dataset_id = dataset_id;
  picture->sent_name = g_strdup (json_object_get_string_member (body, "image_name"));
  picture->name = self->renames ? g_strdup_printf ("img_%03u.png", (guint) picture->id)
                                : g_strdup (picture->sent_name);
  picture->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  lb_probe_bytes (bytes, size, &picture->probe);
  g_ptr_array_add (self->pictures, picture);

  return picture;
}

typedef struct
{
  PictureHost *host;
  gint64 dataset_id;
  SoupServerMessage *message;
} Late;

static void
late_cb (gpointer data)
{
  Late *late = data;

  keep (late->host, late->dataset_id, late->message);
  g_object_unref (late->message);
  g_free (late);
}

static void
keep_later (PictureHost *self, gint64 dataset_id, SoupServerMessage *message)
{
  Late *late = g_new0 (Late, 1);

  *late = (Late) { self, dataset_id, g_object_ref (message) };
  g_timeout_add_once (self->delay_ms, late_cb, late);
}

/* Keeps what was sent before under the name of @picture. */
static void
keep_earlier (PictureHost *self, gint64 dataset_id, const Picture *picture)
{
  for (guint i = self->after->len; i > 0; i--)
    {
      SoupServerMessage *message = g_ptr_array_index (self->after, i - 1);
      g_autoptr (JsonObject) body = read_body (message);

      if (!g_str_equal (json_object_get_string_member (body, "image_name"), picture->sent_name))
        continue;
      keep (self, dataset_id, message);
      g_ptr_array_remove_index (self->after, i - 1);
    }
}

static PictureHostFate
next_fate (PictureHost *self)
{
  PictureHostFate fate = PICTURE_HOST_TAKE;

  if (self->fates->len > 0)
    {
      fate = g_array_index (self->fates, PictureHostFate, 0);
      g_array_remove_index (self->fates, 0);
    }
  else if (self->chance != NULL && (guint) g_rand_int_range (self->chance, 0, 10) < self->tenths)
    {
      fate = (PictureHostFate) g_rand_int_range (self->chance, PICTURE_HOST_TAKE_RESET,
                                                 PICTURE_HOST_HOLD);
      if (fate == PICTURE_HOST_TAKE_AFTER)
        fate = PICTURE_HOST_TAKE_RESET;
    }

  return fate;
}

static void
end_at_once_cb (SoupServerMessage *message, PictureHost *self)
{
  self->n_at_once--;
}

static void
count_at_once (PictureHost *self, SoupServerMessage *message)
{
  self->n_at_once++;
  self->most_at_once = MAX (self->most_at_once, self->n_at_once);
  g_signal_connect (message, "finished", G_CALLBACK (end_at_once_cb), self);
}

static void
take_picture (PictureHost *self, gint64 dataset_id, SoupServerMessage *message)
{
  PictureHostFate fate = PICTURE_HOST_TAKE;
  g_autofree char *text = NULL;

  self->n_posts++;
  if (self->n_refusals > 0)
    {
      self->n_refusals--;
      answer (message, self->refusal, "{\"message\":\"No\"}");
      if (self->refusal_headers != NULL)
        soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                      "Retry-After", self->refusal_headers);
      return;
    }

  fate = next_fate (self);
  if (fate == PICTURE_HOST_TAKE_LATE)
    keep_later (self, dataset_id, message);
  else if (fate == PICTURE_HOST_TAKE_AFTER)
    g_ptr_array_add (self->after, g_object_ref (message));
  else if (fate != PICTURE_HOST_RESET && fate != PICTURE_HOST_FAULT)
    {
      Picture *picture = keep (self, dataset_id, message);

      text = picture_json (self, picture);
      keep_earlier (self, dataset_id, picture);
    }

  switch (fate)
    {
    case PICTURE_HOST_TAKE_RESET:
    case PICTURE_HOST_TAKE_LATE:
    case PICTURE_HOST_TAKE_AFTER:
    case PICTURE_HOST_RESET:      reset (message); break;
    case PICTURE_HOST_TAKE_FAULT:
    case PICTURE_HOST_FAULT:      answer (message, 500, "{\"message\":\"Fault\"}"); break;
    case PICTURE_HOST_TAKE_CUT:   cut (message); break;
    case PICTURE_HOST_HOLD:
      answer (message, 201, text);
      soup_server_message_pause (message);
      g_ptr_array_add (self->held, g_object_ref (message));
      break;
    case PICTURE_HOST_TAKE:
    case PICTURE_HOST_N_FATES:
    default:
      answer (message, 201, text);
      count_at_once (self, message);
      break;
    }
}

static void
list_datasets (PictureHost *self, SoupServerMessage *message)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (gint64 id = 1; id <= N_DATASETS; id++)
    {
      g_autofree char *text = dataset_json (self, id);

      g_string_append_printf (list, "%s%s", id > 1 ? "," : "", text);
    }
  g_string_append_c (list, ']');
  answer (message, 200, list->str);
}

static Picture *
find (PictureHost *self, gint64 image_id)
{
  for (guint i = 0; i < self->pictures->len; i++)
    {
      Picture *picture = g_ptr_array_index (self->pictures, i);

      if (picture->id == image_id)
        return picture;
    }

  return NULL;
}

static void
handle_picture (PictureHost *self, LbRoute route, gint64 image_id, SoupServerMessage *message)
{
  Picture *picture = find (self, image_id);
  g_autofree char *text = NULL;

  if (picture == NULL)
    {
      answer (message, 404, "{\"message\":\"Not there\"}");
      return;
    }
  if (route == LB_ROUTE_DELETE_IMAGE)
    {
      g_ptr_array_remove (self->pictures, picture);
      soup_server_message_set_status (message, 204, NULL);
      return;
    }
  if (route == LB_ROUTE_UPDATE_CAPTION)
    {
      g_autoptr (JsonObject) body = read_body (message);

      g_set_str (&picture->caption, json_object_get_string_member (body, "caption"));
    }
  text = picture_json (self, picture);
  answer (message, 200, text);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  PictureHost *self = data;
  gint64 object_id = 0;
  gint64 image_id = 0;
  LbRoute route =
    lb_route_match (soup_server_message_get_method (message), path, &object_id, &image_id);
  g_autofree char *text = NULL;

  self->n_requests++;
  if (self->down)
    {
      reset (message);
      return;
    }
  if (self->moved_to != NULL)
    {
      g_autofree char *address = g_strconcat (self->moved_to, path, NULL);

      soup_server_message_set_redirect (message, 307, address);
      return;
    }
  switch ((int) route)
    {
    case LB_ROUTE_GET_PROJECTS: answer (message, 200, "[" PROJECT "]"); break;
    case LB_ROUTE_GET_DATASETS: list_datasets (self, message); break;
    case LB_ROUTE_GET_DATASET:
      text = dataset_json (self, object_id);
      answer (message, 200, text);
      break;
    case LB_ROUTE_GET_IMAGES:
      text = list_json (self, object_id);
      answer (message, 200, text);
      break;
    case LB_ROUTE_UPLOAD_IMAGE:   take_picture (self, object_id, message); break;
    case LB_ROUTE_GET_IMAGE:
    case LB_ROUTE_UPDATE_CAPTION:
    case LB_ROUTE_DELETE_IMAGE:   handle_picture (self, route, image_id, message); break;
    default:                      answer (message, 404, "{\"message\":\"Not there\"}"); break;
    }
}

PictureHost *
picture_host_new (void)
{
  PictureHost *self = g_new0 (PictureHost, 1);
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  self->pictures = g_ptr_array_new_with_free_func (picture_free);
  self->fates = g_array_new (FALSE, FALSE, sizeof (PictureHostFate));
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->after = g_ptr_array_new_with_free_func (g_object_unref);
  self->delay_ms = 100;
  self->links = g_strdup ("http://127.0.0.1");
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->origin = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

void
picture_host_free (PictureHost *self)
{
  picture_host_let_go (self);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->after);
  g_array_unref (self->fates);
  g_clear_pointer (&self->chance, g_rand_free);
  g_free (self->refusal_headers);
  g_free (self->moved_to);
  g_free (self->links);
  g_free (self->origin);
  g_free (self);
}

const char *
picture_host_get_origin (PictureHost *self)
{
  return self->origin;
}

void
picture_host_expect (PictureHost *self, PictureHostFate fate)
{
  g_array_append_val (self->fates, fate);
}

void
picture_host_set_chance (PictureHost *self, guint32 seed, guint tenths)
{
  g_clear_pointer (&self->chance, g_rand_free);
  self->chance = g_rand_new_with_seed (seed);
  self->tenths = tenths;
}

void
picture_host_refuse (PictureHost *self, guint status, const char *headers, guint n)
{
  self->refusal = status;
  g_set_str (&self->refusal_headers, headers);
  self->n_refusals = n;
}

void
picture_host_set_delay (PictureHost *self, guint delay_ms)
{
  self->delay_ms = delay_ms;
}

void
picture_host_set_renames (PictureHost *self, gboolean renames)
{
  self->renames = renames;
}

void
picture_host_set_links (PictureHost *self, const char *origin)
{
  g_set_str (&self->links, origin);
}

void
picture_host_set_moved (PictureHost *self, const char *origin)
{
  g_set_str (&self->moved_to, origin);
}

void
picture_host_set_down (PictureHost *self, gboolean down)
{
  self->down = down;
}

void
picture_host_let_go (PictureHost *self)
{
  for (guint i = 0; i < self->held->len; i++)
    soup_server_message_unpause (g_ptr_array_index (self->held, i));
  g_ptr_array_set_size (self->held, 0);
}

guint
picture_host_get_n_posts (PictureHost *self)
{
  return self->n_posts;
}

guint
picture_host_get_n_requests (PictureHost *self)
{
  return self->n_requests;
}

guint
picture_host_get_n_pictures (PictureHost *self)
{
  return self->pictures->len;
}

guint
picture_host_get_most_at_once (PictureHost *self)
{
  return self->most_at_once;
}

const char *
picture_host_get_name (PictureHost *self, guint nth)
{
  g_assert_cmpuint (nth, <, self->pictures->len);
  return ((Picture *) g_ptr_array_index (self->pictures, nth))->sent_name;
}

const char *
picture_host_get_caption (PictureHost *self, guint nth)
{
  g_assert_cmpuint (nth, <, self->pictures->len);
  return ((Picture *) g_ptr_array_index (self->pictures, nth))->caption;
}

guint
picture_host_count_bytes (PictureHost *self, const char *sha256)
{
  guint n = 0;

  for (guint i = 0; i < self->pictures->len; i++)
    n += g_str_equal (((Picture *) g_ptr_array_index (self->pictures, i))->sha256, sha256);

  return n;
}

void
picture_host_repeat (PictureHost *self, guint nth)
{
  const Picture *picture = NULL;
  Picture *twin = NULL;

  g_assert_cmpuint (nth, <, self->pictures->len);
  picture = g_ptr_array_index (self->pictures, nth);
  twin = g_memdup2 (picture, sizeof *picture);
  twin->id = ++self->last_id;
  twin->sent_name = g_strdup (picture->sent_name);
  twin->name = g_strdup (picture->name);
  twin->sha256 = g_strdup (picture->sha256);
  twin->caption = g_strdup (picture->caption);
  g_ptr_array_add (self->pictures, twin);
}
