#include "model/lb-prompt-cursor.h"

#include <string.h>

typedef struct
{
  const char *marked; /* with | where the cursor is */
  LbPromptCursorKind kind;
  const char *path;
  const char *keys;    /* joined by blanks */
  const char *written; /* what is there already */
} Case;

static const Case cases[] = {
  { "|", LB_PROMPT_CURSOR_NONE, "", "", "" },
  { "{|", LB_PROMPT_CURSOR_KEY, "", "", "" },
  { "{ \"a\": 1, | }", LB_PROMPT_CURSOR_KEY, "", "a", "" },
  { "{ \"b|\", \"c\": {\"d\": 2}, \"e\": 3 }", LB_PROMPT_CURSOR_KEY, "", "c e", "b" },
  { "{ \"a\": {\"b\": \"x|y\"} }", LB_PROMPT_CURSOR_VALUE, "a.b", "", "xy" },
  { "{ \"a\": |", LB_PROMPT_CURSOR_VALUE, "a", "", "" },
  { "{ \"a\": tr|ue }", LB_PROMPT_CURSOR_VALUE, "a", "", "true" },
  { "{ \"l\": [{\"k\": 1}, {\"m\": 2, \"n|", LB_PROMPT_CURSOR_KEY, "l[1]", "m", "n" },
  { "{ \"l\": [\"x\", \"|\"] }", LB_PROMPT_CURSOR_VALUE, "l[1]", "", "" },
  { "{ \"a\\\"|b\": 1 }", LB_PROMPT_CURSOR_KEY, "", "", "a\\\"b" },
  { "{ \"not closed|\n  \"next\": 1 }", LB_PROMPT_CURSOR_KEY, "", "next", "not closed" },
  { "{ } |", LB_PROMPT_CURSOR_NONE, "", "", "" },
  { "]]}} \"|", LB_PROMPT_CURSOR_NONE, "", "", "" },
};

static void
check_case (const Case *wanted)
{
  const char *bar = strchr (wanted->marked, '|');
  g_autofree char *before = g_strndup (wanted->marked, (gsize) (bar - wanted->marked));
  g_autofree char *text = g_strconcat (before, bar + 1, NULL);
  g_autoptr (LbPromptCursor) cursor = lb_prompt_cursor_new (text, strlen (before));
  g_autofree char *keys = g_strjoinv (" ", cursor->keys);
  g_autofree char *written = g_strndup (text + cursor->start, cursor->end - cursor->start);

  g_test_message ("%s", wanted->marked);
  g_assert_cmpint (cursor->kind, ==, wanted->kind);
  g_assert_cmpstr (cursor->path, ==, wanted->path);
  g_assert_cmpstr (keys, ==, wanted->keys);
  g_assert_cmpstr (written, ==, wanted->written);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i]);
}

/* Whatever is written so far, and wherever the cursor is, what is found lies within the text. */
static void
test_any_text (void)
{
  static const char signs[] = "{}[]\",:\\ \nab1";

  for (guint i = 0; i < 20000; i++)
    {
      const guint length = (guint) g_test_rand_int_range (0, 24);
      g_autofree char *text = g_malloc0 (length + 1);
      g_autoptr (LbPromptCursor) cursor = NULL;

      for (guint j = 0; j < length; j++)
        text[j] = signs[g_test_rand_int_range (0, sizeof signs - 1)];
      cursor = lb_prompt_cursor_new (text, (gsize) g_test_rand_int_range (0, 26));
      g_assert_cmpuint (cursor->start, <=, cursor->end);
      g_assert_cmpuint (cursor->end, <=, length);
      g_assert_nonnull (cursor->keys);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-cursor/cases", test_cases);
  g_test_add_func ("/prompt-cursor/any-text", test_any_text);

  return g_test_run ();
}
