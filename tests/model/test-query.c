#include <string.h>

#include "model/lb-query-private.h"
#include "model/lb-query-unknown.h"
#include "query-equal.h"

/* What is written, and how it is written again. */
static const struct
{
  const char *text;
  const char *formatted;
} spellings[] = {
  { "", "" },
  { " \t\n ", "" },
  { "fox", "fox" },
  { "fox boat", "fox AND boat" },
  { "fox AND boat", "fox AND boat" },
  { "and or not", "and AND or AND not" },
  { "\"AND\"", "\"AND\"" },
  { "fox*", "fox*" },
  { "\"red bo\"*", "\"red bo\"*" },
  { "\"say \\\"hi\\\" \\\\ \\n\"", "\"say \\\"hi\\\" \\\\ \\\\n\"" },
  { "a OR b c", "a OR b AND c" },
  { "(a OR b) c", "(a OR b) AND c" },
  { "((a) ((b)))", "a AND b" },
  { "a AND (b AND c) d", "a AND b AND c AND d" },
  { "a OR (b OR c)", "a OR b OR c" },
  { "NOT a b", "NOT a AND b" },
  { "NOT (a OR NOT b)", "NOT (a OR NOT b)" },
  { "NOT NOT a", "NOT NOT a" },
  { "a(b)c", "a AND b AND c" },
  { "a\"b\"", "a AND \"b\"" },
  { "16:9 1<2 <3 http", "16:9 AND 1<2 AND <3 AND http" },
  { "lighting.direction:backlit", "lighting.direction:backlit" },
  { "objects[].clothing:*", "objects[].clothing:*" },
  { "a.b:c:d=e", "a.b:c:d=e" },
  { "a:=b", "a:=b" },
  { "a==b", "a==b" },
  { "a=\"*\"", "a=\"*\"" },
  { "[\"odd \\\"key] (\"].b:\"x y\"", "[\"odd \\\"key] (\"].b:\"x y\"" },
  { "größe:groß", "größe:groß" },
  { "style=\"oil\"", "style=oil" },
  { "style!=\"oil paint\"", "style!=\"oil paint\"" },
  { "aesthetic_score>=\"very high\"", "aesthetic_score>=\"very high\"" },
  { "NAME:pier Caption:*", "name:pier AND caption:*" },
  { "state:Stale state=\"to review\" state!=TO_REVIEW",
    "state:stale AND state:to-review AND state!=to-review" },
  { "source:generated source:hand-written", "source:automatic AND source:manual" },
  { "source_width:1024 source_width<1024", "source_width=1024 AND source_width<1024" },
  { "bytes>=2.5MB aspect=16:9 aspect<3/2 megapixels>1 height:*",
    "bytes>=2.5MB AND aspect=16:9 AND aspect<3/2 AND megapixels>1 AND height:*" },
  { "lighting.direction:backlit AND NOT objects[].clothing:* AND source_width<1024 AND "
    "source:manual AND state:stale",
    "lighting.direction:backlit AND NOT objects[].clothing:* AND source_width<1024 AND "
    "source:manual AND state:stale" },
};

static void
test_spellings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      LbQueryIssue issue = { 0 };
      g_autoptr (LbQuery) query = lb_query_new (spellings[i].text, &issue);
      g_autofree char *formatted = NULL;

      if (query == NULL)
        g_error ("“%s” is refused: %d at %zu", spellings[i].text, issue.kind, issue.start);
      formatted = query_format (query);
      g_assert_cmpstr (formatted, ==, spellings[i].formatted);
    }
}

/* What is refused, why and where. */
static const struct
{
  const char *text;
  LbQueryIssueKind kind;
  gsize start;
  gsize end;
} refusals[] = {
  { "fox \xff", LB_QUERY_ISSUE_ENCODING, 4, 5 },
  { "fox \"boat", LB_QUERY_ISSUE_QUOTE, 4, 5 },
  { "\"fox\\\"", LB_QUERY_ISSUE_QUOTE, 0, 1 },
  { "a:\"", LB_QUERY_ISSUE_QUOTE, 2, 3 },
  { "a \" \" b", LB_QUERY_ISSUE_EMPTY_QUOTES, 2, 5 },
  { "a:\"\"", LB_QUERY_ISSUE_EMPTY_QUOTES, 2, 4 },
  { "a:\"\u2003\"", LB_QUERY_ISSUE_EMPTY_QUOTES, 2, 7 },
  { "a (b", LB_QUERY_ISSUE_OPEN, 2, 3 },
  { "a (", LB_QUERY_ISSUE_OPEN, 2, 3 },
  { "(a (b)", LB_QUERY_ISSUE_OPEN, 0, 1 },
  { "a)", LB_QUERY_ISSUE_CLOSE, 1, 2 },
  { ")", LB_QUERY_ISSUE_CLOSE, 0, 1 },
  { "möwe ()", LB_QUERY_ISSUE_EMPTY_GROUP, 6, 8 },
  { "AND a", LB_QUERY_ISSUE_NO_LEFT, 0, 3 },
  { "(OR a)", LB_QUERY_ISSUE_NO_LEFT, 1, 3 },
  { "a AND", LB_QUERY_ISSUE_NO_RIGHT, 2, 5 },
  { "a AND OR b", LB_QUERY_ISSUE_NO_RIGHT, 2, 5 },
  { "a OR )", LB_QUERY_ISSUE_NO_RIGHT, 2, 4 },
  { "(a NOT)", LB_QUERY_ISSUE_NO_RIGHT, 3, 6 },
  { "a.:b", LB_QUERY_ISSUE_PATH, 1, 2 },
  { "x a..b:c", LB_QUERY_ISSUE_PATH, 3, 6 },
  { "[]:b", LB_QUERY_ISSUE_PATH, 0, 2 },
  { "[\"a\\x\"]:b", LB_QUERY_ISSUE_PATH, 0, 7 },
  { "objects[0].pose:b", LB_QUERY_ISSUE_INDEX, 7, 15 },
  { "name<3", LB_QUERY_ISSUE_COMPARISON, 4, 5 },
  { "state>=\"stale\"", LB_QUERY_ISSUE_COMPARISON, 5, 7 },
  { "a:", LB_QUERY_ISSUE_NO_VALUE, 1, 2 },
  { "a: b", LB_QUERY_ISSUE_NO_VALUE, 1, 2 },
  { "a>= 3", LB_QUERY_ISSUE_NO_VALUE, 1, 3 },
  { "source_width<big", LB_QUERY_ISSUE_NUMBER, 13, 16 },
  { "width>-1", LB_QUERY_ISSUE_NUMBER, 6, 8 },
  { "width>1e3", LB_QUERY_ISSUE_NUMBER, 6, 9 },
  { "width>0x10", LB_QUERY_ISSUE_NUMBER, 6, 10 },
  { "width>1.", LB_QUERY_ISSUE_NUMBER, 6, 8 },
  { "bytes>2XB", LB_QUERY_ISSUE_SIZE, 6, 9 },
  { "aspect>1:0", LB_QUERY_ISSUE_RATIO, 7, 10 },
  { "aesthetic_score>big", LB_QUERY_ISSUE_SCORE, 16, 19 },
  { "state:stael", LB_QUERY_ISSUE_STATE, 6, 11 },
  { "source:me", LB_QUERY_ISSUE_SOURCE, 7, 9 },
  { "objects:(state:stale)", LB_QUERY_ISSUE_INSIDE, 9, 14 },
  { "objects:(a OR (name:x))", LB_QUERY_ISSUE_INSIDE, 15, 19 },
  { "objects:()", LB_QUERY_ISSUE_EMPTY_GROUP, 8, 10 },
  { "objects:(a", LB_QUERY_ISSUE_OPEN, 8, 9 },
  { "objects:(", LB_QUERY_ISSUE_OPEN, 8, 9 },
  { "objects[2]:(a)", LB_QUERY_ISSUE_INDEX, 7, 10 },
  { "state:(stale)", LB_QUERY_ISSUE_COMPARISON, 5, 7 },
  { "a=(b)", LB_QUERY_ISSUE_NO_VALUE, 1, 2 },
  { "*", LB_QUERY_ISSUE_STAR, 0, 1 },
  { "f*x", LB_QUERY_ISSUE_STAR, 1, 2 },
  { "a:*x*", LB_QUERY_ISSUE_STAR, 2, 3 },
  { "a=x*", LB_QUERY_ISSUE_STAR, 3, 4 },
  { "a<*", LB_QUERY_ISSUE_STAR, 2, 3 },
  { "state:*", LB_QUERY_ISSUE_STAR, 6, 7 },
  { "state:sta*", LB_QUERY_ISSUE_STAR, 9, 10 },
  { "width:12*", LB_QUERY_ISSUE_STAR, 8, 9 },
};

static void
assert_refused (const char *text, LbQueryIssueKind kind, gsize start, gsize end)
{
  LbQueryIssue issue = { 0 };
  g_autoptr (LbQuery) query = lb_query_new (text, &issue);

  if (query != NULL || issue.kind != kind || issue.start != start || issue.end != end)
    g_error ("“%s”: %s, %d at %zu to %zu", text, query != NULL ? "taken" : "refused", issue.kind,
             issue.start, issue.end);
}

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    assert_refused (refusals[i].text, refusals[i].kind, refusals[i].start, refusals[i].end);
}

/* (transfer full) */
static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (out, text);
  return g_string_free_and_steal (out);
}

static void
test_limits (void)
{
  g_autofree char *long_text = repeat ("ö", LB_QUERY_MAX_BYTES / 2);
  g_autofree char *too_long = g_strconcat ("a", long_text, NULL);
  g_autofree char *nots = repeat ("NOT ", LB_QUERY_MAX_DEPTH);
  g_autofree char *deep = g_strconcat (nots, "a", NULL);
  g_autofree char *too_deep = g_strconcat (nots, "(a)", NULL);
  g_autofree char *open = repeat ("(", LB_QUERY_MAX_BYTES);
  g_autoptr (LbQuery) longest = lb_query_new (long_text, NULL);
  g_autoptr (LbQuery) deepest = lb_query_new (deep, NULL);

  g_assert_nonnull (longest);
  g_assert_nonnull (deepest);
  assert_refused (too_long, LB_QUERY_ISSUE_LENGTH, LB_QUERY_MAX_BYTES - 1, LB_QUERY_MAX_BYTES + 1);
  assert_refused (too_deep, LB_QUERY_ISSUE_DEPTH, strlen (nots), strlen (nots) + 1);
  assert_refused (open, LB_QUERY_ISSUE_DEPTH, LB_QUERY_MAX_DEPTH, LB_QUERY_MAX_DEPTH + 1);
}

/* What holds for every query. */

#define N_GENERATED 5000

static const char *const words[] = { "fox", "Boat", "AND",  "or", "a:b", "x=y", "16:9",
                                     "<3",  "ö",    "a\\b", "a.", "[]",  "[\"q" };
static const char *const phrases[] = { "fox",   "red boat", "NOT", "say \"hi\"", "a\\",
                                       " x  y", "(a)",      "*",   "a*" };
static const char *const paths[] = { "lighting.direction",
                                     "objects[].clothing",
                                     "clothing",
                                     "_x-1",
                                     "größe",
                                     "[\"odd key\"].b",
                                     "a[][].b",
                                     "[\"name\"]",
                                     "[\"\\\"]\"]" };
static const char *const numbers[] = { "0", "1024", "2.5" };

#define ANY_OF(strings) (strings)[g_test_rand_int_range (0, G_N_ELEMENTS (strings))]

static LbQueryNode *
random_text_term (LbQueryField field, const char *path)
{
  const LbQueryTest test = (LbQueryTest) g_test_rand_int_range (LB_QUERY_HAS, LB_QUERY_IS_NOT + 1);
  const char *word = ANY_OF (words);

  if (!lb_query_field_allows (field, test))
    return lb_query_node_new (field, path, LB_QUERY_WORDS, ANY_OF (phrases));
  if (test == LB_QUERY_ANY)
    return lb_query_node_new (field, path, test, NULL);
  if (test == LB_QUERY_HAS && lb_query_node_is_word (field, word))
    return lb_query_node_new (field, path, test, word);

  return lb_query_node_new (field, path, test == LB_QUERY_HAS ? LB_QUERY_WORDS : test,
                            ANY_OF (phrases));
}

static LbQueryNode *
random_term (void)
{
  const LbQueryField field = (LbQueryField) g_test_rand_int_range (0, LB_QUERY_N_FIELDS);
  const char *const *values = lb_query_field_list_values (field);

  if (values != NULL)
    return lb_query_node_new (
      field, NULL, g_test_rand_bit () ? LB_QUERY_IS : LB_QUERY_IS_NOT,
      values[g_test_rand_int_range (0, (int) g_strv_length ((char **) values))]);
  if (lb_query_field_is_number (field))
    return lb_query_node_new (
      field, NULL, (LbQueryTest) g_test_rand_int_range (LB_QUERY_IS, LB_QUERY_AT_LEAST + 1),
      ANY_OF (numbers));
  if (field == LB_QUERY_PATH && g_test_rand_int_range (0, 4) == 0)
    return lb_query_node_new (field, ANY_OF (paths), LB_QUERY_AT_LEAST,
                              g_test_rand_bit () ? "very high" : "3");

  return random_text_term (field, field == LB_QUERY_PATH ? ANY_OF (paths) : NULL);
}

/* What can be asked of one object. */
static LbQueryNode *
random_inside (guint depth)
{
  const int kind = g_test_rand_int_range (LB_QUERY_NODE_TERM, depth < 4 ? LB_QUERY_NODE_OR + 1 : 1);
  LbQueryNode *group = NULL;

  if (kind == LB_QUERY_NODE_TERM)
    return g_test_rand_bit () ? random_text_term (LB_QUERY_ANYTHING, NULL)
                              : random_text_term (LB_QUERY_PATH, ANY_OF (paths));
  if (kind == LB_QUERY_NODE_SAME)
    return lb_query_node_new_same (ANY_OF (paths), random_inside (depth + 1));

  group = lb_query_node_new_group ((LbQueryNodeKind) kind, random_inside (depth + 1));
  if (kind != LB_QUERY_NODE_NOT)
    lb_query_node_add (group, random_inside (depth + 1));
  return group;
}

static LbQueryNode *
random_node (guint depth)
{
  const int kind = g_test_rand_int_range (0, depth < 4 ? LB_QUERY_NODE_OR + 1 : 1);
  LbQueryNode *group = NULL;
  int n = 0;

  if (kind == LB_QUERY_NODE_TERM)
    return random_term ();
  if (kind == LB_QUERY_NODE_SAME)
    return lb_query_node_new_same (ANY_OF (paths), random_inside (depth + 1));

  group = lb_query_node_new_group ((LbQueryNodeKind) kind, random_node (depth + 1));
  n = kind == LB_QUERY_NODE_NOT ? 0 : g_test_rand_int_range (1, 4);
  for (int i = 0; i < n; i++)
    lb_query_node_add (group, random_node (depth + 1));

  return group;
}

/* What is written of a query is that query, and is written like that again. */
static void
test_round_trips (void)
{
  for (guint i = 0; i < N_GENERATED; i++)
    {
      g_autoptr (LbQueryNode) tree = random_node (0);
      g_autoptr (LbQueryNode) copy = lb_query_node_copy (tree);
      g_autofree char *text = lb_query_node_format (tree);
      g_autofree char *again = NULL;
      LbQueryIssue issue = { 0 };
      g_autoptr (LbQuery) query = lb_query_new (text, &issue);

      g_assert_true (query_node_equal (tree, copy));
      if (strlen (text) > LB_QUERY_MAX_BYTES)
        continue;
      if (query == NULL)
        g_error ("“%s” is refused: %d at %zu", text, issue.kind, issue.start);
      if (!query_node_equal (tree, lb_query_get_root (query)))
        g_error ("“%s” is not what it was written of", text);
      again = query_format (query);
      g_assert_cmpstr (again, ==, text);
    }
}

/* What is no field of the contract, and of no caption that is known. */
static void
test_unknown (void)
{
  static const struct
  {
    const char *text;
    gsize start;
    gsize end; /* 0: all is known */
  } cases[] = {
    { "boat", 0, 0 },
    { "foo:bar", 0, 3 },
    { "boat foo:bar", 5, 8 },
    { "NOT (foo:bar OR x)", 5, 8 },
    { "duplicate:yes", 0, 9 },
    { "state:stale width>3 name:x caption:y", 0, 0 },
    { "lighting.direction:*", 0, 0 },
    { "direction:backlit", 0, 0 },
    { "OBJECTS[].Clothing:x", 0, 0 },
    { "objects:(clothing:red AND NOT pose:*)", 0, 0 },
    { "objects:(shoes:red)", 9, 14 },
    { "aesthetic_score>=high", 0, 0 },
    { "lighting.nonsense:*", 0, 17 },
    { "\"foo:bar\"", 0, 0 },
    { "own.field:*", 0, 0 },
    { "[\"own\"]:*", 0, 0 },
    { "own.field2:*", 0, 10 },
  };
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();

  lb_query_paths_add (paths, "own.field");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LbQueryIssue issue = { 0 };
      const gboolean found = lb_query_find_unknown (cases[i].text, paths, &issue);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (found, ==, cases[i].end > 0);
      g_assert_cmpuint (issue.start, ==, cases[i].start);
      g_assert_cmpuint (issue.end, ==, cases[i].end);
      if (found)
        g_assert_cmpint (issue.kind, ==, LB_QUERY_ISSUE_FIELD);
    }
}

/* Whatever is typed is a query, or is wrong at a place that is there. */
static void
test_anything (void)
{
  static const char *const pieces[] = { "a", "\"", "\\", "(",     ")",  "*",     ":",  "=", "!=",
                                        "<", ">",  " ",  "AND",   "OR", "[",     "]",  ".", "NOT ",
                                        "ö", "3",  "\n", "state", "[]", "width", "a:(" };

  for (guint i = 0; i < N_GENERATED; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      LbQueryIssue issue = { .kind = LB_QUERY_N_ISSUES };
      g_autoptr (LbQuery) query = NULL;

      for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
        g_string_append (text, ANY_OF (pieces));
      query = lb_query_new (text->str, &issue);
      if (query != NULL)
        {
          g_autofree char *formatted = query_format (query);
          g_autoptr (LbQuery) again = lb_query_new (formatted, NULL);
          g_autofree char *same = again != NULL ? query_format (again) : NULL;

          g_assert_cmpstr (same, ==, formatted);
          continue;
        }
      g_assert_cmpint (issue.kind, <, LB_QUERY_N_ISSUES);
      g_assert_cmpuint (issue.start, <, issue.end);
      g_assert_cmpuint (issue.end, <=, text->len);
      g_assert_true (g_utf8_validate_len (text->str, issue.start, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query/spellings", test_spellings);
  g_test_add_func ("/query/unknown", test_unknown);
  g_test_add_func ("/query/refusals", test_refusals);
  g_test_add_func ("/query/limits", test_limits);
  g_test_add_func ("/query/round-trips", test_round_trips);
  g_test_add_func ("/query/anything", test_anything);

  return g_test_run ();
}
