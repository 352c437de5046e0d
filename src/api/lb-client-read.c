#include "api/lb-client-read.h"

#include "base/lb-error.h"
#include "contract/lb-contract-json.h"

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

DexFuture *
lb_client_read_nothing (GBytes *body)
{
  return dex_future_new_true ();
}

DexFuture *
lb_client_read_project (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_project);
}

DexFuture *
lb_client_read_projects (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_project);
}

DexFuture *
lb_client_read_dataset (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_dataset);
}

DexFuture *
lb_client_read_dataset_images (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  GPtrArray *images = NULL;

  if (!(node = parse (body, &error)) || !(images = lb_contract_read_dataset_images (node, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, images);
}

DexFuture *
lb_client_read_datasets (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_dataset);
}

DexFuture *
lb_client_read_image (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_image);
}

DexFuture *
lb_client_read_images (GBytes *body)
{
  return read_list (body, (LbContractReader) lb_contract_read_image);
}

DexFuture *
lb_client_read_visual_schema (GBytes *body)
{
  return read_string (body, "visual_schema");
}

DexFuture *
lb_client_read_refined (GBytes *body)
{
  return read_string (body, "structured_prompt");
}

DexFuture *
lb_client_read_bulk_upload (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_bulk_upload);
}

/* No source describes this answer, and none is needed: the import is accepted. */
DexFuture *
lb_client_read_accepted_bulk_upload (GBytes *body)
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

DexFuture *
lb_client_read_download (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LbDownload *download = NULL;

  if (!(node = parse (body, &error)) || !(download = lb_contract_read_download (node, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (LB_TYPE_DOWNLOAD, download);
}

DexFuture *
lb_client_read_caption (GBytes *body)
{
  return read_string (body, "caption");
}

DexFuture *
lb_client_read_captioner (GBytes *body)
{
  return read_object (body, (LbContractReader) lb_contract_read_captioner_setting);
}

DexFuture *
lb_client_read_models (GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  char **models = NULL;

  if (!(node = parse (body, &error)) || !(models = lb_contract_read_models (node, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (G_TYPE_STRV, models);
}

DexFuture *
lb_client_read_version (GBytes *body)
{
  return read_string (body, "version");
}
