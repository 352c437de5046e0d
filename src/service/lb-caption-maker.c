#include "service/lb-caption-maker.h"

#include "contract/lb-rules.h"
#include "service/lb-caption-line.h"
#include "service/lb-fault.h"

typedef struct
{
  LbStore *store;         /* (owned) */
  LbCaptioner *captioner; /* (owned) */
  gint64 dataset_id;
  GBytes *picture;    /* (owned) */
  GCancellable *stop; /* (owned) (nullable) */
} Make;

static void
make_free (gpointer data)
{
  Make *make = data;

  g_clear_object (&make->store);
  g_clear_object (&make->captioner);
  g_clear_pointer (&make->picture, g_bytes_unref);
  g_clear_object (&make->stop);
  g_free (make);
}

/* (transfer full) (nullable) */
static char *
fit (LbDataset *dataset, LbProject *project, const char *caption, GError **error)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *line = NULL;

  if (lb_dataset_is_fibo (dataset))
    return lb_rules_accept_caption (dataset, caption, error);

  if (!(prompt = lb_prompt_new (caption, error)))
    return NULL;
  line = lb_caption_line_write (prompt, project, dataset);

  return lb_rules_accept_caption (dataset, line, error);
}

static gboolean
check_schema (LbDataset *dataset, GError **error)
{
  if (!lb_dataset_is_fibo (dataset) || lb_dataset_get_visual_schema (dataset) != NULL)
    return TRUE;

  lb_fault_set (error, LB_ERROR_CONFLICT, "R65", NULL, "The dataset has no visual schema yet");

  return FALSE;
}

static DexFuture *
make_fiber (gpointer data)
{
  Make *make = data;
  GError *error = NULL;
  g_autoptr (GError) misfit = NULL;
  g_autoptr (LbDataset) dataset = NULL;
  g_autoptr (LbProject) project = NULL;
  g_autoptr (LbCaptionRequest) request = NULL;
  g_autofree char *caption = NULL;
  g_autofree char *fitting = NULL;

  if (!(dataset =
          dex_await_object (lb_store_get_dataset (make->store, make->dataset_id), &error)) ||
      !check_schema (dataset, &error) ||
      !(project = dex_await_object (
          lb_store_get_project (make->store, lb_dataset_get_project_id (dataset)), &error)))
    return dex_future_new_for_error (error);

  request = lb_caption_request_new (make->picture, project, lb_dataset_get_visual_schema (dataset));
  request->plain = !lb_dataset_is_fibo (dataset);
  request->prefix = g_strdup (lb_dataset_get_caption_prefix (dataset));
  g_set_object (&request->stop, make->stop);
  if (!(caption = dex_await_string (lb_captioner_caption (make->captioner, request), &error)))
    return dex_future_new_for_error (error);

  if (!(fitting = fit (dataset, project, caption, &misfit)))
    return dex_future_new_for_error (lb_captioner_error_new (LB_CAPTIONER_ERROR_FAILED, 0,
                                                             "The captioner's words don't hold: %s",
                                                             lb_rules_error_text (misfit)));

  return dex_future_new_take_string (g_steal_pointer (&fitting));
}

DexFuture *
lb_caption_make (
  LbStore *store, LbCaptioner *captioner, gint64 dataset_id, GBytes *picture, GCancellable *stop)
{
  Make *make = g_new0 (Make, 1);

  make->store = g_object_ref (store);
  make->captioner = g_object_ref (captioner);
  make->dataset_id = dataset_id;
  make->picture = g_bytes_ref (picture);
  g_set_object (&make->stop, stop);

  return dex_scheduler_spawn (NULL, 256 * 1024, make_fiber, make, make_free);
}
