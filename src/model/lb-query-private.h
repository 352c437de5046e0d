#pragma once

#include "model/lb-query-record.h"

G_BEGIN_DECLS

/* The number of the field @text, which it gets now if it has none. */
guint lb_query_paths_add (LbQueryPaths *self, const char *text);

G_END_DECLS
