#include "jobs/lb-address.h"

#include <string.h>

#define MAX_BYTES 2048

char *
lb_address_parse (const char *text)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *address = NULL;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;

  address = g_strstrip (g_strdup (text));
  if (strlen (address) > MAX_BYTES || strpbrk (address, " \t\r\n\v\f") != NULL)
    return NULL;

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    return NULL;
  if (g_ascii_strcasecmp (g_uri_get_scheme (uri), "http") != 0 &&
      g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") != 0)
    return NULL;

  return g_uri_to_string (uri);
}

char *
lb_address_get_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
}

char *
lb_address_dup_name (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  const char *slash = uri != NULL ? strrchr (g_uri_get_path (uri), '/') : NULL;
  g_autofree char *name = slash != NULL ? g_uri_unescape_string (slash + 1, "/") : NULL;

  if (name != NULL && *name != '\0' && g_utf8_validate (name, -1, NULL))
    return g_steal_pointer (&name);

  return lb_address_get_host (address);
}
