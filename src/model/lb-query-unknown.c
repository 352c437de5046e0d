#include "model/lb-query-unknown.h"

#include "model/lb-prompt-schema.h"
#include "model/lb-query-private.h"
#include "model/lb-query-scanner.h"

/* @prefix: what stands in front of a field of @shape, with its dot */
static void
add_shape (LbQueryPaths *paths, const LbPromptShape *shape, const char *prefix)
{
  for (guint i = 0; i < shape->n_fields; i++)
    {
      const LbPromptField *field = &shape->fields[i];
      const char *list = field->kind == LB_PROMPT_FIELD_LIST ? "[]" : "";
      g_autofree char *path = g_strconcat (prefix, field->key, list, NULL);
      g_autofree char *within = g_strconcat (path, ".", NULL);

      lb_query_paths_add (paths, path);
      if (field->shape != NULL)
        add_shape (paths, field->shape, within);
    }
}

/* (transfer none): the fields of the contract. */
static LbQueryPaths *
get_contract_paths (void)
{
  static LbQueryPaths *contract;

  if (g_once_init_enter_pointer (&contract))
    {
      LbQueryPaths *paths = lb_query_paths_new ();

      add_shape (paths, lb_prompt_schema_get_root (LB_PROMPT_CAPTION), "");
      g_once_init_leave_pointer (&contract, paths);
    }

  return contract;
}

static gboolean
has_field (LbQueryPaths *paths, const char *const *keys)
{
  const guint n = lb_query_paths_get_length (paths);

  for (guint i = 0; i < n; i++)
    if (lb_query_paths_fits (paths, i, keys))
      return TRUE;

  return FALSE;
}

static gboolean
is_unknown (const char *field, LbQueryPaths *paths)
{
  gsize wrong_at = 0;
  gboolean is_index = FALSE;
  g_auto (GStrv) keys = NULL;

  if (lb_query_field_from_name (field) != LB_QUERY_PATH ||
      (keys = lb_query_path_read (field, &wrong_at, &is_index)) == NULL)
    return FALSE;

  return !has_field (get_contract_paths (), (const char *const *) keys) &&
         (paths == NULL || !has_field (paths, (const char *const *) keys));
}

gboolean
lb_query_find_unknown (const char *text, LbQueryPaths *paths, LbQueryIssue *issue)
{
  g_return_val_if_fail (text != NULL && issue != NULL, FALSE);

  for (LbQueryToken token = lb_query_scan (text, 0); token.kind != LB_QUERY_TOKEN_END;
       token = lb_query_scan (text, token.end))
    {
      g_autofree char *field = g_strndup (text + token.start, token.field_end - token.start);

      if (token.comparison == '\0' || !is_unknown (field, paths))
        continue;
      *issue = (LbQueryIssue) { LB_QUERY_ISSUE_FIELD, token.start, token.field_end };
      return TRUE;
    }

  return FALSE;
}
