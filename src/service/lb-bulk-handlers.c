#include "contract/lb-contract-json.h"
#include "service/lb-bulk-source.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"
#include "service/lb-store-bulk.h"

static gboolean
answer_bulk (LbRequest *self, guint status, LbBulkUpload *bulk)
{
  return lb_request_answer_json (self, status, lb_contract_write_bulk_upload (bulk));
}

/* While a ZIP is being fetched only the job itself knows how far it is. It is asked before the
 * store: a job that ends in between is gone, and the store's answer that it runs is too old. */
gboolean
lb_handle_bulk_status (LbRequest *self, GError **error)
{
  int fetched = (int) lb_bulk_import_get_fetched (self->parts->bulk, self->object_id) *
                LB_BULK_FETCH_PERCENT / 100;
  g_autoptr (LbBulkUpload) bulk =
    dex_await_object (lb_store_get_bulk (self->parts->store, self->object_id), error);

  if (bulk == NULL)
    return FALSE;

  if (g_strcmp0 (lb_bulk_upload_get_status (bulk), "processing") == 0 &&
      lb_bulk_upload_get_progress_percentage (bulk) < fetched)
    g_object_set (bulk, "progress-percentage", fetched, NULL);

  return answer_bulk (self, SOUP_STATUS_OK, bulk);
}

typedef struct
{
  const char *zip_url;
  gboolean is_file;
  gboolean automatic_captioning;
  gboolean content_moderation; /* R52: taken without effect */
} Upload;

static gboolean
read_upload (LbRequest *self, Upload *upload, GError **error)
{
  upload->automatic_captioning = TRUE;

  if (!lb_request_get_text (self, "zip_url", "R75", &upload->zip_url, error) ||
      !lb_request_get_boolean (self, "automatic_captioning", "R81", &upload->automatic_captioning,
                               error) ||
      !lb_request_get_boolean (self, "content_moderation", "R52", &upload->content_moderation,
                               error))
    return FALSE;

  if (upload->zip_url == NULL || *upload->zip_url == '\0')
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R75", "zip_url", "“zip_url” is required");
      return FALSE;
    }

  return lb_bulk_source_check (upload->zip_url, self->local, &upload->is_file, error);
}

/* The file is looked at last, so that nobody is told of it who may not start a job anyway. */
gboolean
lb_handle_bulk_upload (LbRequest *self, GError **error)
{
  LbStore *store = self->parts->store;
  Upload upload = { 0 };
  g_autofree char *mark = NULL;
  g_autoptr (LbBulkUpload) bulk = NULL;

  if (!read_upload (self, &upload, error) ||
      !dex_await (lb_store_check_bulk (store, self->object_id), error) ||
      (upload.is_file &&
       !(mark = dex_await_string (lb_bulk_source_look (upload.zip_url), error))) ||
      !(bulk = dex_await_object (lb_store_start_bulk (store, self->object_id, upload.zip_url, mark,
                                                      upload.automatic_captioning),
                                 error)))
    return FALSE;

  lb_bulk_import_start (self->parts->bulk, self->object_id);

  return answer_bulk (self, SOUP_STATUS_ACCEPTED, bulk);
}
