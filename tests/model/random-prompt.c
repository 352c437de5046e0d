#include "random-prompt.h"

#include <string.h>

void
random_prompt_append (GString *out, guint depth)
{
  static const char *const scalars[] = { "1",     "1.0",  "1e5",          "12345678901234567890",
                                         "null",  "true", "\"a\"",        "\"\\u0061\"",
                                         "\"b\"", "\"\"", "\"\xc3\xa9\"", "-0.10" };
  static const char *const blanks[] = { "", "", "", " ", "\n  ", "\t" };
  static const char *const keys[] = { "a",       "b",         "objects", "lighting",
                                      "context", "direction", "odd key", "" };
  const int choice = g_test_rand_int_range (0, depth == 0 ? 4 : 10);
  const int n = g_test_rand_int_range (0, 5);

#define BLANK blanks[g_test_rand_int_range (0, G_N_ELEMENTS (blanks))]

  if (depth < 5 && choice < 4)
    {
      g_string_append_printf (out, "{%s", BLANK);
      for (int i = 0; i < n; i++)
        {
          const char *key = keys[g_test_rand_int_range (0, G_N_ELEMENTS (keys))];

          g_string_append_printf (out, "%s%s\"%s\"%s:%s", i ? "," : "", BLANK, key, BLANK, BLANK);
          random_prompt_append (out, depth + 1);
          g_string_append (out, BLANK);
        }
      g_string_append_c (out, '}');
    }
  else if (depth < 5 && choice < 7)
    {
      g_string_append_printf (out, "[%s", BLANK);
      for (int i = 0; i < n; i++)
        {
          g_string_append_printf (out, "%s%s", i ? "," : "", BLANK);
          random_prompt_append (out, depth + 1);
          g_string_append (out, BLANK);
        }
      g_string_append_c (out, ']');
    }
  else
    {
      g_string_append (out, scalars[g_test_rand_int_range (0, G_N_ELEMENTS (scalars))]);
    }

#undef BLANK
}

LbPrompt *
random_prompt_new (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  LbPrompt *prompt;

  random_prompt_append (text, 0);
  prompt = lb_prompt_new (text->str, &error);
  g_assert_no_error (error);

  return prompt;
}

char *
random_prompt_path (LbPrompt *prompt)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (;;)
    {
      const guint n = lb_prompt_get_length (prompt, path->str);
      g_auto (GStrv) keys = lb_prompt_get_keys (prompt, path->str);
      const int pick = n > 0 ? g_test_rand_int_range (0, n) : 0;

      if (n == 0 || (path->len > 0 && g_test_rand_int_range (0, 3) == 0))
        return g_string_free_and_steal (g_steal_pointer (&path));
      if (keys && *keys[pick] && !strchr (keys[pick], ' '))
        g_string_append_printf (path, "%s%s", path->len ? "." : "", keys[pick]);
      else if (keys)
        g_string_append_printf (path, "[\"%s\"]", keys[pick]);
      else
        g_string_append_printf (path, "[%d]", pick);
    }
}
