#include "api/lb-retry-after.h"

#include <libsoup/soup.h>
#include <string.h>

#define DIGITS "0123456789"

/* Any number of digits: what does not fit is far over the cap. */
static guint
read_seconds (const char *digits)
{
  guint64 seconds = g_ascii_strtoull (digits, NULL, 10);

  return (guint) MIN (seconds, LB_RETRY_AFTER_MAX_SECONDS);
}

static gboolean
read_date (const char *text, GDateTime *now, guint *seconds)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 wait_s;

  if (!g_ascii_isalpha (*text) || !(date = soup_date_time_new_from_http_string (text)))
    return FALSE;

  wait_s = (g_date_time_difference (date, now) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  *seconds = (guint) CLAMP (wait_s, 0, LB_RETRY_AFTER_MAX_SECONDS);
  return TRUE;
}

gboolean
lb_retry_after_read (const char *value, GDateTime *now, guint *seconds)
{
  g_autofree char *text = NULL;

  if (value == NULL)
    return FALSE;

  text = g_strstrip (g_strdup (value));
  if (*text != '\0' && strspn (text, DIGITS) == strlen (text))
    {
      *seconds = read_seconds (text);
      return TRUE;
    }

  return read_date (text, now, seconds);
}
