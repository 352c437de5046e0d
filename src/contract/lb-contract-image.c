#include "contract/lb-contract-json.h"

#include "contract/lb-contract-member.h"

static const LbMember members[] = {
  { "dataset_id", "dataset-id", LB_MEMBER_INT64 },
  { "caption", "caption", LB_MEMBER_TEXT },
  { "caption_source", "caption-source", LB_MEMBER_TEXT },
  { "upload_source_url", "upload-source-url", LB_MEMBER_TEXT, .optional = TRUE },
  { "image_name", "image-name", LB_MEMBER_TEXT },
  { "image_url", "image-url", LB_MEMBER_TEXT },
  { "thumbnail_url", "thumbnail-url", LB_MEMBER_TEXT },
  { "width", "width", LB_MEMBER_INT, .optional = TRUE },
  { "height", "height", LB_MEMBER_INT, .optional = TRUE },
  { "size_bytes", "size-bytes", LB_MEMBER_INT64, .optional = TRUE },
  { "format", "format", LB_MEMBER_TEXT, .optional = TRUE },
  { "source_sha256", "source-sha256", LB_MEMBER_TEXT, .optional = TRUE },
  { "stored_sha256", "stored-sha256", LB_MEMBER_TEXT, .optional = TRUE },
  { "source_width", "source-width", LB_MEMBER_INT, .optional = TRUE },
  { "source_height", "source-height", LB_MEMBER_INT, .optional = TRUE },
  { "created_at", "created-at", LB_MEMBER_TIME },
  { "updated_at", "updated-at", LB_MEMBER_TIME },
};

LbImage *
lb_contract_read_image (JsonNode *node, GError **error)
{
  LbImage *image = NULL;
  JsonObject *object = NULL;
  gint64 id = 0;

  if (!(object = lb_member_open (node, "image", &id, error)))
    return NULL;

  image = lb_image_new (id);
  lb_member_read (members, G_N_ELEMENTS (members), object, G_OBJECT (image));
  return image;
}

JsonNode *
lb_contract_write_image (LbImage *image)
{
  return lb_member_close (
    lb_member_write (members, G_N_ELEMENTS (members), lb_image_get_id (image), G_OBJECT (image)));
}
