#include <string.h>

#include <glib.h>

#include "service/lb-signer.h"

#define NOW 1800000000

typedef struct
{
  char *expires;   /* (owned) */
  char *signature; /* (owned) */
} Link;

static void
take_apart (const char *url, Link *link)
{
  const char *expires = strstr (url, "?expires=") + strlen ("?expires=");
  const char *signature = strstr (url, "&signature=") + strlen ("&signature=");

  link->expires = g_strndup (expires, strcspn (expires, "&"));
  link->signature = g_strdup (signature);
}

static void
link_clear (Link *link)
{
  g_free (link->expires);
  g_free (link->signature);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Link, link_clear)

/* R92: a link holds for an hour at least and for two at most. */
static void
test_expiry (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef", 16);
  LbSigner *signer = lb_signer_new (key);
  g_autofree char *url = lb_signer_link (signer, "a", 7, "picture", NOW);
  g_auto (Link) link = { 0 };
  gint64 end;

  take_apart (url, &link);
  end = g_ascii_strtoll (link.expires, NULL, 10);
  g_assert_cmpint (end, >=, NOW + 3600);
  g_assert_cmpint (end, <=, NOW + 7200);
  g_assert_true (lb_signer_check (signer, 7, "picture", link.expires, link.signature, NOW));
  g_assert_true (lb_signer_check (signer, 7, "picture", link.expires, link.signature, end - 1));
  g_assert_false (lb_signer_check (signer, 7, "picture", link.expires, link.signature, end));
  lb_signer_free (signer);
}

static void
test_forged (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef", 16);
  g_autoptr (GBytes) other_key = g_bytes_new_static ("0123456789abcdeF", 16);
  LbSigner *signer = lb_signer_new (key);
  LbSigner *other = lb_signer_new (other_key);
  g_autofree char *url = lb_signer_link (signer, "a", 7, "picture", NOW);
  g_auto (Link) link = { 0 };

  take_apart (url, &link);
  g_assert_false (lb_signer_check (other, 7, "picture", link.expires, link.signature, NOW));
  g_assert_false (lb_signer_check (signer, 8, "picture", link.expires, link.signature, NOW));
  g_assert_false (lb_signer_check (signer, 7, "thumbnail", link.expires, link.signature, NOW));
  g_assert_false (lb_signer_check (signer, 7, "picture", "1999999999", link.signature, NOW));
  g_assert_false (lb_signer_check (signer, 7, "picture", link.expires, "", NOW));
  g_assert_false (lb_signer_check (signer, 7, "picture", NULL, link.signature, NOW));
  g_assert_false (lb_signer_check (signer, 7, "picture", link.expires, NULL, NOW));
  g_assert_false (lb_signer_check (signer, 7, "picture", "x", link.signature, NOW));
  lb_signer_free (signer);
  lb_signer_free (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signer/expiry", test_expiry);
  g_test_add_func ("/signer/forged", test_forged);

  return g_test_run ();
}
