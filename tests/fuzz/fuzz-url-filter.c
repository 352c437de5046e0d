/* The filter of addresses (service/lb-address-filter.h). */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>

#include "service/lb-address-filter.h"

static GUri *base;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  base = g_uri_parse ("https://example.com/a/b?c", G_URI_FLAGS_NONE, NULL);
  return 0;
}

/* What passes has one plain host, and is the same when it is read again. */
static void
check_passed (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  guint port = lb_address_filter_get_port (uri);
  g_autofree char *text = g_uri_to_string (uri);
  g_autoptr (GUri) again = lb_address_filter_parse (text, NULL, NULL);
  g_autoptr (GInetAddress) address = NULL;

  if (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
    abort ();
  if (host == NULL || *host == '\0' || !g_str_is_ascii (host) || port < 1 || port > 65535 ||
      g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    abort ();
  if (again == NULL || !g_str_equal (g_uri_get_host (again), host) ||
      lb_address_filter_get_port (again) != port)
    abort ();

  if (!lb_address_filter_judge_host (uri, NULL))
    return;
  if (g_str_equal (host, "localhost") || g_str_has_suffix (host, ".localhost"))
    abort ();
  address = g_inet_address_new_from_string (host);
  if (address != NULL && !lb_address_filter_is_public (address))
    abort ();
}

/* No address of the private kinds, whatever it is wrapped in. */
static void
check_address (const uint8_t *data, size_t size)
{
  g_autoptr (GInetAddress) address = NULL;

  if (size < 16)
    return;

  address = g_inet_address_new_from_bytes (data, G_SOCKET_FAMILY_IPV6);
  if (lb_address_filter_is_public (address) &&
      (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
       g_inet_address_get_is_site_local (address) || g_inet_address_get_is_multicast (address) ||
       g_inet_address_get_is_any (address)))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *url = g_strndup ((const char *) data, size);
  g_autoptr (GUri) absolute = lb_address_filter_parse (url, NULL, NULL);
  g_autoptr (GUri) relative = lb_address_filter_parse (url, base, NULL);

  if (absolute != NULL)
    check_passed (absolute);
  if (relative != NULL)
    check_passed (relative);
  check_address (data, size);

  return 0;
}
