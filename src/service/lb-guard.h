#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Who may call: before anything is looked up, from the request's headers alone. */

/* Whether the message came over the Unix socket. */
gboolean lb_guard_is_local (SoupServerMessage *message);
/* R2 and R3. @port and @token: of the TCP listener, not looked at over the Unix socket.
 * @signed_link: the link's signature stands for the token. Fails with LB_ERROR_FORBIDDEN,
 * UNAUTHORIZED or, for headers that are too many or could be read two ways, PROTOCOL. */
gboolean lb_guard_check (
  SoupServerMessage *message, guint port, const char *token, gboolean signed_link, GError **error);

G_END_DECLS
