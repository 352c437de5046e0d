#include "base/lb-error.h"
#include "random-prompt.h"

#include <gio/gio.h>
#include <string.h>

/* before, after, the changes as "path: old -> new" with `-` for nothing and semicolons between */
static const struct
{
  const char *before;
  const char *after;
  const char *changes;
} cases[] = {
  { "{}", "{}", "" },
  { "{\"a\":1,\"b\":[1,{}]}", "{ \"b\" : [ 1, { } ],\n\"a\":1 }", "" },
  { "{\"a\":\"A\"}", "{\"a\":\"\\u0041\"}", "" },
  { "{\"a\":1}", "{\"a\":2}", "a: 1 -> 2" },
  { "{\"a\":1}", "{\"a\":1.0}", "a: 1 -> 1.0" },
  { "{\"a\":12345678901234567890}", "{\"a\":12345678901234567891}",
    "a: 12345678901234567890 -> 12345678901234567891" },
  { "{\"a\":1}", "{\"a\":\"1\"}", "a: 1 -> \"1\"" },
  { "{\"a\":null}", "{}", "a: null -> -" },
  { "{}", "{\"a\":null}", "a: - -> null" },
  { "{\"a\":1}", "{\"b\":1}", "a: 1 -> -;b: - -> 1" },
  { "{\"a\":{\"b\":{\"c\":1,\"d\":2}}}", "{\"a\":{\"b\":{\"c\":1,\"d\":3}}}", "a.b.d: 2 -> 3" },
  { "{\"a\":{\"b\":1}}", "{\"a\":[1]}", "a: {\"b\":1} -> [1]" },
  { "{}", "{\"a\":{\"b\":1}}", "a: - -> {\"b\":1}" },
  { "{\"odd key\":1}", "{\"odd key\":2}", "[\"odd key\"]: 1 -> 2" },
  { "{\"a\":1,\"a\":2}", "{\"a\":2}", "" },
  { "{\"a\":1,\"a\":2}", "{\"a\":3}", "a: 2 -> 3" },
  { "{\"a\":[1,2,3]}", "{\"a\":[1,5,3]}", "a[1]: 2 -> 5" },
  { "{\"a\":[1,2,3]}", "{\"a\":[1,3]}", "a[1]: 2 -> -" },
  { "{\"a\":[1,2,3]}", "{\"a\":[2,3]}", "a[0]: 1 -> -" },
  { "{\"a\":[1,3]}", "{\"a\":[1,2,3]}", "a[1]: - -> 2" },
  { "{\"a\":[1]}", "{\"a\":[1,2,3]}", "a[1]: - -> 2;a[1]: - -> 3" },
  { "{\"a\":[]}", "{\"a\":[1]}", "a[0]: - -> 1" },
  { "{\"a\":[1]}", "{\"a\":[]}", "a[0]: 1 -> -" },
  { "{\"a\":[1,2,3,4]}", "{\"a\":[4,1,2,3]}", "a[3] to 0 as 0" },
  { "{\"a\":[1,2,3,4]}", "{\"a\":[2,3,1,4]}", "a[0] to 3 as 2" },
  { "{\"a\":[1,2,3]}", "{\"a\":[3,9,1,2]}", "a[2] to 0 as 0;a[0]: - -> 9" },
  { "{\"a\":[1,2,3]}", "{\"a\":[2,3,1]}", "a[0] to 3 as 2" },
  { "{\"o\":[{\"d\":\"mug\",\"p\":1},{\"d\":\"map\",\"p\":2},{\"d\":\"pan\",\"p\":3}]}",
    "{\"o\":[{\"d\":\"pan\",\"p\":4},{\"d\":\"mug\",\"p\":1},{\"d\":\"map\",\"p\":2}]}",
    "o[2] to 0 as 0;o[2].p: 3 -> 4" },
  { "{\"objects\":[{\"d\":\"mug\",\"p\":1},{\"d\":\"map\",\"p\":1}]}",
    "{\"objects\":[{\"d\":\"mug\",\"p\":1},{\"d\":\"map\",\"p\":2}]}", "objects[1].p: 1 -> 2" },
  { "{\"objects\":[{\"d\":\"mug\",\"p\":1},{\"d\":\"map\",\"p\":1}]}",
    "{\"objects\":[{\"d\":\"map\",\"p\":2}]}",
    "objects[0]: {\"d\":\"mug\",\"p\":1} -> -;objects[1].p: 1 -> 2" },
  { "{\"objects\":[{\"d\":\"map\",\"p\":1}]}",
    "{\"objects\":[{\"d\":\"mug\",\"p\":7},{\"d\":\"map\",\"p\":2}]}",
    "objects[0]: - -> {\"d\":\"mug\",\"p\":7};objects[0].p: 1 -> 2" },
  { "{\"objects\":[{\"d\":\"mug\"}]}", "{\"objects\":[{\"d\":\"map\"}]}",
    "objects[0].d: \"mug\" -> \"map\"" },
};

static char *
list_changes (GListModel *changes)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);
      const char *before = lb_prompt_change_get_before (change);
      const char *after = lb_prompt_change_get_after (change);

      g_assert_true (lb_prompt_change_get_accepted (change));
      if (lb_prompt_change_is_move (change))
        {
          g_assert_cmpstr (before, ==, after);
          g_string_append_printf (
            out, "%s%s to %d as %d", i ? ";" : "", lb_prompt_change_get_path (change),
            lb_prompt_change_get_place (change), lb_prompt_change_get_position (change));
          continue;
        }
      g_string_append_printf (out, "%s%s: %s -> %s", i ? ";" : "",
                              lb_prompt_change_get_path (change), before ? before : "-",
                              after ? after : "-");
    }

  return g_string_free_and_steal (g_steal_pointer (&out));
}

static gboolean
say_the_same (LbPrompt *a, LbPrompt *b)
{
  g_autoptr (GListModel) changes = lb_prompt_diff (a, b);

  return g_list_model_get_n_items (changes) == 0;
}

/* All changes lead to the other prompt, none to the same text. */
static void
check_apply (LbPrompt *before, LbPrompt *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) changes = lb_prompt_diff (before, after);
  g_autoptr (LbPrompt) all = lb_prompt_apply (before, changes, &error);
  g_autoptr (LbPrompt) none = NULL;

  g_assert_no_error (error);
  if (!say_the_same (all, after))
    g_test_message ("%s\n-> %s\nmade %s", lb_prompt_get_text (before), lb_prompt_get_text (after),
                    lb_prompt_get_text (all));
  g_assert_true (say_the_same (all, after));

  for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
    {
      g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

      lb_prompt_change_set_accepted (change, FALSE);
    }
  none = lb_prompt_apply (before, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lb_prompt_get_text (none), ==, lb_prompt_get_text (before));
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbPrompt) before = lb_prompt_new (cases[i].before, NULL);
      g_autoptr (LbPrompt) after = lb_prompt_new (cases[i].after, NULL);
      g_autoptr (GListModel) changes = lb_prompt_diff (before, after);
      g_autofree char *list = list_changes (changes);

      g_test_message ("%s -> %s", cases[i].before, cases[i].after);
      g_assert_cmpstr (list, ==, cases[i].changes);
      check_apply (before, after);
      check_apply (after, before);
    }
}

/* One change of three, in every layout of indices. */
static void
test_subset (void)
{
  static const char *const results[] = {
    "{\"a\": [1, 2, 3, 4]}", "{\"a\": [0, 1, 2, 3, 4]}", "{\"a\": [1, 3, 4]}",
    "{\"a\": [0, 1, 3, 4]}", "{\"a\": [1, 2, 3, 9]}",    "{\"a\": [0, 1, 2, 3, 9]}",
    "{\"a\": [1, 3, 9]}",    "{\"a\": [0, 1, 3, 9]}",
  };
  g_autoptr (LbPrompt) before = lb_prompt_new (results[0], NULL);
  g_autoptr (LbPrompt) after = lb_prompt_new (results[7], NULL);
  g_autoptr (GListModel) changes = lb_prompt_diff (before, after);

  g_assert_cmpuint (g_list_model_get_n_items (changes), ==, 3);
  for (guint mask = 0; mask < 8; mask++)
    {
      g_autoptr (LbPrompt) result = NULL;

      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

          lb_prompt_change_set_accepted (change, (mask >> i) & 1);
        }
      result = lb_prompt_apply (before, changes, NULL);
      g_assert_cmpstr (lb_prompt_get_text (result), ==, results[mask]);
    }
}

static LbPrompt *
apply_one (
  const char *text, const char *path, const char *before, const char *after, GError **error)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (GListStore) changes = g_list_store_new (LB_TYPE_PROMPT_CHANGE);
  g_autoptr (LbPromptChange) change = lb_prompt_change_new (path, before, after);

  g_list_store_append (changes, change);

  return lb_prompt_apply (prompt, G_LIST_MODEL (changes), error);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *path;
    const char *before;
    const char *after;
    LbError code;
  } refusals[] = {
    { "a", "2", "3", LB_ERROR_CONFLICT },         { "a", NULL, "3", LB_ERROR_CONFLICT },
    { "b", "1", "3", LB_ERROR_CONFLICT },         { "b", "1", NULL, LB_ERROR_CONFLICT },
    { "l[0]", "9", NULL, LB_ERROR_CONFLICT },     { "l[3]", NULL, "1", LB_ERROR_INVALID },
    { "a[0]", NULL, "1", LB_ERROR_INVALID },      { "a..b", NULL, "1", LB_ERROR_INVALID },
    { "b", NULL, "x", LB_ERROR_INVALID },         { "a.b", NULL, "1", LB_ERROR_INVALID },
    { "", "{\"z\":1}", "{}", LB_ERROR_CONFLICT }, { "a", "x", "1", LB_ERROR_CONFLICT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) result = apply_one ("{\"a\":1,\"l\":[1,2]}", refusals[i].path,
                                               refusals[i].before, refusals[i].after, &error);

      g_test_message ("%u: %s", i, refusals[i].path);
      g_assert_null (result);
      g_assert_error (error, LB_ERROR, (int) refusals[i].code);
    }
}

static void
test_layout (void)
{
  static const char before[] = "{\n  \"objects\": [\n    { \"description\": \"mug\" },\n    { "
                               "\"description\": \"map\" }\n  ],\n"
                               "  \"lighting\": { \"direction\": \"left\" },\n  \"n\": 1e0\n}\n";
  static const char expected[] =
    "{\n  \"objects\": [\n    {\n      \"description\": \"cup\"\n    },\n    { \"description\": "
    "\"mug\" }\n"
    "  ],\n  \"lighting\": { \"conditions\": \"dawn\", \"direction\": \"left\" },\n"
    "  \"n\": 1e0,\n  \"x\": {\n    \"y\": [\n      1\n    ]\n  }\n}\n";
  g_autoptr (LbPrompt) from = lb_prompt_new (before, NULL);
  g_autoptr (LbPrompt) to = lb_prompt_new (
    "{\"objects\":[{\"description\":\"cup\"},{\"description\":\"mug\"}],\"lighting\":"
    "{\"conditions\":\"dawn\",\"direction\":\"left\"},\"n\":1e0,\"x\":{\"y\":[1]}}",
    NULL);
  g_autoptr (GListModel) changes = lb_prompt_diff (from, to);
  g_autoptr (LbPrompt) result = lb_prompt_apply (from, changes, NULL);

  g_assert_cmpstr (lb_prompt_get_text (result), ==, expected);
}

/* Edits at random places, each of which must be what the comparison finds. */
static void
test_random_edits (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (LbPrompt) before = random_prompt_new ();
      g_autoptr (LbPrompt) after = g_object_ref (before);

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        {
          g_autofree char *path = random_prompt_path (after);
          g_autoptr (GString) value = g_string_new (NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (LbPrompt) next = NULL;
          g_autofree char *read = NULL;

          if (!*path)
            continue;
          random_prompt_append (value, 2);
          next =
            lb_prompt_set (after, path, g_test_rand_int_range (0, 3) ? value->str : NULL, &error);
          g_assert_no_error (error);
          g_set_object (&after, next);
        }
      check_apply (before, after);
      check_apply (after, before);
    }
}

static void
test_random_pairs (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (LbPrompt) before = random_prompt_new ();
      g_autoptr (LbPrompt) after = random_prompt_new ();

      check_apply (before, after);
    }
}

/* Any subset can be applied, and what it does not name is still found at its place. */
static void
test_random_subsets (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) before = random_prompt_new ();
      g_autoptr (LbPrompt) after = random_prompt_new ();
      g_autoptr (GListModel) changes = lb_prompt_diff (before, after);
      g_autoptr (GListModel) rest = NULL;
      g_autoptr (LbPrompt) part = NULL;
      g_autoptr (LbPrompt) whole = NULL;

      for (guint i = 0; i < g_list_model_get_n_items (changes); i++)
        {
          g_autoptr (LbPromptChange) change = g_list_model_get_item (changes, i);

          lb_prompt_change_set_accepted (change, g_test_rand_bit ());
        }
      part = lb_prompt_apply (before, changes, &error);
      g_assert_no_error (error);
      rest = lb_prompt_diff (part, after);
      whole = lb_prompt_apply (part, rest, &error);
      g_assert_no_error (error);
      g_assert_true (say_the_same (whole, after));
    }
}

/* Reading a value and setting it again changes no byte; a removed one is gone. */
static void
test_random_set (void)
{
  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (LbPrompt) prompt = random_prompt_new ();
      g_autofree char *path = random_prompt_path (prompt);
      g_autofree char *json = lb_prompt_get (prompt, path);
      g_autoptr (LbPrompt) same = lb_prompt_set (prompt, path, json, NULL);
      g_autoptr (LbPrompt) less = NULL;
      g_autofree char *formatted = lb_prompt_format (prompt);
      g_autoptr (LbPrompt) pretty = lb_prompt_new (formatted, NULL);

      g_assert_cmpstr (lb_prompt_get_text (same), ==, lb_prompt_get_text (prompt));
      g_assert_true (say_the_same (prompt, pretty));
      if (!*path || g_str_has_suffix (path, "]"))
        continue;
      less = lb_prompt_set (prompt, path, NULL, NULL);
      g_assert_null (lb_prompt_get (less, path));
    }
}

/* Long lists and objects stay quick, also when nothing fits. */
static void
test_large (void)
{
  g_autoptr (GString) a = g_string_new ("{\"l\":[");
  g_autoptr (GString) b = g_string_new ("{\"l\":[");
  g_autoptr (LbPrompt) before = NULL;
  g_autoptr (LbPrompt) after = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_string_append_printf (a, "%s{\"k\":%u}", i ? "," : "", i);
      g_string_append_printf (b, "%s{\"k\":%u}", i ? "," : "", i + (i % 7 ? 0 : 5000));
    }
  g_string_append (a, "]");
  g_string_append (b, "]");
  for (guint i = 0; i < 5000; i++)
    {
      g_string_append_printf (a, ",\"k%u\":%u", i, i);
      g_string_append_printf (b, ",\"k%u\":%u", 5000 - i, i);
    }
  g_string_append (a, "}");
  g_string_append (b, "}");
  before = lb_prompt_new (a->str, NULL);
  after = lb_prompt_new (b->str, NULL);
  check_apply (before, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-diff/cases", test_cases);
  g_test_add_func ("/prompt-diff/subset", test_subset);
  g_test_add_func ("/prompt-diff/refused", test_refused);
  g_test_add_func ("/prompt-diff/layout", test_layout);
  g_test_add_func ("/prompt-diff/random-edits", test_random_edits);
  g_test_add_func ("/prompt-diff/random-pairs", test_random_pairs);
  g_test_add_func ("/prompt-diff/random-subsets", test_random_subsets);
  g_test_add_func ("/prompt-diff/random-set", test_random_set);
  g_test_add_func ("/prompt-diff/large", test_large);

  return g_test_run ();
}
