#include "model/lb-caption-merge.h"

/* What a caption takes from others of the same picture. */

#define FULL                                                                                       \
  "\"short_description\":\"s\",\"objects\":[],\"background_setting\":\"b\","                       \
  "\"lighting\":{\"conditions\":\"c\",\"direction\":\"d\"},"                                       \
  "\"aesthetics\":{\"composition\":\"c\",\"color_scheme\":\"s\",\"mood_atmosphere\":\"m\"},"       \
  "\"context\":\"c\""

static LbComparison *
merge (const char *keeper, const char *one, const char *other)
{
  const char *const others[] = { one, other, NULL };

  return lb_caption_merge_new (keeper, others, TRUE);
}

static void
assert_result (LbComparison *comparison, const char *expected)
{
  g_autofree char *result = lb_comparison_dup_result (comparison);

  g_assert_cmpstr (result, ==, expected);
}

static guint
n_changes (LbComparison *comparison)
{
  return g_list_model_get_n_items (lb_comparison_get_changes (comparison));
}

static void
accept_all (LbComparison *comparison)
{
  for (guint i = 0; i < n_changes (comparison); i++)
    {
      g_autoptr (LbPromptChange) change =
        g_list_model_get_item (lb_comparison_get_changes (comparison), i);

      lb_prompt_change_set_accepted (change, TRUE);
    }
}

static void
test_fills (void)
{
  g_autoptr (LbComparison) comparison =
    merge ("{\"short_description\":\"Fox\",\"context\":\" \"}",
           "{\"short_description\":\"A fox\",\"context\":\"book\"}",
           "{\"short_description\":\"Red fox\",\"context\":\"film\",\"style_medium\":\"ink\"}");

  /* The blank one comes from the first, the missing one from the second. */
  assert_result (comparison,
                 "{\"short_description\":\"Fox\",\"style_medium\":\"ink\",\"context\":\"book\"}");
  g_assert_cmpuint (n_changes (comparison), ==, 3);
  accept_all (comparison);
  assert_result (comparison,
                 "{\"short_description\":\"A fox\",\"style_medium\":\"ink\",\"context\":\"book\"}");
}

static void
test_keeps (void)
{
  const char *keeper = "{\"short_description\":\"Fox\",\"context\":\"book\"}";
  g_autoptr (LbComparison) comparison = merge (keeper, "{\"context\":\"\"}", "{}");
  g_autoptr (LbComparison) odd = merge (keeper, "{ no", NULL);
  g_autoptr (LbComparison) alone = merge (keeper, NULL, NULL);

  g_assert_cmpuint (n_changes (comparison), ==, 0);
  assert_result (comparison, keeper);
  g_assert_cmpuint (n_changes (odd), ==, 0);
  g_assert_cmpuint (n_changes (alone), ==, 0);
}

/* Elements of a list come only where there is none, or where a person chooses them. */
static void
test_lists (void)
{
  g_autoptr (LbComparison) besides = merge ("{\"objects\":[{\"description\":\"fox\"}]}",
                                            "{\"objects\":[{\"description\":\"fox\"},"
                                            "{\"description\":\"lighthouse at the pier\"}]}",
                                            NULL);
  g_autoptr (LbComparison) empty =
    merge ("{\"objects\":[]}", "{\"objects\":[{\"description\":\"fox\"}]}", NULL);
  g_autoptr (LbComparison) missing =
    merge ("{\"context\":\"book\"}", "{\"objects\":[{\"description\":\"fox\"}]}", NULL);

  g_assert_cmpuint (n_changes (besides), ==, 1);
  assert_result (besides, "{\"objects\":[{\"description\":\"fox\"}]}");
  assert_result (empty, "{\"objects\":[{\"description\":\"fox\"}]}");
  assert_result (missing, "{\"objects\":[{\"description\":\"fox\"}],\"context\":\"book\"}");
}

static void
test_without (void)
{
  const char *other = "{\"short_description\":\"A fox\"}";
  g_autoptr (LbComparison) none = merge (NULL, other, NULL);
  g_autoptr (LbComparison) blank = merge (" ", "[", other);
  g_autoptr (LbComparison) broken = merge ("{ no", other, NULL);

  assert_result (none, other);
  assert_result (blank, other);
  /* What is broken may be what somebody is writing. */
  assert_result (broken, "{ no");
  g_assert_cmpuint (n_changes (broken), ==, 1);
  accept_all (broken);
  assert_result (broken, other);
}

static void
test_plain (void)
{
  const char *const others[] = { "", "a red fox", NULL };
  const char *const blank[] = { NULL };
  g_autoptr (LbComparison) none = lb_caption_merge_new (NULL, others, FALSE);
  g_autoptr (LbComparison) some = lb_caption_merge_new ("a fox", others, FALSE);
  g_autoptr (LbComparison) alone = lb_caption_merge_new ("a fox", blank, FALSE);

  assert_result (none, "a red fox");
  assert_result (some, "a fox");
  g_assert_cmpuint (n_changes (some), ==, 1);
  g_assert_cmpuint (n_changes (alone), ==, 0);
}

/* What is valid stays so: of two fields that it lacks, one would not fit. */
static void
test_valid (void)
{
  g_autoptr (LbComparison) comparison =
    merge ("{" FULL "}", "{\"style_medium\":1,\"artistic_style\":\"ink\"}", NULL);
  g_autofree char *result = lb_comparison_dup_result (comparison);
  g_autoptr (LbPrompt) after = lb_prompt_new (result, NULL);
  g_autofree char *style = lb_prompt_get_string (after, "artistic_style");
  g_autofree char *medium = lb_prompt_get (after, "style_medium");

  g_assert_true (lb_prompt_is_valid (after, LB_PROMPT_CAPTION));
  g_assert_cmpstr (style, ==, "ink");
  g_assert_null (medium);
  g_assert_cmpuint (n_changes (comparison), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caption-merge/fills", test_fills);
  g_test_add_func ("/caption-merge/keeps", test_keeps);
  g_test_add_func ("/caption-merge/lists", test_lists);
  g_test_add_func ("/caption-merge/without", test_without);
  g_test_add_func ("/caption-merge/plain", test_plain);
  g_test_add_func ("/caption-merge/valid", test_valid);

  return g_test_run ();
}
