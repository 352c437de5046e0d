#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  LB_PROMPT_ISSUE_SYNTAX,  /* not JSON at this place */
  LB_PROMPT_ISSUE_MISSING, /* a required field is not there */
  LB_PROMPT_ISSUE_NOT_TEXT,
  LB_PROMPT_ISSUE_NOT_INTEGER,
  LB_PROMPT_ISSUE_NOT_OBJECT,
  LB_PROMPT_ISSUE_NOT_LIST,  /* of objects */
  LB_PROMPT_ISSUE_NOT_LOOSE, /* neither a text, a list of texts nor an object */
  LB_PROMPT_ISSUE_VALUE,     /* not one of the allowed values */
  LB_PROMPT_ISSUE_EMPTY,     /* an empty object where there must be something */
  LB_PROMPT_ISSUE_DUPLICATE  /* the same key twice */
} LbPromptIssueKind;

/* One thing wrong with a structured prompt, and where. Immutable. Properties: kind, path, line,
 * column, message. */
#define LB_TYPE_PROMPT_ISSUE (lb_prompt_issue_get_type ())
G_DECLARE_FINAL_TYPE (LbPromptIssue, lb_prompt_issue, LB, PROMPT_ISSUE, GObject)

LbPromptIssue *lb_prompt_issue_new (
  LbPromptIssueKind kind, const char *path, guint line, guint column, const char *message);
/* From an error of lb_prompt_new() on @text. */
LbPromptIssue *lb_prompt_issue_new_from_error (const char *text, const GError *error);
LbPromptIssueKind lb_prompt_issue_get_kind (LbPromptIssue *self);
const char *lb_prompt_issue_get_path (LbPromptIssue *self);
guint lb_prompt_issue_get_line (LbPromptIssue *self);   /* from 1 */
guint lb_prompt_issue_get_column (LbPromptIssue *self); /* from 1, in characters */
const char *
lb_prompt_issue_get_message (LbPromptIssue *self); /* English; for logs and API errors */

G_END_DECLS
