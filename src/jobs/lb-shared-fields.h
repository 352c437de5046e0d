#pragma once

#include "session/lb-frozen-fields.h"

G_BEGIN_DECLS

/* What captions have in common, for it to be frozen. Both may run on any thread. @captions: (array
 * zero-terminated=1) */

/* (transfer full): the fields that have the same value in all of them. */
LbFrozenFields *lb_shared_fields_find (const char *const *captions);
/* (transfer full) (nullable): JSON of the value that most of them have at @path. */
char *lb_shared_fields_dup_common (const char *const *captions, const char *path);

G_END_DECLS
