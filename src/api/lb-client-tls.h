#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LbClientTls:
 *
 * What is seen of the safety of one message's connection. There is no switch that lets a
 * certificate pass; a connection older than TLS 1.2 is given up before anything goes over it.
 */
typedef struct
{
  GCancellable *stop; /* (unowned): of the message */
  GTlsCertificateFlags certificate;
  gboolean too_old;
  gboolean made;
} LbClientTls;

/* Whether @base can be asked at all: for https this computer needs glib-networking. */
gboolean lb_client_tls_is_there (GUri *base, GError **error);
/* Before @message is sent, until after it. @stop: gives it up. */
void lb_client_tls_watch (LbClientTls *self, SoupMessage *message, GCancellable *stop);
void lb_client_tls_unwatch (LbClientTls *self, SoupMessage *message);
/* (transfer full) (nullable): LB_ERROR_OFFLINE with its LbTlsFault when that is why @error came,
 * else NULL. */
GError *lb_client_tls_error (const LbClientTls *self, const GError *error);

G_END_DECLS
