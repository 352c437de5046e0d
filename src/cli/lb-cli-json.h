#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of an object that was begun. @text: (nullable): null then. */
void lb_cli_json_text (JsonBuilder *builder, const char *name, const char *text);
void lb_cli_json_number (JsonBuilder *builder, const char *name, gint64 number);
void lb_cli_json_flag (JsonBuilder *builder, const char *name, gboolean value);
/* Prints what was built, as one document: UTF-8 in every locale, and nothing in it steers a
 * terminal. */
void lb_cli_json_print (JsonBuilder *builder);

G_END_DECLS
