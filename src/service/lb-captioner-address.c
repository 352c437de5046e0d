#include "service/lb-captioner-address.h"

#include <gio/gio.h>
#include <string.h>

#include "base/lb-loopback.h"

#define MAX_BYTES 2048

static GUri *
parse (const char *address)
{
  return address != NULL ? g_uri_parse (address, G_URI_FLAGS_SCHEME_NORMALIZE, NULL) : NULL;
}

gboolean
lb_captioner_address_is_valid (const char *address)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (strlen (address) > MAX_BYTES || !(uri = parse (address)))
    return FALSE;

  for (const char *at = address; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;

  scheme = g_uri_get_scheme (uri);

  return (g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL;
}

gboolean
lb_captioner_address_is_open (const char *address)
{
  g_autoptr (GUri) uri = parse (address);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http") &&
         !lb_loopback_is_host (g_uri_get_host (uri));
}

gboolean
lb_captioner_address_is_here (const char *address)
{
  g_autoptr (GUri) uri = parse (address);

  return uri != NULL && lb_loopback_is_host (g_uri_get_host (uri));
}

gboolean
lb_captioner_address_same_server (const char *one, const char *other)
{
  g_autoptr (GUri) first = parse (one);
  g_autoptr (GUri) second = parse (other);

  return first != NULL && second != NULL &&
         g_str_equal (g_uri_get_scheme (first), g_uri_get_scheme (second)) &&
         g_ascii_strcasecmp (g_uri_get_host (first), g_uri_get_host (second)) == 0 &&
         g_uri_get_port (first) == g_uri_get_port (second);
}
