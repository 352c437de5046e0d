#include "base/lb-loopback.h"

static void
test_hosts (void)
{
  static const struct
  {
    const char *host;
    gboolean here;
  } rows[] = {
    { "localhost", TRUE },
    { "LocalHost", TRUE },
    { "127.0.0.1", TRUE },
    { "127.3.2.1", TRUE },
    { "::1", TRUE },
    { "", FALSE },
    { "localhost.", FALSE },
    { "localhost.example.org", FALSE },
    { "127.0.0.1.example.org", FALSE },
    { "127.1", FALSE },
    { "2130706433", FALSE },
    { "0x7f.1", FALSE },
    { "0.0.0.0", FALSE },
    { "::", FALSE },
    { "::2", FALSE },
    { "10.0.0.2", FALSE },
    { "192.168.1.9", FALSE },
    { "example.org", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("“%s”", rows[i].host);
      g_assert_cmpint (lb_loopback_is_host (rows[i].host), ==, rows[i].here);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback/hosts", test_hosts);

  return g_test_run ();
}
