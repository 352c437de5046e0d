#include "model/lb-prompt.h"

#include "base/lb-error.h"

#include <string.h>

#define SAMPLE                                                                                     \
  "{\n"                                                                                            \
  "  \"short_description\": \"A mug\",\n"                                                          \
  "  \"objects\": [\n"                                                                             \
  "    { \"description\": \"mug\", \"pose\": \"\\u0061\", \"number_of_objects\": 1e0 },\n"         \
  "    { \"description\": \"map\" }\n"                                                             \
  "  ],\n"                                                                                         \
  "  \"lighting\": {\n"                                                                            \
  "    \"conditions\": \"dawn\"\n"                                                                 \
  "  },\n"                                                                                         \
  "  \"x-id\": 12345678901234567890,\n"                                                            \
  "  \"odd key\": [0.1, 1e5, [], {}],\n"                                                           \
  "  \"style_medium\": null\n"                                                                     \
  "}\n"

static LbPrompt *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  LbPrompt *prompt = lb_prompt_new (text, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, text);

  return prompt;
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    guint line;
    guint column;
  } cases[] = {
    { "", 1, 1 },
    { "[]", 1, 1 },
    { " \n \"text\"", 2, 2 },
    { "null", 1, 1 },
    { "{\n  \"\xc3\xa9\": x }", 2, 8 },
    { "{\n  \"a\": 1,\n}", 3, 1 },
    { "{\"a\":1", 1, 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) prompt = lb_prompt_new (cases[i].text, &error);
      g_autoptr (LbPromptIssue) issue = NULL;
      g_autofree char *start = NULL;

      g_assert_null (prompt);
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      issue = lb_prompt_issue_new_from_error (cases[i].text, error);
      g_assert_cmpint (lb_prompt_issue_get_kind (issue), ==, LB_PROMPT_ISSUE_SYNTAX);
      g_assert_cmpstr (lb_prompt_issue_get_path (issue), ==, "");
      g_assert_cmpuint (lb_prompt_issue_get_line (issue), ==, cases[i].line);
      g_assert_cmpuint (lb_prompt_issue_get_column (issue), ==, cases[i].column);
      start = g_strdup_printf ("line %u, column %u: ", cases[i].line, cases[i].column);
      g_assert_true (g_str_has_prefix (lb_prompt_issue_get_message (issue), start));
    }
}

static void
test_get (void)
{
  static const struct
  {
    const char *path;
    const char *json;
    const char *string;
  } cases[] = {
    { "short_description", "\"A mug\"", "A mug" },
    { "objects[0].pose", "\"\\u0061\"", "a" },
    { "objects[0].number_of_objects", "1e0", NULL },
    { "objects[1]", "{ \"description\": \"map\" }", NULL },
    { "objects[2]", NULL, NULL },
    { "objects[4294967296]", NULL, NULL },
    { "objects.description", NULL, NULL },
    { "lighting.conditions", "\"dawn\"", "dawn" },
    { "lighting[0]", NULL, NULL },
    { "[\"lighting\"][\"conditions\"]", "\"dawn\"", "dawn" },
    { "lighting.direction", NULL, NULL },
    { "lighting.conditions.deep", NULL, NULL },
    { "x-id", "12345678901234567890", NULL },
    { "[\"odd key\"]", "[0.1, 1e5, [], {}]", NULL },
    { "[\"odd key\"][0]", "0.1", NULL },
    { "[\"odd key\"][1]", "1e5", NULL },
    { "[\"odd\\u0020key\"][3]", "{}", NULL },
    { "style_medium", "null", NULL },
    { "odd key", NULL, NULL },
    { ".lighting", NULL, NULL },
    { "lighting.", NULL, NULL },
    { "lighting..conditions", NULL, NULL },
    { "objects[]", NULL, NULL },
    { "objects[-1]", NULL, NULL },
    { "objects[0", NULL, NULL },
    { "objects[0]pose", NULL, NULL },
    { "[\"odd key]", NULL, NULL },
    { "[\"odd key\"", NULL, NULL },
    { "[\"\\x\"]", NULL, NULL },
  };
  g_autoptr (LbPrompt) prompt = parse (SAMPLE);
  g_autofree char *whole = lb_prompt_get (prompt, "");

  g_assert_cmpint (strncmp (whole, SAMPLE, strlen (whole)), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = lb_prompt_get (prompt, cases[i].path);
      g_autofree char *string = lb_prompt_get_string (prompt, cases[i].path);

      g_test_message ("%s", cases[i].path);
      g_assert_cmpstr (json, ==, cases[i].json);
      g_assert_cmpstr (string, ==, cases[i].string);
    }
}

static void
test_members (void)
{
  g_autoptr (LbPrompt) prompt = parse ("{\"b\":1,\"a\":[1,2,3],\"b\":2,\"\":{}}");
  g_auto (GStrv) keys = lb_prompt_get_keys (prompt, "");
  g_auto (GStrv) none = lb_prompt_get_keys (prompt, "a");
  g_auto (GStrv) empty = lb_prompt_get_keys (prompt, "[\"\"]");
  g_autofree char *last = lb_prompt_get (prompt, "b");

  g_assert_cmpstrv (keys, ((const char *const[]) { "b", "a", "", NULL }));
  g_assert_null (none);
  g_assert_cmpuint (g_strv_length (empty), ==, 0);
  g_assert_cmpstr (last, ==, "2");
  g_assert_cmpuint (lb_prompt_get_length (prompt, ""), ==, 3);
  g_assert_cmpuint (lb_prompt_get_length (prompt, "a"), ==, 3);
  g_assert_cmpuint (lb_prompt_get_length (prompt, "b"), ==, 0);
  g_assert_cmpuint (lb_prompt_get_length (prompt, "nowhere"), ==, 0);
}

/* before, path, new value, after; NULL after: refused. */
static const struct
{
  const char *before;
  const char *path;
  const char *json;
  const char *after;
} edits[] = {
  /* values */
  { "{\"a\":1}", "a", "2", "{\"a\":2}" },
  { " { \"a\" : 1 } ", "a", "2", " { \"a\" : 2 } " },
  { "{\"a\":1}", "a", " 2\n", "{\"a\":2}" },
  { "{\"a\":1}", "a", "1", "{\"a\":1}" },
  { "{\"a\":1,\"b\":0.10}", "a", "1.0", "{\"a\":1.0,\"b\":0.10}" },
  { "{\"a\":[1,2,3]}", "a[1]", "5", "{\"a\":[1,5,3]}" },
  { "{\"a\":[1, 2 ,3]}", "a[1]", "[]", "{\"a\":[1, [] ,3]}" },
  { "{\"a\":{\"b\":{\"c\":1}}}", "a.b.c", "\"x\"", "{\"a\":{\"b\":{\"c\":\"x\"}}}" },
  { "{\"a\":1,\"a\":2}", "a", "3", "{\"a\":1,\"a\":3}" },
  { "{\"\\u0061\":1}", "a", "3", "{\"\\u0061\":3}" },
  { "{\"a\":1}", "", "{\"b\":2}", "{\"b\":2}" },
  /* new members */
  { "{}", "a", "1", "{\"a\": 1}" },
  { "{ }", "a", "1", "{\"a\": 1}" },
  { "{\"a\":1}", "b", "2", "{\"a\":1,\"b\":2}" },
  { "{\"a\": 1}", "b", "2", "{\"a\": 1, \"b\": 2}" },
  { "{ \"a\": 1 }", "b", "2", "{ \"a\": 1, \"b\": 2 }" },
  { "{\n  \"a\": 1\n}", "b", "2", "{\n  \"a\": 1,\n  \"b\": 2\n}" },
  { "{\r\n\t\"a\": 1\r\n}", "b", "2", "{\r\n\t\"a\": 1,\r\n\t\"b\": 2\r\n}" },
  { "{\n    \"a\": {}\n}", "a.b", "2", "{\n    \"a\": {\n        \"b\": 2\n    }\n}" },
  { "{\n  \"a\": 1\n}", "b.c", "2", "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 2\n  }\n}" },
  { "{\"a\":1}", "b.c", "2", "{\"a\":1,\"b\":{\"c\":2}}" },
  { "{\"a\":1}", "b[0]", "2", "{\"a\":1,\"b\":[2]}" },
  { "{\"a\":null}", "a.b", "2", "{\"a\":{\"b\":2}}" },
  { "{\"a\":null}", "a[0].b", "2", "{\"a\":[{\"b\":2}]}" },
  { "{\"a\":1}", "[\"odd key\"]", "2", "{\"a\":1,\"odd key\":2}" },
  { "{\"a\":1}", "[\"\\\"\"]", "2", "{\"a\":1,\"\\\"\":2}" },
  { "{\n  \"a\": 1\n}", "b", "{\"c\":[1,2],\"d\":{}}",
    "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": [\n      1,\n      2\n    ],\n    \"d\": {}\n  }\n}" },
  { "{\"a\": 1}", "b", "{\n  \"c\": 1,\n  \"d\": [1,2]\n}",
    "{\"a\": 1, \"b\": {\"c\": 1, \"d\": [1, 2]}}" },
  { "{\"a\":1}", "b", "{\n  \"c\": 1,\n  \"d\": [1, 2]\n}",
    "{\"a\":1,\"b\":{\"c\":1,\"d\":[1,2]}}" },
  /* in the order of the contract */
  { "{\"context\":\"c\"}", "short_description", "\"s\"",
    "{\"short_description\":\"s\",\"context\":\"c\"}" },
  { "{\n \"context\": \"c\",\n \"z\": 1\n}", "objects", "[]",
    "{\n \"objects\": [],\n \"context\": \"c\",\n \"z\": 1\n}" },
  { "{\"short_description\":\"s\",\"z\":1,\"context\":\"c\"}", "lighting", "{}",
    "{\"short_description\":\"s\",\"lighting\":{},\"z\":1,\"context\":\"c\"}" },
  { "{\"lighting\":{\"direction\":\"d\",\"shadows\":\"s\"}}", "lighting.conditions", "\"c\"",
    "{\"lighting\":{\"conditions\":\"c\",\"direction\":\"d\",\"shadows\":\"s\"}}" },
  { "{\"objects\":[{\"description\":\"d\",\"pose\":\"p\"}]}", "objects[0].texture", "\"t\"",
    "{\"objects\":[{\"description\":\"d\",\"texture\":\"t\",\"pose\":\"p\"}]}" },
  { "{\"lighting\":{}}", "lighting.direction", "\"d\"", "{\"lighting\":{\"direction\":\"d\"}}" },
  { "{ \"lighting\": { \"conditions\": \"c\" } }", "lighting.direction", "\"d\"",
    "{ \"lighting\": { \"conditions\": \"c\", \"direction\": \"d\" } }" },
  /* lists grow at their end */
  { "{\"a\":[]}", "a[0]", "1", "{\"a\":[1]}" },
  { "{\"a\":[1]}", "a[1]", "2", "{\"a\":[1,2]}" },
  { "{\"a\":[1, 2]}", "a[2]", "3", "{\"a\":[1, 2, 3]}" },
  { "{\n  \"a\": []\n}", "a[0]", "1", "{\n  \"a\": [\n    1\n  ]\n}" },
  { "{\n  \"a\": [\n    1\n  ]\n}", "a[1]", "2", "{\n  \"a\": [\n    1,\n    2\n  ]\n}" },
  { "{\n  \"a\": [\n    { \"b\": 1 }\n  ]\n}", "a[0].c", "2",
    "{\n  \"a\": [\n    { \"b\": 1, \"c\": 2 }\n  ]\n}" },
  /* removals */
  { "{\"a\":1}", "a", NULL, "{}" },
  { "{ \"a\": 1 }", "a", NULL, "{}" },
  { "{\"a\":1,\"b\":2,\"c\":3}", "a", NULL, "{\"b\":2,\"c\":3}" },
  { "{\"a\":1, \"b\":2, \"c\":3}", "a", NULL, "{\"b\":2, \"c\":3}" },
  { "{\"a\":1, \"b\":2, \"c\":3}", "b", NULL, "{\"a\":1, \"c\":3}" },
  { "{\"a\":1, \"b\":2, \"c\":3}", "c", NULL, "{\"a\":1, \"b\":2}" },
  { "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", NULL, "{\n  \"b\": 2\n}\n" },
  { "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", NULL, "{\n  \"a\": 1\n}\n" },
  { "{\n  \"a\": 1\n, \"b\": 2\n, \"c\": 3\n}", "b", NULL, "{\n  \"a\": 1\n, \"c\": 3\n}" },
  { "{\"a\":1,\"b\":2,\"a\":3}", "a", NULL, "{\"b\":2}" },
  { "{\"a\":[1,2,3]}", "a[1]", NULL, "{\"a\":[1,3]}" },
  { "{\"a\":[1]}", "a[0]", NULL, "{\"a\":[]}" },
  { "{\"a\":1}", "b", NULL, "{\"a\":1}" },
  { "{\"a\":1}", "b.c.d", NULL, "{\"a\":1}" },
  { "{\"a\":[1]}", "a[1]", NULL, "{\"a\":[1]}" },
  /* refusals */
  { "{\"a\":1}", "", NULL, NULL },
  { "{\"a\":1}", "", "[]", NULL },
  { "{\"a\":1}", "", "\"x\"", NULL },
  { "{\"a\":1}", "b", "", NULL },
  { "{\"a\":1}", "b", "x", NULL },
  { "{\"a\":1}", "b", "1 2", NULL },
  { "{\"a\":1}", "b", "NaN", NULL },
  { "{\"a\":1}", "b", "\"", NULL },
  { "{\"a\":1}", "b..c", "1", NULL },
  { "{\"a\":1}", "a.b", "1", NULL },
  { "{\"a\":\"x\"}", "a[0]", "1", NULL },
  { "{\"a\":[1]}", "a[2]", "1", NULL },
  { "{\"a\":[1]}", "a.b", "1", NULL },
  { "{\"a\":{}}", "a[0]", "1", NULL },
  { "{\"a\":1}", "b[1]", "1", NULL },
  { "{\"a\":1}", "[0]", "1", NULL },
};

static void
test_set (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) before = parse (edits[i].before);
      g_autoptr (LbPrompt) after = lb_prompt_set (before, edits[i].path, edits[i].json, &error);

      g_test_message ("%s in %s", edits[i].path, edits[i].before);
      g_assert_cmpstr (lb_prompt_get_text (before), ==, edits[i].before);
      if (!edits[i].after)
        {
          g_assert_null (after);
          g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (lb_prompt_get_text (after), ==, edits[i].after);
    }
}

static void
test_set_string (void)
{
  g_autoptr (LbPrompt) prompt = parse (SAMPLE);
  g_autoptr (LbPrompt) edited =
    lb_prompt_set_string (prompt, "objects[0].pose", "\"\n\xc3\xa9", NULL);
  g_autofree char *json = lb_prompt_get (edited, "objects[0].pose");
  g_autofree char *string = lb_prompt_get_string (edited, "objects[0].pose");
  g_autoptr (LbPrompt) back = lb_prompt_set (edited, "objects[0].pose", "\"\\u0061\"", NULL);

  g_assert_cmpstr (json, ==, "\"\\\"\\n\xc3\xa9\"");
  g_assert_cmpstr (string, ==, "\"\n\xc3\xa9");
  g_assert_cmpstr (lb_prompt_get_text (back), ==, SAMPLE);
}

/* Setting a value keeps everything in front of it and behind it, in every place of the sample. */
static void
test_untouched (void)
{
  static const char *const paths[] = {
    "short_description",   "objects", "objects[0].pose", "objects[1]",       "lighting",
    "lighting.conditions", "x-id",    "[\"odd key\"]",   "[\"odd key\"][1]", "style_medium"
  };
  g_autoptr (LbPrompt) prompt = parse (SAMPLE);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *old = lb_prompt_get (prompt, paths[i]);
      const char *place = strstr (SAMPLE, old);
      g_autoptr (LbPrompt) edited = lb_prompt_set (prompt, paths[i], "\"NEW\"", NULL);
      g_autofree char *expected =
        g_strdup_printf ("%.*s\"NEW\"%s", (int) (place - SAMPLE), SAMPLE, place + strlen (old));

      g_assert_cmpstr (lb_prompt_get_text (edited), ==, expected);
    }
}

static void
test_depth (void)
{
  g_autoptr (GString) path = g_string_new ("a");
  g_autoptr (LbPrompt) prompt = parse ("{}");
  g_autoptr (GError) error = NULL;
  g_autoptr (LbPrompt) deep = NULL;
  g_autoptr (LbPrompt) deeper = NULL;

  for (guint i = 0; i < 63; i++)
    g_string_append (path, ".a");
  deep = lb_prompt_set (prompt, path->str, "1", &error);
  g_assert_no_error (error);
  g_assert_nonnull (deep);

  deeper = lb_prompt_set (deep, path->str, "[]", &error);
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  g_assert_null (deeper);
}

static void
test_format (void)
{
  static const struct
  {
    const char *text;
    const char *formatted;
  } cases[] = {
    { "{}", "{}" },
    { " { } ", "{}" },
    { "{\"a\":1e5,\"b\":[0.10,\"\\u0061\"],\"c\":{\"d\":[],\"a\":{}},\"a\":null}",
      "{\n  \"a\": 1e5,\n  \"b\": [\n    0.10,\n    \"\\u0061\"\n  ],\n  \"c\": {\n"
      "    \"d\": [],\n    \"a\": {}\n  },\n  \"a\": null\n}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbPrompt) prompt = parse (cases[i].text);
      g_autofree char *formatted = lb_prompt_format (prompt);
      g_autoptr (LbPrompt) again = parse (formatted);
      g_autofree char *twice = lb_prompt_format (again);

      g_assert_cmpstr (formatted, ==, cases[i].formatted);
      g_assert_cmpstr (twice, ==, formatted);
    }
}

static void
test_summarise (void)
{
  static const struct
  {
    const char *text;
    const char *line;
  } cases[] = {
    { "{}", "" },
    { "{\"a\":[1,null,{\"b\":\" \"}]}", "" },
    { "{\"a\":\"x\",\"short_description\":\"  A\\n mug.\\t\\u00e9 \"}", "A mug. \xc3\xa9" },
    { "{\"short_description\":\"\",\"a\":{\"b\":[\"first\",\"second\"]}}", "first" },
    { "{\"short_description\":[\"one\",\"two\"],\"a\":\"x\"}", "one" },
    { "{\"style\":{\"name\":\"flat\"}}", "flat" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbPrompt) prompt = parse (cases[i].text);
      g_autofree char *line = lb_prompt_summarise (prompt);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt/refused", test_refused);
  g_test_add_func ("/prompt/get", test_get);
  g_test_add_func ("/prompt/members", test_members);
  g_test_add_func ("/prompt/set", test_set);
  g_test_add_func ("/prompt/set-string", test_set_string);
  g_test_add_func ("/prompt/untouched", test_untouched);
  g_test_add_func ("/prompt/depth", test_depth);
  g_test_add_func ("/prompt/format", test_format);
  g_test_add_func ("/prompt/summarise", test_summarise);

  return g_test_run ();
}
