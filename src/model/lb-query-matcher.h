#pragma once

#include "model/lb-query-record.h"
#include "model/lb-query.h"

G_BEGIN_DECLS

/**
 * LbQueryMatcher:
 *
 * A query made ready for records whose fields are numbered in the same way. For one thread at a
 * time.
 */
typedef struct _LbQueryMatcher LbQueryMatcher;

LbQueryMatcher *lb_query_matcher_new (LbQuery *query, LbQueryPaths *paths);
void lb_query_matcher_free (LbQueryMatcher *self);
/* @record: made with the same paths */
gboolean lb_query_matcher_matches (LbQueryMatcher *self,
                                   const LbQueryRecord *record,
                                   const LbQueryFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbQueryMatcher, lb_query_matcher_free)

G_END_DECLS
