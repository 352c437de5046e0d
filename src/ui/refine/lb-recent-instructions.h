#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Instructions that were asked for before, newest first; kept in the settings. */

/* (transfer full) */
char **lb_recent_instructions_list (void);
void lb_recent_instructions_add (const char *instruction);

G_END_DECLS
