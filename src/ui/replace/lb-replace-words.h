#pragma once

#include "jobs/lb-replace-job.h"

G_BEGIN_DECLS

/* All (transfer full), for people. */

/* "Unclosed bracket at 4" */
char *lb_replace_issue_words (const LbReplaceIssue *issue);
/* "12 matches in 11 captions" */
char *lb_replace_count_words (const LbReplaceTally *tally);
/* On a button: "Replace 11 in 10 Captions" */
char *lb_replace_apply_words (const LbReplaceTally *tally);
/* (transfer none) (nullable): why a text stays as it is; NULL where it need not. */
const char *lb_replace_refusal_words (LbReplaceRefusal refusal);
/* (transfer none): its icon. */
const char *lb_replace_refusal_icon (LbReplaceRefusal refusal);
/* Which field it is: "Rusty › Clothing"; "" for a caption without fields. */
char *lb_replace_match_field (LbReplaceMatch *match);

G_END_DECLS
