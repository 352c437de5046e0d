#include "api/lb-client-tls.h"

#include "base/lb-error.h"
#include "base/lb-tls-fault.h"

static GError *
fault_error (LbTlsFault fault, const char *words)
{
  GError *error = g_error_new_literal (LB_ERROR, LB_ERROR_OFFLINE, words);

  lb_error_set_tls_fault (error, fault);

  return error;
}

static GError *
unavailable_error (void)
{
  return fault_error (LB_TLS_FAULT_UNAVAILABLE,
                      "No safe connection can be made: glib-networking is not installed");
}

gboolean
lb_client_tls_is_there (GUri *base, GError **error)
{
  if (g_strcmp0 (g_uri_get_scheme (base), "https") != 0 ||
      g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    return TRUE;

  g_propagate_error (error, unavailable_error ());

  return FALSE;
}

/* The stream is encrypted, and nothing of the message has gone into it. */
static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *stream,
                  LbClientTls *self)
{
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (stream))
    return;

  self->made = TRUE;
  if (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (stream)) <
      G_TLS_PROTOCOL_VERSION_TLS_1_2)
    {
      self->too_old = TRUE;
      g_cancellable_cancel (self->stop);
    }
}

static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       LbClientTls *self)
{
  self->certificate = errors;

  return FALSE;
}

void
lb_client_tls_watch (LbClientTls *self, SoupMessage *message, GCancellable *stop)
{
  self->stop = stop;
  g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
}

void
lb_client_tls_unwatch (LbClientTls *self, SoupMessage *message)
{
  g_signal_handlers_disconnect_by_data (message, self);
}

/* One certificate may have several faults; the first of these is told. */
static LbTlsFault
certificate_fault (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return LB_TLS_FAULT_UNKNOWN;
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return LB_TLS_FAULT_OTHER_HOST;
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return LB_TLS_FAULT_EXPIRED;
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return LB_TLS_FAULT_NOT_YET_VALID;

  return LB_TLS_FAULT_FAILED;
}

/* A connection that is cut off while it is used is no matter of its safety. */
static gboolean
is_of_handshake (const LbClientTls *self, const GError *error)
{
  return error->domain == G_TLS_ERROR && !self->made && error->code != G_TLS_ERROR_EOF;
}

GError *
lb_client_tls_error (const LbClientTls *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (self->too_old)
    return fault_error (LB_TLS_FAULT_TOO_OLD, "The server offers nothing newer than TLS 1.1");
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    return unavailable_error ();
  if (!is_of_handshake (self, error))
    return NULL;

  words = g_strdup_printf ("No safe connection could be made: %s", error->message);

  return fault_error (
    self->certificate != 0 ? certificate_fault (self->certificate) : LB_TLS_FAULT_FAILED, words);
}
