#pragma once

#include "service/lb-vision-request.h"

G_BEGIN_DECLS

/* What the model said -> the document: without what it thought, code fences and words around it,
 * and after the contract's repairs. Returns (transfer full) (nullable): NULL with what is wrong
 * with it in @wrong, to be told to the model. */
char *lb_vision_said_read (const char *said, LbVisionTask task, char **wrong);

G_END_DECLS
