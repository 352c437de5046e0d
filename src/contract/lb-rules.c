#include "contract/lb-rules.h"

#include <string.h>

#include "contract/lb-rules-private.h"

gboolean
lb_rules_refuse (GError **error, LbError code, const char *rule, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, LB_ERROR, (int) code, "%s: %s", rule, text);
  return FALSE;
}

gboolean
lb_rules_refuse_prompt (
  LbPrompt *prompt, LbPromptKind kind, const char *rule, const char *what, GError **error)
{
  g_autoptr (GListModel) issues = lb_prompt_validate (prompt, kind);
  g_autoptr (LbPromptIssue) issue = g_list_model_get_item (issues, 0);
  const char *path = issue != NULL ? lb_prompt_issue_get_path (issue) : NULL;

  if (issue == NULL)
    return lb_rules_refuse (error, LB_ERROR_INVALID, rule, "The %s is not valid", what);
  if (path == NULL || *path == '\0')
    return lb_rules_refuse (error, LB_ERROR_INVALID, rule, "The %s is not valid: %s", what,
                            lb_prompt_issue_get_message (issue));

  return lb_rules_refuse (error, LB_ERROR_INVALID, rule, "The %s is not valid at “%s”: %s", what,
                          path, lb_prompt_issue_get_message (issue));
}

/* Bytes of "R47" at the start of @message when ": " follows, else 0. */
static gsize
rule_length (const char *message)
{
  gsize digits;

  if (message == NULL || *message != 'R')
    return 0;

  digits = strspn (message + 1, "0123456789");
  return digits > 0 && g_str_has_prefix (message + 1 + digits, ": ") ? 1 + digits : 0;
}

char *
lb_rules_error_rule (const GError *error)
{
  gsize length = error != NULL ? rule_length (error->message) : 0;

  return length > 0 ? g_strndup (error->message, length) : NULL;
}

const char *
lb_rules_error_text (const GError *error)
{
  gsize length = 0;

  g_return_val_if_fail (error != NULL, NULL);

  length = rule_length (error->message);
  return length > 0 ? error->message + length + strlen (": ") : error->message;
}
