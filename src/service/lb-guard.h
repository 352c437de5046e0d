#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Who may call: before anything is looked up, from the request's headers alone. */

/* What is looked at of a request. */
typedef struct
{
  SoupMessageHeaders *headers;
  GUri *uri; /* (nullable) */
  SoupHTTPVersion version;
  gboolean local;       /* over the Unix socket; the peer is known to be the user */
  guint port;           /* of the TCP listener */
  const char *token;    /* (nullable); the same */
  gboolean signed_link; /* the link's signature stands for the token */
} LbGuardRequest;

/* Whether the message came over the Unix socket. */
gboolean lb_guard_is_local (SoupServerMessage *message);
/* R2 and R3. @port and @token: of the TCP listener, not looked at over the Unix socket.
 * @signed_link: the link's signature stands for the token. Fails with LB_ERROR_FORBIDDEN,
 * UNAUTHORIZED or, for headers that are too many or could be read two ways, PROTOCOL. */
gboolean lb_guard_check (
  SoupServerMessage *message, guint port, const char *token, gboolean signed_link, GError **error);

/* The same of a request that came from anywhere; looks at nothing but @request. */
gboolean lb_guard_judge (const LbGuardRequest *request, GError **error);

/* First of all, with the headers there: ends the line of a caller who tells a length below nothing,
 * which the library would pass on to its reader of bodies; only taking the line away keeps it from
 * doing so. TRUE when it did: the message is gone. */
gboolean lb_guard_hang_up (SoupServerMessage *message);

G_END_DECLS
