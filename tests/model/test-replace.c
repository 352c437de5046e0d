#include "base/lb-error.h"
#include "model/lb-replace-hit.h"

#include <string.h>

#define CASE LB_REPLACE_MATCH_CASE
#define WORDS LB_REPLACE_WHOLE_WORDS
#define REGEX LB_REPLACE_REGEX

/* What comes of a text; NULL for no change. */
static const struct
{
  const char *find;
  const char *with;
  LbReplaceFlags flags;
  const char *text;
  const char *after;
  guint n;
} texts[] = {
  { "oilskin", "cotton", 0, "Yellow oilskin coat, Oilskin hat", "Yellow cotton coat, cotton hat",
    2 },
  { "oilskin", "cotton", CASE, "Yellow oilskin, Oilskin", "Yellow cotton, Oilskin", 1 },
  { "oil", "x", WORDS, "oil oilskin boil oil.", "x oilskin boil x.", 2 },
  { "ÉTÉ", "hiver", 0, "Un été", "Un hiver", 1 },
  { "été", "hiver", WORDS, "étés", NULL, 0 },
  { ".", "!", 0, "a.b", "a!b", 1 },
  { ".", "!", WORDS, "a.b", "a!b", 1 },
  { "a", "", 0, "banana", "bnn", 3 },
  { "a", "\\1", 0, "a", "\\1", 1 },
  { "none", "x", 0, "some", NULL, 0 },
  { "same", "same", 0, "the same", NULL, 0 },
  { "fox", "Fox", 0, "Fox and fox", "Fox and Fox", 1 },
  { "(\\w+) and (\\w+)", "\\2 and \\1", REGEX, "salt and pepper", "pepper and salt", 1 },
  { "(?<a>\\d+)px", "\\g<a> pixels", REGEX, "20px 30PX", "20 pixels 30 pixels", 2 },
  { "\\bfox", "\\U\\0\\E!", REGEX, "fox", "FOX!", 1 },
  { "fo+", "x", REGEX | WORDS, "foo foot foo", "x foot x", 2 },
  { "a|b", "x", REGEX | WORDS, "a ab b", "x ab x", 2 },
  { "\\Qa.b", "x", REGEX | WORDS, "a.b", "x", 1 },
  { "^", "- ", REGEX, "one\ntwo", "- one\ntwo", 1 },
  { "x*", "-", REGEX, "ab", "-a-b-", 3 },
  { "(a)|(b)", "<\\1\\2>", REGEX, "ab", "<a><b>", 2 },
  { "[^\\w\\s]", "", REGEX, "é, ü.", "é ü", 2 },
};

/* A bad expression or replacement, and where. */
static const struct
{
  const char *find;
  const char *with;
  LbReplaceFlags flags;
  const char *path;
  LbReplaceIssue issue;
} issues[] = {
  { "", "x", 0, NULL, { LB_REPLACE_ISSUE_NOTHING, LB_REPLACE_IN_FIND, 0 } },
  { "\xff", "x", 0, NULL, { LB_REPLACE_ISSUE_ENCODING, LB_REPLACE_IN_FIND, 0 } },
  { "a", "\xff", 0, NULL, { LB_REPLACE_ISSUE_ENCODING, LB_REPLACE_IN_WITH, 0 } },
  { "oil[", "", REGEX, NULL, { LB_REPLACE_ISSUE_BRACKET, LB_REPLACE_IN_FIND, 4 } },
  { "ü[a][^]b", "", REGEX, NULL, { LB_REPLACE_ISSUE_BRACKET, LB_REPLACE_IN_FIND, 5 } },
  { "\\[[[:alpha:]", "", REGEX, NULL, { LB_REPLACE_ISSUE_BRACKET, LB_REPLACE_IN_FIND, 3 } },
  { "a(b(c)", "", REGEX, NULL, { LB_REPLACE_ISSUE_OPEN, LB_REPLACE_IN_FIND, 2 } },
  { "[(]\\((", "", REGEX, NULL, { LB_REPLACE_ISSUE_OPEN, LB_REPLACE_IN_FIND, 6 } },
  { "ab)", "", REGEX, NULL, { LB_REPLACE_ISSUE_CLOSE, LB_REPLACE_IN_FIND, 3 } },
  { "*a", "", REGEX, NULL, { LB_REPLACE_ISSUE_REPEAT, LB_REPLACE_IN_FIND, 1 } },
  { "[z-a]", "", REGEX, NULL, { LB_REPLACE_ISSUE_RANGE, LB_REPLACE_IN_FIND, 4 } },
  { "a\\", "", REGEX, NULL, { LB_REPLACE_ISSUE_BACKSLASH, LB_REPLACE_IN_FIND, 2 } },
  { "(?<=a+)b", "", REGEX, NULL, { LB_REPLACE_ISSUE_LOOK_BEHIND, LB_REPLACE_IN_FIND, 1 } },
  { "\\2(a)", "", REGEX, NULL, { LB_REPLACE_ISSUE_GROUP, LB_REPLACE_IN_FIND, 2 } },
  { "\\p{No such}", "", REGEX, NULL, { LB_REPLACE_ISSUE_SYNTAX, LB_REPLACE_IN_FIND, 11 } },
  { "(a)", "é\\2", REGEX, NULL, { LB_REPLACE_ISSUE_GROUP, LB_REPLACE_IN_WITH, 2 } },
  { "(a)", "\\g<b>", REGEX, NULL, { LB_REPLACE_ISSUE_GROUP, LB_REPLACE_IN_WITH, 1 } },
  { "(a)", "\\q", REGEX, NULL, { LB_REPLACE_ISSUE_ESCAPE, LB_REPLACE_IN_WITH, 1 } },
  { "(a)", "\\x41\\xq", REGEX, NULL, { LB_REPLACE_ISSUE_ESCAPE, LB_REPLACE_IN_WITH, 5 } },
  { "(a)", "x\\", REGEX, NULL, { LB_REPLACE_ISSUE_BACKSLASH, LB_REPLACE_IN_WITH, 2 } },
  { "a", "b", 0, "objects[0].pose", { LB_REPLACE_ISSUE_PATH, LB_REPLACE_IN_PATH, 8 } },
};

static LbReplace *
make (const char *find, const char *with, LbReplaceFlags flags, const char *path)
{
  LbReplaceIssue issue = { 0 };
  LbReplace *replace = lb_replace_new (find, with, flags, path, &issue);

  g_assert_nonnull (replace);
  return replace;
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (LbReplace) replace = make (texts[i].find, texts[i].with, texts[i].flags, NULL);
      g_autoptr (GError) error = NULL;
      guint n = 99;
      g_autofree char *after = lb_replace_run (replace, texts[i].text, &n, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (after, ==, texts[i].after);
      g_assert_cmpuint (n, ==, texts[i].n);
    }
}

static void
test_issues (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (issues); i++)
    {
      LbReplaceIssue issue = { 0 };

      g_assert_null (
        lb_replace_new (issues[i].find, issues[i].with, issues[i].flags, issues[i].path, &issue));
      g_assert_cmpint (issue.kind, ==, issues[i].issue.kind);
      g_assert_cmpint (issue.part, ==, issues[i].issue.part);
      g_assert_cmpuint (issue.place, ==, issues[i].issue.place);
    }
}

/* These would take years. */
static void
test_forever (void)
{
  static const char *const patterns[] = { "(a+)+$", "(?:(?:a|a)+)+$", "(a|aa)+b$", "(.*a){20}$" };
  g_autofree char *letters = g_strnfill (5000, 'a');
  g_autofree char *text = g_strconcat (letters, "!", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (LbReplace) replace = make (patterns[i], "x", REGEX, NULL);
      g_autoptr (GError) error = NULL;
      guint n = 0;

      g_assert_null (lb_replace_run (replace, text, &n, &error));
      if (error != NULL)
        g_assert_error (error, LB_ERROR, LB_ERROR_TIMED_OUT);
    }
}

/* A result has an end, and so has a text for an expression. */
static void
test_too_long (void)
{
  g_autofree char *with = g_strnfill (LB_REPLACE_MAX_BYTES, 'b');
  g_autofree char *text = g_strnfill (40 * 1024, 'a');
  g_autoptr (LbReplace) replace = make ("a", with, 0, NULL);
  g_autoptr (LbReplace) expression = make ("a", "b", REGEX, NULL);
  g_autoptr (LbReplace) plain = make ("a", "b", 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;
  g_autofree char *after = NULL;
  guint n = 0;

  g_assert_null (lb_replace_run (replace, text, &n, &error));
  g_assert_error (error, LB_ERROR, LB_ERROR_TOO_LARGE);
  g_assert_null (lb_replace_run (expression, text, &n, &second));
  g_assert_error (second, LB_ERROR, LB_ERROR_TIMED_OUT);
  after = lb_replace_run (plain, text, &n, NULL);
  g_assert_nonnull (after);
  g_assert_cmpuint (n, ==, 40 * 1024);
}

#define CAPTION                                                                                    \
  "{ \"coat\": \"A coat\",\n  \"objects\": [ {\"clothing\":\"red coat\"}, {\"clothing\":\"a "      \
  "\\u0063oat, coat\"} ], \"n\": 3, \"odd key\": {\"coat\": [\"coat\"]} }"

static void
assert_hits (const char *path, const char *expected)
{
  g_autoptr (LbReplace) replace = make ("coat", "hat", 0, path);
  g_autoptr (LbPrompt) prompt = lb_prompt_new (CAPTION, NULL);
  g_autoptr (GPtrArray) hits = lb_replace_find_in_prompt (replace, prompt);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_true (lb_replace_may_be_in (replace, CAPTION));
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      const LbReplaceHit *hit = hits->pdata[i];

      g_assert_cmpint (hit->fault, ==, LB_REPLACE_FAULT_NONE);
      g_string_append_printf (found, "%s=%s %u;", lb_prompt_change_get_path (hit->change),
                              lb_prompt_change_get_after (hit->change), hit->n_places);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

/* Only in texts, in all or those of one field. */
static void
test_prompt (void)
{
  assert_hits (NULL, "coat=\"A hat\" 1;objects[0].clothing=\"red hat\" 1;objects[1].clothing=\"a "
                     "hat, hat\" 2;[\"odd key\"].coat[0]=\"hat\" 1;");
  assert_hits ("objects[].clothing",
               "objects[0].clothing=\"red hat\" 1;objects[1].clothing=\"a hat, hat\" 2;");
  assert_hits ("clothing",
               "objects[0].clothing=\"red hat\" 1;objects[1].clothing=\"a hat, hat\" 2;");
  assert_hits ("[\"odd key\"]", "[\"odd key\"].coat[0]=\"hat\" 1;");
  assert_hits ("pose", "");
}

/* Any quotes and backslashes that come are spelled as JSON has them. */
static void
test_spelling (void)
{
  g_autoptr (LbReplace) replace = make ("coat", "\"\\\",\n\"x\":\"", 0, NULL);
  g_autoptr (LbPrompt) prompt = lb_prompt_new ("{\"coat\":\"coat\",\"coat\":\"a coat\"}", NULL);
  g_autoptr (GPtrArray) hits = lb_replace_find_in_prompt (replace, prompt);
  g_autoptr (GListStore) changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  g_autoptr (LbPrompt) after = NULL;
  g_autofree char *text = NULL;

  /* Of a key used twice the last counts. */
  g_assert_cmpuint (hits->len, ==, 1);
  g_list_store_append (changes, ((LbReplaceHit *) hits->pdata[0])->change);
  after = lb_prompt_apply (prompt, G_LIST_MODEL (changes), NULL);
  g_assert_nonnull (after);
  text = lb_prompt_get_string (after, "coat");
  g_assert_cmpstr (text, ==, "a \"\\\",\n\"x\":\"");
  g_assert_cmpuint (lb_prompt_get_length (after, ""), ==, lb_prompt_get_length (prompt, ""));
}

static void
test_words (void)
{
  g_autoptr (LbReplace) all = make ("coat", "hat", 0, NULL);
  g_autoptr (LbReplaceHit) hit = lb_replace_find_in_words (all, "A coat, a coat");

  g_assert_cmpuint (hit->n_places, ==, 2);
  g_assert_cmpstr (lb_prompt_change_get_path (hit->change), ==, "");
  g_assert_cmpstr (lb_prompt_change_get_after (hit->change), ==, "\"A hat, a hat\"");
  g_assert_null (lb_replace_find_in_words (all, "A red scarf"));
  g_assert_false (lb_replace_may_be_in (all, "{\"a\":\"red scarf\"}"));
  g_assert_true (lb_replace_may_be_in (all, "{\"a\":\"\\u0063oat\"}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replace/texts", test_texts);
  g_test_add_func ("/replace/issues", test_issues);
  g_test_add_func ("/replace/forever", test_forever);
  g_test_add_func ("/replace/too-long", test_too_long);
  g_test_add_func ("/replace/prompt", test_prompt);
  g_test_add_func ("/replace/spelling", test_spelling);
  g_test_add_func ("/replace/words", test_words);

  return g_test_run ();
}
