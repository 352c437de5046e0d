#pragma once

#include "model/lb-readiness-lint.h"

G_BEGIN_DECLS

/* (transfer full): what is worth a look, and why. */
char *lb_lint_words (const LbLintFinding *finding);
char *lb_lint_reason (const LbLintFinding *finding);

G_END_DECLS
