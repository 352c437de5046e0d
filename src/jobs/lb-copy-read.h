#pragma once

#include "jobs/lb-copy-plan.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* What copying @dataset of @source to @target would send. Nothing is: both are read alone, @target
 * as far as it is known here. @project: (nullable): of @target; without one a new project is made.
 * Resolves to a boxed LbCopyPlan; fails with LB_ERROR_INVALID when one of the two is not open,
 * STORAGE, or as lb_session_load_images() does. */
DexFuture *lb_copy_read_plan (LbSession *source,
                              LbDataset *dataset,
                              LbSession *target,
                              LbProject *project,
                              gboolean moderation);
/* (nullable) (transfer none): the project of @target that is called like the one of @dataset, and
 * can have it. */
LbProject *lb_copy_find_project (LbSession *source, LbDataset *dataset, LbSession *target);
/* (nullable) (transfer none): the dataset that @record has made in @target. */
LbDataset *lb_copy_find_dataset (LbSession *target, const LbCopyRecord *record);
/* The id of @session's account. */
const char *lb_copy_account_id (LbSession *session);

G_END_DECLS
