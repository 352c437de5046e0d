#include "contract/lb-contract-json.h"

#include "contract/lb-contract-member.h"

static const LbMember members[] = {
  { "project_id", "project-id", LB_MEMBER_INT64 },
  { "name", "name", LB_MEMBER_TEXT },
  { "description", "description", LB_MEMBER_TEXT },
  { "training_version", "training-version", LB_MEMBER_TEXT, .fallback = "fibo" },
  { "caption_prefix", "caption-prefix", LB_MEMBER_TEXT },
  { "visual_schema", "visual-schema", LB_MEMBER_TEXT },
  { "status", "status", LB_MEMBER_TEXT },
  { "captions_update_status", "captions-update-status", LB_MEMBER_TEXT },
  { "upload_type", "upload-type", LB_MEMBER_TEXT },
  { "captions_source", "captions-source", LB_MEMBER_TEXT },
  { "model_ids", "model-ids", LB_MEMBER_TEXTS, .optional = TRUE },
  { "created_at", "created-at", LB_MEMBER_TIME },
  { "updated_at", "updated-at", LB_MEMBER_TIME },
};

/* Apart from the table: 0 images is something to say, and only -1 is not. */
static const LbMember count[] = { { "images_count", "images-count", LB_MEMBER_INT } };

LbDataset *
lb_contract_read_dataset (JsonNode *node, GError **error)
{
  LbDataset *dataset = NULL;
  JsonObject *object = NULL;
  gint64 id = 0;

  if (!(object = lb_member_open (node, "dataset", &id, error)))
    return NULL;

  dataset = lb_dataset_new (id);
  lb_member_read (members, G_N_ELEMENTS (members), object, G_OBJECT (dataset));
  lb_member_read (count, G_N_ELEMENTS (count), object, G_OBJECT (dataset));
  return dataset;
}

JsonNode *
lb_contract_write_dataset (LbDataset *dataset, GPtrArray *images)
{
  JsonObject *object = lb_member_write (members, G_N_ELEMENTS (members),
                                        lb_dataset_get_id (dataset), G_OBJECT (dataset));

  if (lb_dataset_get_images_count (dataset) >= 0)
    json_object_set_int_member (object, "images_count", lb_dataset_get_images_count (dataset));

  if (images != NULL)
    {
      JsonArray *array = json_array_sized_new (images->len);

      for (guint i = 0; i < images->len; i++)
        json_array_add_element (array, lb_contract_write_image (g_ptr_array_index (images, i)));
      json_object_set_array_member (object, "images", array);
    }

  return lb_member_close (object);
}

GPtrArray *
lb_contract_read_dataset_images (JsonNode *node, GError **error)
{
  JsonObject *object = NULL;
  JsonNode *images = NULL;
  gint64 id = 0;

  if (!(object = lb_member_open (node, "dataset", &id, error)))
    return NULL;

  images = json_object_get_member (object, "images");
  if (images == NULL || JSON_NODE_HOLDS_NULL (images))
    return g_ptr_array_new_with_free_func (g_object_unref);

  return lb_contract_read_list (images, (LbContractReader) lb_contract_read_image, error);
}
