#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @host, as in an address and without brackets, is this computer and can be no other: a
 * loopback number, or "localhost". Nothing is looked up. */
gboolean lb_loopback_is_host (const char *host);

G_END_DECLS
