#include "hosted-calls.h"

#include "base/lb-error.h"
#include "hosted-replies.h"

static GPtrArray *
make_texts (guint n)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, g_strdup_printf ("https://pictures.example/%u", i));

  return texts;
}

static DexFuture *
call_about_project (LbClient *client, LbRoute route)
{
  g_autoptr (LbProject) project = lb_project_new (1);

  switch ((int) route)
    {
    case LB_ROUTE_CREATE_PROJECT:
      g_object_set (project, "project-name", "Harbour fox", "training-version", "fibo", NULL);
      return lb_client_create_project (client, project);
    case LB_ROUTE_GET_PROJECTS: return lb_client_list_projects (client);
    case LB_ROUTE_GET_PROJECT:  return lb_client_get_project (client, HOSTED_PROJECT);
    case LB_ROUTE_UPDATE_PROJECT:
      return lb_client_update_project (client, HOSTED_PROJECT, "x", NULL, NULL, NULL);
    case LB_ROUTE_DELETE_PROJECT: return lb_client_delete_project (client, HOSTED_PROJECT);
    case LB_ROUTE_GET_PROJECT_DATASETS:
      return lb_client_list_project_datasets (client, HOSTED_PROJECT);
    default: return NULL;
    }
}

static DexFuture *
call_about_dataset (LbClient *client, LbRoute route)
{
  switch ((int) route)
    {
    case LB_ROUTE_CREATE_DATASET:
      return lb_client_create_dataset (client, HOSTED_PROJECT, "Piers", "fibo", "basic", NULL);
    case LB_ROUTE_GET_DATASETS: return lb_client_list_datasets (client);
    case LB_ROUTE_GET_DATASET:  return lb_client_get_dataset (client, HOSTED_DATASET, 1);
    case LB_ROUTE_UPDATE_DATASET:
      return lb_client_update_dataset (client, HOSTED_DATASET, "x", NULL, NULL);
    case LB_ROUTE_DELETE_DATASET: return lb_client_delete_dataset (client, HOSTED_DATASET);
    case LB_ROUTE_CLONE_DATASET:
      return lb_client_clone_dataset (client, HOSTED_DATASET, "Again", "words");
    case LB_ROUTE_DOWNLOAD:       return lb_client_download (client, HOSTED_DATASET);
    case LB_ROUTE_REGENERATE_ALL: return lb_client_regenerate_all (client, HOSTED_DATASET);
    case LB_ROUTE_BULK_UPLOAD:
      return lb_client_bulk_upload (client, HOSTED_DATASET, "https://store.example/a.zip", TRUE,
                                    FALSE);
    case LB_ROUTE_BULK_STATUS: return lb_client_get_bulk_upload (client, HOSTED_DATASET);
    default:                   return NULL;
    }
}

static DexFuture *
call_about_image (LbClient *client, LbRoute route)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GPtrArray) texts = make_texts (5);

  switch ((int) route)
    {
    case LB_ROUTE_UPLOAD_IMAGE:
      return lb_client_upload_image (client, HOSTED_DATASET, bytes, "pier.png", TRUE, FALSE, NULL,
                                     NULL, NULL);
    case LB_ROUTE_GET_IMAGES: return lb_client_list_images (client, HOSTED_DATASET);
    case LB_ROUTE_GET_IMAGE:  return lb_client_get_image (client, HOSTED_DATASET, HOSTED_IMAGE);
    case LB_ROUTE_UPDATE_CAPTION:
      return lb_client_set_caption (client, HOSTED_DATASET, HOSTED_IMAGE, "a fox");
    case LB_ROUTE_DELETE_IMAGE:
      return lb_client_delete_image (client, HOSTED_DATASET, HOSTED_IMAGE);
    case LB_ROUTE_GENERATE_SCHEMA: return lb_client_generate_visual_schema (client, texts);
    case LB_ROUTE_REFINE:
      return lb_client_refine (client, HOSTED_DATASET, "{\"a\":1}", "make it blue", texts, NULL);
    default: return NULL;
    }
}

DexFuture *
hosted_call (LbClient *client, LbRoute route)
{
  DexFuture *future = call_about_project (client, route);

  if (future == NULL)
    future = call_about_dataset (client, route);
  if (future == NULL)
    future = call_about_image (client, route);

  return future;
}

GError *
hosted_outcome (DexFuture *future)
{
  GError *error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  dex_future_get_value (future, &error);
  dex_unref (future);

  return error;
}

GError *
hosted_refusal (DexFuture *future, int code)
{
  GError *error = hosted_outcome (future);

  g_assert_error (error, LB_ERROR, code);
  return error;
}
