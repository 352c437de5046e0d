/* A filter as a person types it (model/lb-query.h): read, written, read again and asked. */

#include "fuzz-target.h"

#include <stdlib.h>
#include <string.h>

#include "../model/query-equal.h"
#include "model/lb-query-matcher.h"

static const char *const caption =
  "{\"short_description\": \"A red boat.\", \"objects\": [{\"clothing\": \"coat\"}, {},"
  "{\"parts\": [{\"a\": \"b\"}, {}], \"x\": {\"y\": 1}}],"
  "\"aesthetics\": {\"aesthetic_score\": \"high\"}, \"n\": 3}";

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  return 0;
}

static gboolean
ask (LbQuery *query)
{
  const LbQueryFacts facts = { .states = LB_QUERY_STATE_STALE, .source_width = 1024 };
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQueryRecord) record = lb_query_record_new (paths, "pier-01", caption, TRUE);
  g_autoptr (LbQueryMatcher) matcher = lb_query_matcher_new (query, paths);

  return lb_query_matcher_matches (matcher, record, &facts);
}

/* What is written of a query is the same query. */
static void
check_query (LbQuery *query)
{
  const LbQueryNode *root = lb_query_get_root (query);
  g_autofree char *text = query_format (query);
  g_autoptr (LbQuery) again = lb_query_new (text, NULL);
  const gboolean matches = ask (query);

  /* It says AND where that was left out. */
  if (again == NULL && strlen (text) <= LB_QUERY_MAX_BYTES)
    abort ();
  if (again == NULL)
    return;
  if (ask (again) != matches || (root == NULL) != (lb_query_get_root (again) == NULL) ||
      (root != NULL && !query_node_equal (root, lb_query_get_root (again))))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  LbQueryIssue issue = { .kind = LB_QUERY_N_ISSUES };
  g_autoptr (LbQuery) query = lb_query_new (text, &issue);

  if (query != NULL)
    check_query (query);
  else if (issue.kind >= LB_QUERY_N_ISSUES || issue.start >= issue.end || issue.end > strlen (text))
    abort ();

  return 0;
}
