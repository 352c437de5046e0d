#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What lookbookctl ends with; `lookbookctl --help` says the same. */
typedef enum
{
  LB_CLI_DONE = 0,
  LB_CLI_REFUSED = 1,     /* some files or captions can't be taken, or were not; a fault there */
  LB_CLI_USAGE = 2,       /* the command line is wrong */
  LB_CLI_UNREACHABLE = 3, /* the service can't be started or reached */
  LB_CLI_NOT_FOUND = 4,   /* no such dataset or account, or more than one of that name */
  LB_CLI_STOPPED = 130    /* by Ctrl+C, before all was done */
} LbCliExit;

/* Runs the command that @argv names. Returns an #LbCliExit for exit(). */
int lb_cli_run (int argc, char **argv);

/* One command each; @argv: (transfer none): its own name first. */
LbCliExit lb_cli_check (char **argv);
LbCliExit lb_cli_accounts (char **argv);
LbCliExit lb_cli_add (char **argv);
LbCliExit lb_cli_export (char **argv);
LbCliExit lb_cli_list (char **argv);
LbCliExit lb_cli_replace (char **argv);
LbCliExit lb_cli_copy (char **argv);
LbCliExit lb_cli_captioner (char **argv);
LbCliExit lb_cli_serve (char **argv);

G_END_DECLS
