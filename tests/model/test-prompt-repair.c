#include "model/lb-prompt.h"

#include "base/lb-error.h"

#include <string.h>

/* What was written and what R62 makes of it; NULL: nothing to repair. A trailing `objects` keeps
 * the cases of captions short. */
#define O "\"objects\":[]"

static const struct
{
  const char *text;
  const char *repaired;
} captions[] = {
  /* nothing to do */
  { "{" O "}", NULL },
  { "{ " O " }", NULL },
  { "{\"a\":null,\"b\":\"\",\"c\":1,\"d\":[]," O "}", NULL },
  { "{" O ",\"text_render\":[]}", NULL },
  { "{" O ",\"n\":12345678901234567890,\"f\":0.10,\"e\":1e5}", NULL },
  { "{" O ",\"context\":\"\"}", NULL },
  { "{" O ",\"context\":null}", NULL },
  { "{" O ",\"context\":true}", NULL },
  { "{" O ",\"context\":{\"a\":1}}", NULL },
  { "{" O ",\"context\":[\"a\",1]}", NULL },
  { "{" O ",\"context\":[]}", NULL },
  { "{" O ",\"lighting\":\"dawn\"}", NULL },
  { "{\"objects\":\"mug\"}", NULL },
  { "{\"objects\":[\"mug\"]}", NULL },
  { "{" O ",\"aesthetics\":{\"preference_score\":1}}", NULL },
  { "{" O ",\"unknownKey\":1}", NULL },
  { "{" O ",\"extra\":{\"shortDescription\":1}}", NULL },
  /* around the JSON */
  { "\xef\xbb\xbf{" O "}", "{" O "}" },
  { "\n {" O "} \t\r\n", "{" O "}" },
  { "```json\n{" O "}\n```", "{" O "}" },
  { "```\n{" O "}\n```\n", "{" O "}" },
  { "```JSON5 {" O "} ```", "{" O "}" },
  { "```{" O "}```", "{" O "}" },
  { "````json\r\n{" O "}\r\n````", "{" O "}" },
  { "~~~json\n{" O "}\n~~~", "{" O "}" },
  { "\xef\xbb\xbf \n```json\n{" O "}", "{" O "}" },
  { "{" O ",\"a\":\"```\"}", NULL },
  /* one layer of text */
  { "\"{\\\"objects\\\":[]}\"", "{" O "}" },
  { " \"{\\\"objects\\\":[],\\\"a\\\":\\\"\\\\u0041\\\"}\" ", "{" O ",\"a\":\"\\u0041\"}" },
  { "\"```json\\n{\\\"objects\\\":[]}\\n```\"", "{" O "}" },
  { "```\n\"{\\\"objects\\\":[]}\"\n```", "{" O "}" },
  /* spelling of keys */
  { "{\"shortDescription\":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\"ShortDescription\":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\"Short Description\":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\"short-description\":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\"SHORT_DESCRIPTION\":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\" short  description \":\"s\"," O "}", "{\"short_description\":\"s\"," O "}" },
  { "{\"short.description\" : \"s\"," O "}", "{\"short_description\" : \"s\"," O "}" },
  { "{\"Objects\":[]}", "{" O "}" },
  { "{\"OBJECTS\":[]}", "{" O "}" },
  { "{" O ",\"textRender\":[{\"Text\":\"a\"}]}", "{" O ",\"text_render\":[{\"text\":\"a\"}]}" },
  { "{\"objects\":[{\"skinToneAndTexture\":\"a\"}]}",
    "{\"objects\":[{\"skin_tone_and_texture\":\"a\"}]}" },
  { "{" O ",\"Lighting\":{\"Conditions\":\"dawn\"}}",
    "{" O ",\"lighting\":{\"conditions\":\"dawn\"}}" },
  { "{" O ",\"context\":\"a\",\"Context\":\"b\"}", NULL },
  { "{" O ",\"Context\":\"a\",\"CONTEXT\":\"b\"}", "{" O ",\"context\":\"a\",\"CONTEXT\":\"b\"}" },
  { "{" O ",\"Context\":\"a\",\"Context\":\"b\"}", NULL },
  { "{" O ",\"pose\":null,\"Pose\":\"b\"}", NULL },
  { "{\"objects\":[{\"pose\":null,\"Pose\":\"b\"}]}", "{\"objects\":[{\"pose\":\"b\"}]}" },
  { "{\"objects\":[{\"Pose\":null,\"POSE\":\"b\"}]}", "{\"objects\":[{\"pose\":\"b\"}]}" },
  /* a lone object */
  { "{\"objects\":{\"description\":\"mug\"}}", "{\"objects\":[{\"description\":\"mug\"}]}" },
  { "{\"objects\":{\"Description\":1}}", "{\"objects\":[{\"description\":\"1\"}]}" },
  { "{\"objects\": {}}", "{\"objects\": [{}]}" },
  { "{" O ",\"text_render\":{\"text\":\"TIDE\"}}",
    "{" O ",\"text_render\":[{\"text\":\"TIDE\"}]}" },
  /* texts */
  { "{" O ",\"context\":[\"a\",\"b\"]}", "{" O ",\"context\":\"a, b\"}" },
  { "{" O ",\"context\":[\"A.\",\"B!\",\"c\",\"\",\"d\"]}", "{" O ",\"context\":\"A. B! c, d\"}" },
  { "{" O ",\"context\":[\"a\"]}", "{" O ",\"context\":\"a\"}" },
  { "{" O ",\"context\":[\"\\u00e9\",\"\\\"\"]}", "{" O ",\"context\":\"\xc3\xa9, \\\"\"}" },
  { "{" O ",\"context\":5}", "{" O ",\"context\":\"5\"}" },
  { "{" O ",\"context\":-1.50e3}", "{" O ",\"context\":\"-1.50e3\"}" },
  { "{" O ",\"style_medium\":12}", "{" O ",\"style_medium\":\"12\"}" },
  { "{" O ",\"lighting\":{\"direction\":[\"left\",\"top\"]}}",
    "{" O ",\"lighting\":{\"direction\":\"left, top\"}}" },
  { "{\"objects\":[{\"pose\":7}]}", "{\"objects\":[{\"pose\":\"7\"}]}" },
  /* numbers */
  { "{\"objects\":[{\"number_of_objects\":\"3\"}]}", "{\"objects\":[{\"number_of_objects\":3}]}" },
  { "{\"objects\":[{\"number_of_objects\":\" 007 \"}]}",
    "{\"objects\":[{\"number_of_objects\":7}]}" },
  { "{\"objects\":[{\"number_of_objects\":\"000\"}]}",
    "{\"objects\":[{\"number_of_objects\":0}]}" },
  { "{\"objects\":[{\"number_of_objects\":\"12345678901234567890\"}]}",
    "{\"objects\":[{\"number_of_objects\":12345678901234567890}]}" },
  { "{\"objects\":[{\"number_of_objects\":\"three\"}]}", NULL },
  { "{\"objects\":[{\"number_of_objects\":\"-3\"}]}", NULL },
  { "{\"objects\":[{\"number_of_objects\":\"1.5\"}]}", NULL },
  { "{\"objects\":[{\"number_of_objects\":3.0}]}", NULL },
  /* optional fields that say nothing */
  { "{" O ",\"style_medium\":null}", "{" O "}" },
  { "{" O ",\"style_medium\":\"\"}", "{" O "}" },
  { "{" O ",\"style_medium\":[]}", "{" O "}" },
  { "{" O ",\"StyleMedium\":null}", "{" O "}" },
  { "{" O ",\"text_render\":null}", "{" O "}" },
  { "{" O ",\"photographic_characteristics\":null}", "{" O "}" },
  { "{" O ",\"photographic_characteristics\":{}}", "{" O "}" },
  { "{" O ",\"aesthetics\":{\"preference_score\":null}}", "{" O ",\"aesthetics\":{}}" },
  { "{\"objects\":[{\"pose\":null,\"texture\":\"\",\"x\":null}]}", "{\"objects\":[{\"x\":null}]}" },
  { "{\"objects\":[{\"pose\":null}]}", "{\"objects\":[{}]}" },
  { "{\n  \"style_medium\": null,\n  \"objects\": []\n}", "{\n  \"objects\": []\n}" },
  { "{" O ",\"style_medium\":null,\"style_medium\":\"a\"}", NULL },
  { "{" O ",\"style_medium\":\"a\",\"style_medium\":null}", NULL },
  /* objects that are missing */
  { "{}", "{\"objects\": []}" },
  { "{\"context\":\"c\"}", "{\"objects\":[],\"context\":\"c\"}" },
  { "{\n  \"short_description\": \"s\",\n  \"context\": \"c\"\n}",
    "{\n  \"short_description\": \"s\",\n  \"objects\": [],\n  \"context\": \"c\"\n}" },
  { "{\"objects\":null}", "{" O "}" },
};

static const struct
{
  const char *text;
  const char *repaired;
} schemas[] = {
  { "{}", NULL },
  { "{\"style\":null,\"colors\":[\"a\",\"b\"]}", NULL },
  { "{\"lighting\":null,\"objects\":null,\"context\":\"\"}", NULL },
  { "{\"style\":{\"shortDescription\":1}}", NULL },
  { "{\"style\":[\"a\"],\"context\":[\"a\",\"b\"]}", "{\"style\":[\"a\"],\"context\":\"a, b\"}" },
  { "{\"Style Medium\":\"ink\"}", "{\"style_medium\":\"ink\"}" },
  { "{\"objects\":{\"pose\":\"a\"}}", "{\"objects\":[{\"pose\":\"a\"}]}" },
  { "```json\n{\"style\":\"a\"}\n```", "{\"style\":\"a\"}" },
  { "{\"aesthetics\":{\"color_scheme\":[\"a\",\"b\"]}}",
    "{\"aesthetics\":{\"color_scheme\":\"a, b\"}}" },
};

static void
check_repair (const char *text, const char *expected, LbPromptKind kind)
{
  g_autoptr (GError) error = NULL;
  gboolean repaired = -1;
  gboolean again = -1;
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (text, kind, &repaired, &error);
  g_autoptr (LbPrompt) second = NULL;

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_cmpstr (lb_prompt_get_text (prompt), ==, expected ? expected : text);
  g_assert_cmpint (repaired, ==, expected != NULL);

  second = lb_prompt_new_repaired (lb_prompt_get_text (prompt), kind, &again, &error);
  g_assert_no_error (error);
  g_assert_false (again);
  g_assert_cmpstr (lb_prompt_get_text (second), ==, lb_prompt_get_text (prompt));
}

static void
test_captions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (captions); i++)
    check_repair (captions[i].text, captions[i].repaired, LB_PROMPT_CAPTION);
}

static void
test_schemas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    check_repair (schemas[i].text, schemas[i].repaired, LB_PROMPT_SCHEMA);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gsize line;
    gsize column;
  } cases[] = {
    { "", 1, 1 },
    { "  ", 1, 3 },
    { "A mug on a table.", 1, 1 },
    { "[]", 1, 1 },
    { "\n[{}]", 2, 1 },
    { "3", 1, 1 },
    { "\"plain\"", 1, 1 },
    { "\"\\\"{}\\\"\"", 1, 1 },
    { "\"{\"", 1, 1 },
    { "```json\n{\"a\":1,}\n```", 2, 8 },
    { "\xef\xbb\xbf{\"a\"}", 1, 6 },
    { "```json\n```", 2, 1 },
    { "{} {}", 1, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean repaired = -1;
      g_autoptr (LbPrompt) prompt =
        lb_prompt_new_repaired (cases[i].text, LB_PROMPT_CAPTION, &repaired, &error);
      g_autoptr (LbPromptIssue) issue = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (prompt);
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      issue = lb_prompt_issue_new_from_error (cases[i].text, error);
      g_assert_cmpuint (lb_prompt_issue_get_line (issue), ==, cases[i].line);
      g_assert_cmpuint (lb_prompt_issue_get_column (issue), ==, cases[i].column);
    }
}

/* Everything wrong at once comes out valid. */
static void
test_to_valid (void)
{
  static const char text[] =
    "\xef\xbb\xbf```json\n{\"Short Description\": [\"A mug.\", \"On oak.\"],\n"
    " \"objects\": {\"description\": \"mug\", \"Location\": \"center\", \"relationship\": 1,"
    " \"numberOfObjects\": \"2\", \"pose\": null},\n \"backgroundSetting\": \"oak\",\n"
    " \"lighting\": {\"conditions\": \"dawn\", \"direction\": [\"left\"]},\n"
    " \"aesthetics\": {\"composition\": \"c\", \"color-scheme\": \"s\", \"mood atmosphere\": "
    "\"m\"},\n"
    " \"photographic_characteristics\": {}, \"context\": 7, \"extra\": 1e5}\n```\n";
  gboolean repaired = FALSE;
  g_autoptr (LbPrompt) prompt = lb_prompt_new_repaired (text, LB_PROMPT_CAPTION, &repaired, NULL);
  g_autofree char *count = lb_prompt_get (prompt, "objects[0].number_of_objects");
  g_autofree char *extra = lb_prompt_get (prompt, "extra");

  g_assert_true (repaired);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
  g_assert_cmpstr (count, ==, "2");
  g_assert_cmpstr (extra, ==, "1e5");
}

/* Random damage: whatever comes out, a second repair changes nothing. */
static void
test_mutations (void)
{
  static const char *const seeds[] = {
    "{\"shortDescription\":[\"a\",\"b\"],\"Objects\":{\"pose\":null,\"Number Of Objects\":\"3\"},"
    "\"style_medium\":\"\",\"lighting\":{\"Direction\":1},\"context\":null}",
    "```json\n\"{\\\"objects\\\": [{\\\"Pose\\\":null,\\\"pose\\\":1}]}\"\n```",
  };
  static const char alphabet[] = "{}[]\",:\\nul01 oOpP_-`\n\xef\xbb\xbf";

  for (guint round = 0; round < 10000; round++)
    {
      g_autofree char *text = g_strdup (seeds[round % G_N_ELEMENTS (seeds)]);
      const gsize length = strlen (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (LbPrompt) prompt = NULL;

      for (int flips = g_test_rand_int_range (0, 4); flips > 0; flips--)
        text[g_test_rand_int_range (0, length)] =
          alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      if (g_test_rand_int_range (0, 8) == 0)
        text[g_test_rand_int_range (0, length)] = '\0';

      prompt = lb_prompt_new_repaired (text, round % 3 ? LB_PROMPT_CAPTION : LB_PROMPT_SCHEMA, NULL,
                                       &error);
      if (prompt)
        {
          gboolean again = -1;
          g_autoptr (LbPrompt) second =
            lb_prompt_new_repaired (lb_prompt_get_text (prompt),
                                    round % 3 ? LB_PROMPT_CAPTION : LB_PROMPT_SCHEMA, &again, NULL);

          g_assert_nonnull (second);
          g_assert_false (again);
        }
      else
        {
          g_autoptr (LbPromptIssue) issue = lb_prompt_issue_new_from_error (text, error);

          g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
          g_assert_cmpuint (lb_prompt_issue_get_line (issue), >=, 1);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prompt-repair/captions", test_captions);
  g_test_add_func ("/prompt-repair/schemas", test_schemas);
  g_test_add_func ("/prompt-repair/refused", test_refused);
  g_test_add_func ("/prompt-repair/to-valid", test_to_valid);
  g_test_add_func ("/prompt-repair/mutations", test_mutations);

  return g_test_run ();
}
