#include "api/lb-client-private.h"

#include "api/lb-client-read.h"
#include "base/lb-error.h"
#include "contract/lb-contract-json.h"

/* Request bodies. */

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

static void
set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

static DexFuture *
body_from_object (JsonObject *object)
{
  return lb_client_body_from_node (take_object (object));
}

static DexFuture *
run (LbClient *self,
     LbRoute route,
     gint64 object_id,
     gint64 image_id,
     DexFuture *body,
     LbClientReader reader)
{
  return lb_client_run (self, &(LbClientOperation) { .route = route,
                                                     .object_id = object_id,
                                                     .image_id = image_id,
                                                     .body = body,
                                                     .reader = reader });
}

/* C1: not every service knows training versions any more. Takes @object. */
static DexFuture *
run_creation (LbClient *self, LbRoute route, JsonObject *object, LbClientReader reader)
{
  LbClientOperation operation = { .route = route,
                                  .body = body_from_object (json_object_ref (object)),
                                  .reader = reader };

  if (json_object_has_member (object, "training_version"))
    {
      operation.field = "training_version";
      json_object_remove_member (object, "training_version");
      operation.body_without = body_from_object (json_object_ref (object));
    }
  json_object_unref (object);

  return lb_client_run (self, &operation);
}

/* Projects. */

DexFuture *
lb_client_list_projects (LbClient *self)
{
  return run (self, LB_ROUTE_GET_PROJECTS, 0, 0, NULL, lb_client_read_projects);
}

DexFuture *
lb_client_get_project (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_GET_PROJECT, id, 0, NULL, lb_client_read_project);
}

DexFuture *
lb_client_create_project (LbClient *self, LbProject *project)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (LB_IS_PROJECT (project));

  object = json_object_new ();
  set_string (object, "project_name", lb_project_get_project_name (project));
  set_string (object, "project_description", lb_project_get_project_description (project));
  set_string (object, "ip_name", lb_project_get_ip_name (project));
  set_string (object, "ip_description", lb_project_get_ip_description (project));
  set_string (object, "ip_medium", lb_project_get_ip_medium (project));
  set_string (object, "ip_type", lb_project_get_ip_type (project));
  set_string (object, "training_version", lb_project_get_training_version (project));

  return run_creation (self, LB_ROUTE_CREATE_PROJECT, object, lb_client_read_project);
}

DexFuture *
lb_client_update_project (LbClient *self,
                          gint64 id,
                          const char *name,
                          const char *description,
                          const char *ip_name,
                          const char *ip_description)
{
  JsonObject *object = json_object_new ();

  set_string (object, "project_name", name);
  set_string (object, "project_description", description);
  set_string (object, "ip_name", ip_name);
  set_string (object, "ip_description", ip_description);

  return run (self, LB_ROUTE_UPDATE_PROJECT, id, 0, body_from_object (object),
              lb_client_read_project);
}

DexFuture *
lb_client_delete_project (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_DELETE_PROJECT, id, 0, NULL, lb_client_read_nothing);
}

/* Datasets. */

DexFuture *
lb_client_list_datasets (LbClient *self)
{
  return run (self, LB_ROUTE_GET_DATASETS, 0, 0, NULL, lb_client_read_datasets);
}

DexFuture *
lb_client_list_project_datasets (LbClient *self, gint64 project_id)
{
  return run (self, LB_ROUTE_GET_PROJECT_DATASETS, project_id, 0, NULL, lb_client_read_datasets);
}

static DexFuture *
get_dataset (LbClient *self, gint64 id, int max_images, LbClientReader reader)
{
  g_autofree char *query = NULL;

  if (max_images != 0)
    query = g_strdup_printf ("max_images=%d", max_images);

  return lb_client_run (
    self, &(LbClientOperation) {
            .route = LB_ROUTE_GET_DATASET, .object_id = id, .query = query, .reader = reader });
}

/**
 * lb_client_get_dataset:
 * @self: a client
 * @id: the dataset
 * @max_images: 1 to 200, how many images the answer may embed; 0 leaves it to the service
 *
 * Returns: (transfer full): a future of the #LbDataset; the embedded images are not read
 */
DexFuture *
lb_client_get_dataset (LbClient *self, gint64 id, int max_images)
{
  return get_dataset (self, id, max_images, lb_client_read_dataset);
}

/**
 * lb_client_get_first_images:
 * @self: a client
 * @id: the dataset
 * @max_images: 1 to 200, how many the answer may embed (R25)
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #LbImage
 */
DexFuture *
lb_client_get_first_images (LbClient *self, gint64 id, int max_images)
{
  return get_dataset (self, id, max_images, lb_client_read_dataset_images);
}

DexFuture *
lb_client_create_dataset (LbClient *self,
                          gint64 project_id,
                          const char *name,
                          const char *training_version,
                          const char *upload_type,
                          const char *description)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "project_id", project_id);
  set_string (object, "name", name);
  set_string (object, "training_version", training_version);
  set_string (object, "upload_type", upload_type);
  set_string (object, "description", description);

  return run_creation (self, LB_ROUTE_CREATE_DATASET, object, lb_client_read_dataset);
}

DexFuture *
lb_client_update_dataset (
  LbClient *self, gint64 id, const char *name, const char *visual_schema, const char *status)
{
  JsonObject *object = json_object_new ();

  set_string (object, "name", name);
  set_string (object, "visual_schema", visual_schema);
  set_string (object, "status", status);

  return run (self, LB_ROUTE_UPDATE_DATASET, id, 0, body_from_object (object),
              lb_client_read_dataset);
}

DexFuture *
lb_client_set_caption_prefix (LbClient *self, gint64 id, const char *prefix)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (prefix != NULL);

  object = json_object_new ();
  set_string (object, "caption_prefix", prefix);

  return run (self, LB_ROUTE_UPDATE_DATASET, id, 0, body_from_object (object),
              lb_client_read_dataset);
}

DexFuture *
lb_client_clone_dataset (LbClient *self, gint64 id, const char *name, const char *description)
{
  JsonObject *object = json_object_new ();

  set_string (object, "name", name);
  set_string (object, "description", description);

  return run (self, LB_ROUTE_CLONE_DATASET, id, 0, body_from_object (object),
              lb_client_read_dataset);
}

DexFuture *
lb_client_delete_dataset (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_DELETE_DATASET, id, 0, NULL, lb_client_read_nothing);
}

DexFuture *
lb_client_download (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_DOWNLOAD, dataset_id, 0, NULL, lb_client_read_download);
}

/* Images. */

DexFuture *
lb_client_list_images (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_GET_IMAGES, dataset_id, 0, NULL, lb_client_read_images);
}

DexFuture *
lb_client_get_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_GET_IMAGE, dataset_id, image_id, NULL, lb_client_read_image);
}

/* (transfer full) */
static JsonObject *
upload_fields (const char *image_name, gboolean increase_resolution, gboolean content_moderation)
{
  JsonObject *fields = json_object_new ();

  set_string (fields, "image_name", image_name);
  json_object_set_boolean_member (fields, "increase_resolution", increase_resolution);
  if (content_moderation)
    json_object_set_boolean_member (fields, "content_moderation", TRUE);

  return fields;
}

static DexFuture *
run_upload (LbClient *self,
            LbRoute route,
            gint64 dataset_id,
            DexFuture *body,
            GCancellable *cancel,
            LbClientProgress progress,
            gpointer data)
{
  return lb_client_run (self, &(LbClientOperation) { .route = route,
                                                     .object_id = dataset_id,
                                                     .body = body,
                                                     .reader = lb_client_read_image,
                                                     .cancel = cancel,
                                                     .progress = progress,
                                                     .data = data });
}

/**
 * lb_client_upload_image:
 * @self: a client
 * @dataset_id: a basic draft dataset
 * @bytes: an encoded picture
 * @image_name: (nullable): its label
 * @increase_resolution: whether the service may enlarge it
 * @content_moderation: whether it is to be looked at first (R52)
 * @cancel: (nullable): stops it with LB_ERROR_CANCELLED; what the service did by then is unknown
 * @progress: (nullable): called on the main thread with the bytes of the request that were written
 * @data: for @progress; has to live until the future is done
 *
 * Returns: (transfer full): a future of the stored #LbImage
 */
DexFuture *
lb_client_upload_image (LbClient *self,
                        gint64 dataset_id,
                        GBytes *bytes,
                        const char *image_name,
                        gboolean increase_resolution,
                        gboolean content_moderation,
                        GCancellable *cancel,
                        LbClientProgress progress,
                        gpointer data)
{
  JsonObject *fields = NULL;

  dex_return_error_if_fail (bytes != NULL);

  fields = upload_fields (image_name, increase_resolution, content_moderation);

  return run_upload (self, LB_ROUTE_UPLOAD_IMAGE, dataset_id,
                     lb_client_body_for_upload (bytes, fields), cancel, progress, data);
}

DexFuture *
lb_client_upload_address (LbClient *self,
                          gint64 dataset_id,
                          const char *image_url,
                          const char *image_name,
                          gboolean increase_resolution,
                          gboolean content_moderation,
                          GCancellable *cancel,
                          LbClientProgress progress,
                          gpointer data)
{
  JsonObject *fields = NULL;

  dex_return_error_if_fail (image_url != NULL);

  fields = upload_fields (image_name, increase_resolution, content_moderation);
  set_string (fields, "image_url", image_url);

  return run_upload (self, LB_ROUTE_UPLOAD_IMAGE, dataset_id, body_from_object (fields), cancel,
                     progress, data);
}

DexFuture *
lb_client_upload_file (LbClient *self,
                       gint64 dataset_id,
                       const char *file_url,
                       const char *sha256,
                       const char *image_name,
                       gboolean increase_resolution,
                       GCancellable *cancel,
                       LbClientProgress progress,
                       gpointer data)
{
  JsonObject *fields = NULL;

  dex_return_error_if_fail (file_url != NULL);
  dex_return_error_if_fail (sha256 != NULL);

  fields = upload_fields (image_name, increase_resolution, FALSE);
  set_string (fields, "file_url", file_url);
  set_string (fields, "sha256", sha256);

  return run_upload (self, LB_ROUTE_UPLOAD_FILE, dataset_id, body_from_object (fields), cancel,
                     progress, data);
}

DexFuture *
lb_client_bulk_upload (LbClient *self,
                       gint64 dataset_id,
                       const char *zip_url,
                       gboolean automatic_captioning,
                       gboolean content_moderation)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (zip_url != NULL);

  object = json_object_new ();
  set_string (object, "zip_url", zip_url);
  json_object_set_boolean_member (object, "automatic_captioning", automatic_captioning);
  if (content_moderation)
    json_object_set_boolean_member (object, "content_moderation", TRUE);

  return run (self, LB_ROUTE_BULK_UPLOAD, dataset_id, 0, body_from_object (object),
              lb_client_read_accepted_bulk_upload);
}

DexFuture *
lb_client_get_bulk_upload (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_BULK_STATUS, dataset_id, 0, NULL, lb_client_read_bulk_upload);
}

DexFuture *
lb_client_set_caption (LbClient *self, gint64 dataset_id, gint64 image_id, const char *caption)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (caption != NULL);

  object = json_object_new ();
  set_string (object, "caption", caption);

  return run (self, LB_ROUTE_UPDATE_CAPTION, dataset_id, image_id, body_from_object (object),
              lb_client_read_image);
}

DexFuture *
lb_client_regenerate_caption (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "regenerate_caption", TRUE);

  return run (self, LB_ROUTE_UPDATE_CAPTION, dataset_id, image_id, body_from_object (object),
              lb_client_read_image);
}

DexFuture *
lb_client_regenerate_all (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_REGENERATE_ALL, dataset_id, 0, NULL, lb_client_read_dataset);
}

DexFuture *
lb_client_delete_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_DELETE_IMAGE, dataset_id, image_id, NULL, lb_client_read_nothing);
}

DexFuture *
lb_client_undelete_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_UNDELETE, dataset_id, image_id, NULL, lb_client_read_image);
}

DexFuture *
lb_client_return_image (LbClient *self,
                        gint64 dataset_id,
                        GBytes *bytes,
                        const char *image_name,
                        const char *caption,
                        const char *caption_source,
                        const char *return_key)
{
  JsonObject *fields = NULL;

  dex_return_error_if_fail (bytes != NULL);

  fields = json_object_new ();
  set_string (fields, "image_name", image_name);
  set_string (fields, "caption", caption);
  set_string (fields, "caption_source", caption_source);
  set_string (fields, "return_key", return_key);

  return run (self, LB_ROUTE_RETURN_IMAGE, dataset_id, 0, lb_client_body_for_upload (bytes, fields),
              lb_client_read_image);
}

DexFuture *
lb_client_generate_visual_schema (LbClient *self, GPtrArray *images)
{
  dex_return_error_if_fail (images != NULL);

  return run (self, LB_ROUTE_GENERATE_SCHEMA, 0, 0,
              lb_client_body_with_texts (json_object_new (), "images", images),
              lb_client_read_visual_schema);
}

DexFuture *
lb_client_refine (LbClient *self,
                  gint64 dataset_id,
                  const char *structured_prompt,
                  const char *instruction,
                  GPtrArray *context_images,
                  GCancellable *cancel)
{
  LbClientOperation operation = { .route = LB_ROUTE_REFINE,
                                  .reader = lb_client_read_refined,
                                  .cancel = cancel };
  JsonObject *object = NULL;

  dex_return_error_if_fail (structured_prompt != NULL);
  dex_return_error_if_fail (instruction != NULL);

  object = json_object_new ();
  json_object_set_int_member (object, "dataset_id", dataset_id);
  set_string (object, "structured_prompt", structured_prompt);
  set_string (object, "instruction", instruction);

  operation.body = context_images != NULL && context_images->len > 0
                     ? lb_client_body_with_texts (object, "context_images", context_images)
                     : body_from_object (object);

  return lb_client_run (self, &operation);
}

DexFuture *
lb_client_hello (LbClient *self)
{
  return run (self, LB_ROUTE_HELLO, 0, 0, NULL, lb_client_read_version);
}

DexFuture *
lb_client_leave (LbClient *self)
{
  return run (self, LB_ROUTE_LEAVE, 0, 0, NULL, lb_client_read_nothing);
}

DexFuture *
lb_client_get_captioner (LbClient *self)
{
  return run (self, LB_ROUTE_GET_CAPTIONER, 0, 0, NULL, lb_client_read_captioner);
}

DexFuture *
lb_client_set_captioner (LbClient *self, LbCaptionerSetting *setting)
{
  dex_return_error_if_fail (LB_IS_CAPTIONER_SETTING (setting));

  return run (self, LB_ROUTE_SET_CAPTIONER, 0, 0,
              lb_client_body_from_node (lb_contract_write_captioner_wish (setting)),
              lb_client_read_captioner);
}

DexFuture *
lb_client_test_captioner (LbClient *self, GBytes *bytes)
{
  dex_return_error_if_fail (bytes != NULL);

  return run (self, LB_ROUTE_TEST_CAPTIONER, 0, 0,
              lb_client_body_for_upload (bytes, json_object_new ()), lb_client_read_caption);
}

DexFuture *
lb_client_list_models (LbClient *self, LbCaptionerSetting *setting)
{
  dex_return_error_if_fail (LB_IS_CAPTIONER_SETTING (setting));

  return run (self, LB_ROUTE_LIST_MODELS, 0, 0,
              lb_client_body_from_node (lb_contract_write_captioner_wish (setting)),
              lb_client_read_models);
}
