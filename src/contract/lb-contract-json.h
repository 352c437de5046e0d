#pragma once

#include <json-glib/json-glib.h>

#include "model/lb-bulk-upload.h"
#include "model/lb-captioner-setting.h"
#include "model/lb-dataset.h"
#include "model/lb-download.h"
#include "model/lb-image.h"
#include "model/lb-project.h"

G_BEGIN_DECLS

/* API JSON to model and back: one reader and one writer a type, used by client and service alike.
 * Readers rely on `id` alone (R13): absent and null are the same, ids may be numbers or digits,
 * unknown enum values are kept, unknown fields ignored. They fail with LB_ERROR_PROTOCOL, and may
 * run on any thread. Writers return (transfer full) nodes. */
LbProject *lb_contract_read_project (JsonNode *node, GError **error);
JsonNode *lb_contract_write_project (LbProject *project);
LbDataset *lb_contract_read_dataset (JsonNode *node, GError **error);
/* @images: (nullable) (element-type LbImage): adds `images`; images-count -1 leaves it out. */
JsonNode *lb_contract_write_dataset (LbDataset *dataset, GPtrArray *images);
LbImage *lb_contract_read_image (JsonNode *node, GError **error);
JsonNode *lb_contract_write_image (LbImage *image);
LbBulkUpload *lb_contract_read_bulk_upload (JsonNode *node, GError **error);
JsonNode *lb_contract_write_bulk_upload (LbBulkUpload *bulk);
LbDownload *lb_contract_read_download (JsonNode *node, GError **error);
JsonNode *lb_contract_write_download (const LbDownload *download);
/* The setting of the local service, as an answer tells it: whether it has a key, never the key. */
LbCaptionerSetting *lb_contract_read_captioner_setting (JsonNode *node, GError **error);
JsonNode *lb_contract_write_captioner_setting (LbCaptionerSetting *setting);
/* And as a request asks for it: with the key, when it is to change. */
LbCaptionerSetting *lb_contract_read_captioner_wish (JsonNode *node, GError **error);
JsonNode *lb_contract_write_captioner_wish (LbCaptionerSetting *setting);
/* (transfer full): the names of the models that a server has; what is no name is left out. */
char **lb_contract_read_models (JsonNode *node, GError **error);
JsonNode *lb_contract_write_models (const char *const *models);

typedef GObject *(*LbContractReader) (JsonNode *node, GError **error);
/* (transfer full) (element-type GObject): a bare array; fails if one element can't be read. */
GPtrArray *lb_contract_read_list (JsonNode *node, LbContractReader reader, GError **error);

/* The embedded `images` of a dataset answer; empty when there are none. */
GPtrArray *lb_contract_read_dataset_images (JsonNode *node, GError **error);
/* The one string member of generate_visual_schema and refine answers. (transfer full) */
char *lb_contract_read_string (JsonNode *node, const char *member, GError **error);

/* Member access with the tolerance above, for request bodies too. */
gboolean lb_contract_get_id (JsonObject *object, const char *member, gint64 *id);
JsonNode *lb_contract_parse (const char *data, gssize length, GError **error);
/* As above, for what a service is sent: at most LB_LIMIT_BODY_VALUES values. */
JsonNode *lb_contract_parse_request (const char *data, gssize length, GError **error);
char *lb_contract_to_text (JsonNode *node, gsize *length);

G_END_DECLS
