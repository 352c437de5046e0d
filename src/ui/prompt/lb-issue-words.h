#pragma once

#include "model/lb-prompt-issue.h"

G_BEGIN_DECLS

/* An issue of a structured prompt in translated words. Both are (transfer full) plain text. */

/* "Line 21: “number_of_objects” has the wrong kind of value" */
char *lb_issue_title (LbPromptIssue *issue);
/* Where it is and what to write: "Objects › 3 › Number of objects". */
char *lb_issue_detail (LbPromptIssue *issue);
/* Without the place, for what stands beside the field: "Must be a whole number". */
char *lb_issue_words (LbPromptIssue *issue);
/* A field's name as a person reads it: "number_of_objects" becomes "Number of objects". */
char *lb_field_words (const char *key);
/* The same for a path: "objects[2].pose" becomes "Objects › 3 › Pose". */
char *lb_path_words (const char *path);

G_END_DECLS
