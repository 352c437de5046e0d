#include <string.h>

#include <libdex.h>

#include "base/lb-error.h"
#include "lb-test-origin.h"
#include "lb-test-resolver.h"
#include "service/lb-address-filter.h"
#include "service/lb-fetch.h"

static LbTestResolver *resolver;
static LbTestOrigin *canary; /* at every address of this machine */

typedef enum
{
  UNREADABLE, /* refused as it is written */
  HIDDEN,     /* refused for where it is, without looking it up */
  LEADS_IN,   /* refused once it has been looked up */
  PUBLIC
} Verdict;

/* PORT: of the canary. */
static const struct
{
  const char *url;
  Verdict verdict;
} urls[] = {
  { "http://pictures.example:PORT/a.png", PUBLIC },
  { "HTTP://Pictures.EXAMPLE:PORT/a.png", PUBLIC },
  { "http://pictures.example.:PORT/a.png", PUBLIC },
  { "http://1.2.3.4:PORT/a.png", PUBLIC },
  { "http://b\303\274cher.example:PORT/a.png", PUBLIC },
  { "http://xn--bcher-kva.example:PORT/a.png", PUBLIC },
  { "http://mixed.example:PORT/a.png", PUBLIC },
  { "http://pictures.example:PORT?a=http://127.0.0.1/", PUBLIC },
  { "http://pictures.example:PORT/#@127.0.0.1/", PUBLIC },

  { "", UNREADABLE },
  { "pictures.example:PORT/a.png", UNREADABLE },
  { "//pictures.example:PORT/a.png", UNREADABLE },
  { "/etc/passwd", UNREADABLE },
  { "file:///etc/passwd", UNREADABLE },
  { "ftp://pictures.example/a.png", UNREADABLE },
  { "gopher://127.0.0.1:PORT/_GET", UNREADABLE },
  { "data:image/png;base64,AAAA", UNREADABLE },
  { "javascript:alert(1)", UNREADABLE },
  { "ws://127.0.0.1:PORT/", UNREADABLE },
  { "unix:///run/service.sock", UNREADABLE },
  { "http:/127.0.0.1:PORT/", UNREADABLE },
  { "http:127.0.0.1:PORT/", UNREADABLE },
  { "http:///127.0.0.1:PORT/", UNREADABLE },
  { "http:\\\\127.0.0.1:PORT\\", UNREADABLE },
  { "http://pictures.example\\@127.0.0.1:PORT/", UNREADABLE },
  { "http://127.0.0.1:PORT\\@pictures.example/", UNREADABLE },
  { "http://pictures.example@127.0.0.1:PORT/", UNREADABLE },
  { "http://user:secret@pictures.example:PORT/", UNREADABLE },
  { "http://@127.0.0.1:PORT/", UNREADABLE },
  { "http://pictures.example:80@127.0.0.1:PORT/", UNREADABLE },
  { "http://127.0.0.1:PORT /", UNREADABLE },
  { " http://127.0.0.1:PORT/", UNREADABLE },
  { "http://127.0.0.1:PORT/\r\nHost: a", UNREADABLE },
  { "http://127.0.0.1\t:PORT/", UNREADABLE },
  { "http://pictures.example:0/", UNREADABLE },
  { "http://pictures.example:99999/", UNREADABLE },
  { "http://pictures.example:PORT:80/", UNREADABLE },
  { "http://:PORT/", UNREADABLE },
  { "http://.:PORT/", UNREADABLE },
  { "http://127.1:PORT/", UNREADABLE },
  { "http://127.0.1:PORT/", UNREADABLE },
  { "http://2130706433:PORT/", UNREADABLE },
  { "http://017700000001:PORT/", UNREADABLE },
  { "http://0x7f000001:PORT/", UNREADABLE },
  { "http://0x7f.1:PORT/", UNREADABLE },
  { "http://0X7F.0.0.1:PORT/", UNREADABLE },
  { "http://0177.0.0.1:PORT/", UNREADABLE },
  { "http://127.0.0.01:PORT/", UNREADABLE },
  { "http://127.0.0.0x1:PORT/", UNREADABLE },
  { "http://127.0.0.256:PORT/", UNREADABLE },
  { "http://1.2.3.4.5:PORT/", UNREADABLE },
  { "http://127.0.0.1.:PORT/", UNREADABLE },
  { "http://127.0.0.1..:PORT/", UNREADABLE },
  { "http://pictures..example:PORT/", UNREADABLE },
  { "http://0:PORT/", UNREADABLE },
  { "http://[fe80::1%25lo]:PORT/", UNREADABLE },
  { "http://[::1%25lo]:PORT/", UNREADABLE },
  { "http://[::1:PORT/", UNREADABLE },
  { "http://::1:PORT/", UNREADABLE },
  { "http://[127.0.0.1]:PORT/", UNREADABLE },
  { "http://[v1.a]:PORT/", UNREADABLE },
  { "http://pictures.example%00.evil.example:PORT/", UNREADABLE },
  { "http://local%20host:PORT/", UNREADABLE },
  { "http://%31%32%37.0.0.1:PORT/", UNREADABLE },

  { "http://127.0.0.1:PORT/", HIDDEN },
  { "http://127.255.255.254:PORT/", HIDDEN },
  { "http://\357\274\221\357\274\222\357\274\227.0.0.1:PORT/", HIDDEN },
  { "http://127\343\200\2020\343\200\2020\343\200\2021:PORT/", HIDDEN },
  { "http://0.0.0.0:PORT/", HIDDEN },
  { "http://10.0.0.1:PORT/", HIDDEN },
  { "http://100.64.0.1:PORT/", HIDDEN },
  { "http://169.254.169.254:PORT/latest/meta-data/", HIDDEN },
  { "http://172.16.0.1:PORT/", HIDDEN },
  { "http://192.168.0.1:PORT/", HIDDEN },
  { "http://198.18.0.1:PORT/", HIDDEN },
  { "http://224.0.0.1:PORT/", HIDDEN },
  { "http://255.255.255.255:PORT/", HIDDEN },
  { "http://[::]:PORT/", HIDDEN },
  { "http://[::1]:PORT/", HIDDEN },
  { "http://[0:0:0:0:0:0:0:1]:PORT/", HIDDEN },
  { "http://[::127.0.0.1]:PORT/", HIDDEN },
  { "http://[::ffff:127.0.0.1]:PORT/", HIDDEN },
  { "http://[::ffff:7f00:1]:PORT/", HIDDEN },
  { "http://[::ffff:1.2.3.4]:PORT/", HIDDEN },
  { "http://[64:ff9b::7f00:1]:PORT/", HIDDEN },
  { "http://[2002:7f00:1::]:PORT/", HIDDEN },
  { "http://[2001:0:7f00:1::]:PORT/", HIDDEN },
  { "http://[fd00::1]:PORT/", HIDDEN },
  { "http://[fe80::1]:PORT/", HIDDEN },
  { "http://[ff02::1]:PORT/", HIDDEN },
  { "http://localhost:PORT/", HIDDEN },
  { "http://LOCALHOST:PORT/", HIDDEN },
  { "http://localhost.:PORT/", HIDDEN },
  { "http://lookbook.localhost:PORT/", HIDDEN },
  { "http://a.b.localhost.:PORT/", HIDDEN },
  { "http://l\303\266calhost.localhost:PORT/", HIDDEN },
  { "http://\342\223\233ocalhost:PORT/", HIDDEN },
  { "https://localhost:PORT/", HIDDEN },

  { "http://inside.example:PORT/", LEADS_IN },
  { "https://inside.example:PORT/", LEADS_IN },
  { "http://inside.example.:PORT/", LEADS_IN },
  { "http://private.example:PORT/", LEADS_IN },
  { "http://metadata.example:PORT/", LEADS_IN },
  { "http://mapped.example:PORT/", LEADS_IN },
  { "http://six.example:PORT/", LEADS_IN },
  { "http://nobody.example:PORT/", LEADS_IN },
  { "http://nas:PORT/", LEADS_IN },
};

static char *
write_url (const char *pattern)
{
  GString *url = g_string_new (pattern);
  g_autofree char *port = g_strdup_printf ("%u", lb_test_origin_get_port (canary));

  g_string_replace (url, "PORT", port, 0);

  return g_string_free (url, FALSE);
}

static GBytes *
await_bytes (DexFuture *future, GError **error)
{
  const GValue *value;
  GBytes *bytes = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, error);
  if (value != NULL)
    bytes = g_value_dup_boxed (value);
  dex_unref (future);

  return bytes;
}

/* The address as it is written. */
static void
test_spelling (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (urls), >=, 80);

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *url = write_url (urls[i].url);
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = lb_address_filter_parse (url, NULL, &error);

      g_test_message ("%u: %s", i, urls[i].url);
      g_assert_true ((uri == NULL) == (urls[i].verdict == UNREADABLE));
      if (uri == NULL)
        {
          g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
          continue;
        }

      g_assert_cmpint (lb_address_filter_get_port (uri), ==, lb_test_origin_get_port (canary));
      g_assert_null (g_uri_get_userinfo (uri));
      g_assert_null (g_uri_get_fragment (uri));
      if (lb_address_filter_judge_host (uri, &error))
        g_assert_cmpint (urls[i].verdict, !=, HIDDEN);
      else
        {
          g_assert_cmpint (urls[i].verdict, ==, HIDDEN);
          g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
        }
    }
}

/* The same addresses, fetched: nobody comes by where nobody may. */
static void
test_fetched (void)
{
  g_autoptr (LbFetch) fetch = lb_fetch_new ();

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *url = write_url (urls[i].url);
      guint hits = lb_test_origin_get_hits (canary);
      guint asked = lb_test_resolver_get_count (resolver);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = await_bytes (lb_fetch_bytes (fetch, url, 100), &error);
      gboolean is_public = urls[i].verdict == PUBLIC;

      g_test_message ("%u: %s", i, urls[i].url);
      g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, hits + is_public);
      if (urls[i].verdict == UNREADABLE || urls[i].verdict == HIDDEN)
        g_assert_cmpuint (lb_test_resolver_get_count (resolver), ==, asked);
      g_assert_null (bytes); /* the canary has nothing there */
      g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
    }
}

/* The edges of the ranges. */
static const char *const hidden[] = {
  "0.0.0.0",
  "0.255.255.255",
  "10.0.0.0",
  "10.255.255.255",
  "100.64.0.0",
  "100.127.255.255",
  "127.0.0.0",
  "127.255.255.255",
  "169.254.0.0",
  "169.254.255.255",
  "172.16.0.0",
  "172.31.255.255",
  "192.0.0.0",
  "192.0.0.255",
  "192.0.2.0",
  "192.0.2.255",
  "192.88.99.0",
  "192.88.99.255",
  "192.168.0.0",
  "192.168.255.255",
  "198.18.0.0",
  "198.19.255.255",
  "198.51.100.0",
  "198.51.100.255",
  "203.0.113.0",
  "203.0.113.255",
  "224.0.0.0",
  "239.255.255.255",
  "240.0.0.0",
  "255.255.255.255",
  "::",
  "::1",
  "::2",
  "::7f00:1",
  "::ffff:1.2.3.4",
  "64:ff9b::102:304",
  "64:ff9b:1::1",
  "100::1",
  "1fff:ffff::1",
  "2001::1",
  "2001:2::1",
  "2001:10::1",
  "2001:20::1",
  "2001:1ff:ffff::1",
  "2001:db8::",
  "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
  "2002::",
  "2002:ffff::1",
  "3fff::",
  "3fff:fff:ffff::1",
  "4000::",
  "5f00::1",
  "fbff::1",
  "fc00::",
  "fdff::1",
  "fe80::1",
  "febf::1",
  "fec0::1",
  "ff00::",
  "ff0e::1",
};
/* What lies beside them. */
static const char *const shown[] = {
  "1.0.0.0",         "9.255.255.255",   "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
  "126.255.255.255", "128.0.0.0",       "169.253.255.255",  "169.255.0.0",     "172.15.255.255",
  "172.32.0.0",      "192.0.1.0",       "192.0.3.0",        "192.88.98.255",   "192.88.100.0",
  "192.167.255.255", "192.169.0.0",     "198.17.255.255",   "198.20.0.0",      "198.51.99.255",
  "198.51.101.0",    "203.0.112.255",   "203.0.114.0",      "223.255.255.255", "2000::1",
  "2001:200::1",     "2001:4860::8888", "2001:db7:ffff::1", "2001:db9::",      "2003::1",
  "2606:4700::1",    "3ffe::1",         "3fff:1000::1",
};

static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (hidden[i]);

      g_test_message ("%s", hidden[i]);
      g_assert_false (lb_address_filter_is_public (address));
    }
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (shown[i]);

      g_test_message ("%s", shown[i]);
      g_assert_true (lb_address_filter_is_public (address));
    }
}

static void
test_no_text (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (lb_address_filter_parse ("http://\377\376/", NULL, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
}

/* As long as it may be, and a letter more. */
static void
test_length (void)
{
  GString *url = g_string_new ("http://pictures.example/");
  g_autoptr (GUri) most = NULL;
  g_autoptr (GUri) over = NULL;

  while (url->len < LB_ADDRESS_FILTER_MAX_URL)
    g_string_append_c (url, 'a');
  most = lb_address_filter_parse (url->str, NULL, NULL);
  g_string_append_c (url, 'a');
  over = lb_address_filter_parse (url->str, NULL, NULL);
  g_assert_nonnull (most);
  g_assert_null (over);
  g_string_free (url, TRUE);
}

/* A redirect may be written short, and is judged as whole. */
static void
test_relative (void)
{
  static const struct
  {
    const char *location;
    const char *url; /* NULL: refused */
  } cases[] = {
    { "b.png", "http://pictures.example/a/b.png" },
    { "/b.png", "http://pictures.example/b.png" },
    { "?b", "http://pictures.example/a/c?b" },
    { "//inside.example/b", "http://inside.example/b" },
    { "https://Other.example", "https://other.example/" },
    { "//user@inside.example/b", NULL },
    { "file:///etc/passwd", NULL },
    { "http://0x7f.1/", NULL },
  };
  g_autoptr (GUri) base = lb_address_filter_parse ("http://pictures.example/a/c", NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GUri) uri = lb_address_filter_parse (cases[i].location, base, NULL);
      g_autofree char *url = uri != NULL ? g_uri_to_string (uri) : NULL;

      g_assert_cmpstr (url, ==, cases[i].url);
    }
}

/* A name that leads elsewhere when it is asked for again is not asked for again. */
static void
test_rebinding (void)
{
  g_autoptr (LbFetch) fetch = lb_fetch_new ();
  g_autoptr (GBytes) page = g_bytes_new_static ("outside", 7);
  g_autofree char *url = write_url ("http://rebinding.example:PORT/a.png");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint asked = lb_test_resolver_get_count (resolver);
  guint hits = lb_test_origin_get_hits (canary);

  lb_test_origin_set (canary, "/a.png", NULL, page);
  lb_test_resolver_set (resolver, "rebinding.example", "1.2.3.4|127.0.0.1");
  bytes = await_bytes (lb_fetch_bytes (fetch, url, 100), &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, page));
  g_assert_cmpuint (lb_test_resolver_get_count (resolver), ==, asked + 1);
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, hits + 1);

  /* Now it leads here. */
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = await_bytes (lb_fetch_bytes (fetch, url, 100), &error);
  g_assert_null (bytes);
  g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
  g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, hits + 1);
}

/* A redirect to a name that leads in, and to this machine itself. */
static void
test_redirected (void)
{
  static const char *const places[] = {
    "http://inside.example:PORT/b", "http://127.0.0.1:PORT/b", "http://169.254.169.254:PORT/b",
    "//localhost:PORT/b",           "http://[::1]:PORT/b",     "http://10.0.0.1:PORT/b",
  };
  g_autoptr (LbFetch) fetch = lb_fetch_new ();
  g_autofree char *url = write_url ("http://pictures.example:PORT/r");

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *place = write_url (places[i]);
      guint hits = lb_test_origin_get_hits (canary);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", place);
      lb_test_origin_redirect (canary, "/r", place);
      bytes = await_bytes (lb_fetch_bytes (fetch, url, 100), &error);
      g_assert_null (bytes);
      g_assert_error (error, LB_ERROR, LB_ERROR_UNPROCESSABLE);
      g_assert_cmpuint (lb_test_origin_get_hits (canary), ==, hits + 1);
    }
}

/* Of several addresses only those outside are tried. */
static void
test_mixed (void)
{
  g_autoptr (LbFetch) fetch = lb_fetch_new ();
  g_autoptr (GBytes) page = g_bytes_new_static ("outside", 7);
  g_autofree char *url = write_url ("http://mixed.example:PORT/m.png");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL;

  lb_test_origin_set (canary, "/m.png", NULL, page);
  g_free (lb_test_origin_take_log (canary));
  bytes = await_bytes (lb_fetch_bytes (fetch, url, 100), &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, page));
  log = lb_test_origin_take_log (canary);
  g_assert_nonnull (strstr (log, "Host: mixed.example:"));
}

static void
set_names (void)
{
  static const struct
  {
    const char *name;
    const char *answers;
  } names[] = {
    { "pictures.example", "1.2.3.4" },
    { "xn--bcher-kva.example", "5.6.7.8" },
    { "mixed.example", "127.0.0.1 10.0.0.1 1.2.3.4" },
    { "inside.example", "127.0.0.1" },
    { "private.example", "10.0.0.1 192.168.0.1" },
    { "metadata.example", "169.254.169.254" },
    { "mapped.example", "::ffff:127.0.0.1" },
    { "six.example", "::1" },
    { "nas", "192.168.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    lb_test_resolver_set (resolver, names[i].name, names[i].answers);
}

int
main (int argc, char **argv)
{
  static const char *const addresses[] = {
    "127.0.0.1",  "1.2.3.4",         "5.6.7.8",     "10.0.0.1",   "100.64.0.1",
    "172.16.0.1", "169.254.169.254", "192.168.0.1", "198.18.0.1", NULL
  };
  int status;

  lb_test_network_enter (addresses);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  resolver = lb_test_resolver_new ();
  canary = lb_test_origin_new ("0.0.0.0");
  set_names ();

  g_test_add_func ("/address-filter/ranges", test_ranges);
  g_test_add_func ("/address-filter/spelling", test_spelling);
  g_test_add_func ("/address-filter/no-text", test_no_text);
  g_test_add_func ("/address-filter/length", test_length);
  g_test_add_func ("/address-filter/relative", test_relative);
  g_test_add_func ("/address-filter/fetched", test_fetched);
  g_test_add_func ("/address-filter/rebinding", test_rebinding);
  g_test_add_func ("/address-filter/redirected", test_redirected);
  g_test_add_func ("/address-filter/mixed", test_mixed);

  status = g_test_run ();
  lb_test_origin_free (canary);
  g_object_unref (resolver);

  return status;
}
