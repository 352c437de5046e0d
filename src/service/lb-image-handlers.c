#include <string.h>

#include "contract/lb-contract-json.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"
#include "service/lb-base64.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"
#include "service/lb-local-file.h"
#include "service/lb-picture-argument.h"

static gboolean
answer_image (LbRequest *self, guint status, DexFuture *future, GError **error)
{
  g_autoptr (LbImage) image = dex_await_object (future, error);

  if (image == NULL)
    return FALSE;

  lb_request_sign_image (self, image);

  return lb_request_answer_json (self, status, lb_contract_write_image (image));
}

gboolean
lb_handle_list_images (LbRequest *self, GError **error)
{
  g_autoptr (GPtrArray) images = NULL;
  JsonArray *array;
  JsonNode *node;

  if (!(images =
          dex_await_boxed (lb_store_list_images (self->parts->store, self->object_id, -1), error)))
    return FALSE;

  array = json_array_sized_new (images->len);
  for (guint i = 0; i < images->len; i++)
    {
      LbImage *image = g_ptr_array_index (images, i);

      lb_request_sign_image (self, image);
      json_array_add_element (array, lb_contract_write_image (image));
    }

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}

gboolean
lb_handle_get_image (LbRequest *self, GError **error)
{
  return answer_image (self, SOUP_STATUS_OK,
                       lb_store_get_image (self->parts->store, self->object_id, self->image_id),
                       error);
}

gboolean
lb_handle_delete_image (LbRequest *self, GError **error)
{
  if (!dex_await (lb_store_delete_image (self->parts->store, self->object_id, self->image_id),
                  error))
    return FALSE;

  lb_caption_run_look_again (self->parts->runs);

  return lb_request_answer_nothing (self);
}

gboolean
lb_handle_undelete_image (LbRequest *self, GError **error)
{
  if (!answer_image (self, SOUP_STATUS_OK,
                     lb_store_undelete_image (self->parts->store, self->object_id, self->image_id),
                     error))
    return FALSE;

  /* The run that was to caption it may have ended without it. */
  if (!lb_captioner_answers_at_once (self->parts->captioner))
    dex_future_disown (lb_caption_run_start_missing (self->parts->runs, self->object_id));

  return TRUE;
}

typedef struct
{
  const char *file;
  const char *image_url;
  const char *image_name;
  gboolean increase_resolution;
  gboolean content_moderation; /* R52: taken without effect */
} Upload;

/* What may be said with a picture, wherever it comes from. */
static gboolean
read_choices (LbRequest *self, Upload *upload, GError **error)
{
  upload->increase_resolution = TRUE;

  if (!lb_request_get_text (self, "image_name", "R55", &upload->image_name, error) ||
      !lb_request_get_boolean (self, "increase_resolution", "R47", &upload->increase_resolution,
                               error) ||
      !lb_request_get_boolean (self, "content_moderation", "R52", &upload->content_moderation,
                               error))
    return FALSE;

  if (upload->image_name != NULL && *upload->image_name == '\0')
    upload->image_name = NULL;

  return TRUE;
}

static gboolean
read_upload (LbRequest *self, Upload *upload, GError **error)
{
  if (!lb_request_get_text (self, "file", "R45", &upload->file, error) ||
      !lb_request_get_text (self, "image_url", "R44", &upload->image_url, error) ||
      !read_choices (self, upload, error))
    return FALSE;

  if ((upload->file == NULL) == (upload->image_url == NULL))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R44", "file",
                    "Exactly one of “file” and “image_url” is needed");
      return FALSE;
    }

  return TRUE;
}

/* (transfer full) (nullable): as it was sent, or is at the address; that after the dataset has been
 * judged (R58). */
static GBytes *
take_source (LbRequest *self, const Upload *upload, GError **error)
{
  g_autoptr (GBytes) source = NULL;

  /* Almost always it has been decoded on its way. */
  if (upload->file != NULL && *upload->file == '\0' && self->file != NULL)
    source = g_bytes_ref (self->file);
  else if (upload->file != NULL &&
           !(source = dex_await_boxed (lb_base64_decode (upload->file, "R45", "file"), error)))
    return NULL;

  if (!dex_await (lb_store_check_add (self->parts->store, self->object_id), error))
    return NULL;

  if (source == NULL)
    return lb_picture_argument_fetch (self, upload->image_url, "R51", "image_url", error);

  return g_steal_pointer (&source);
}

/* R58 sets the order. */
gboolean
lb_handle_upload_image (LbRequest *self, GError **error)
{
  Upload upload = { 0 };
  g_autoptr (GBytes) source = NULL;
  g_autoptr (LbPicture) picture = NULL;
  g_autofree char *name = NULL;

  if (!read_upload (self, &upload, error) || !(source = take_source (self, &upload, error)))
    return FALSE;

  picture = dex_await_boxed (
    lb_ingest_add (self->parts->ingest, source, upload.increase_resolution), error);
  if (picture == NULL)
    return FALSE;

  picture->source_url = g_strdup (upload.image_url);
  name = upload.image_name != NULL || upload.image_url == NULL
           ? g_strdup (upload.image_name)
           : lb_picture_argument_name (upload.image_url);

  return answer_image (self, SOUP_STATUS_CREATED,
                       lb_caption_run_add_image (self->parts->runs, self->object_id, name, picture),
                       error);
}

static gboolean
is_sum (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

/* @file_url, @sha256: (out): what is not handed over, and what it has to be. */
static gboolean
read_handed (
  LbRequest *self, Upload *upload, const char **file_url, const char **sha256, GError **error)
{
  g_autofree char *path = NULL;

  if (!lb_request_get_text (self, "file_url", "R44", file_url, error) ||
      !lb_request_get_text (self, "sha256", "R44", sha256, error) ||
      !read_choices (self, upload, error))
    return FALSE;

  if (*file_url != NULL)
    path = lb_local_file_dup_path (*file_url);
  if (path == NULL)
    lb_fault_set (error, LB_ERROR_INVALID, "R44", "file_url", "“file_url” names no file");
  else if (*sha256 == NULL || !is_sum (*sha256))
    lb_fault_set (error, LB_ERROR_INVALID, "R44", "sha256",
                  "“sha256” is needed, as 64 small hexadecimal digits");
  else
    return TRUE;

  return FALSE;
}

/* The order is that of an upload with the bytes (R58). */
gboolean
lb_handle_upload_file (LbRequest *self, GError **error)
{
  Upload upload = { 0 };
  const char *file_url = NULL;
  const char *sha256 = NULL;
  g_autoptr (LbPicture) picture = NULL;

  if (!read_handed (self, &upload, &file_url, &sha256, error) ||
      !dex_await (lb_store_check_add (self->parts->store, self->object_id), error) ||
      !(picture = dex_await_boxed (
          lb_ingest_add_file (self->parts->ingest, file_url, sha256, upload.increase_resolution),
          error)))
    return FALSE;

  return answer_image (
    self, SOUP_STATUS_CREATED,
    lb_caption_run_add_image (self->parts->runs, self->object_id, upload.image_name, picture),
    error);
}

typedef struct
{
  const char *file;
  const char *image_name;
  const char *caption;
  const char *source;
  const char *key;
} Return;

/* @accepted: (out) (nullable): the caption as the dataset takes it. */
static gboolean
read_return (LbRequest *self, Return *back, char **accepted, GError **error)
{
  g_autoptr (LbDataset) dataset = NULL;

  if (!lb_request_get_text (self, "file", "R45", &back->file, error) ||
      !lb_request_get_text (self, "image_name", "R55", &back->image_name, error) ||
      !lb_request_get_text (self, "caption", "R59", &back->caption, error) ||
      !lb_request_get_text (self, "caption_source", "R72", &back->source, error) ||
      !lb_request_get_text (self, "return_key", "R44", &back->key, error))
    return FALSE;

  if (back->file == NULL)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R44", "file", "“file” is needed");
      return FALSE;
    }
  if (back->source != NULL && !g_str_equal (back->source, "manual") &&
      !g_str_equal (back->source, "automatic"))
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R72", "caption_source",
                    "“caption_source” is manual or automatic");
      return FALSE;
    }
  if (back->caption == NULL)
    return TRUE;

  dataset = dex_await_object (lb_store_get_dataset (self->parts->store, self->object_id), error);

  return dataset != NULL &&
         (*accepted = lb_rules_accept_caption (dataset, back->caption, error)) != NULL;
}

gboolean
lb_handle_return_image (LbRequest *self, GError **error)
{
  Return back = { 0 };
  g_autoptr (GBytes) source = NULL;
  g_autoptr (LbPicture) picture = NULL;
  g_autofree char *accepted = NULL;

  if (!read_return (self, &back, &accepted, error))
    return FALSE;

  if (*back.file == '\0' && self->file != NULL)
    source = g_bytes_ref (self->file);
  else if (!(source = dex_await_boxed (lb_base64_decode (back.file, "R45", "file"), error)))
    return FALSE;
  if (!(picture = dex_await_boxed (lb_ingest_add (self->parts->ingest, source, TRUE), error)))
    return FALSE;

  return answer_image (
    self, SOUP_STATUS_CREATED,
    lb_store_return_image (self->parts->store, self->object_id, back.image_name, picture, accepted,
                           back.source != NULL ? back.source : "manual", back.key),
    error);
}

gboolean
lb_handle_file (LbRequest *self, GError **error)
{
  LbStore *store = self->parts->store;
  g_autoptr (LbPicture) picture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *type = NULL;
  const char *what;
  gboolean whole;
  gint64 id;

  if (!lb_signer_check_link (self->parts->signer, self->path, self->query, &id, &what, error) ||
      !(picture = dex_await_boxed (lb_store_get_picture (store, id), error)))
    return FALSE;

  whole = g_str_equal (what, "picture");
  bytes = dex_await_boxed (
    lb_blobs_get (lb_store_get_blobs (store), whole ? picture->blob : picture->thumbnail), error);
  if (bytes == NULL)
    return FALSE;

  type = g_strdup_printf ("image/%s", whole ? picture->format : "jpeg");

  return lb_request_answer_bytes (self, type, bytes);
}
