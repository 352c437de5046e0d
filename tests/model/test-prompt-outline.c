#include "model/lb-prompt-outline.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *blocks; /* "first-last items" of each; f: fields, o: objects, v: values */
} Case;

static const Case cases[] = {
  { "", "" },
  { "{}", "" },
  { "{\n}", "" },
  { "{\n\n}", "0-2 f0" },
  { "{\n  \"a\": 1,\n  \"b\": [ 2, 3 ]\n}", "0-3 f2" },
  { "{\n \"l\": [\n  {},\n  {}\n ]\n}", "0-5 f1, 1-4 o2" },
  { "[\n {},\n 1\n]", "0-3 v2" },
  { "[\n\n]", "0-2 v0" },
  { "[\n \"a\", true, -1.5e3,\n null\n]", "0-3 v4" },
  /* Of those that begin on one line the outermost, and the next where it begins. */
  { "[{\n \"a\": 1\n}]", "0-2 o1" },
  { "[{\n \"a\": 1\n}, {\n \"b\": 2\n}]", "0-4 o2, 2-4 f1" },
  { "{\"a\": [\n 1\n], \"b\": [\n 2\n]}", "0-4 f2, 2-4 v1" },
  { "[1, {\n \"a\": [\n  1,\n  2\n ] }\n]", "0-5 v2, 1-4 v2" },
  /* Brackets in strings are none, and a string that isn't closed ends with its line. */
  { "{\n \"}\": \"{[\",\n \"\\\"}\": \"\\\\\"\n}", "0-3 f2" },
  { "{\n \"a: {\n  \"b\": [\n   1\n  ]\n}", "0-5 f1, 2-4 v1" },
  { "{\n \"a\\\n}", "0-2 f1" },
  { "{\n \"a\\", "" },
  /* What can be told of what is broken. */
  { "{\n \"a\": [\n  1,\n  2\n}", "0-4 f1" },
  { "{\n \"a\": [\n  1,\n  2\n ]", "1-4 v2" },
  { "]]}\n{\n \"a\": 1\n}", "1-3 f1" },
  { "{\n \"a\": 1\n }\n}\n[\n 1\n]", "0-2 f1, 4-6 v1" },
  { "{ [ {\n\n ]\n\n ]\n\n }", "0-6 f1" },
  { "{\n \"a\" 1 2,, \"b\"\n}", "0-2 f2" },
  { "{\n // \"words\n 'x'\n}", "0-3 f1" },
  /* Lines as a text view has them. */
  { "{\r\n\r\n}", "0-2 f0" },
  { "{\r\r}", "0-2 f0" },
  { "{\n\r}", "0-2 f0" },
  { "{\"a\xe2\x80\xa9\xe2\x80\xa9\": 1}", "0-2 f1" },
  { "{\xe2\x80\xa8\n}", "" },
};

static char *
spell (GArray *blocks)
{
  static const char letters[] = { 'f', 'o', 'v' };
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const LbPromptBlock *block = &g_array_index (blocks, LbPromptBlock, i);

      g_string_append_printf (words, "%s%u-%u %c%u", i > 0 ? ", " : "", block->first_line,
                              block->last_line, letters[block->items], block->n_items);
    }
  return g_string_free_and_steal (words);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) blocks = lb_prompt_outline_new (cases[i].text);
      g_autofree char *words = spell (blocks);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (words, ==, cases[i].blocks);
    }
}

static guint
count_lines (const char *text)
{
  guint n_lines = 1;

  for (; *text != '\0'; text++)
    n_lines += *text == '\n';
  return n_lines;
}

/* Whatever is written so far, blocks lie within the text, by their lines, and any two within each
 * other or apart. */
static void
test_any_text (void)
{
  static const char signs[] = "{}[]{}[]\",:\\ \n\n\n\nab1";

  for (guint n = 0; n < 20000; n++)
    {
      const guint length = (guint) g_test_rand_int_range (0, 80);
      g_autofree char *text = g_malloc0 (length + 1);
      g_autoptr (GArray) blocks = NULL;
      const LbPromptBlock *block;

      for (guint j = 0; j < length; j++)
        text[j] = signs[g_test_rand_int_range (0, sizeof signs - 1)];
      blocks = lb_prompt_outline_new (text);
      block = (const LbPromptBlock *) (gpointer) blocks->data;
      for (guint i = 0; i < blocks->len; i++)
        {
          g_assert_cmpuint (block[i].first_line + 1, <, block[i].last_line);
          g_assert_cmpuint (block[i].last_line, <, count_lines (text));
          for (guint j = 0; j < i; j++)
            {
              g_assert_cmpuint (block[j].first_line, <, block[i].first_line);
              g_assert_true (block[i].first_line >= block[j].last_line ||
                             block[i].last_line <= block[j].last_line);
            }
        }
    }
}

/* As many brackets as one likes: neither time nor memory grows beyond the text. */
static void
test_long_text (void)
{
  const gsize length = 4 * 1024 * 1024;
  g_autofree char *deep = g_strnfill (length, '[');
  g_autofree char *flat = g_malloc (length + 1);
  g_autoptr (GArray) none = NULL;
  g_autoptr (GArray) blocks = NULL;

  none = lb_prompt_outline_new (deep);
  g_assert_cmpuint (none->len, ==, 0);
  for (gsize i = 0; i < length; i++)
    flat[i] = "[\n\n]"[i % 4];
  flat[length] = '\0';
  blocks = lb_prompt_outline_new (flat);
  g_assert_cmpuint (blocks->len, ==, length / 4);

  /* Of those that are never closed only as many are looked at as there are. */
  for (gsize i = 0; i < length; i++)
    flat[i] = i < 900 ? '[' : '}';
  g_clear_pointer (&none, g_array_unref);
  none = lb_prompt_outline_new (flat);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-outline/cases", test_cases);
  g_test_add_func ("/prompt-outline/any-text", test_any_text);
  g_test_add_func ("/prompt-outline/long-text", test_long_text);

  return g_test_run ();
}
