#pragma once

#include "cli/lb-cli-exit.h"

G_BEGIN_DECLS

/* Whether somebody wants what can't be taken back. @yes: --yes was given; then nobody is asked, and
 * where nobody can be asked there has to be one. @exit: (out): what to end with where it is not
 * wanted. */
gboolean lb_cli_confirm (const char *question, gboolean yes, LbCliExit *exit);

G_END_DECLS
