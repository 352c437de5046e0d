#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LbConnections:
 *
 * The lines that are open to the service: how many there may be, and how long each may keep it
 * waiting. A line that is cut ends as if the caller had hung up.
 */
#define LB_TYPE_CONNECTIONS (lb_connections_get_type ())
G_DECLARE_FINAL_TYPE (LbConnections, lb_connections, LB, CONNECTIONS, GObject)

typedef struct
{
  guint max_open;  /* over the Unix socket, and as many over TCP */
  guint header_ms; /* for the headers of a request, from the line's start or their first byte */
  guint kept_ms;   /* for the next request to start on a line that was kept */
  guint stall_ms;  /* for the next bytes of a body, in and out */
} LbConnectionLimits;

LbConnections *lb_connections_new (void);
/* For lines that come later. */
void lb_connections_set_limits (LbConnections *self, const LbConnectionLimits *limits);
/* To be called when a line is there, and when the next request on it starts. One line too many is
 * answered with 503 and cut. */
void lb_connections_watch (LbConnections *self, SoupServerMessage *message);
/* Between these two it is the service that keeps the caller of @message waiting. */
void lb_connections_hold (LbConnections *self, SoupServerMessage *message);
void lb_connections_go_on (LbConnections *self, SoupServerMessage *message);
/* Also the property "n-open", which notifies. */
guint lb_connections_get_n_open (LbConnections *self);

G_END_DECLS
