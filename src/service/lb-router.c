#include "service/lb-router.h"

#include "config.h"

#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-api-error.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

/* What the path's ids name; looked up before the body is looked at (R9). */
typedef enum
{
  SCOPE_NONE,
  SCOPE_PROJECT,
  SCOPE_DATASET,
  SCOPE_IMAGE
} Scope;

typedef struct
{
  LbHandler handler; /* NULL: no such operation here */
  Scope scope;
  gboolean private; /* on the Unix socket only */
} Operation;

static gboolean handle_hello (LbRequest *self, GError **error);
static gboolean handle_leave (LbRequest *self, GError **error);

static const Operation operations[LB_N_ROUTES] = {
  [LB_ROUTE_CREATE_PROJECT] = { lb_handle_create_project },
  [LB_ROUTE_GET_PROJECTS] = { lb_handle_list_projects },
  [LB_ROUTE_GET_PROJECT] = { lb_handle_get_project, SCOPE_PROJECT },
  [LB_ROUTE_UPDATE_PROJECT] = { lb_handle_update_project, SCOPE_PROJECT },
  [LB_ROUTE_DELETE_PROJECT] = { lb_handle_delete_project, SCOPE_PROJECT },
  [LB_ROUTE_GET_PROJECT_DATASETS] = { lb_handle_list_project_datasets, SCOPE_PROJECT },
  [LB_ROUTE_CREATE_DATASET] = { lb_handle_create_dataset },
  [LB_ROUTE_GET_DATASETS] = { lb_handle_list_datasets },
  [LB_ROUTE_GET_DATASET] = { lb_handle_get_dataset, SCOPE_DATASET },
  [LB_ROUTE_UPDATE_DATASET] = { lb_handle_update_dataset, SCOPE_DATASET },
  [LB_ROUTE_DELETE_DATASET] = { lb_handle_delete_dataset, SCOPE_DATASET },
  [LB_ROUTE_CLONE_DATASET] = { lb_handle_clone_dataset, SCOPE_DATASET },
  [LB_ROUTE_UPLOAD_IMAGE] = { lb_handle_upload_image, SCOPE_DATASET },
  [LB_ROUTE_GET_IMAGES] = { lb_handle_list_images, SCOPE_DATASET },
  [LB_ROUTE_REGENERATE_ALL] = { lb_handle_regenerate_all, SCOPE_DATASET },
  [LB_ROUTE_BULK_UPLOAD] = { lb_handle_bulk_upload, SCOPE_DATASET },
  [LB_ROUTE_BULK_STATUS] = { lb_handle_bulk_status, SCOPE_DATASET },
  [LB_ROUTE_GET_IMAGE] = { lb_handle_get_image, SCOPE_IMAGE },
  [LB_ROUTE_UPDATE_CAPTION] = { lb_handle_update_caption, SCOPE_IMAGE },
  [LB_ROUTE_DELETE_IMAGE] = { lb_handle_delete_image, SCOPE_IMAGE },
  [LB_ROUTE_GENERATE_SCHEMA] = { lb_handle_generate_schema },
  [LB_ROUTE_REFINE] = { lb_handle_refine },
  [LB_ROUTE_DOWNLOAD] = { lb_handle_download, SCOPE_DATASET },
  [LB_ROUTE_FILE] = { lb_handle_link },
  [LB_ROUTE_HELLO] = { handle_hello, SCOPE_NONE, TRUE },
  [LB_ROUTE_LEAVE] = { handle_leave, SCOPE_NONE, TRUE },
  [LB_ROUTE_GET_CAPTIONER] = { lb_handle_get_captioner, SCOPE_NONE, TRUE },
  [LB_ROUTE_SET_CAPTIONER] = { lb_handle_set_captioner, SCOPE_NONE, TRUE },
  [LB_ROUTE_TEST_CAPTIONER] = { lb_handle_test_captioner, SCOPE_NONE, TRUE },
  [LB_ROUTE_LIST_MODELS] = { lb_handle_list_models, SCOPE_NONE, TRUE },
  [LB_ROUTE_UNDELETE] = { lb_handle_undelete_image, SCOPE_NONE, TRUE },
  [LB_ROUTE_RETURN_IMAGE] = { lb_handle_return_image, SCOPE_DATASET, TRUE },
  [LB_ROUTE_UPLOAD_FILE] = { lb_handle_upload_file, SCOPE_DATASET, TRUE },
};

static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };

static gboolean
handle_hello (LbRequest *self, GError **error)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "service", "lookbook");
  json_object_set_string_member (object, "version", LB_VERSION);
  json_node_take_object (node, object);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}

/* How a newer program makes room for a service of its own version. A run can be long, so it is not
 * cut short for that, unless nothing but a key would let it go on. */
static gboolean
handle_leave (LbRequest *self, GError **error)
{
  if (lb_caption_run_get_working (self->parts->runs) > 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "Captions are being made");
      return FALSE;
    }

  if (lb_bulk_import_get_active (self->parts->bulk) > 0)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_CONFLICT, "A ZIP file is being taken in");
      return FALSE;
    }

  self->parts->leaving = TRUE;

  return lb_request_answer_nothing (self);
}

static const Operation *
find_operation (const char *method,
                const char *path,
                gboolean local,
                LbRoute *route,
                gint64 *object_id,
                gint64 *image_id)
{
  *route = lb_route_match (method, path, object_id, image_id);
  if (*route == LB_ROUTE_NONE || operations[*route].handler == NULL ||
      (operations[*route].private && !local))
    return NULL;

  return &operations[*route];
}

/* (transfer full) (nullable): the methods that the path has, for Allow. */
static char *
list_methods (const char *path, gboolean local)
{
  GString *list = g_string_new (NULL);
  LbRoute route;
  gint64 id;
  gint64 image_id;

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (find_operation (methods[i], path, local, &route, &id, &image_id) != NULL)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", methods[i]);

  return g_string_free (list, list->len == 0);
}

gsize
lb_router_body_cap (const char *method, const char *path)
{
  gint64 id;
  gint64 image_id;

  return lb_route_body_cap (lb_route_match (method, path, &id, &image_id));
}

gboolean
lb_router_is_upload (const char *method, const char *path)
{
  gint64 id;
  gint64 image_id;
  const LbRoute route = lb_route_match (method, path, &id, &image_id);

  return route == LB_ROUTE_UPLOAD_IMAGE || route == LB_ROUTE_RETURN_IMAGE;
}

gboolean
lb_router_is_link (const char *method, const char *path)
{
  gint64 id;
  gint64 image_id;

  return lb_route_match (method, path, &id, &image_id) == LB_ROUTE_FILE;
}

static void
answer_no_method (LbRequest *self, const char *allowed)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autofree char *body =
    lb_api_error_write ("The path has no such operation", "method_not_allowed", NULL, NULL);

  soup_message_headers_replace (headers, "Allow", allowed);
  lb_request_answer_text (self, SOUP_STATUS_METHOD_NOT_ALLOWED, body);
}

static void
answer_no_operation (LbRequest *self)
{
  g_autofree char *allowed = list_methods (self->path, self->local);
  g_autoptr (GError) error = NULL;

  if (allowed != NULL)
    {
      answer_no_method (self, allowed);
      return;
    }

  lb_fault_set (&error, LB_ERROR_NOT_FOUND, NULL, NULL, "There is no such path");
  lb_request_answer_error (self, error);
}

static gboolean
check_scope (LbRequest *self, Scope scope, GError **error)
{
  LbStore *store = self->parts->store;

  switch (scope)
    {
    case SCOPE_PROJECT: return dex_await (lb_store_check (store, self->object_id, 0, 0), error);
    case SCOPE_DATASET: return dex_await (lb_store_check (store, 0, self->object_id, 0), error);
    case SCOPE_IMAGE:
      return dex_await (lb_store_check (store, 0, self->object_id, self->image_id), error);
    case SCOPE_NONE:
    default:         return TRUE;
    }
}

/* R9: 404, 413, 415, 400, then what the operation itself judges. */
static gboolean
run_operation (LbRequest *self, const Operation *operation, GError **error)
{
  if (!check_scope (self, operation->scope, error))
    return FALSE;

  if (self->intake == LB_INTAKE_NO_ROOM)
    {
      lb_request_answer_busy (self);
      return TRUE;
    }
  if (self->intake == LB_INTAKE_TOO_LARGE)
    {
      lb_fault_set (error, LB_ERROR_TOO_LARGE, "R9", NULL, "The body is larger than allowed here");
      return FALSE;
    }

  if (lb_route_body_cap (self->route) > 0 && !lb_request_read_json (self, error))
    return FALSE;

  return operation->handler (self, error);
}

static DexFuture *
answer_fiber (gpointer data)
{
  LbRequest *self = data;
  const Operation *operation;
  g_autoptr (GError) error = NULL;

  operation = find_operation (soup_server_message_get_method (self->message), self->path,
                              self->local, &self->route, &self->object_id, &self->image_id);

  if (operation == NULL)
    answer_no_operation (self);
  else if (!run_operation (self, operation, &error))
    lb_request_answer_error (self, error);

  lb_request_send (self);
  soup_server_message_unpause (self->message);

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
lb_router_answer (LbRequest *request)
{
  return dex_scheduler_spawn (NULL, 256 * 1024, answer_fiber, request,
                              (GDestroyNotify) lb_request_free);
}
