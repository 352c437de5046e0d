#include "contract/lb-contract-json.h"
#include "contract/lb-rules.h"
#include "service/lb-fault.h"
#include "service/lb-handlers.h"

static gboolean
answer_project (LbRequest *self, guint status, DexFuture *future, GError **error)
{
  g_autoptr (LbProject) project = dex_await_object (future, error);

  if (project == NULL)
    return FALSE;

  return lb_request_answer_json (self, status, lb_contract_write_project (project));
}

gboolean
lb_handle_list_projects (LbRequest *self, GError **error)
{
  g_autoptr (GPtrArray) projects = NULL;
  JsonArray *array;
  JsonNode *node;

  if (!(projects = dex_await_boxed (lb_store_list_projects (self->parts->store), error)))
    return FALSE;

  array = json_array_sized_new (projects->len);
  for (guint i = 0; i < projects->len; i++)
    json_array_add_element (array, lb_contract_write_project (g_ptr_array_index (projects, i)));

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);

  return lb_request_answer_json (self, SOUP_STATUS_OK, node);
}

gboolean
lb_handle_get_project (LbRequest *self, GError **error)
{
  return answer_project (self, SOUP_STATUS_OK,
                         lb_store_get_project (self->parts->store, self->object_id), error);
}

static const struct
{
  const char *member;
  const char *property;
  const char *rule;
} texts[] = {
  { "project_name", "project-name", "R14" },
  { "project_description", "project-description", "R14" },
  { "ip_name", "ip-name", "R15" },
  { "ip_description", "ip-description", "R15" },
  { "ip_medium", "ip-medium", "R14" },
  { "ip_type", "ip-type", "R14" },
  { "training_version", "training-version", "R21" },
};

static gboolean
read_texts (LbRequest *self, LbProject *project, guint count, GError **error)
{
  for (guint i = 0; i < count; i++)
    {
      const char *value = NULL;

      if (!lb_request_get_text (self, texts[i].member, texts[i].rule, &value, error))
        return FALSE;
      if (value != NULL)
        g_object_set (project, texts[i].property, value, NULL);
    }

  return TRUE;
}

static gboolean
require_text (const char *value, const char *field, GError **error)
{
  if (value != NULL && *value != '\0')
    return TRUE;

  lb_fault_set (error, LB_ERROR_INVALID, "R14", field, "“%s” is required", field);

  return FALSE;
}

gboolean
lb_handle_create_project (LbRequest *self, GError **error)
{
  g_autoptr (LbProject) project = lb_project_new (1);

  if (!read_texts (self, project, G_N_ELEMENTS (texts), error) ||
      !require_text (lb_project_get_project_name (project), "project_name", error) ||
      !require_text (lb_project_get_ip_medium (project), "ip_medium", error) ||
      !require_text (lb_project_get_ip_type (project), "ip_type", error) ||
      !lb_rules_check_project (project, error))
    return FALSE;

  return answer_project (self, SOUP_STATUS_CREATED,
                         lb_store_create_project (self->parts->store, project), error);
}

static gboolean
check_update (LbRequest *self, GError **error)
{
  static const char *const fixed[] = { "ip_type", "ip_medium", "training_version" };

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (lb_request_has (self, fixed[i]))
      {
        lb_fault_set (error, LB_ERROR_INVALID, "R17", fixed[i], "“%s” can't change", fixed[i]);
        return FALSE;
      }

  if (json_object_get_size (json_node_get_object (self->json)) == 0)
    {
      lb_fault_set (error, LB_ERROR_INVALID, "R17", NULL, "There is nothing to change");
      return FALSE;
    }

  return TRUE;
}

/* R15 holds for what an update leaves behind, too. */
static gboolean
check_subject (LbRequest *self, LbProject *fields, GError **error)
{
  g_autoptr (LbProject) project = NULL;

  if (!(project =
          dex_await_object (lb_store_get_project (self->parts->store, self->object_id), error)))
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *value = NULL;

      g_object_get (fields, texts[i].property, &value, NULL);
      if (value != NULL)
        g_object_set (project, texts[i].property, value, NULL);
    }

  return require_text (lb_project_get_project_name (project), "project_name", error) &&
         lb_rules_check_project (project, error);
}

gboolean
lb_handle_update_project (LbRequest *self, GError **error)
{
  g_autoptr (LbProject) fields = lb_project_new (self->object_id);

  if (!check_update (self, error) || !read_texts (self, fields, 4, error) ||
      !check_subject (self, fields, error))
    return FALSE;

  return answer_project (self, SOUP_STATUS_OK,
                         lb_store_update_project (self->parts->store, self->object_id, fields),
                         error);
}

gboolean
lb_handle_delete_project (LbRequest *self, GError **error)
{
  if (!dex_await (lb_store_delete_project (self->parts->store, self->object_id), error))
    return FALSE;

  lb_bulk_import_review (self->parts->bulk);
  lb_caption_run_look_again (self->parts->runs);

  return lb_request_answer_nothing (self);
}
