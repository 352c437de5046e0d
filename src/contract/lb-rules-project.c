#include "contract/lb-rules.h"

#include "contract/lb-rules-private.h"

static const char *const versions[] = { "fibo", "max", "light", "3.2", "2.3", NULL };
static const char *const media[] = { "photography", "illustration", NULL };
static const char *const types[] = { "defined_character",
                                     "stylized_scene",
                                     "multi_object_set",
                                     "object_variants",
                                     "icons",
                                     "character_variants",
                                     "other",
                                     NULL };
static const char *const illustrated[] = { "multi_object_set", "object_variants", "icons",
                                           "character_variants", NULL };

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
check_word (const char *field, const char *word, const char *const *words, GError **error)
{
  g_autofree char *choice = NULL;

  if (!has_text (word))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R14", "%s is required", field);
  if (g_strv_contains (words, word))
    return TRUE;

  choice = g_strjoinv (", ", (char **) words);
  return lb_rules_refuse (error, LB_ERROR_INVALID, "R14", "%s is “%s”; it must be one of %s", field,
                          word, choice);
}

gboolean
lb_rules_type_needs_name (const char *type)
{
  return g_strcmp0 (type, "defined_character") == 0;
}

gboolean
lb_rules_type_needs_description (const char *type)
{
  return lb_rules_type_needs_name (type) || g_strcmp0 (type, "object_variants") == 0;
}

gboolean
lb_rules_type_needs_illustration (const char *type)
{
  return type != NULL && g_strv_contains (illustrated, type);
}

static gboolean
check_texts (LbProject *project, GError **error)
{
  const char *type = lb_project_get_ip_type (project);

  if (lb_rules_type_needs_name (type) && !has_text (lb_project_get_ip_name (project)))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R15", "ip_name is required for ip_type %s",
                            type);
  if (lb_rules_type_needs_description (type) && !has_text (lb_project_get_ip_description (project)))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R15",
                            "ip_description is required for ip_type %s", type);

  return TRUE;
}

gboolean
lb_rules_check_project (LbProject *project, GError **error)
{
  const char *medium = lb_project_get_ip_medium (project);
  const char *type = lb_project_get_ip_type (project);
  const char *version = lb_project_get_training_version (project);

  if (!has_text (lb_project_get_project_name (project)))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R14", "project_name is required");
  if (!check_word ("ip_medium", medium, media, error) ||
      !check_word ("ip_type", type, types, error) || !check_texts (project, error))
    return FALSE;
  if (lb_rules_type_needs_illustration (type) && !g_str_equal (medium, "illustration"))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R16",
                            "ip_medium must be illustration for ip_type %s", type);
  if (version != NULL && !lb_rules_version_known (version))
    return lb_rules_refuse (error, LB_ERROR_INVALID, "R21", "training_version “%s” is not known",
                            version);

  return TRUE;
}

const char *const *
lb_rules_list_versions (void)
{
  return versions;
}

const char *const *
lb_rules_list_media (void)
{
  return media;
}

const char *const *
lb_rules_list_types (void)
{
  return types;
}

gboolean
lb_rules_version_known (const char *training_version)
{
  return training_version != NULL && g_strv_contains (versions, training_version);
}

/**
 * lb_rules_check_family:
 * @locked: (nullable): the version that the project is locked to
 * @wanted: (nullable): the version of a new dataset
 *
 * R22: fibo and the legacy versions never share a project.
 */
gboolean
lb_rules_check_family (const char *locked, const char *wanted, GError **error)
{
  if (locked == NULL || wanted == NULL ||
      g_str_equal (locked, "fibo") == g_str_equal (wanted, "fibo"))
    return TRUE;

  return lb_rules_refuse (error, LB_ERROR_INVALID, "R22",
                          "training_version %s does not fit the project, which is locked to %s",
                          wanted, locked);
}

gboolean
lb_rules_check_new_dataset (const char *name,
                            const char *training_version,
                            const char *upload_type,
                            GError **error)
{
  if (!has_text (name))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R20", "name", "“name” is required");
  if (training_version != NULL && !lb_rules_version_known (training_version))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R21", "training_version",
                                  "There is no such training version");
  if (upload_type != NULL && !g_str_equal (upload_type, "basic") &&
      !g_str_equal (upload_type, "advanced"))
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R24", "upload_type",
                                  "“upload_type” must be basic or advanced");

  return TRUE;
}
