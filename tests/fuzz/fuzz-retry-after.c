/* The header Retry-After (api/lb-retry-after.h), and error bodies of every shape (R5). */

#include "fuzz-target.h"

#include <stdlib.h>

#include "api/lb-retry-after.h"
#include "contract/lb-api-error.h"

static GDateTime *now;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  now = g_date_time_new_utc (2026, 1, 1, 0, 0, 0);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = lb_api_error_read (size > 0 ? 400 + data[0] : 500, "",
                                                (const char *) data, size, NULL, NULL, NULL);
  guint seconds;

  if (lb_retry_after_read (value, now, &seconds) && seconds > LB_RETRY_AFTER_MAX_SECONDS)
    abort ();
  if (error == NULL || !g_utf8_validate (error->message, -1, NULL))
    abort ();

  return 0;
}
