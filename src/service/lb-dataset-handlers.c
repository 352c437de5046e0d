#include "contract/lb-contract-json.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

#define MAX_IMAGES 200

static gboolean
answer_dataset (LbRequest *self, guint status, DexFuture *future, GError **error)
{
  g_autoptr (LbDataset) dataset = dex_await_object (future, error);

  if (dataset == NULL)
    return FALSE;

  /* The count belongs to lists and to reading one dataset. */
  lb_dataset_set_images_count (dataset, -1);

  return lb_request_answer_json (self, status, lb_contract_write_dataset (dataset, NULL));
}

static gboolean
query_is_true (LbRequest *self, const char *name)
{
  const char *value = self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;

  return value != NULL && (g_str_equal (value, "1") || g_ascii_strcasecmp (value, "true") == 0);
}

/* R26: nothing is trained here, so there never are models. */
static void
add_empty (JsonNode *node, const char *member)
{
  json_object_set_array_member (json_node_get_object (node), member, json_array_new ());
}

static gboolean
answer_datasets (LbRequest *self, gint64 project_id, GError **error)
{
  gboolean models = project_id != 0 && query_is_true (self, "include_models");
  gboolean ids = project_id != 0 && query_is_true (self, "include_models_ids");
  g_autoptr (GPtrArray) datasets = NULL;
  JsonArray *array;
  JsonNode *list;

  if (!(datasets =
          dex_await_boxed (lb_store_list_datasets (self->parts->store, project_id), error)))
    return FALSE;

  array = json_array_sized_new (datasets->len);
  for (guint i = 0; i < datasets->len; i++)
    {
      JsonNode *node = lb_contract_write_dataset (g_ptr_array_index (datasets, i), NULL);

      if (models)
        add_empty (node, "models");
      if (ids)
        add_empty (node, "model_ids");
      json_array_add_element (array, node);
    }

  list = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (list, array);

  return lb_request_answer_json (self, SOUP_STATUS_OK, list);
}

gboolean
lb_handle_list_project_datasets (LbRequest *self, GError **error)
{
  return answer_datasets (self, self->object_id, error);
}

gboolean
lb_handle_list_datasets (LbRequest *self, GError **error)
{
  return answer_datasets (self, 0, error);
}

/* R25 */
static gboolean
read_max_images (LbRequest *self, int *max_images, GError **error)
{
  const char *text = self->query != NULL ? g_hash_table_lookup (self->query, "max_images") : NULL;

  return lb_rules_read_max_images (text, max_images, error);
}

/* @future: of the dataset. */
static gboolean
answer_with_images (
  LbRequest *self, guint status, DexFuture *future, int max_images, GError **error)
{
  g_autoptr (LbDataset) dataset = dex_await_object (future, error);
  g_autoptr (GPtrArray) images = NULL;

  if (dataset == NULL ||
      !(images = dex_await_boxed (
          lb_store_list_images (self->parts->store, lb_dataset_get_id (dataset), max_images),
          error)))
    return FALSE;

  for (guint i = 0; i < images->len; i++)
    lb_request_sign_image (self, g_ptr_array_index (images, i));

  return lb_request_answer_json (self, status, lb_contract_write_dataset (dataset, images));
}

gboolean
lb_handle_get_dataset (LbRequest *self, GError **error)
{
  int max_images;

  if (!read_max_images (self, &max_images, error))
    return FALSE;

  return answer_with_images (self, SOUP_STATUS_OK,
                             lb_store_get_dataset (self->parts->store, self->object_id), max_images,
                             error);
}

static gboolean
read_text (LbRequest *self, const char *member, const char *rule, char **copy, GError **error)
{
  const char *value = NULL;

  if (!lb_request_get_text (self, member, rule, &value, error))
    return FALSE;

  *copy = g_strdup (value);

  return TRUE;
}

static gboolean
refuse (GError **error, const char *rule, const char *field, const char *words)
{
  lb_fault_set (error, LB_ERROR_INVALID, rule, field, "%s", words);

  return FALSE;
}

static gboolean
check_new_dataset (LbRequest *self, LbDatasetFields *fields, GError **error)
{
  JsonObject *object = json_node_get_object (self->json);

  if (!lb_request_has (self, "project_id"))
    return refuse (error, "R20", "project_id", "“project_id” is required");
  if (!lb_contract_get_id (object, "project_id", &fields->project_id) || fields->project_id < 1)
    return refuse (error, "R20", "project_id", "“project_id” must be a positive integer");

  return lb_rules_check_new_dataset (fields->name, fields->training_version, fields->upload_type,
                                     error);
}

gboolean
lb_handle_create_dataset (LbRequest *self, GError **error)
{
  g_autoptr (LbDatasetFields) fields = g_new0 (LbDatasetFields, 1);

  if (!read_text (self, "name", "R20", &fields->name, error) ||
      !read_text (self, "description", "R20", &fields->description, error) ||
      !read_text (self, "training_version", "R21", &fields->training_version, error) ||
      !read_text (self, "upload_type", "R24", &fields->upload_type, error) ||
      !check_new_dataset (self, fields, error))
    return FALSE;

  return answer_dataset (self, SOUP_STATUS_CREATED,
                         lb_store_create_dataset (self->parts->store, g_steal_pointer (&fields)),
                         error);
}

static gboolean
check_fixed (LbRequest *self, GError **error)
{
  static const char *const fixed[] = { "training_version", "project_id", "upload_type" };

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (lb_request_has (self, fixed[i]))
      return refuse (error, "R29", fixed[i], "This can't change after creation");

  if (json_object_get_size (json_node_get_object (self->json)) == 0)
    return refuse (error, "R27", NULL, "There is nothing to change");

  return TRUE;
}

static gboolean
check_values (LbRequest *self, LbDatasetFields *fields, GError **error)
{
  if (lb_request_has (self, "name") && (fields->name == NULL || *fields->name == '\0'))
    return refuse (error, "R27", "name", "“name” can't be empty");
  if (lb_request_has (self, "caption_prefix") && fields->caption_prefix == NULL)
    return refuse (error, "R27", "caption_prefix", "“caption_prefix” can't be null");
  if (lb_request_has (self, "visual_schema") && fields->visual_schema == NULL)
    return refuse (error, "R28", "visual_schema", "“visual_schema” can't be null");
  if (lb_request_has (self, "status") &&
      (fields->status == NULL ||
       (!g_str_equal (fields->status, "draft") && !g_str_equal (fields->status, "completed"))))
    return refuse (error, "R27", "status", "“status” must be draft or completed");

  return fields->visual_schema == NULL ||
         lb_rules_check_visual_schema (fields->visual_schema, error);
}

gboolean
lb_handle_update_dataset (LbRequest *self, GError **error)
{
  g_autoptr (LbDatasetFields) fields = g_new0 (LbDatasetFields, 1);

  if (!check_fixed (self, error) || !read_text (self, "name", "R27", &fields->name, error) ||
      !read_text (self, "visual_schema", "R28", &fields->visual_schema, error) ||
      !read_text (self, "caption_prefix", "R27", &fields->caption_prefix, error) ||
      !read_text (self, "status", "R27", &fields->status, error) ||
      !check_values (self, fields, error))
    return FALSE;

  return answer_dataset (
    self, SOUP_STATUS_OK,
    lb_store_update_dataset (self->parts->store, self->object_id, g_steal_pointer (&fields)),
    error);
}

gboolean
lb_handle_delete_dataset (LbRequest *self, GError **error)
{
  if (!dex_await (lb_store_delete_dataset (self->parts->store, self->object_id), error))
    return FALSE;

  lb_bulk_import_review (self->parts->bulk);
  lb_caption_run_look_again (self->parts->runs);

  return lb_request_answer_nothing (self);
}

/* R37: what is not said is taken from the source. */
gboolean
lb_handle_clone_dataset (LbRequest *self, GError **error)
{
  const char *name = NULL;
  const char *description = NULL;

  if (!lb_request_get_text (self, "name", "R37", &name, error) ||
      !lb_request_get_text (self, "description", "R37", &description, error) ||
      !lb_rules_check_clone (name, error))
    return FALSE;

  return answer_with_images (
    self, SOUP_STATUS_CREATED,
    lb_store_clone_dataset (self->parts->store, self->object_id, name, description), MAX_IMAGES,
    error);
}
