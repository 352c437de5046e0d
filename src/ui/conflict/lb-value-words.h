#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A value of a caption for somebody who does not read JSON: a text as it is, a group or a list with
 * one line for each field. @json: (nullable): NULL where there is none. @words: (out) (transfer
 * full). Returns FALSE when there is no value, or an empty one, and @words only says so. */
gboolean lb_value_words (const char *json, char **words);
/* (transfer full): @text from outside as it is broken into lines, and safe to be shown. */
char *lb_lines_words (const char *text);

G_END_DECLS
