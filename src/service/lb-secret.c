#include "service/lb-secret.h"

#include <string.h>

gboolean
lb_secret_equal (const char *given, const char *wanted)
{
  gsize given_length = strlen (given);
  gsize length = strlen (wanted);
  gsize difference = given_length ^ length;

  for (gsize i = 0; i < length; i++)
    difference |= (guint8) wanted[i] ^ (guint8) (i < given_length ? given[i] : 0);

  return difference == 0;
}
