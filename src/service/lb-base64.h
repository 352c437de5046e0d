#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Decodes a picture sent as text (R45), on a worker: base64 to the letter, blanks and a data URI's
 * prefix tolerated. @text must live until the future is done. Resolves to boxed GBytes; rejects
 * with LB_ERROR_INVALID that names @field and @rule (static texts). */
DexFuture *lb_base64_decode (const char *text, const char *rule, const char *field);

G_END_DECLS
