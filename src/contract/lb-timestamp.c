#include "contract/lb-timestamp.h"

/**
 * lb_timestamp_parse:
 * @text: (nullable): a time as the API writes it
 *
 * Reads `2026-05-01T10:20:30Z` and `2026-05-01T10:20:30.123456`; a time without a zone is UTC.
 *
 * Returns: microseconds since 1970, 0 when @text is not a time
 */
gint64
lb_timestamp_parse (const char *text)
{
  g_autoptr (GTimeZone) utc = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return 0;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? g_date_time_to_unix_usec (time) : 0;
}

char *
lb_timestamp_format (gint64 unix_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc_usec (unix_us);

  if (time == NULL)
    return g_strdup ("1970-01-01T00:00:00Z");
  if (g_date_time_get_microsecond (time) == 0)
    return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ");
}
