#pragma once

#include "model/lb-prompt-issue.h"

G_BEGIN_DECLS

/* An issue of a structured prompt in translated words. All are (transfer full) plain text in which
 * keys from outside are shown as lb_visible_text() does. */

/* "Line 21: “number_of_objects” must be a whole number" */
char *lb_issue_title (LbPromptIssue *issue);
/* Where it is and what to do: "Objects › 3 › Number of objects: Write digits only…" */
char *lb_issue_detail (LbPromptIssue *issue);
/* Without the place, for what stands beside the field: "Must be a whole number". */
char *lb_issue_words (LbPromptIssue *issue);
/* A part of a sentence: "objects[2].pose is missing", or as the form names it with @in_form. */
char *lb_issue_clause (LbPromptIssue *issue, gboolean in_form);
/* A path as the form names its fields: "objects[2].pose" becomes "Objects › 3 › Pose"; "" for the
 * whole, and (nullable) @path. */
char *lb_path_words (const char *path);

G_END_DECLS
