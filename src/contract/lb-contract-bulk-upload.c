#include "contract/lb-contract-json.h"

#include "base/lb-error.h"
#include "contract/lb-contract-member.h"

static const LbMember members[] = {
  { "status", "status", LB_MEMBER_TEXT },
  { "progress_percentage", "progress-percentage", LB_MEMBER_INT },
  { "total_processed", "total-processed", LB_MEMBER_INT },
  { "done", "done", LB_MEMBER_INT },
  { "failed", "failed", LB_MEMBER_INT },
};

static void
read_failure (LbBulkUpload *bulk, JsonNode *node)
{
  g_autofree char *filename = NULL;
  g_autofree char *message = NULL;
  JsonObject *object = NULL;
  gint64 code = 0;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;

  object = json_node_get_object (node);
  filename = lb_member_dup_text (object, "filename");
  message = lb_member_dup_text (object, "error_message");
  if (!lb_member_get_number (object, "error_code", &code) || code < 0 || code > G_MAXINT)
    code = 0;
  lb_bulk_upload_add_failure (bulk, filename, (int) code, message);
}

LbBulkUpload *
lb_contract_read_bulk_upload (JsonNode *node, GError **error)
{
  LbBulkUpload *bulk = NULL;
  JsonObject *object = NULL;
  JsonNode *failures = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL,
                           "The state of the import is not a JSON object");
      return NULL;
    }

  bulk = lb_bulk_upload_new ();
  object = json_node_get_object (node);
  lb_member_read (members, G_N_ELEMENTS (members), object, G_OBJECT (bulk));

  failures = json_object_get_member (object, "failed_images");
  if (failures != NULL && JSON_NODE_HOLDS_ARRAY (failures))
    {
      JsonArray *array = json_node_get_array (failures);

      for (guint i = 0; i < json_array_get_length (array); i++)
        read_failure (bulk, json_array_get_element (array, i));
    }

  return bulk;
}

JsonNode *
lb_contract_write_bulk_upload (LbBulkUpload *bulk)
{
  JsonObject *object = lb_member_write (members, G_N_ELEMENTS (members), 0, G_OBJECT (bulk));
  GPtrArray *failures = lb_bulk_upload_get_failures (bulk);
  JsonArray *array = json_array_sized_new (failures->len);

  for (guint i = 0; i < failures->len; i++)
    {
      LbBulkFailure *failure = g_ptr_array_index (failures, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "filename", failure->filename);
      json_object_set_int_member (entry, "error_code", failure->error_code);
      json_object_set_string_member (entry, "error_message", failure->error_message);
      json_array_add_object_element (array, entry);
    }
  json_object_set_array_member (object, "failed_images", array);

  return lb_member_close (object);
}
