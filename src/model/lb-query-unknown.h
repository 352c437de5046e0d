#pragma once

#include "model/lb-query-record.h"
#include "model/lb-query.h"

G_BEGIN_DECLS

/* Whether @text, that of a query, asks for a field that neither the contract nor a caption with the
 * fields @paths (nullable) has. @issue: (out): LB_QUERY_ISSUE_FIELD at the first one. Such a query
 * is no mistake of spelling, and finds nothing. */
gboolean lb_query_find_unknown (const char *text, LbQueryPaths *paths, LbQueryIssue *issue);

G_END_DECLS
