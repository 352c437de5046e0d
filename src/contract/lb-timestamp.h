#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Both forms of R11 to unix microseconds; 0 when @text is NULL or not a time. */
gint64 lb_timestamp_parse (const char *text);
/* (transfer full): always UTC with `Z`, whole seconds or six digits. */
char *lb_timestamp_format (gint64 unix_us);

G_END_DECLS
