#include "model/lb-word-diff.h"

/* What was removed in brackets, what was added in braces. */
static const struct
{
  const char *before;
  const char *after;
  const char *shown;
} cases[] = {
  { "", "", "" },
  { "a fox", "a fox", "a fox" },
  { "", "a fox", "{a fox}" },
  { "a fox", "", "[a fox]" },
  { "a fox at dawn", "a fox at dusk", "a fox at [dawn]{dusk}" },
  { "a fox", "a small fox", "a {small }fox" },
  { "a small fox", "a fox", "a [small ]fox" },
  { "soft dawn light", "soft dusk glow", "soft [dawn light]{dusk glow}" },
  { "two gulls look on.", "two gulls look at the viewer.", "two gulls look [on]{at the viewer}." },
  { "one, two", "uno, dos", "[one, two]{uno, dos}" },
  { "the fox's coat", "the dog's coat", "the [fox's]{dog's} coat" },
  { "Füchslein hier", "Füßchen hier", "[Füchslein]{Füßchen} hier" },
  { "赤い狐", "青い狐", "[赤]{青}い狐" },
  { "x a b", "a b x", "[x ]a b{ x}" },
  { "a  b", "a b", "a[  ]{ }b" },
};

static void
append (GString *out, const LbWordRun *run, const char *before, const char *after)
{
  static const char *const marks[] = { "", "[]", "{}" };
  const char *mark = marks[run->kind];

  if (*mark != '\0')
    g_string_append_c (out, mark[0]);
  g_string_append_len (out, (run->kind == LB_WORD_ADDED ? after : before) + run->start,
                       (gssize) run->length);
  if (*mark != '\0')
    g_string_append_c (out, mark[1]);
}

/* (transfer full): @before or @after again, out of the runs. */
static char *
join (GArray *runs, const char *before, const char *after, LbWordKind without)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const LbWordRun *run = &g_array_index (runs, LbWordRun, i);

      if (run->kind != without)
        g_string_append_len (out, (run->kind == LB_WORD_ADDED ? after : before) + run->start,
                             (gssize) run->length);
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
check_texts (const char *before, const char *after)
{
  g_autoptr (GArray) runs = lb_word_diff (before, after);
  g_autofree char *old = join (runs, before, after, LB_WORD_ADDED);
  g_autofree char *new = join (runs, before, after, LB_WORD_REMOVED);

  g_assert_cmpstr (old, ==, before);
  g_assert_cmpstr (new, ==, after);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) runs = lb_word_diff (cases[i].before, cases[i].after);
      g_autoptr (GString) shown = g_string_new (NULL);

      for (guint k = 0; k < runs->len; k++)
        append (shown, &g_array_index (runs, LbWordRun, k), cases[i].before, cases[i].after);
      g_assert_cmpstr (shown->str, ==, cases[i].shown);
      check_texts (cases[i].before, cases[i].after);
    }
}

static char *
random_text (void)
{
  static const char *const words[] = {
    "fox", "pier", " ", " ", ", ", "ß", "狐", ".", "\n", "dawn"
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
    g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_random (void)
{
  for (guint round = 0; round < 5000; round++)
    {
      g_autofree char *before = random_text ();
      g_autofree char *after = random_text ();

      check_texts (before, after);
    }
}

/* What is too long to be compared word by word is one change. */
static void
test_long (void)
{
  g_autoptr (GString) before = g_string_new ("start ");
  g_autoptr (GString) after = g_string_new ("start ");
  g_autoptr (GArray) runs = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append_printf (before, "a%u ", i);
      g_string_append_printf (after, "b%u ", i);
    }
  g_string_append (before, "end");
  g_string_append (after, "end");
  runs = lb_word_diff (before->str, after->str);
  g_assert_cmpuint (runs->len, ==, 4);
  check_texts (before->str, after->str);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/word-diff/cases", test_cases);
  g_test_add_func ("/word-diff/random", test_random);
  g_test_add_func ("/word-diff/long", test_long);

  return g_test_run ();
}
