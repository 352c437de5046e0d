#pragma once

#include <glib.h>

#include "base/lb-error.h"

G_BEGIN_DECLS

/* HTTP status -> LbError. */
LbError lb_api_error_code (guint status);
/* LbError -> HTTP status, for the service. */
guint lb_api_error_status (LbError code);
/* Reads all shapes of R5: message, error text, error.message, bare JSON string, plain text; else
 * the reason phrase. Never returns NULL; the text is valid UTF-8, at most 2000 characters. @code,
 * @rule,
 * @field: (out) (optional) (nullable) (transfer full): the local service's extras. */
GError *lb_api_error_read (guint status,
                           const char *reason,
                           const char *body,
                           gsize length,
                           char **code,
                           char **rule,
                           char **field);
/* The local service's error body: message, error (same text), code, rule, field. (transfer full) */
char *
lb_api_error_write (const char *message, const char *code, const char *rule, const char *field);

G_END_DECLS
