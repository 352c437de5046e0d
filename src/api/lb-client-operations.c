#include "api/lb-client-private.h"

#include "base/lb-error.h"
#include "contract/lb-contract-json.h"

/* Readers. Each takes the body of a success. */

static JsonNode *
parse (GBytes *body, GError **error)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GError) failure = NULL;
  JsonNode *node = lb_contract_parse (text != NULL ? text : "", (gssize) length, &failure);

  if (node == NULL)
    g_set_error (error, LB_ERROR, LB_ERROR_PROTOCOL, "The answer is not JSON: %s",
                 failure != NULL ? failure->message : "it is empty");

  return node;
}

static DexFuture *
read_object (GBytes *body, LbContractReader reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  GObject *object = NULL;

  if (!(node = parse (body, &error)) || !(object = reader (node, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_object (object);
}

static DexFuture *
read_list (GBytes *body, LbContractReader reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  GPtrArray *list = NULL;

  if (!(node = parse (body, &error)) || !(list = lb_contract_read_list (node, reader, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, list);
}

static DexFuture *
read_string (GBytes *body, const char *member)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  char *text = NULL;

  if (!(node = parse (body, &error)) || !(text = lb_contract_read_string (node, member, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (text);
}

static DexFuture *
read_nothing (GBytes *body)
{
  return dex_future_new_true ();
}

static DexFuture *
read_project (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_project);
}

static DexFuture *
read_projects (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_project);
}

static DexFuture *
read_dataset (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_dataset);
}

static DexFuture *
read_datasets (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_dataset);
}

static DexFuture *
read_image (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_image);
}

static DexFuture *
read_images (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_image);
}

static DexFuture *
read_visual_schema (GBytes *body)
{
  return read_string (body, "visual_schema");
}

static DexFuture *
read_refined (GBytes *body)
{
  return read_string (body, "structured_prompt");
}

static DexFuture *
read_bulk_upload (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_bulk_upload);
}

/* No source describes this answer, and none is needed: the import is accepted. */
static DexFuture *
read_accepted_bulk_upload (GBytes *body)
{
  g_autoptr (JsonNode) node = parse (body, NULL);
  g_autoptr (LbBulkUpload) bulk = NULL;

  if (node != NULL)
    bulk = lb_contract_read_bulk_upload (node, NULL);
  if (bulk == NULL)
    bulk = lb_bulk_upload_new ();
  if (lb_bulk_upload_get_status (bulk) == NULL)
    g_object_set (bulk, "status", "pending", NULL);

  return dex_future_new_take_object (g_steal_pointer (&bulk));
}

static DexFuture *
read_download (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LbDownload *download = NULL;

  if (!(node = parse (body, &error)) || !(download = lb_contract_read_download (node, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (LB_TYPE_DOWNLOAD, download);
}

static DexFuture *
read_caption (GBytes *body)
{
  return read_string (body, "caption");
}

static DexFuture *
read_captioner (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_captioner_setting);
}

static DexFuture *
read_version (GBytes *body)
{
  return read_string (body, "version");
}

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
  return run (self, LB_ROUTE_GET_PROJECTS, 0, 0, NULL, read_projects);
}

DexFuture *
lb_client_get_project (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_GET_PROJECT, id, 0, NULL, read_project);
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

  return run_creation (self, LB_ROUTE_CREATE_PROJECT, object, read_project);
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

  return run (self, LB_ROUTE_UPDATE_PROJECT, id, 0, body_from_object (object), read_project);
}

DexFuture *
lb_client_delete_project (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_DELETE_PROJECT, id, 0, NULL, read_nothing);
}

/* Datasets. */

DexFuture *
lb_client_list_datasets (LbClient *self)
{
  return run (self, LB_ROUTE_GET_DATASETS, 0, 0, NULL, read_datasets);
}

DexFuture *
lb_client_list_project_datasets (LbClient *self, gint64 project_id)
{
  return run (self, LB_ROUTE_GET_PROJECT_DATASETS, project_id, 0, NULL, read_datasets);
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
  g_autofree char *query = NULL;

  if (max_images != 0)
    query = g_strdup_printf ("max_images=%d", max_images);

  return lb_client_run (self, &(LbClientOperation) { .route = LB_ROUTE_GET_DATASET,
                                                     .object_id = id,
                                                     .query = query,
                                                     .reader = read_dataset });
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

  return run_creation (self, LB_ROUTE_CREATE_DATASET, object, read_dataset);
}

DexFuture *
lb_client_update_dataset (
  LbClient *self, gint64 id, const char *name, const char *visual_schema, const char *status)
{
  JsonObject *object = json_object_new ();

  set_string (object, "name", name);
  set_string (object, "visual_schema", visual_schema);
  set_string (object, "status", status);

  return run (self, LB_ROUTE_UPDATE_DATASET, id, 0, body_from_object (object), read_dataset);
}

DexFuture *
lb_client_set_caption_prefix (LbClient *self, gint64 id, const char *prefix)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (prefix != NULL);

  object = json_object_new ();
  set_string (object, "caption_prefix", prefix);

  return run (self, LB_ROUTE_UPDATE_DATASET, id, 0, body_from_object (object), read_dataset);
}

DexFuture *
lb_client_clone_dataset (LbClient *self, gint64 id, const char *name, const char *description)
{
  JsonObject *object = json_object_new ();

  set_string (object, "name", name);
  set_string (object, "description", description);

  return run (self, LB_ROUTE_CLONE_DATASET, id, 0, body_from_object (object), read_dataset);
}

DexFuture *
lb_client_delete_dataset (LbClient *self, gint64 id)
{
  return run (self, LB_ROUTE_DELETE_DATASET, id, 0, NULL, read_nothing);
}

DexFuture *
lb_client_download (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_DOWNLOAD, dataset_id, 0, NULL, read_download);
}

/* Images. */

DexFuture *
lb_client_list_images (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_GET_IMAGES, dataset_id, 0, NULL, read_images);
}

DexFuture *
lb_client_get_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_GET_IMAGE, dataset_id, image_id, NULL, read_image);
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

  return lb_client_run (self,
                        &(LbClientOperation) { .route = LB_ROUTE_UPLOAD_IMAGE,
                                               .object_id = dataset_id,
                                               .body = lb_client_body_for_upload (bytes, fields),
                                               .reader = read_image,
                                               .cancel = cancel,
                                               .progress = progress,
                                               .data = data });
}

DexFuture *
lb_client_upload_address (LbClient *self,
                          gint64 dataset_id,
                          const char *image_url,
                          const char *image_name,
                          gboolean increase_resolution,
                          gboolean content_moderation)
{
  JsonObject *fields = NULL;

  dex_return_error_if_fail (image_url != NULL);

  fields = upload_fields (image_name, increase_resolution, content_moderation);
  set_string (fields, "image_url", image_url);

  return run (self, LB_ROUTE_UPLOAD_IMAGE, dataset_id, 0, body_from_object (fields), read_image);
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
              read_accepted_bulk_upload);
}

DexFuture *
lb_client_get_bulk_upload (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_BULK_STATUS, dataset_id, 0, NULL, read_bulk_upload);
}

DexFuture *
lb_client_set_caption (LbClient *self, gint64 dataset_id, gint64 image_id, const char *caption)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (caption != NULL);

  object = json_object_new ();
  set_string (object, "caption", caption);

  return run (self, LB_ROUTE_UPDATE_CAPTION, dataset_id, image_id, body_from_object (object),
              read_image);
}

DexFuture *
lb_client_regenerate_caption (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "regenerate_caption", TRUE);

  return run (self, LB_ROUTE_UPDATE_CAPTION, dataset_id, image_id, body_from_object (object),
              read_image);
}

DexFuture *
lb_client_regenerate_all (LbClient *self, gint64 dataset_id)
{
  return run (self, LB_ROUTE_REGENERATE_ALL, dataset_id, 0, NULL, read_dataset);
}

DexFuture *
lb_client_delete_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_DELETE_IMAGE, dataset_id, image_id, NULL, read_nothing);
}

DexFuture *
lb_client_undelete_image (LbClient *self, gint64 dataset_id, gint64 image_id)
{
  return run (self, LB_ROUTE_UNDELETE, dataset_id, image_id, NULL, read_image);
}

DexFuture *
lb_client_generate_visual_schema (LbClient *self, GPtrArray *images)
{
  dex_return_error_if_fail (images != NULL);

  return run (self, LB_ROUTE_GENERATE_SCHEMA, 0, 0,
              lb_client_body_with_texts (json_object_new (), "images", images), read_visual_schema);
}

DexFuture *
lb_client_refine (LbClient *self,
                  gint64 dataset_id,
                  const char *structured_prompt,
                  const char *instruction,
                  GPtrArray *context_images)
{
  JsonObject *object = NULL;

  dex_return_error_if_fail (structured_prompt != NULL);
  dex_return_error_if_fail (instruction != NULL);

  object = json_object_new ();
  json_object_set_int_member (object, "dataset_id", dataset_id);
  set_string (object, "structured_prompt", structured_prompt);
  set_string (object, "instruction", instruction);

  return run (self, LB_ROUTE_REFINE, 0, 0,
              context_images != NULL && context_images->len > 0
                ? lb_client_body_with_texts (object, "context_images", context_images)
                : body_from_object (object),
              read_refined);
}

DexFuture *
lb_client_hello (LbClient *self)
{
  return run (self, LB_ROUTE_HELLO, 0, 0, NULL, read_version);
}

DexFuture *
lb_client_leave (LbClient *self)
{
  return run (self, LB_ROUTE_LEAVE, 0, 0, NULL, read_nothing);
}

DexFuture *
lb_client_get_captioner (LbClient *self)
{
  return run (self, LB_ROUTE_GET_CAPTIONER, 0, 0, NULL, read_captioner);
}

DexFuture *
lb_client_set_captioner (LbClient *self, LbCaptionerSetting *setting)
{
  dex_return_error_if_fail (LB_IS_CAPTIONER_SETTING (setting));

  return run (self, LB_ROUTE_SET_CAPTIONER, 0, 0,
              lb_client_body_from_node (lb_contract_write_captioner_wish (setting)),
              read_captioner);
}

DexFuture *
lb_client_test_captioner (LbClient *self, GBytes *bytes)
{
  dex_return_error_if_fail (bytes != NULL);

  return run (self, LB_ROUTE_TEST_CAPTIONER, 0, 0,
              lb_client_body_for_upload (bytes, json_object_new ()), read_caption);
}
