#pragma once

#include <glib.h>

#include "cli/lb-cli-exit.h"

G_BEGIN_DECLS

/* Runs the command that @argv names. Returns an #LbCliExit for exit(). */
int lb_cli_run (int argc, char **argv);

/* One command each; @argv: (transfer none): its own name first. */
LbCliExit lb_cli_accounts (char **argv);
LbCliExit
lb_cli_add (char **argv); /* as "import" too, which also brings captions for what is there */
LbCliExit lb_cli_bulk (char **argv);
LbCliExit lb_cli_caption (char **argv);
LbCliExit lb_cli_captioner (char **argv);
LbCliExit lb_cli_check (char **argv);
LbCliExit lb_cli_clone (char **argv);
LbCliExit lb_cli_complete (char **argv);
LbCliExit lb_cli_copy (char **argv);
LbCliExit lb_cli_create (char **argv);
LbCliExit lb_cli_datasets (char **argv);
LbCliExit lb_cli_delete (char **argv);
LbCliExit lb_cli_export (char **argv);
LbCliExit lb_cli_list (char **argv); /* as "find" too, which takes the filter as an argument */
LbCliExit lb_cli_refine (char **argv);
LbCliExit lb_cli_regenerate (char **argv);
LbCliExit lb_cli_rename (char **argv);
LbCliExit lb_cli_replace (char **argv);
LbCliExit lb_cli_schema (char **argv);
LbCliExit lb_cli_serve (char **argv);
LbCliExit lb_cli_show (char **argv);
LbCliExit lb_cli_trash (char **argv);
LbCliExit lb_cli_undo (char **argv);

G_END_DECLS
