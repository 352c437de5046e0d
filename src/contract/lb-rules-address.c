#include "contract/lb-rules-address.h"

#include "contract/lb-rules-private.h"

/* An encoded path is none of our business here, so nothing is decoded. */
#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE)

gboolean
lb_rules_is_web_address (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, URI_FLAGS, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && *host != '\0' &&
         (g_str_equal (scheme, "http") || g_str_equal (scheme, "https"));
}

gboolean
lb_rules_is_file_address (const char *url)
{
  g_autofree char *host = NULL;
  g_autofree char *path = url != NULL ? g_filename_from_uri (url, &host, NULL) : NULL;

  return path != NULL && host == NULL;
}

gboolean
lb_rules_check_image_url (const char *url, GError **error)
{
  if (url == NULL || *url == '\0')
    return lb_rules_refuse_field (error, LB_ERROR_INVALID, "R44", "image_url",
                                  "“image_url” is empty");
  if (!lb_rules_is_web_address (url))
    return lb_rules_refuse_field (error, LB_ERROR_UNPROCESSABLE, "R51", "image_url",
                                  "“image_url” must be an http or https address");

  return TRUE;
}
