#pragma once

#include "base/lb-json.h"

G_BEGIN_DECLS

/* Reads the whole of @text, which is valid UTF-8 of @length bytes. Every node is added to @nodes,
 * the root first, but no more than @max_nodes. Fails with a located LB_ERROR_INVALID. */
gboolean lb_json_scan (const char *text,
                       gsize length,
                       guint max_nodes,
                       GPtrArray *nodes,
                       guint *n_duplicates,
                       GError **error);

G_END_DECLS
