#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lookbookctl ends with. `lookbookctl --help`, the man page and the help pages say the same,
 * with the words of lb_cli_exit_words(). */
typedef enum
{
  LB_CLI_DONE = 0,
  LB_CLI_USAGE = 1,
  LB_CLI_REFUSED = 2, /* nothing was done: files, captions, rules, no such thing */
  LB_CLI_PARTLY = 3,  /* some of it was done */
  LB_CLI_UNREACHABLE = 4,
  LB_CLI_AUTH = 5,
  LB_CLI_STOPPED = 130 /* by Ctrl+C, before all was done */
} LbCliExit;

/* (transfer none) (nullable): what @code means, in the user's language; NULL where it means none.
 */
const char *lb_cli_exit_words (int code);
/* What a command ends with that nothing else could be done for than to say @error. */
LbCliExit lb_cli_exit_of (const GError *error);
/* The same where @n_done things were done and @n_left were not. */
LbCliExit lb_cli_exit_of_counts (guint n_done, guint n_left);
/* The same, @error (nullable) being why one of those was not: where nothing was done at all, what
 * stood in the way of it counts. */
LbCliExit lb_cli_exit_of_failures (guint n_done, guint n_left, const GError *error);

G_END_DECLS
