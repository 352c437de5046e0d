#include "hosted-store.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define DATASET "/v1/tailored-gen/datasets/34"
#define IMAGES DATASET "/images"

typedef struct
{
  char *caption;
  char *source;
  char *name;    /* (nullable): "a.png" */
  gboolean sent; /* with a picture that can be had again */
  guint second;  /* of its last change */
} Image;

struct _HostedStore
{
  HostedServer *server;
  GPtrArray *images; /* (element-type Image) (nullable) */
  GPtrArray *changes;
  char *name;
  char *prefix;
  gboolean loses;
  HostedLoss loss;
  char *late; /* (nullable): a body */
  gint64 late_id;
  guint n_lists;
  guint seconds;
  guint refusal;
  gboolean gone; /* the dataset */
  gboolean renames;
  gboolean loses_upload;
};

static void
image_free (gpointer data)
{
  Image *image = data;

  if (image == NULL)
    return;
  g_free (image->caption);
  g_free (image->source);
  g_free (image->name);
  g_free (image);
}

static void
append_quoted (GString *out, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);

  g_string_append (out, quoted);
}

static void
append_image (HostedStore *self, GString *out, gint64 id, const Image *image)
{
  const char *origin = image->sent ? hosted_server_get_origin (self->server) : "https://a.example";

  g_string_append_printf (out,
                          "{\"id\":%" G_GINT64_FORMAT ",\"dataset_id\":34,\"image_name\":", id);
  append_quoted (out, image->name != NULL ? image->name : "a.png");
  g_string_append (out, ",\"caption\":");
  append_quoted (out, image->caption);
  g_string_append_printf (
    out,
    ",\"caption_source\":\"%s\",\"image_url\":\"%s/pictures/%" G_GINT64_FORMAT "?%u\","
    "\"created_at\":\"2025-11-02T10:20:30.123456\","
    "\"updated_at\":\"2025-11-02T11:%02u:%02u.000000\"}",
    image->source, origin, id, g_random_int (), image->second / 60 % 60, image->second % 60);
}

static Image *
find (HostedStore *self, gint64 id)
{
  if (id < HOSTED_FIRST || id >= HOSTED_FIRST + self->images->len)
    return NULL;

  return g_ptr_array_index (self->images, id - HOSTED_FIRST);
}

static char *
list (HostedStore *self)
{
  g_autoptr (GString) out = g_string_new ("[");

  for (guint i = 0; i < self->images->len; i++)
    if (g_ptr_array_index (self->images, i) != NULL)
      {
        if (out->len > 1)
          g_string_append_c (out, ',');
        append_image (self, out, HOSTED_FIRST + i, g_ptr_array_index (self->images, i));
      }
  g_string_append_c (out, ']');
  self->n_lists++;

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* (nullable) (transfer full) */
static char *
member (const char *body, const char *name)
{
  g_autoptr (JsonNode) node = json_from_string (body, NULL);
  JsonObject *object = node != NULL ? json_node_get_object (node) : NULL;

  return object != NULL && json_object_has_member (object, name)
           ? g_strdup (json_object_get_string_member (object, name))
           : NULL;
}

static char *
dataset (HostedStore *self)
{
  return g_strdup_printf ("{\"id\":34,\"project_id\":12,\"name\":\"%s\",\"training_version\":"
                          "\"max\",\"caption_prefix\":\"%s\",\"status\":\"draft\","
                          "\"captions_update_status\":\"empty\",\"upload_type\":\"basic\","
                          "\"images_count\":%u,\"created_at\":\"2025-11-02T10:20:30.123456\"}",
                          self->name, self->prefix, self->images->len);
}

static void
write_anew (HostedStore *self, gint64 id)
{
  hosted_store_set (self, id, "Written anew");
  g_set_str (&find (self, id)->source, "automatic");
}

/* @id: of the image, 0 for the dataset. */
static void
commit (HostedStore *self, gint64 id, const char *body)
{
  Image *image = find (self, id);
  g_autofree char *caption = member (body, "caption");
  g_autofree char *name = member (body, "name");
  g_autofree char *prefix = member (body, "caption_prefix");

  if (image != NULL && caption != NULL)
    hosted_store_set (self, id, caption);
  else if (image != NULL && strstr (body, "regenerate_caption") != NULL)
    write_anew (self, id);
  if (id == 0 && name != NULL)
    g_set_str (&self->name, name);
  if (id == 0 && prefix != NULL)
    g_set_str (&self->prefix, prefix);
}

/* Whether the change gets no answer. */
static gboolean
lose (HostedStore *self, gint64 id, const char *body, guint *status)
{
  if (!self->loses)
    return FALSE;

  self->loses = FALSE;
  *status = self->loss == HOSTED_LOST_GARBLED ? 200 : 504;
  if (self->loss == HOSTED_LOST_AFTER || self->loss == HOSTED_LOST_GARBLED)
    commit (self, id, body);
  if (self->loss == HOSTED_LOST_LATE)
    {
      g_set_str (&self->late, body);
      self->late_id = id;
    }

  return TRUE;
}

static char *
answer_image (HostedStore *self, const char *method, gint64 id, const char *body, guint *status)
{
  Image *image = find (self, id);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *caption = member (body, "caption");

  *status = 200;
  if (!g_str_equal (method, "GET"))
    g_ptr_array_add (self->changes,
                     g_strdup_printf ("%s %" G_GINT64_FORMAT "%s%s", method, id,
                                      caption != NULL ? " " : "", caption != NULL ? caption : ""));
  if (!g_str_equal (method, "GET") && self->refusal != 0)
    {
      *status = self->refusal;
      return g_strdup ("{\"message\":\"No\"}");
    }
  if (image == NULL)
    {
      *status = 404;
      return g_strdup ("{\"message\":\"Not Found\"}");
    }
  if (g_str_equal (method, "DELETE"))
    {
      hosted_store_delete (self, id);
      *status = 204;
      return g_strdup ("");
    }
  if (g_str_equal (method, "PUT"))
    {
      if (lose (self, id, body, status))
        return g_strdup ("{}");
      commit (self, id, body);
    }
  append_image (self, out, id, image);

  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* A new image is told under the name that was wanted, unless it gets another, and its picture as it
 * came. */
static char *
answer_upload (HostedStore *self, const char *body, guint *status)
{
  const gint64 id = HOSTED_FIRST + self->images->len;
  g_autofree char *path = g_strdup_printf ("/pictures/%" G_GINT64_FORMAT, id);
  g_autofree char *file = member (body, "file");
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) picture = NULL;
  Image *image = g_new0 (Image, 1);
  guchar *bytes = NULL;
  gsize size = 0;

  g_assert_nonnull (file);
  bytes = g_base64_decode (file, &size);
  picture = g_bytes_new_take (bytes, size);
  hosted_server_say_bytes (self->server, "GET", path, 200, picture);
  image->caption = g_strdup_printf ("Caption %u", self->images->len + 1);
  image->source = g_strdup ("automatic");
  image->name = self->renames ? g_strdup_printf ("image-%" G_GINT64_FORMAT ".png", id)
                              : member (body, "image_name");
  image->sent = TRUE;
  g_ptr_array_add (self->images, image);
  g_ptr_array_add (self->changes, g_strdup_printf ("POST %" G_GINT64_FORMAT, id));
  append_image (self, out, id, image);
  *status = self->loses_upload ? 504 : 201;
  self->loses_upload = FALSE;

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static char *
answer_cb (const char *method, const char *path, const char *body, guint *status, gpointer data)
{
  HostedStore *self = data;

  *status = 200;
  if (self->gone && g_str_equal (path, "/v1/tailored-gen/datasets") && g_str_equal (method, "GET"))
    return g_strdup ("[]");
  if (self->gone && g_str_has_prefix (path, DATASET))
    {
      *status = 404;
      return g_strdup ("{\"message\":\"Not Found\"}");
    }
  if (g_str_equal (path, IMAGES) && g_str_equal (method, "GET"))
    return list (self);
  if (g_str_equal (path, IMAGES) && g_str_equal (method, "POST"))
    return answer_upload (self, body, status);
  if (g_str_has_prefix (path, IMAGES "/"))
    return answer_image (self, method, g_ascii_strtoll (path + strlen (IMAGES "/"), NULL, 10), body,
                         status);
  if (g_str_equal (path, "/v1/tailored-gen/datasets") && g_str_equal (method, "GET"))
    {
      g_autofree char *one = dataset (self);

      return g_strdup_printf ("[%s]", one);
    }
  if (!g_str_equal (path, DATASET))
    return NULL;

  if (g_str_equal (method, "PUT"))
    {
      g_ptr_array_add (self->changes, g_strdup_printf ("PUT 34 %s", body));
      if (self->refusal != 0)
        {
          *status = self->refusal;
          return g_strdup ("{\"message\":\"No\"}");
        }
      if (lose (self, 0, body, status))
        return g_strdup ("{}");
      commit (self, 0, body);
    }

  return dataset (self);
}

HostedStore *
hosted_store_new (HostedServer *server, guint n_images)
{
  HostedStore *self = g_new0 (HostedStore, 1);

  self->server = server;
  self->images = g_ptr_array_new_with_free_func (image_free);
  self->changes = g_ptr_array_new_with_free_func (g_free);
  self->name = g_strdup ("Piers");
  self->prefix = g_strdup ("");
  for (guint i = 0; i < n_images; i++)
    {
      Image *image = g_new0 (Image, 1);

      image->caption = g_strdup_printf ("Caption %u", i + 1);
      image->source = g_strdup ("automatic");
      g_ptr_array_add (self->images, image);
    }
  hosted_server_ask (server, answer_cb, self);

  return self;
}

void
hosted_store_free (HostedStore *self)
{
  hosted_server_ask (self->server, NULL, NULL);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->changes);
  g_free (self->name);
  g_free (self->prefix);
  g_free (self->late);
  g_free (self);
}

const char *
hosted_store_get (HostedStore *self, gint64 id)
{
  Image *image = find (self, id);

  return image != NULL ? image->caption : NULL;
}

void
hosted_store_delete (HostedStore *self, gint64 id)
{
  Image *image = find (self, id);

  if (id == 0)
    self->gone = TRUE;
  if (image == NULL)
    return;

  image_free (image);
  self->images->pdata[id - HOSTED_FIRST] = NULL;
}

const char *
hosted_store_get_name (HostedStore *self)
{
  return self->name;
}

const char *
hosted_store_get_prefix (HostedStore *self)
{
  return self->prefix;
}

void
hosted_store_set_name (HostedStore *self, const char *name)
{
  g_set_str (&self->name, name);
}

void
hosted_store_set_prefix (HostedStore *self, const char *prefix)
{
  g_set_str (&self->prefix, prefix);
}

void
hosted_store_lose (HostedStore *self, HostedLoss loss)
{
  self->loses = TRUE;
  self->loss = loss;
}

gboolean
hosted_store_arrive (HostedStore *self)
{
  g_autofree char *late = g_steal_pointer (&self->late);

  if (late != NULL)
    commit (self, self->late_id, late);

  return late != NULL;
}

void
hosted_store_set (HostedStore *self, gint64 id, const char *caption)
{
  Image *image = find (self, id);

  g_assert_nonnull (image);
  g_set_str (&image->caption, caption);
  g_set_str (&image->source, "manual");
  image->second = ++self->seconds;
}

GPtrArray *
hosted_store_get_changes (HostedStore *self)
{
  return self->changes;
}

guint
hosted_store_get_n_lists (HostedStore *self)
{
  return self->n_lists;
}

void
hosted_store_rename (HostedStore *self)
{
  self->renames = TRUE;
}

void
hosted_store_lose_upload (HostedStore *self)
{
  self->loses_upload = TRUE;
}

void
hosted_store_refuse (HostedStore *self, guint status)
{
  self->refusal = status;
}
