#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The operations of openapi.yaml by their operationId, in its order, and the local service's own.
 */
typedef enum
{
  LB_ROUTE_NONE,
  LB_ROUTE_CREATE_PROJECT,
  LB_ROUTE_GET_PROJECTS,
  LB_ROUTE_GET_PROJECT,
  LB_ROUTE_UPDATE_PROJECT,
  LB_ROUTE_DELETE_PROJECT,
  LB_ROUTE_GET_PROJECT_DATASETS,
  LB_ROUTE_CREATE_DATASET,
  LB_ROUTE_GET_DATASETS,
  LB_ROUTE_GET_DATASET,
  LB_ROUTE_UPDATE_DATASET,
  LB_ROUTE_DELETE_DATASET,
  LB_ROUTE_CLONE_DATASET,
  LB_ROUTE_UPLOAD_IMAGE,
  LB_ROUTE_GET_IMAGES,
  LB_ROUTE_REGENERATE_ALL,
  LB_ROUTE_BULK_UPLOAD,
  LB_ROUTE_BULK_STATUS,
  LB_ROUTE_GET_IMAGE,
  LB_ROUTE_UPDATE_CAPTION,
  LB_ROUTE_DELETE_IMAGE,
  LB_ROUTE_GENERATE_SCHEMA,
  LB_ROUTE_REFINE,
  LB_ROUTE_DOWNLOAD,
  LB_ROUTE_FILE,     /* signed picture and thumbnail links of the local service, GET /files/... */
  LB_ROUTE_HELLO,    /* GET /lookbook/v1/hello */
  LB_ROUTE_LEAVE,    /* POST /lookbook/v1/leave */
  LB_ROUTE_UNDELETE, /* POST /lookbook/v1/datasets/D/images/I/undelete */
  LB_ROUTE_RETURN_IMAGE,   /* POST /lookbook/v1/datasets/D/images */
  LB_ROUTE_UPLOAD_FILE,    /* POST /lookbook/v1/datasets/D/images/from-file */
  LB_ROUTE_GET_CAPTIONER,  /* GET /lookbook/v1/captioner */
  LB_ROUTE_SET_CAPTIONER,  /* PUT /lookbook/v1/captioner */
  LB_ROUTE_TEST_CAPTIONER, /* POST /lookbook/v1/captioner/test */
  LB_ROUTE_LIST_MODELS,    /* POST /lookbook/v1/captioner/models */
  LB_N_ROUTES
} LbRoute;

/* The host of the local service's links over its socket (R92). */
#define LB_LOCAL_AUTHORITY "lookbook.localhost"

/* Finds the operation. LB_ROUTE_NONE: unknown path, or an id that is not a positive integer (R10).
 * Ids not in the path become 0; @object_id is a project's or dataset's, @image_id an image's. @path
 * is decoded, no query. */
LbRoute lb_route_match (const char *method, const char *path, gint64 *object_id, gint64 *image_id);
/* (transfer full): the path of @route below the server's root, e.g. "/v1/tailored-gen/datasets/7".
 */
char *lb_route_path (LbRoute route, gint64 object_id, gint64 image_id);
/* (transfer full) (nullable): another path that a service may have it at instead (C6). */
char *lb_route_other_path (LbRoute route, gint64 object_id, gint64 image_id);
const char *lb_route_method (LbRoute route);
gsize lb_route_body_cap (LbRoute route);   /* bytes (R9); 0 when the operation takes no body */
gsize lb_route_answer_cap (LbRoute route); /* bytes that a client takes in of a success */
gboolean lb_route_makes_captions (LbRoute route); /* the 10 minute deadline applies */

G_END_DECLS
