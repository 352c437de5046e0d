#include "base/lb-sha256.h"

#include <string.h>

/* Of FIPS 180-4's examples. */
#define SUM_OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SUM_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void
test_known (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *nothing = lb_sha256_of_data (NULL, 0);
  g_autofree char *string = lb_sha256_of_string ("abc");
  g_autofree char *other = lb_sha256_of_bytes (bytes);

  g_assert_cmpstr (nothing, ==, SUM_OF_NOTHING);
  g_assert_cmpstr (string, ==, SUM_OF_ABC);
  g_assert_cmpstr (other, ==, SUM_OF_ABC);
}

/* The sums that are in the folders of those who have pictures already are GLib's. */
static void
test_pieces (void)
{
  g_autofree guint8 *data = g_malloc (100000);
  g_autofree char *whole = NULL;
  LbSha256 sum;

  for (guint i = 0; i < 100000; i++)
    data[i] = (guint8) (i * 7 + i / 251);
  whole = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, 100000);

  lb_sha256_init (&sum);
  for (guint step = 1; step < 100000; step = step * 3 + 1)
    {
      g_autofree char *found = NULL;

      for (guint i = 0; i < 100000; i += step)
        lb_sha256_update (&sum, data + i, MIN (step, 100000 - i));
      found = lb_sha256_end (&sum);
      g_assert_cmpstr (found, ==, whole);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/sha256/known", test_known);
  g_test_add_func ("/base/sha256/pieces", test_pieces);

  return g_test_run ();
}
