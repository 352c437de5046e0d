#pragma once

#include "model/lb-query.h"

G_BEGIN_DECLS

/* (transfer full): what is wrong with @text, in the user's language: "Character 7: this quote is
 * not closed". */
char *lb_query_issue_words (const LbQueryIssue *issue, const char *text);

G_END_DECLS
