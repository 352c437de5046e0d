#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Pictures sent as text (R45): base64 to the letter, blanks and a data URI's prefix tolerated. */

/* Decodes on a worker. @text must live until the future is done. Resolves to boxed GBytes; rejects
 * with LB_ERROR_INVALID that names @field and @rule (static texts). */
DexFuture *lb_base64_decode (const char *text, const char *rule, const char *field);

/* The same as the text comes in, so that only what it stands for is ever held. */
typedef struct _LbBase64Reader LbBase64Reader;

LbBase64Reader *lb_base64_reader_new (void);
void lb_base64_reader_free (LbBase64Reader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbBase64Reader, lb_base64_reader_free)
void lb_base64_reader_push (LbBase64Reader *self, const char *text, gsize length);
/* (transfer full) (nullable): the whole; NULL when it was no base64. The reader is done then. */
GBytes *lb_base64_reader_end (LbBase64Reader *self);

G_END_DECLS
