#pragma once

#include <json-glib/json-glib.h>

#include "jobs/lb-copy-plan.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* What a copy would send, on standard output. @account: the name of where to; @plan_s: how long it
 * takes there. */
void lb_cli_copy_plan_print (const LbCopyPlan *plan,
                             LbDataset *dataset,
                             const char *account,
                             guint requests_a_minute,
                             double plan_s);
/* The same as members of an object that was begun. */
void lb_cli_copy_plan_add_json (JsonBuilder *builder,
                                const LbCopyPlan *plan,
                                LbDataset *dataset,
                                const char *account,
                                double plan_s);
/* (transfer none): why the dataset can't be copied. */
const char *lb_cli_copy_refusal_words (const LbCopyPlan *plan);

G_END_DECLS
