#include "api/lb-client-private.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#include "api/lb-client-tls.h"
#include "base/lb-error.h"
#include "base/lb-loopback.h"
#include "base/lb-visible-text.h"
#include "contract/lb-routes.h"

#define LOCAL_BASE_URL "http://" LB_LOCAL_AUTHORITY
#define CONNECTIONS 8

G_DEFINE_FINAL_TYPE (LbClient, lb_client, G_TYPE_OBJECT)

static void
lb_client_dispose (GObject *object)
{
  LbClient *self = LB_CLIENT (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (lb_client_parent_class)->dispose (object);
}

static void
lb_client_finalize (GObject *object)
{
  LbClient *self = LB_CLIENT (object);

  g_clear_pointer (&self->base, g_uri_unref);
  g_clear_pointer (&self->base_url, g_free);
  if (self->token != NULL)
    explicit_bzero (self->token, strlen (self->token));
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->refusal, g_free);
  g_clear_object (&self->interactive);
  g_clear_object (&self->transfers);
  g_clear_object (&self->pictures);
  g_clear_object (&self->pacer);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (lb_client_parent_class)->finalize (object);
}

static void
lb_client_class_init (LbClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lb_client_dispose;
  object_class->finalize = lb_client_finalize;
}

static void
lb_client_init (LbClient *self)
{
  self->cancellable = g_cancellable_new ();
  self->pacer = lb_pacer_new (0);
  self->second_ms = 1000;
}

/* Deadlines are our own, so the session has none; its cookies and caches are never wanted. */
static SoupSession *
new_session (const char *socket_path)
{
  SoupSession *session = NULL;

  if (socket_path != NULL)
    {
      g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);

      session = soup_session_new_with_options ("remote-connectable", address, "timeout", 0,
                                               "max-conns-per-host", CONNECTIONS, "max-conns",
                                               CONNECTIONS, NULL);
      soup_session_set_proxy_resolver (session, NULL);
    }
  else
    session = soup_session_new_with_options ("timeout", 0, "max-conns-per-host", CONNECTIONS,
                                             "max-conns", 2 * CONNECTIONS, NULL);

  soup_session_set_user_agent (session, "lookbook ");

  return session;
}

static LbClient *
client_new (const char *socket_path)
{
  LbClient *self = g_object_new (LB_TYPE_CLIENT, NULL);

  self->interactive = new_session (socket_path);
  self->transfers = new_session (socket_path);
  self->pictures = new_session (socket_path);

  return self;
}

/* @uri: (nullable). NULL when nothing is to be said against it. Plain HTTP is for this computer
 * only: the token would travel in the clear. */
static const char *
judge_address (GUri *uri)
{
  const char *scheme = NULL;
  const char *host = NULL;

  if (uri == NULL)
    return "The service's address is not a URL";

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0')
    return "The service's address names no host";
  if (g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && lb_loopback_is_host (host)))
    return NULL;

  return "The service's address must begin with https://";
}

/* Whether @text looks like what it is: no blanks, and nothing that is not seen or turns the text.
 */
static gboolean
shows_itself (const char *text)
{
  g_autofree char *visible = lb_visible_text (text);

  if (!g_str_equal (visible, text))
    return FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isspace (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

/* @base: (nullable): what @base_url says */
static char *
judge_base (const char *base_url, GUri *base)
{
  const char *fault = judge_address (base);

  /* The host has lost its percent signs. */
  if (fault == NULL && (!shows_itself (base_url) || !shows_itself (g_uri_get_host (base))))
    fault = "The service's address holds blanks or characters that can't be seen";
  if (fault == NULL && g_uri_get_userinfo (base) != NULL)
    fault = "The service's address names a user";
  if (fault == NULL && (g_uri_get_query (base) != NULL || g_uri_get_fragment (base) != NULL))
    fault = "The service's address ends in a query or fragment";

  return g_strdup (fault);
}

gboolean
lb_client_is_private_way (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;

  return judge_address (uri) == NULL;
}

/* A header value: a line break or blank in it would be a second header or a damaged token. */
static gboolean
token_is_clean (const char *token)
{
  for (const char *p = token; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;

  return *token != '\0';
}

/**
 * lb_client_new_for_socket:
 * @socket_path: the Unix socket of the embedded service
 *
 * Nothing is connected before the first call. No token is sent: the peer's user id stands for it.
 *
 * Returns: (transfer full): a client
 */
LbClient *
lb_client_new_for_socket (const char *socket_path)
{
  LbClient *self = NULL;

  g_return_val_if_fail (socket_path != NULL, NULL);

  self = client_new (socket_path);
  self->local = TRUE;
  self->base_url = g_strdup (LOCAL_BASE_URL);
  self->base = g_uri_parse (LOCAL_BASE_URL, SOUP_HTTP_URI_FLAGS, NULL);

  return self;
}

/**
 * lb_client_new:
 * @base_url: the part of the service's address before "/v1"; https, or http on this computer
 * @token: (nullable): sent as `api_token` to that origin only; blanks around it are cut
 *
 * An address or token that can't be used makes every operation fail with LB_ERROR_INVALID or
 * LB_ERROR_UNAUTHORIZED; nothing is sent then.
 *
 * Returns: (transfer full): a client
 */
LbClient *
lb_client_new (const char *base_url, const char *token)
{
  LbClient *self = NULL;

  g_return_val_if_fail (base_url != NULL, NULL);

  self = client_new (NULL);
  self->base_url = g_strdup (base_url);
  for (gsize n = strlen (self->base_url); n > 0 && self->base_url[n - 1] == '/'; n--)
    self->base_url[n - 1] = '\0';
  self->base = g_uri_parse (self->base_url, SOUP_HTTP_URI_FLAGS, NULL);
  self->refusal = judge_base (self->base_url, self->base);
  if (token != NULL)
    self->token = g_strstrip (g_strdup (token));

  return self;
}

gboolean
lb_client_judge_base_url (const char *base_url, GError **error)
{
  g_autoptr (GUri) base =
    base_url != NULL ? g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  g_autofree char *fault = judge_base (base_url, base);

  if (fault != NULL)
    g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, fault);

  return fault == NULL;
}

gboolean
lb_client_is_near (LbClient *self)
{
  g_autoptr (GUri) base = NULL;

  g_return_val_if_fail (LB_IS_CLIENT (self), FALSE);

  if (self->base_url != NULL)
    base = g_uri_parse (self->base_url, SOUP_HTTP_URI_FLAGS, NULL);

  return base == NULL || lb_loopback_is_host (g_uri_get_host (base));
}

void
lb_client_set_token (LbClient *self, const char *token)
{
  g_return_if_fail (LB_IS_CLIENT (self));

  if (self->token != NULL)
    explicit_bzero (self->token, strlen (self->token));
  g_free (self->token);
  self->token = g_strstrip (g_strdup (token != NULL ? token : ""));
}

/**
 * lb_client_close:
 * @self: a client
 *
 * Stops everything under way with LB_ERROR_CANCELLED; later calls fail the same way.
 */
void
lb_client_close (LbClient *self)
{
  g_return_if_fail (LB_IS_CLIENT (self));

  g_cancellable_cancel (self->cancellable);
}

void
lb_client_set_plan (LbClient *self, guint requests_a_minute)
{
  g_return_if_fail (LB_IS_CLIENT (self));

  lb_pacer_set_plan (self->pacer, requests_a_minute);
}

double
lb_client_estimate_s (LbClient *self, guint n)
{
  g_return_val_if_fail (LB_IS_CLIENT (self), 0);
  return lb_pacer_estimate_s (self->pacer, n);
}

double
lb_client_get_held_s (LbClient *self)
{
  g_return_val_if_fail (LB_IS_CLIENT (self), 0);
  return lb_pacer_get_held_s (self->pacer);
}

/* Not in a message's hands: whether an address is the one the token was given for. */
static gboolean
is_our_origin (LbClient *self, GUri *uri)
{
  return g_strcmp0 (g_uri_get_scheme (uri), g_uri_get_scheme (self->base)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (uri), g_uri_get_host (self->base)) == 0 &&
         g_uri_get_port (uri) == g_uri_get_port (self->base);
}

SoupMessage *
lb_client_new_message (
  LbClient *self, const char *method, const char *path, const char *query, GError **error)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *url = NULL;
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT;

  if (self->refusal != NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID, self->refusal);
      return NULL;
    }
  if (!lb_client_tls_is_there (self->base, error))
    return NULL;
  if (self->token != NULL && !token_is_clean (self->token))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNAUTHORIZED,
                           "The token is empty or holds blanks");
      return NULL;
    }

  url =
    g_strconcat (self->base_url, path, query != NULL ? "?" : "", query != NULL ? query : "", NULL);
  if (!(message = soup_message_new (method, url)))
    {
      g_set_error (error, LB_ERROR, LB_ERROR_INVALID, "Not an address: %s", url);
      return NULL;
    }

  /* On a connection of its own libsoup has no reason to send a change a second time. */
  if (!g_str_equal (method, SOUP_METHOD_GET))
    flags |= SOUP_MESSAGE_NEW_CONNECTION;
  soup_message_set_flags (message, flags);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "application/json");
  if (self->token != NULL && is_our_origin (self, soup_message_get_uri (message)))
    soup_message_headers_replace (soup_message_get_request_headers (message), "api_token",
                                  self->token);

  return g_steal_pointer (&message);
}

SoupMessage *
lb_client_new_link_message (LbClient *self, const char *method, const char *url, GError **error)
{
  g_autoptr (SoupMessage) message = url != NULL ? soup_message_new (method, url) : NULL;
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT;

  if (message == NULL)
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL, "The link is not a URL");
      return NULL;
    }
  if (self->local && !is_our_origin (self, soup_message_get_uri (message)))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_PROTOCOL,
                           "The link leads away from this computer");
      return NULL;
    }

  if (!g_str_equal (method, SOUP_METHOD_GET))
    flags |= SOUP_MESSAGE_NEW_CONNECTION;
  soup_message_set_flags (message, flags);

  return g_steal_pointer (&message);
}
