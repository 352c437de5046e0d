#include "hosted-replies.h"

#define CREATED "\"created_at\":\"2025-11-02T10:20:30.123456\""
#define UPDATED "\"updated_at\":\"2025-11-02T10:20:31.000001\""
#define CREATED_Z "\"created_at\":\"2026-02-03T04:05:06Z\""
#define UPDATED_Z "\"updated_at\":\"2026-02-03T04:05:07Z\""

#define PROJECT                                                                                    \
  "{\"id\":12,\"project_name\":\"Harbour fox\",\"project_description\":\"\",\"ip_name\":\"Rusty\"" \
  ",\"ip_description\":\"a red fox\",\"ip_medium\":\"illustration\",\"ip_type\":"                  \
  "\"defined_character\",\"status\":\"active\"," CREATED "}"

#define LEGACY_DATASET                                                                             \
  "\"id\":34,\"project_id\":12,\"name\":\"Piers\",\"training_version\":\"max\","                   \
  "\"caption_prefix\":\"An illustration of Rusty,\",\"status\":\"draft\","                         \
  "\"captions_update_status\":\"empty\"," CREATED "," UPDATED
#define MIXED_DATASET                                                                              \
  "\"id\":34,\"project_id\":12,\"name\":\"Piers\",\"training_version\":\"fibo\","                  \
  "\"caption_prefix\":null,\"visual_schema\":null,\"status\":\"draft\",\"captions_update_status\"" \
  ":\"empty\",\"upload_type\":\"basic\",\"captions_source\":null," CREATED "," UPDATED
#define FIBO_DATASET                                                                               \
  "\"id\":34,\"project_id\":12,\"name\":\"Piers\",\"visual_schema\":\"{}\",\"status\":\"draft\","  \
  "\"captions_update_status\":\"empty\",\"upload_type\":\"advanced\"," CREATED_Z "," UPDATED_Z

#define LEGACY_IMAGE                                                                               \
  "{\"id\":56,\"dataset_id\":34,\"caption\":\"sitting on a pier\",\"caption_source\":\"unknown\"," \
  "\"image_name\":\"pier.png\",\"image_url\":\"https://pictures.example/56\",\"thumbnail_url\":"   \
  "\"https://pictures.example/56t\"," CREATED "," UPDATED "}"
#define MIXED_IMAGE                                                                                \
  "{\"id\":56,\"dataset_id\":34,\"caption\":null,\"caption_source\":\"pending\",\"image_name\":"   \
  "\"pier.png\",\"upload_source_url\":null,\"image_url\":\"https://pictures.example/56\","         \
  "\"thumbnail_url\":\"https://pictures.example/56t\"," CREATED "," UPDATED "}"
#define FIBO_IMAGE                                                                                 \
  "{\"id\":56,\"dataset_id\":34,\"caption\":\"{\\\"short_description\\\":\\\"A fox\\\"}\","        \
  "\"caption_source\":\"automatic\",\"image_name\":\"pier.png\",\"image_url\":"                    \
  "\"https://pictures.example/56\",\"thumbnail_url\":\"https://pictures.example/56t\"," CREATED_Z  \
  "," UPDATED_Z "}"

#define BULK                                                                                       \
  "{\"status\":\"processing\",\"progress_percentage\":40,\"total_processed\":3,\"done\":2,"        \
  "\"failed\":1,\"failed_images\":[{\"filename\":\"a/b.gif\",\"error_code\":415,"                  \
  "\"error_message\":\"Not supported\"}]}"

static const char *const eras[] = { "2025-legacy", "2025-mixed", "2026-fibo" };
static const char *const datasets[] = { LEGACY_DATASET, MIXED_DATASET, FIBO_DATASET };
static const char *const images[] = { LEGACY_IMAGE, MIXED_IMAGE, FIBO_IMAGE };

const char *
hosted_era_name (HostedEra era)
{
  return eras[era];
}

/* R26, C18: model ids are words in a list of numbers. */
static char *
project_datasets (HostedEra era)
{
  return g_strdup_printf ("[{%s,\"images_count\":1,\"models\":[{\"id\":7}],\"model_ids\":[\"7\",8]"
                          "}]",
                          datasets[era]);
}

static char *
reply_about_dataset (HostedEra era, LbRoute route)
{
  switch ((int) route)
    {
    case LB_ROUTE_GET_PROJECT_DATASETS: return project_datasets (era);
    case LB_ROUTE_GET_DATASETS:         return g_strdup_printf ("[{%s,\"images_count\":1}]", datasets[era]);
    case LB_ROUTE_GET_DATASET:
    case LB_ROUTE_CLONE_DATASET:
      return g_strdup_printf ("{%s,\"images_count\":1,\"images\":[%s]}", datasets[era],
                              images[era]);
    case LB_ROUTE_REGENERATE_ALL:
      return g_strdup ("{\"id\":34,\"project_id\":12,\"name\":\"Piers\",\"status\":\"draft\","
                       "\"captions_update_status\":\"in_progress\"}");
    case LB_ROUTE_CREATE_DATASET:
    case LB_ROUTE_UPDATE_DATASET: return g_strdup_printf ("{%s}", datasets[era]);
    default:                      return NULL; /* none of a service elsewhere */
    }
}

static guint
status_of (LbRoute route)
{
  switch ((int) route)
    {
    case LB_ROUTE_CREATE_PROJECT:
    case LB_ROUTE_CREATE_DATASET:
    case LB_ROUTE_CLONE_DATASET:
    case LB_ROUTE_UPLOAD_IMAGE:   return 201;
    case LB_ROUTE_REGENERATE_ALL:
    case LB_ROUTE_BULK_UPLOAD:    return 202;
    case LB_ROUTE_DELETE_PROJECT:
    case LB_ROUTE_DELETE_DATASET:
    case LB_ROUTE_DELETE_IMAGE:   return 204;
    default:                      return 200;
    }
}

char *
hosted_reply (HostedEra era, LbRoute route, guint *status)
{
  *status = status_of (route);

  switch ((int) route)
    {
    case LB_ROUTE_CREATE_PROJECT:
    case LB_ROUTE_GET_PROJECT:
    case LB_ROUTE_UPDATE_PROJECT:  return g_strdup (PROJECT);
    case LB_ROUTE_GET_PROJECTS:    return g_strdup ("[" PROJECT "]");
    case LB_ROUTE_UPLOAD_IMAGE:
    case LB_ROUTE_GET_IMAGE:
    case LB_ROUTE_UPDATE_CAPTION:  return g_strdup (images[era]);
    case LB_ROUTE_GET_IMAGES:      return g_strdup_printf ("[%s]", images[era]);
    case LB_ROUTE_BULK_STATUS:     return g_strdup (BULK);
    case LB_ROUTE_GENERATE_SCHEMA: return g_strdup ("{\"visual_schema\":\"{\\\"a\\\":1}\"}");
    case LB_ROUTE_REFINE:          return g_strdup ("{\"structured_prompt\":\"{\\\"a\\\":1}\"}");
    case LB_ROUTE_DOWNLOAD:
      return g_strdup ("{\"download_url\":\"https://store.example/all.zip?sig=1\","
                       "\"captions_url\":\"https://store.example/captions.csv?sig=2\"}");
    case LB_ROUTE_BULK_UPLOAD:
    case LB_ROUTE_DELETE_PROJECT:
    case LB_ROUTE_DELETE_DATASET:
    case LB_ROUTE_DELETE_IMAGE:   return g_strdup ("");
    default:                      return reply_about_dataset (era, route);
    }
}
