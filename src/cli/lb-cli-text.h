#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the text in @path, "-" for standard input: UTF-8, at most what the
 * service takes of a schema. With a mistake, which is said on standard error, NULL. */
char *lb_cli_text_read (const char *path);
/* Prints a caption or visual schema: JSON over several lines, anything else as it is; a line at a
 * time, so that what a model says steers no terminal. */
void lb_cli_text_print (const char *text);
/* The same to a terminal; a file or another program gets every character as it is, since what is
 * written so may be read again. */
void lb_cli_text_write (const char *text);
/* Says on standard error what is wrong in @text, a caption or visual schema that was refused with
 * @error, and in which lines. */
void lb_cli_text_complain (const char *text, gboolean is_schema, const GError *error);

G_END_DECLS
