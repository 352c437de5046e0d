#pragma once

#include <adwaita.h>

#include "jobs/lb-copy-job.h"
#include "jobs/lb-copy-plan.h"

G_BEGIN_DECLS

/* One line of a plan: what, and more about it. */
typedef struct
{
  char *title;    /* (owned) */
  char *subtitle; /* (owned) (nullable) */
} LbCopyLine;

void lb_copy_line_free (LbCopyLine *self);

/* (transfer full) (element-type LbCopyLine): what is sent. */
GPtrArray *lb_copy_plan_words (const LbCopyPlan *plan);
/* (transfer full) (element-type LbCopyLine): what will be another there than here. */
GPtrArray *lb_copy_plan_differences (const LbCopyPlan *plan);
/* (transfer none): why it can't be copied at all. */
const char *lb_copy_refusal_words (const LbCopyPlan *plan);
/* (transfer full): how many requests, and how long. @plan: requests a minute, 0 for no limit. */
char *lb_copy_time_words (guint n_requests, guint plan, double seconds);
/* (transfer full): how far it is, in one line. @account: its name. */
char *lb_copy_job_words (LbCopyJob *job, const char *account);
/* (transfer full): what is left, or why it waits. @plan: as above. */
char *lb_copy_job_rest_words (LbCopyJob *job, guint plan);
/* (transfer full): what has come of it. @error: (nullable) */
char *lb_copy_end_words (LbCopyJob *job, const char *account, const GError *error);

G_END_DECLS
