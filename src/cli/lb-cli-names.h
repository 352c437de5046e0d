#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The option that says how a list on standard input is written, for the entries of a command. */
#define LB_CLI_NAMES_ENTRY(is_null)                                                                \
  { "null",  '0',                                                                                  \
    0,       G_OPTION_ARG_NONE,                                                                    \
    is_null, N_ ("A list on standard input has a NUL behind each name, not a new line"),           \
    NULL }

/* (transfer full) (nullable): @names with the list on standard input in place of the one that is
 * "-". With a mistake, which is said on standard error, NULL. */
char **lb_cli_names_read (char **names, gboolean is_null);
/* (transfer full): @names with what is there in place of each that is no file and has wildcards. */
char **lb_cli_names_glob (char **names);

G_END_DECLS
