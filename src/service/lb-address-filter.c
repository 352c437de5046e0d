#include "service/lb-address-filter.h"

#include <string.h>

#include <libsoup/soup.h>

#include "base/lb-error.h"

#define HTTP_PORT 80
#define HTTPS_PORT 443
#define MAX_NAME 253

typedef struct
{
  guint8 bytes[16];
  guint bits; /* of them that count */
} Range;

/* The special-purpose address registry, and what is not assigned to anybody. */
static const Range blocked_four[] = {
  { { 0 }, 8 },             /* this network */
  { { 10 }, 8 },            /* private */
  { { 100, 64 }, 10 },      /* shared by a provider's customers */
  { { 127 }, 8 },           /* loopback */
  { { 169, 254 }, 16 },     /* link-local, with the metadata of clouds */
  { { 172, 16 }, 12 },      /* private */
  { { 192, 0, 0 }, 24 },    /* protocol assignments */
  { { 192, 0, 2 }, 24 },    /* documentation */
  { { 192, 88, 99 }, 24 },  /* 6to4 relays */
  { { 192, 168 }, 16 },     /* private */
  { { 198, 18 }, 15 },      /* benchmarks */
  { { 198, 51, 100 }, 24 }, /* documentation */
  { { 203, 0, 113 }, 24 },  /* documentation */
  { { 224 }, 4 },           /* multicast */
  { { 240 }, 4 },           /* reserved, and broadcast */
};

/* All of IPv6 that is in use by the public; loopback, local and mapped ranges, NAT64 and multicast
 * lie outside. */
static const Range global_six = { { 0x20 }, 3 };

static const Range blocked_six[] = {
  { { 0x20, 0x01, 0x00 }, 23 },       /* protocol assignments: Teredo, benchmarks, ORCHID */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
  { { 0x20, 0x02 }, 16 },             /* 6to4 */
  { { 0x3f, 0xff, 0x00 }, 20 },       /* documentation */
};

static gboolean
in_range (const Range *range, const guint8 *bytes)
{
  guint whole = range->bits / 8;
  guint8 mask = (guint8) (0xff00 >> range->bits % 8);

  return memcmp (range->bytes, bytes, whole) == 0 &&
         (mask == 0 || (range->bytes[whole] & mask) == (bytes[whole] & mask));
}

static gboolean
in_any (const Range *ranges, guint n_ranges, const guint8 *bytes)
{
  for (guint i = 0; i < n_ranges; i++)
    if (in_range (&ranges[i], bytes))
      return TRUE;

  return FALSE;
}

gboolean
lb_address_filter_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  switch (g_inet_address_get_family (address))
    {
    case G_SOCKET_FAMILY_IPV4: return !in_any (blocked_four, G_N_ELEMENTS (blocked_four), bytes);
    case G_SOCKET_FAMILY_IPV6:
      return in_range (&global_six, bytes) &&
             !in_any (blocked_six, G_N_ELEMENTS (blocked_six), bytes);
    case G_SOCKET_FAMILY_INVALID:
    case G_SOCKET_FAMILY_UNIX:
    default:                      return FALSE;
    }
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, LB_ERROR, LB_ERROR_UNPROCESSABLE, words);

  return FALSE;
}

/* Blanks, control characters and backslashes are read one way here and another there. */
static gboolean
is_plain (const char *url)
{
  gsize length = strnlen (url, LB_ADDRESS_FILTER_MAX_URL + 1);

  if (length == 0 || length > LB_ADDRESS_FILTER_MAX_URL || !g_utf8_validate (url, length, NULL))
    return FALSE;

  for (const char *at = url; *at != '\0'; at++)
    if ((guchar) *at <= ' ' || *at == 0x7f || *at == '\\')
      return FALSE;

  return TRUE;
}

/* What programs of another kind take for a number: "2130706433", "0x7f.1". */
static gboolean
ends_in_number (const char *host)
{
  const char *dot = strrchr (host, '.');
  const char *label = dot != NULL ? dot + 1 : host;

  if (g_ascii_strncasecmp (label, "0x", 2) == 0)
    return TRUE;

  return *label != '\0' && label[strspn (label, "0123456789")] == '\0';
}

/* Four decimal numbers without zeros before them. */
static gboolean
is_dotted_quad (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  g_autofree char *again = NULL;

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4)
    return FALSE;

  again = g_inet_address_to_string (address);

  return g_str_equal (again, host);
}

static gboolean
is_name (const char *host)
{
  if (strlen (host) > MAX_NAME || *host == '.' || g_str_has_suffix (host, ".") ||
      strstr (host, "..") != NULL)
    return FALSE;

  for (const char *at = host; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_' && *at != '.')
      return FALSE;

  return TRUE;
}

/* (transfer full) (nullable): the one spelling of @host. */
static char *
spell_host (const char *host)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  gsize length;

  if (host == NULL || *host == '\0' || strchr (host, '%') != NULL)
    return NULL;

  if (strchr (host, ':') != NULL)
    return g_hostname_is_ip_address (host) ? g_ascii_strdown (host, -1) : NULL;

  if (!(ascii = g_hostname_to_ascii (host)))
    return NULL;

  lower = g_ascii_strdown (ascii, -1);
  if (ends_in_number (lower))
    return is_dotted_quad (lower) ? g_steal_pointer (&lower) : NULL;

  length = strlen (lower);
  if (length > 1 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  if (!is_name (lower) || ends_in_number (lower))
    return NULL;

  return g_steal_pointer (&lower);
}

static gboolean
is_web (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return g_str_equal (scheme, "http") || g_str_equal (scheme, "https");
}

GUri *
lb_address_filter_parse (const char *url, GUri *base, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  const char *path;

  if (!is_plain (url) || !(uri = g_uri_parse_relative (base, url, SOUP_HTTP_URI_FLAGS, NULL)))
    {
      refuse (error, "The address can't be read");
      return NULL;
    }
  if (!is_web (uri))
    {
      refuse (error, "The address must begin with http:// or https://");
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      refuse (error, "The address must not name a user");
      return NULL;
    }
  if (!(host = spell_host (g_uri_get_host (uri))) || g_uri_get_port (uri) == 0)
    {
      refuse (error, "The address names no host in the usual way");
      return NULL;
    }

  path = g_uri_get_path (uri);

  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                      *path != '\0' ? path : "/", g_uri_get_query (uri), NULL);
}

guint
lb_address_filter_get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port > 0)
    return port;

  return g_str_equal (g_uri_get_scheme (uri), "https") ? HTTPS_PORT : HTTP_PORT;
}

gboolean
lb_address_filter_judge_host (GUri *uri, GError **error)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL ? lb_address_filter_is_public (address)
                      : !g_str_equal (host, "localhost") && !g_str_has_suffix (host, ".localhost"))
    return TRUE;

  return refuse (error, "The address is not on the public internet");
}
