#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The address of a captioner is the user's own, so it may lead anywhere, also into the house. */

/* http or https with a host, and nothing that does not belong into a setting: no name or password,
 * no question, no fragment. */
gboolean lb_captioner_address_is_valid (const char *address);
/* Whether what goes there can be read on the way: http to another computer. */
gboolean lb_captioner_address_is_open (const char *address);
/* Whether what goes there stays on this computer. */
gboolean lb_captioner_address_is_here (const char *address);
/* The same scheme, host and port: a key that was given for one holds for the other. @one, @other:
 * (nullable). */
gboolean lb_captioner_address_same_server (const char *one, const char *other);

G_END_DECLS
