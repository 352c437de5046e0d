#pragma once

#include <adwaita.h>

#include "jobs/lb-replace-job.h"

G_BEGIN_DECLS

/* One text of a caption in which something was found: whose it is, and what comes of it, with a
 * check; or why it stays as it is. */
#define LB_TYPE_REPLACE_ROW (lb_replace_row_get_type ())
G_DECLARE_FINAL_TYPE (LbReplaceRow, lb_replace_row, LB, REPLACE_ROW, AdwBin)

GtkWidget *lb_replace_row_new (LbSession *session, LbReplaceJob *job);
/* @match: (nullable): of the job; NULL for none any more. */
void lb_replace_row_set_match (LbReplaceRow *self, LbReplaceMatch *match);
/* (transfer none): for whoever can't see it. */
const char *lb_replace_row_get_words (LbReplaceRow *self);

G_END_DECLS
