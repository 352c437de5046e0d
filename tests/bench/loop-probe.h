#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long the default main context is busy between two looks at what happens outside: nothing is
 * drawn and no key arrives meanwhile. */

void loop_probe_install (void);
/* The longest time since the last call of this, in microseconds. */
gint64 loop_probe_take_longest_us (void);
/* Forgets what went before, of the piece of work under way as well. */
void loop_probe_restart (void);

G_END_DECLS
