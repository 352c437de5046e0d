#pragma once

#include <adwaita.h>

#include "model/lb-prompt-issue.h"

G_BEGIN_DECLS

/* What is wrong with the field above it, as an icon and words; nothing while nothing is wrong. */
#define LB_TYPE_ISSUE_LINE (lb_issue_line_get_type ())
G_DECLARE_FINAL_TYPE (LbIssueLine, lb_issue_line, LB, ISSUE_LINE, AdwBin)

GtkWidget *lb_issue_line_new (void);
/* @issue: (nullable). */
void lb_issue_line_set_issue (LbIssueLine *self, LbPromptIssue *issue);
/* (nullable): the words. */
const char *lb_issue_line_get_words (LbIssueLine *self);

G_END_DECLS
