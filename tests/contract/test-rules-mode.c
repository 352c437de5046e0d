#include <string.h>

#include "base/lb-error.h"
#include "contract/lb-limits.h"
#include "contract/lb-rules.h"

#define N_RULES 92

/* The table in the code is that of the marks in the document. */
static void
test_marks (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "..", "data", "contract", "RULES.md", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rules = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *mark = strrchr (lines[i], '[');
      g_autofree char *rule = NULL;

      if (!g_str_has_prefix (lines[i], "- R"))
        continue;

      n_rules++;
      g_assert_nonnull (mark);
      rule = g_strndup (lines[i] + 2, strcspn (lines[i] + 2, " "));
      if (lb_rules_is_assumed (rule) != g_str_has_prefix (mark, "[A]"))
        g_error ("%s is marked %s", rule, mark);
    }
  g_assert_cmpuint (n_rules, ==, N_RULES);

  g_assert_false (lb_rules_is_assumed (NULL));
  g_assert_false (lb_rules_is_assumed (""));
  g_assert_false (lb_rules_is_assumed ("R999"));
  g_assert_false (lb_rules_is_assumed ("57"));
}

static void
test_stops (void)
{
  g_autoptr (GError) ours = g_error_new_literal (LB_ERROR, LB_ERROR_TOO_LARGE, "R57: too large");
  g_autoptr (GError) field = g_error_new_literal (LB_ERROR, LB_ERROR_INVALID, "R10[id]: not one");
  g_autoptr (GError) theirs = g_error_new_literal (LB_ERROR, LB_ERROR_TOO_SMALL, "R48: too small");
  g_autoptr (GError) nameless = g_error_new_literal (LB_ERROR, LB_ERROR_INVALID, "wrong");

  g_assert_true (lb_rules_stops (LB_RULES_LOCAL, ours));
  g_assert_true (lb_rules_stops (LB_RULES_LOCAL, field));
  g_assert_true (lb_rules_stops (LB_RULES_LOCAL, theirs));
  g_assert_true (lb_rules_stops (LB_RULES_LOCAL, nameless));
  g_assert_false (lb_rules_stops (LB_RULES_LOCAL, NULL));

  g_assert_false (lb_rules_stops (LB_RULES_HOSTED, ours));
  g_assert_false (lb_rules_stops (LB_RULES_HOSTED, field));
  g_assert_true (lb_rules_stops (LB_RULES_HOSTED, theirs));
  g_assert_true (lb_rules_stops (LB_RULES_HOSTED, nameless));
  g_assert_false (lb_rules_stops (LB_RULES_HOSTED, NULL));
}

/* C13: the captions of the published samples fit no schema of ours. */
static void
test_captions (void)
{
  static const char *const sample = "{\"subject\":\"a fox\",\"action\":\"sits on a pier\"}";
  g_autoptr (LbDataset) fibo = lb_dataset_new (1);
  g_autoptr (LbDataset) legacy = lb_dataset_new (2);

  g_object_set (legacy, "training-version", "max", NULL);

  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_LOCAL, fibo, sample));
  g_assert_true (lb_rules_caption_is_sendable (LB_RULES_HOSTED, fibo, sample));
  g_assert_true (lb_rules_caption_is_sendable (LB_RULES_HOSTED, NULL, sample));
  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_HOSTED, fibo, "{\"subject\":"));
  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_HOSTED, fibo, "[1]"));
  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_HOSTED, fibo, "a fox"));
  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_HOSTED, fibo, NULL));
  g_assert_true (lb_rules_caption_is_sendable (LB_RULES_HOSTED, legacy, "a fox"));
  g_assert_false (lb_rules_caption_is_sendable (LB_RULES_HOSTED, legacy, "  "));
}

/* What is too large for us another service may take; whatever else is wrong stays wrong. */
static void
test_pictures (void)
{
  const LbProbeResult good = {
    .format = LB_FORMAT_PNG, .width = 1024, .height = 1024, .orientation = 1, .frames = 1
  };
  LbProbeResult probe = good;

  g_assert_false (lb_rules_picture_stops (LB_RULES_LOCAL, &probe, FALSE));
  g_assert_false (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, FALSE));

  probe.size_bytes = LB_LIMIT_FILE_BYTES + 1;
  g_assert_true (lb_rules_picture_stops (LB_RULES_LOCAL, &probe, FALSE));
  g_assert_false (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, FALSE));
  probe.height = 1023;
  g_assert_true (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, FALSE));
  g_assert_false (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
  probe.format = LB_FORMAT_GIF;
  g_assert_true (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));

  probe = good;
  probe.width = LB_LIMIT_SIDE_MAX + 1;
  g_assert_true (lb_rules_picture_stops (LB_RULES_LOCAL, &probe, TRUE));
  g_assert_false (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
  probe.height = LB_LIMIT_SIDE_MIN; /* would be too large when enlarged */
  g_assert_true (lb_rules_picture_stops (LB_RULES_LOCAL, &probe, TRUE));
  g_assert_false (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
  probe.height = LB_LIMIT_SIDE_MIN - 1;
  g_assert_true (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
  probe.height = 1024;
  probe.truncated = TRUE;
  g_assert_true (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
  probe.truncated = FALSE;
  probe.frames = 2;
  g_assert_true (lb_rules_picture_stops (LB_RULES_HOSTED, &probe, TRUE));
}

static void
test_readiness (void)
{
  const LbReadiness ready = { 0 };
  const LbReadiness running = { .run_going = TRUE, .captions_missing = 2 };
  const LbReadiness few = { .images_missing = 1 };
  const LbReadiness bare = { .schema_missing = TRUE };
  const LbReadiness done = { .already = TRUE };

  g_assert_true (lb_readiness_may_complete (LB_RULES_LOCAL, &ready));
  g_assert_false (lb_readiness_may_complete (LB_RULES_LOCAL, &running));
  g_assert_true (lb_readiness_may_complete (LB_RULES_HOSTED, &ready));
  g_assert_true (lb_readiness_may_complete (LB_RULES_HOSTED, &running));
  g_assert_false (lb_readiness_may_complete (LB_RULES_HOSTED, &few));
  g_assert_false (lb_readiness_may_complete (LB_RULES_HOSTED, &bare));
  g_assert_false (lb_readiness_may_complete (LB_RULES_HOSTED, &done));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/mode/marks", test_marks);
  g_test_add_func ("/rules/mode/stops", test_stops);
  g_test_add_func ("/rules/mode/captions", test_captions);
  g_test_add_func ("/rules/mode/pictures", test_pictures);
  g_test_add_func ("/rules/mode/readiness", test_readiness);
  return g_test_run ();
}
