#pragma once

#include "contract/lb-rules.h"

G_BEGIN_DECLS

/* (transfer full): what @refusal, of a rule that was asked about @dataset, says in the words of the
 * command line. The contract has names for things that nobody sees here. */
char *lb_cli_rules_words (const GError *refusal, LbDataset *dataset);

G_END_DECLS
