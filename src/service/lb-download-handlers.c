#include "archive/lb-download-names.h"
#include "contract/lb-contract-json.h"
#include "service/lb-download.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

/* The kinds of signed links to a download. */
#define ARCHIVE "archive"
#define CAPTIONS "captions"

gboolean
lb_handle_download (LbRequest *self, GError **error)
{
  g_autoptr (LbDownloadPlan) plan = NULL;
  g_autoptr (LbDownload) links = NULL;
  g_autofree char *archive = NULL;
  g_autofree char *captions = NULL;

  if (!(plan =
          dex_await_boxed (lb_store_plan_download (self->parts->store, self->object_id), error)))
    return FALSE;

  archive = lb_request_sign (self, self->object_id, ARCHIVE);
  if (plan->all_automatic)
    captions = lb_request_sign (self, self->object_id, CAPTIONS);
  links = lb_download_new (archive, captions);

  return lb_request_answer_json (self, SOUP_STATUS_OK, lb_contract_write_download (links));
}

/* R92: a link that was right when it was given. */
static gboolean
refuse_outdated (GError **error)
{
  lb_fault_set (error, LB_ERROR_GONE, "R92", NULL,
                "Not all captions are automatic any more: ask for the links again");

  return FALSE;
}

static gboolean
answer_download (LbRequest *self, gint64 dataset_id, gboolean captions, GError **error)
{
  LbStore *store = self->parts->store;
  g_autoptr (LbDownloadPlan) plan = NULL;
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;

  if (!(plan = dex_await_boxed (lb_store_plan_download (store, dataset_id), error)))
    return FALSE;
  if (captions && !plan->all_automatic)
    return refuse_outdated (error);
  if (!captions && !dex_await (lb_download_check_files (store, plan), error))
    return FALSE;

  name = lb_download_name_clean (lb_dataset_get_name (plan->dataset));
  file_name = g_strconcat (name, captions ? ".jsonl" : ".zip", NULL);

  return lb_request_answer_stream (
    self, captions ? "application/jsonl" : "application/zip", file_name,
    captions ? lb_download_write_captions : lb_download_write_archive,
    lb_download_writer_new (store, plan), (GDestroyNotify) lb_download_writer_free);
}

gboolean
lb_handle_link (LbRequest *self, GError **error)
{
  const char *what;
  gint64 id;

  if (!lb_signer_check_link (self->parts->signer, self->path, self->query, &id, &what, error))
    return FALSE;
  if (g_str_equal (what, ARCHIVE) || g_str_equal (what, CAPTIONS))
    return answer_download (self, id, g_str_equal (what, CAPTIONS), error);

  return lb_handle_file (self, error);
}
