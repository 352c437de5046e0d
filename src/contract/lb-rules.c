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
lb_rules_refuse_field (
  GError **error, LbError code, const char *rule, const char *field, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, LB_ERROR, (int) code, "%s[%s]: %s", rule, field, text);
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

/* Bytes of "R47" at the start of @message when ": " or a field follows, else 0. @text: (out): what
 * follows that. */
static gsize
rule_length (const char *message, const char **text)
{
  const char *end = NULL;

  *text = message;
  if (message == NULL || *message != 'R' || !g_ascii_isdigit (message[1]))
    return 0;

  end = message + 1 + strspn (message + 1, "0123456789");
  if (*end == '[')
    *text = strstr (end, "]: ");
  else
    *text = g_str_has_prefix (end, ": ") ? end - 1 : NULL;
  if (*text == NULL)
    {
      *text = message;
      return 0;
    }

  *text += strlen ("]: ");
  return (gsize) (end - message);
}

char *
lb_rules_error_rule (const GError *error)
{
  const char *text = NULL;
  gsize length = error != NULL ? rule_length (error->message, &text) : 0;

  return length > 0 ? g_strndup (error->message, length) : NULL;
}

const char *
lb_rules_error_text (const GError *error)
{
  const char *text = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  rule_length (error->message, &text);
  return text;
}

gboolean
lb_rules_is_assumed (const char *rule)
{
  /* Those marked [A] alone; the table of marks is in data/contract/RULES.md. */
  static const char *const assumed[] = { "R9",  "R10", "R13", "R32", "R33", "R35", "R39",
                                         "R40", "R49", "R55", "R56", "R57", "R58", "R62",
                                         "R65", "R70", "R71", "R84", "R85", NULL };

  return rule != NULL && g_strv_contains (assumed, rule);
}

gboolean
lb_rules_stops (LbRulesMode mode, const GError *refusal)
{
  g_autofree char *rule = NULL;

  if (refusal == NULL)
    return FALSE;
  if (mode == LB_RULES_LOCAL)
    return TRUE;

  rule = lb_rules_error_rule (refusal);
  return !lb_rules_is_assumed (rule);
}
