#include "base/lb-loopback.h"

#include <gio/gio.h>

gboolean
lb_loopback_is_host (const char *host)
{
  g_autoptr (GInetAddress) number = g_inet_address_new_from_string (host);

  return number != NULL ? g_inet_address_get_is_loopback (number)
                        : g_ascii_strcasecmp (host, "localhost") == 0;
}
