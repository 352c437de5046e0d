#include "model/lb-comparison.h"
#include "model/lb-prompt-mix.h"

#include <gio/gio.h>

static const char BEFORE[] = "{\"a\": \"one\",  \"b\":\"two\",\"c\":[1]}";
static const char AFTER[] = "{\"a\":\"uno\",\"b\":\"dos\",\"c\":[1]}";

static void
accept (LbComparison *self, guint position, gboolean accepted)
{
  g_autoptr (LbPromptChange) change =
    g_list_model_get_item (lb_comparison_get_changes (self), position);

  lb_prompt_change_set_accepted (change, accepted);
}

static void
assert_result (LbComparison *self, const char *wanted)
{
  g_autofree char *result = lb_comparison_dup_result (self);

  g_assert_cmpstr (result, ==, wanted);
}

/* All, some and none of them. */
static void
test_documents (void)
{
  g_autoptr (LbComparison) self = lb_comparison_new (BEFORE, AFTER, TRUE);

  g_assert_cmpuint (g_list_model_get_n_items (lb_comparison_get_changes (self)), ==, 2);
  g_assert_nonnull (lb_comparison_get_prompt (self));
  g_assert_cmpstr (lb_comparison_get_before (self), ==, BEFORE);
  assert_result (self, AFTER);

  accept (self, 0, FALSE);
  assert_result (self, "{\"a\": \"one\",  \"b\":\"dos\",\"c\":[1]}");
  accept (self, 1, FALSE);
  assert_result (self, BEFORE);
}

#define THEIRS "{\"style\":\"Drawn\"}"
#define MINE "{\"context\":\"Calm\"}"

/* (transfer full) (nullable) */
static LbPromptIssue *
find_issue (LbComparison *self)
{
  g_autoptr (LbPromptMix) mix = lb_prompt_mix_new (
    lb_comparison_get_prompt (self), lb_comparison_get_changes (self), LB_PROMPT_SCHEMA);

  return lb_prompt_mix_find_issue (mix);
}

/* Two schemas that are right, and what is none of both. */
static void
test_issue (void)
{
  g_autoptr (LbComparison) self = lb_comparison_new (THEIRS, MINE, TRUE);
  GListModel *changes = lb_comparison_get_changes (self);
  guint n_wrong = 0;

  g_assert_cmpuint (g_list_model_get_n_items (changes), ==, 2);
  g_assert_null (find_issue (self));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LbPromptIssue) issue = NULL;

      accept (self, i, FALSE);
      issue = find_issue (self);
      n_wrong += issue != NULL;
      accept (self, i, TRUE);
    }
  /* Neither field, that is; both are right. */
  g_assert_cmpuint (n_wrong, ==, 1);
  accept (self, 0, FALSE);
  accept (self, 1, FALSE);
  g_assert_null (find_issue (self));
}

/* What is compared as a whole is taken or left as a whole. */
static void
test_whole (void)
{
  static const struct
  {
    const char *before; /* (nullable) */
    const char *after;  /* (nullable) */
    gboolean structured;
    guint n;
    const char *old_value;
    const char *new_value;
  } rows[] = {
    { "a \"fox\"", "a dog", FALSE, 1, "\"a \\\"fox\\\"\"", "\"a dog\"" },
    { "{\"a\":1}", "{\"a\":2}", FALSE, 1, "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":2}\"" },
    { "{\"a\":", "{\"a\":2}", TRUE, 1, "\"{\\\"a\\\":\"", "{\"a\":2}" },
    { NULL, "{\"a\":2}", TRUE, 1, "\"\"", "{\"a\":2}" },
    { "{\"a\":2}", NULL, TRUE, 1, "{\"a\":2}", "\"\"" },
    { "{\"a\":2}", "{ \"a\": 2 }", TRUE, 1, "{\"a\":2}", "{ \"a\": 2 }" },
    { "same", "same", FALSE, 0, NULL, NULL },
    { NULL, NULL, FALSE, 0, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LbComparison) self =
        lb_comparison_new (rows[i].before, rows[i].after, rows[i].structured);
      g_autoptr (LbPromptChange) change =
        g_list_model_get_item (lb_comparison_get_changes (self), 0);

      g_assert_cmpuint (g_list_model_get_n_items (lb_comparison_get_changes (self)), ==, rows[i].n);
      g_assert_null (lb_comparison_get_prompt (self));
      assert_result (self, rows[i].after);
      if (change == NULL)
        continue;

      g_assert_cmpstr (lb_prompt_change_get_path (change), ==, "");
      g_assert_cmpstr (lb_prompt_change_get_before (change), ==, rows[i].old_value);
      g_assert_cmpstr (lb_prompt_change_get_after (change), ==, rows[i].new_value);
      accept (self, 0, FALSE);
      assert_result (self, rows[i].before);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/comparison/documents", test_documents);
  g_test_add_func ("/model/comparison/issue", test_issue);
  g_test_add_func ("/model/comparison/whole", test_whole);

  return g_test_run ();
}
