#pragma once

#include "session/lb-history-step.h"

G_BEGIN_DECLS

/* (transfer full): what @step did, translated, as it may stand on a terminal. */
char *lb_cli_step_words (LbHistoryStep *step);
/* Never translated: its kind, its state, and what it is about. */
const char *lb_cli_step_kind_name (LbHistoryStep *step);
const char *lb_cli_step_state_name (LbHistoryStep *step);
const char *lb_cli_step_thing_name (LbHistoryStep *step);

G_END_DECLS
