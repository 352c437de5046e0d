#include "base/lb-sha256.h"

#include <nettle/version.h>
#include <string.h>

void
lb_sha256_init (LbSha256 *self)
{
  g_return_if_fail (self != NULL);

  sha256_init (self);
}

void
lb_sha256_update (LbSha256 *self, gconstpointer data, gsize size)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || size == 0);

  if (size > 0)
    sha256_update (self, size, data);
}

char *
lb_sha256_end (LbSha256 *self)
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[SHA256_DIGEST_SIZE];
  char *sum = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  sum = g_malloc (2 * sizeof digest + 1);
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest (self, digest);
#else
  sha256_digest (self, sizeof digest, digest);
#endif
  for (gsize i = 0; i < sizeof digest; i++)
    {
      sum[2 * i] = digits[digest[i] >> 4];
      sum[2 * i + 1] = digits[digest[i] & 0xf];
    }
  sum[2 * sizeof digest] = '\0';

  return sum;
}

char *
lb_sha256_of_data (gconstpointer data, gsize size)
{
  LbSha256 sum;

  lb_sha256_init (&sum);
  lb_sha256_update (&sum, data, size);

  return lb_sha256_end (&sum);
}

char *
lb_sha256_of_bytes (GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return lb_sha256_of_data (data, size);
}

char *
lb_sha256_of_string (const char *string)
{
  g_return_val_if_fail (string != NULL, NULL);

  return lb_sha256_of_data (string, strlen (string));
}
