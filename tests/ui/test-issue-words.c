#include "model/lb-prompt.h"
#include "ui/prompt/lb-issue-words.h"

/* (transfer full): the only issue of @text as a schema. */
static LbPromptIssue *
only_issue (const char *text)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);
  g_autoptr (GListModel) issues = NULL;

  g_assert_nonnull (prompt);
  issues = lb_prompt_validate (prompt, LB_PROMPT_SCHEMA);
  g_assert_cmpuint (g_list_model_get_n_items (issues), ==, 1);
  return g_list_model_get_item (issues, 0);
}

static void
test_path (void)
{
  static const struct
  {
    const char *path;
    const char *words;
  } paths[] = {
    { NULL, "" },
    { "", "" },
    { "objects[2].pose", "Objects › 3 › Pose" },
    { "photographic_characteristics.lens_focal_length", "Photography › Lens focal length" },
    { "background_setting", "Background" },
    { "context.weather_today", "Context › weather_today" },
    { "context[\"a.b\"]", "Context › a.b" },
    { "not a path[", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *words = lb_path_words (paths[i].path);

      g_assert_cmpstr (words, ==, paths[i].words);
    }
}

static void
test_form_and_text (void)
{
  g_autoptr (LbPromptIssue) issue = lb_prompt_issue_new (
    LB_PROMPT_ISSUE_MISSING, "aesthetics.mood_atmosphere", 7, 1, "line 7: something is missing");
  g_autofree char *title = lb_issue_title (issue);
  g_autofree char *detail = lb_issue_detail (issue);
  g_autofree char *in_form = lb_issue_clause (issue, TRUE);
  g_autofree char *in_text = lb_issue_clause (issue, FALSE);

  g_assert_cmpstr (title, ==, "Line 7: “mood_atmosphere” is missing");
  g_assert_cmpstr (detail, ==, "Aesthetics › Mood and atmosphere: Add the field with a text.");
  g_assert_cmpstr (in_form, ==, "Aesthetics › Mood and atmosphere is missing");
  g_assert_cmpstr (in_text, ==, "aesthetics.mood_atmosphere is missing");
}

/* A key that turns the direction of writing must not reorder the sentence that it stands in. */
static void
test_keys_from_outside (void)
{
  g_autoptr (LbPromptIssue) issue =
    only_issue ("{\"a\\u202e.b\": \"one\", \"a\\u202e.b\": \"two\"}");
  g_autofree char *title = lb_issue_title (issue);
  g_autofree char *detail = lb_issue_detail (issue);
  g_autofree char *in_form = lb_issue_clause (issue, TRUE);
  g_autofree char *in_text = lb_issue_clause (issue, FALSE);
  const char *const all[] = { title, detail, in_form, in_text };

  g_assert_cmpint (lb_prompt_issue_get_kind (issue), ==, LB_PROMPT_ISSUE_DUPLICATE);
  g_assert_nonnull (strstr (title, ".b” is there twice"));
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_assert_null (strstr (all[i], "\xe2\x80\xae"));
      g_assert_nonnull (strstr (all[i], ".b"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/issue-words/path", test_path);
  g_test_add_func ("/ui/issue-words/form-and-text", test_form_and_text);
  g_test_add_func ("/ui/issue-words/keys-from-outside", test_keys_from_outside);

  return g_test_run ();
}
