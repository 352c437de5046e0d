#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LB_RETRY_AFTER_MAX_SECONDS (10 * 60)

/* Reads a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3). A date that has passed is
 * 0 seconds, more than ten minutes are ten. @value: (nullable). FALSE when it is neither. */
gboolean lb_retry_after_read (const char *value, GDateTime *now, guint *seconds);

G_END_DECLS
