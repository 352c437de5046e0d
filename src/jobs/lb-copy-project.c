#include "jobs/lb-copy-project.h"

#include <json-glib/json-glib.h>

static const char *const fields[] = { "project-name",   "project-description", "ip-name",
                                      "ip-description", "ip-medium",           "ip-type" };

char *
lb_copy_project_to_text (LbProject *project)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = NULL;

      g_object_get (project, fields[i], &value, NULL);
      if (value == NULL)
        continue;
      json_builder_set_member_name (builder, fields[i]);
      json_builder_add_string_value (builder, value);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

LbProject *
lb_copy_project_from_text (const char *text)
{
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  LbProject *project = NULL;
  JsonObject *object = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  object = json_node_get_object (root);
  project = lb_project_new (0);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = json_object_get_string_member_with_default (object, fields[i], NULL);

      if (value != NULL)
        g_object_set (project, fields[i], value, NULL);
    }

  return project;
}
