#include "ui/widgets/lb-duration-words.h"

#define HOUR 3600

/* Takes @words. */
static void
assert_words (char *words, const char *wanted)
{
  g_assert_cmpstr (words, ==, wanted);
  g_free (words);
}

static void
test_sentence (void)
{
  assert_words (lb_duration_words (12), "less than a minute");
  assert_words (lb_duration_words (60), "about 1 minute");
  assert_words (lb_duration_words (170), "about 3 minutes");
  assert_words (lb_duration_words (119 * 60), "about 119 minutes");
  assert_words (lb_duration_words (2 * HOUR), "about 2 hours");
}

static void
test_line (void)
{
  assert_words (lb_duration_left_words (12), "Less than a minute left");
  assert_words (lb_duration_left_words (60), "About 1 minute left");
  assert_words (lb_duration_left_words (170), "About 3 minutes left");
  assert_words (lb_duration_left_words (3 * HOUR), "About 3 hours left");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/duration-words/sentence", test_sentence);
  g_test_add_func ("/ui/duration-words/line", test_line);

  return g_test_run ();
}
