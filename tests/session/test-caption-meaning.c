#include "session/lb-caption-meaning.h"

#define PROMPT "{\"short_description\":\"Caf\xc3\xa9 at dawn.\",\"objects\":[]}"

static void
assert_same (const char *a, const char *b)
{
  g_assert_true (lb_caption_means_same (a, b));
  g_assert_true (lb_caption_means_same (b, a));
}

static void
assert_other (const char *a, const char *b)
{
  g_assert_false (lb_caption_means_same (a, b));
  g_assert_false (lb_caption_means_same (b, a));
}

static void
test_spellings (void)
{
  assert_same (PROMPT, PROMPT);
  assert_same (PROMPT, "\xEF\xBB\xBF " PROMPT "\n");
  assert_same (PROMPT, "```json\n" PROMPT "\n```");
  assert_same (PROMPT, "{ \"objects\": [ ],\n  \"short_description\": \"Caf\xc3\xa9 at dawn.\" }");
  assert_same (PROMPT, "{\"short_description\":\"Caf\\u00e9 at\\u0020dawn.\",\"objects\":[]}");
  assert_same (PROMPT, "{\"shortDescription\":\"Caf\xc3\xa9 at dawn.\",\"objects\":[]}");
  assert_same (PROMPT, "{\"short_description\":\"Other.\",\"objects\":[],"
                       "\"short_description\":\"Caf\xc3\xa9 at dawn.\"}");
}

static void
test_words (void)
{
  assert_other (PROMPT, "{\"short_description\":\"Cafe at dawn.\",\"objects\":[]}");
  assert_other (PROMPT, "{\"short_description\":\"Caf\xc3\xa9  at dawn.\",\"objects\":[]}");
  assert_other (PROMPT, "{\"short_description\":\"Caf\xc3\xa9 at dawn.\",\"objects\":[],"
                        "\"background_setting\":\"A quay\"}");
  assert_other ("{\"objects\":[{\"description\":\"a\"},{\"description\":\"b\"}]}",
                "{\"objects\":[{\"description\":\"b\"},{\"description\":\"a\"}]}");
  /* No two texts of different structure share a spelling. */
  assert_other ("{\"a\":\"b\",\"c\":\"d\"}", "{\"a\":\"b\\\",\\\"c\\\":\\\"d\"}");
}

static void
test_plain_text (void)
{
  assert_same ("a quay at dawn", " a quay at dawn\n");
  assert_other ("a quay at dawn", "A quay at dawn");
  assert_other ("{\"short_description\":", PROMPT);
  assert_other ("", PROMPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caption-meaning/spellings", test_spellings);
  g_test_add_func ("/caption-meaning/words", test_words);
  g_test_add_func ("/caption-meaning/plain-text", test_plain_text);

  return g_test_run ();
}
