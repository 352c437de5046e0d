#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @given, which comes from outside, is @wanted. Takes as long for a near miss as for a far
 * one. */
gboolean lb_secret_equal (const char *given, const char *wanted);

G_END_DECLS
