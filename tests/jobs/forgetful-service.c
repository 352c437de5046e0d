#include "forgetful-service.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "contract/lb-api-error.h"
#include "contract/lb-contract-json.h"
#include "contract/lb-routes.h"
#include "session/lb-service-process.h"

struct _ForgetfulService
{
  SoupServer *server;
  char *path;
  LbProject *project;
  LbDataset *dataset;
  LbDataset *other;
  GPtrArray *images;
  GPtrArray *late; /* (element-type LbImage) not stored yet */
  GPtrArray *held; /* (element-type SoupServerMessage) */
  guint n_lose;
  guint n_drop;
  guint n_drop_lists;
  guint n_uploads;
  guint n_read;
  guint n_captions;
  guint caption_status; /* what those are refused with; 0: they are not */
  guint most_at_once;
  gboolean reads_files;
  gboolean hold;
  gboolean unstored;
};

static void
answer (SoupServerMessage *message, guint status, JsonNode *node)
{
  gsize length;
  char *text = lb_contract_to_text (node, &length);

  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text, length);
  json_node_unref (node);
}

static void
answer_fault (SoupServerMessage *message)
{
  char *text = lb_api_error_write ("Lost", "fault", NULL, NULL);

  soup_server_message_set_status (message, 500, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

static void
answer_list (SoupServerMessage *message, JsonArray *array)
{
  JsonNode *list = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (list, array);
  answer (message, 200, list);
}

static void
answer_projects (ForgetfulService *self, SoupServerMessage *message)
{
  JsonArray *array = json_array_new ();

  json_array_add_element (array, lb_contract_write_project (self->project));
  answer_list (message, array);
}

static void
answer_datasets (ForgetfulService *self, SoupServerMessage *message)
{
  JsonArray *array = json_array_new ();

  json_array_add_element (array, lb_contract_write_dataset (self->dataset, NULL));
  json_array_add_element (array, lb_contract_write_dataset (self->other, NULL));
  answer_list (message, array);
}

static void
answer_images (ForgetfulService *self, SoupServerMessage *message, gint64 dataset_id)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->images->len; i++)
    if (lb_image_get_dataset_id (self->images->pdata[i]) == dataset_id)
      json_array_add_element (array, lb_contract_write_image (self->images->pdata[i]));
  answer_list (message, array);
}

/* (transfer full) (nullable): what came with @request, or lies where it says. */
static GBytes *
get_picture (JsonObject *request)
{
  g_autofree char *path = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *contents = NULL;
  gsize length = 0;

  if (json_object_has_member (request, "file"))
    {
      guchar *picture = g_base64_decode (json_object_get_string_member (request, "file"), &length);

      return g_bytes_new_take (picture, length);
    }

  path = g_filename_from_uri (json_object_get_string_member (request, "file_url"), NULL, NULL);
  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (contents, length);
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_str_equal (sum, json_object_get_string_member (request, "sha256"))
           ? g_steal_pointer (&bytes)
           : NULL;
}

static void
answer_refusal (SoupServerMessage *message, guint status)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    "{\"message\":\"No\"}", 16);
}

static void
take_upload (ForgetfulService *self, SoupServerMessage *message, gint64 dataset_id)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (JsonNode) node =
    lb_contract_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL);
  JsonObject *request = json_node_get_object (node);
  g_autoptr (GBytes) picture = NULL;
  g_autofree char *sha256 = NULL;
  LbImage *image = NULL;

  self->n_uploads++;
  if (self->n_drop > 0)
    {
      self->n_drop--;
      answer_fault (message);
      return;
    }

  if (!(picture = get_picture (request)))
    {
      answer_refusal (message, 410);
      return;
    }
  self->n_read += json_object_has_member (request, "file_url");
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture);
  image = g_object_new (LB_TYPE_IMAGE, "id", (gint64) (self->images->len + self->late->len + 1),
                        "dataset-id", dataset_id, "image-name",
                        json_object_get_string_member (request, "image_name"), "source-sha256",
                        sha256, "caption-source", "pending", NULL);
  g_ptr_array_add (self->unstored ? self->late : self->images, image);

  if (self->n_lose > 0)
    {
      self->n_lose--;
      answer_fault (message);
      return;
    }
  if (self->hold)
    {
      g_ptr_array_add (self->held, g_object_ref (message));
      self->most_at_once = MAX (self->most_at_once, self->held->len);
      soup_server_message_pause (message);
    }
  answer (message, 201, lb_contract_write_image (image));
}

static void
take_caption (ForgetfulService *self, SoupServerMessage *message, gint64 image_id)
{
  LbImage *image = self->images->pdata[image_id - 1];

  self->n_captions++;
  if (self->caption_status != 0)
    {
      answer_refusal (message, self->caption_status);
      return;
    }
  g_object_set (image, "caption", "{\"made\":true}", "caption-source", "automatic", NULL);
  answer (message, 200, lb_contract_write_image (image));
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  ForgetfulService *self = data;
  gint64 object_id, image_id;

  switch (lb_route_match (soup_server_message_get_method (message), path, &object_id, &image_id))
    {
    case LB_ROUTE_HELLO:
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                        "{\"version\":\"0.1.0\"}", 19);
      break;
    case LB_ROUTE_GET_PROJECTS: answer_projects (self, message); break;
    case LB_ROUTE_GET_DATASETS: answer_datasets (self, message); break;
    case LB_ROUTE_GET_DATASET:
      answer (message, 200,
              lb_contract_write_dataset (object_id == 2 ? self->dataset : self->other, NULL));
      break;
    case LB_ROUTE_GET_IMAGES:
      if (self->n_drop_lists > 0)
        {
          self->n_drop_lists--;
          answer_fault (message);
          break;
        }
      answer_images (self, message, object_id);
      break;
    case LB_ROUTE_UPLOAD_IMAGE: take_upload (self, message, object_id); break;
    case LB_ROUTE_UPLOAD_FILE:
      if (self->reads_files)
        take_upload (self, message, object_id);
      else
        soup_server_message_set_status (message, 404, NULL);
      break;
    case LB_ROUTE_UPDATE_CAPTION: take_caption (self, message, image_id); break;
    default:                      soup_server_message_set_status (message, 404, NULL);
    }
}

ForgetfulService *
forgetful_service_new (const char *data_dir)
{
  ForgetfulService *self = g_new0 (ForgetfulService, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *folder = NULL;

  self->path = lb_service_socket_path (data_dir);
  self->project = g_object_new (LB_TYPE_PROJECT, "id", (gint64) 1, "project-name", "Harbour",
                                "ip-medium", "photography", "ip-type", "other", NULL);
  self->dataset =
    g_object_new (LB_TYPE_DATASET, "id", (gint64) 2, "project-id", (gint64) 1, "name", "Boats",
                  "status", "draft", "upload-type", "basic", "images-count", 0, NULL);
  self->other =
    g_object_new (LB_TYPE_DATASET, "id", (gint64) 3, "project-id", (gint64) 1, "name", "Gulls",
                  "status", "draft", "upload-type", "basic", "images-count", 0, NULL);
  self->images = g_ptr_array_new_with_free_func (g_object_unref);
  self->late = g_ptr_array_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);

  folder = g_path_get_dirname (self->path);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  address = g_unix_socket_address_new (self->path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, &error);
  g_assert_no_error (error);
  g_socket_bind (socket, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_listen_socket (self->server, socket, 0, &error);
  g_assert_no_error (error);
  return self;
}

void
forgetful_service_free (ForgetfulService *self)
{
  forgetful_service_hold (self, FALSE);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_unlink (self->path);
  g_free (self->path);
  g_object_unref (self->project);
  g_object_unref (self->dataset);
  g_object_unref (self->other);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->late);
  g_ptr_array_unref (self->held);
  g_free (self);
}

void
forgetful_service_lose_answers (ForgetfulService *self, guint n)
{
  self->n_lose = n;
}

void
forgetful_service_drop_uploads (ForgetfulService *self, guint n)
{
  self->n_drop = n;
}

void
forgetful_service_drop_lists (ForgetfulService *self, guint n)
{
  self->n_drop_lists = n;
}

void
forgetful_service_hold (ForgetfulService *self, gboolean hold)
{
  self->hold = hold;
  self->unstored = FALSE;
  if (hold)
    return;

  for (guint i = 0; i < self->late->len; i++)
    g_ptr_array_add (self->images, self->late->pdata[i]);
  g_ptr_array_set_size (self->late, 0);
  for (guint i = 0; i < self->held->len; i++)
    soup_server_message_unpause (self->held->pdata[i]);
  g_ptr_array_set_size (self->held, 0);
}

void
forgetful_service_hold_unstored (ForgetfulService *self)
{
  self->hold = TRUE;
  self->unstored = TRUE;
}

void
forgetful_service_read_files (ForgetfulService *self)
{
  self->reads_files = TRUE;
}

guint
forgetful_service_get_n_read (ForgetfulService *self)
{
  return self->n_read;
}

guint
forgetful_service_get_n_uploads (ForgetfulService *self)
{
  return self->n_uploads;
}

guint
forgetful_service_get_n_stored (ForgetfulService *self)
{
  return self->images->len;
}

void
forgetful_service_refuse_captions (ForgetfulService *self, guint status)
{
  self->caption_status = status;
}

guint
forgetful_service_get_n_captions (ForgetfulService *self)
{
  return self->n_captions;
}

guint
forgetful_service_get_most_at_once (ForgetfulService *self)
{
  return self->most_at_once;
}

GPtrArray *
forgetful_service_get_images (ForgetfulService *self)
{
  return self->images;
}

LbDataset *
forgetful_service_get_dataset (ForgetfulService *self)
{
  return self->dataset;
}
