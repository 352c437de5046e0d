#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the key in @path, "-" for standard input, where it is not shown as it
 * is typed. A key is never an argument: those can be seen by everybody on the computer. With a
 * mistake, which is said, NULL. */
char *lb_cli_read_key (const char *path);

/* One line of standard input, which is not shown as it is typed; @question is asked where somebody
 * types. FALSE with errno. The caller zeroes @buffer. */
gboolean lb_cli_ask_secret (const char *question, char *buffer, gsize size);

G_END_DECLS
