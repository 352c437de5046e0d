#pragma once

#include "cli/lb-cli-exit.h"
#include "session/lb-session.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): @text, after the repair that the service makes as well, as the visual
 * schema that @dataset is to get; else it is said on standard error why it can't be (R27, R28). */
char *lb_cli_schema_judge (LbSession *session, LbDataset *dataset, const char *text);
/* Sets it; what goes wrong is said on standard error. */
LbCliExit
lb_cli_schema_set (LbSession *session, LbDataset *dataset, const char *schema, GCancellable *stop);
/* What to end with once a change of @kind was made: whether the service has it is said where it has
 * not. */
LbCliExit lb_cli_schema_settled (LbSession *session, LbDataset *dataset, LbChangeKind kind);

G_END_DECLS
