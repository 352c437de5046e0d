#include "contract/lb-rules.h"

#include "base/lb-error.h"
#include "contract/lb-limits.h"

static void
assert_refused (gboolean taken, GError *error, LbError code, const char *rule)
{
  g_autofree char *said = lb_rules_error_rule (error);

  g_assert_false (taken);
  g_assert_error (error, LB_ERROR, (int) code);
  g_assert_cmpstr (said, ==, rule);
  g_error_free (error);
}

#define REFUSED(call, code, rule)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    GError *error = NULL;                                                                          \
    gboolean taken = (call) ? TRUE : FALSE;                                                        \
    assert_refused (taken, error, code, rule);                                                     \
  }                                                                                                \
  G_STMT_END

static LbProject *
project (const char *medium, const char *type)
{
  return g_object_new (LB_TYPE_PROJECT, "project-name", "Fox", "ip-medium", medium, "ip-type", type,
                       NULL);
}

static void
test_project (void)
{
  g_autoptr (LbProject) good = project ("photography", "stylized_scene");
  g_autoptr (LbProject) medium = project ("clay", "other");
  g_autoptr (LbProject) type = project ("photography", NULL);
  g_autoptr (LbProject) character = project ("photography", "defined_character");
  g_autoptr (LbProject) variants = project ("illustration", "object_variants");
  g_autoptr (LbProject) icons = project ("photography", "icons");

  g_assert_true (lb_rules_check_project (good, NULL));
  REFUSED (lb_rules_check_project (medium, &error), LB_ERROR_INVALID, "R14");
  REFUSED (lb_rules_check_project (type, &error), LB_ERROR_INVALID, "R14");
  REFUSED (lb_rules_check_project (icons, &error), LB_ERROR_INVALID, "R16");
  REFUSED (lb_rules_check_project (character, &error), LB_ERROR_INVALID, "R15");
  g_object_set (character, "ip-name", "Rusty", NULL);
  REFUSED (lb_rules_check_project (character, &error), LB_ERROR_INVALID, "R15");
  g_object_set (character, "ip-description", "a fox", NULL);
  g_assert_true (lb_rules_check_project (character, NULL));
  REFUSED (lb_rules_check_project (variants, &error), LB_ERROR_INVALID, "R15");
  g_object_set (good, "training-version", "4", NULL);
  REFUSED (lb_rules_check_project (good, &error), LB_ERROR_INVALID, "R21");
  g_object_set (good, "training-version", "2.3", "project-name", "", NULL);
  REFUSED (lb_rules_check_project (good, &error), LB_ERROR_INVALID, "R14");
}

static void
test_family (void)
{
  g_assert_true (lb_rules_check_family (NULL, "max", NULL));
  g_assert_true (lb_rules_check_family ("fibo", NULL, NULL));
  g_assert_true (lb_rules_check_family ("fibo", "fibo", NULL));
  g_assert_true (lb_rules_check_family ("max", "2.3", NULL));
  REFUSED (lb_rules_check_family ("fibo", "max", &error), LB_ERROR_INVALID, "R22");
  REFUSED (lb_rules_check_family ("light", "fibo", &error), LB_ERROR_INVALID, "R22");
  g_assert_true (lb_rules_version_known ("3.2"));
  g_assert_false (lb_rules_version_known ("3"));
  g_assert_false (lb_rules_version_known (NULL));
}

static void
test_add (void)
{
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);

  g_assert_cmpuint (lb_rules_image_limit (NULL), ==, 200);
  g_assert_cmpuint (lb_rules_image_limit (dataset), ==, 200);
  g_assert_true (lb_rules_check_add (dataset, 198, 1, NULL));
  g_assert_true (lb_rules_check_add (dataset, 199, 1, NULL));
  REFUSED (lb_rules_check_add (dataset, 200, 1, &error), LB_ERROR_CONFLICT, "R53");
  g_assert_true (lb_rules_check_add (dataset, 0, 199, NULL));
  g_assert_true (lb_rules_check_add (dataset, 0, 200, NULL));
  REFUSED (lb_rules_check_add (dataset, 0, 201, &error), LB_ERROR_CONFLICT, "R53");
  REFUSED (lb_rules_check_add (dataset, 1, 200, &error), LB_ERROR_CONFLICT, "R53");
  g_object_set (dataset, "status", "completed", NULL);
  REFUSED (lb_rules_check_add (dataset, 0, 1, &error), LB_ERROR_CONFLICT, "R43");
  g_object_set (dataset, "upload-type", "advanced", NULL);
  REFUSED (lb_rules_check_add (dataset, 0, 1, &error), LB_ERROR_INVALID, "R42");
  g_assert_cmpuint (lb_rules_image_limit (dataset), ==, 5000);
}

static void
test_regenerate (void)
{
  g_autoptr (LbDataset) dataset = lb_dataset_new (1);

  REFUSED (lb_rules_check_regenerate (dataset, &error), LB_ERROR_CONFLICT, "R65");
  REFUSED (lb_rules_check_regenerate_all (dataset, 3, &error), LB_ERROR_CONFLICT, "R70");
  g_object_set (dataset, "visual-schema", "{}", NULL);
  g_assert_true (lb_rules_check_regenerate (dataset, NULL));
  g_assert_true (lb_rules_check_regenerate_all (dataset, 1, NULL));
  REFUSED (lb_rules_check_regenerate_all (dataset, 0, &error), LB_ERROR_CONFLICT, "R70");
  g_object_set (dataset, "captions-update-status", "in_progress", NULL);
  REFUSED (lb_rules_check_regenerate (dataset, &error), LB_ERROR_CONFLICT, "R65");
  REFUSED (lb_rules_check_regenerate_all (dataset, 1, &error), LB_ERROR_CONFLICT, "R70");
  g_object_set (dataset, "status", "completed", NULL);
  REFUSED (lb_rules_check_regenerate (dataset, &error), LB_ERROR_CONFLICT, "R64");
  REFUSED (lb_rules_check_regenerate_all (dataset, 1, &error), LB_ERROR_CONFLICT, "R70");
  REFUSED (lb_rules_check_draft (dataset, "R34", &error), LB_ERROR_CONFLICT, "R34");
}

static void
check_ready (LbDataset *dataset, int images, int missing, const char *rule)
{
  LbReadiness readiness;

  lb_rules_readiness (dataset, images, missing, 3, &readiness);
  g_assert_cmpint (readiness.captions_invalid, ==, 3);
  g_assert_cmpint (lb_readiness_is_ready (&readiness), ==, rule == NULL);
  if (rule != NULL)
    REFUSED (lb_readiness_check (&readiness, &error), LB_ERROR_CONFLICT, rule);
}

static void
test_readiness (void)
{
  g_autoptr (LbDataset) fibo =
    g_object_new (LB_TYPE_DATASET, "id", G_GINT64_CONSTANT (1), "visual-schema", "{}", NULL);
  g_autoptr (LbDataset) legacy = g_object_new (LB_TYPE_DATASET, "training-version", "max", NULL);

  check_ready (fibo, 4, 0, "R30");
  check_ready (fibo, 5, 0, NULL);
  check_ready (fibo, 6, 0, NULL);
  check_ready (fibo, 5, 1, "R32");
  check_ready (legacy, 0, 0, "R30");
  check_ready (legacy, 1, 0, NULL);
  check_ready (legacy, 2, 0, NULL);
  g_object_set (fibo, "captions-update-status", "in_progress", NULL);
  check_ready (fibo, 5, 0, "R32");
  g_object_set (fibo, "visual-schema", NULL, NULL);
  check_ready (fibo, 5, 0, "R31");
  check_ready (fibo, 4, 0, "R30");
  g_object_set (fibo, "status", "completed", NULL);
  check_ready (fibo, 4, 0, "R33");
}

static void
test_schema (void)
{
  g_assert_true (lb_rules_check_visual_schema ("{\"style_medium\":\"ink\"}", NULL));
  REFUSED (lb_rules_check_visual_schema (NULL, &error), LB_ERROR_INVALID, "R28");
  REFUSED (lb_rules_check_visual_schema ("{}", &error), LB_ERROR_INVALID, "R28");
  REFUSED (lb_rules_check_visual_schema ("[1]", &error), LB_ERROR_INVALID, "R28");
  REFUSED (lb_rules_check_visual_schema ("\"text\"", &error), LB_ERROR_INVALID, "R28");
  REFUSED (lb_rules_check_visual_schema ("{", &error), LB_ERROR_INVALID, "R28");
  REFUSED (lb_rules_check_visual_schema ("{\"context\":3}", &error), LB_ERROR_INVALID, "R28");
}

static char *
example (const char *name)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("G_TEST_SRCDIR"), "contract", "examples", name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_caption (void)
{
  g_autoptr (LbDataset) fibo = lb_dataset_new (1);
  g_autoptr (LbDataset) legacy = g_object_new (LB_TYPE_DATASET, "training-version", "max", NULL);
  g_autofree char *good = example ("structured-prompt.photo.json");
  g_autofree char *fenced = g_strconcat ("\xef\xbb\xbf```json\n", good, "\n```\n", NULL);
  g_autofree char *stored = lb_rules_accept_caption (fibo, good, NULL);
  g_autofree char *repaired = lb_rules_accept_caption (fibo, fenced, NULL);
  g_autofree char *plain = lb_rules_accept_caption (legacy, "a fox", NULL);
  g_autofree char *longest = g_strnfill (LB_LIMIT_CAPTION_BYTES, 'a');
  g_autofree char *longer = g_strnfill (LB_LIMIT_CAPTION_BYTES + 1, 'a');
  g_autofree char *kept = lb_rules_accept_caption (legacy, longest, NULL);

  g_assert_nonnull (stored);
  g_assert_nonnull (repaired);
  g_assert_true (*repaired == '{');
  g_assert_cmpstr (plain, ==, "a fox");
  g_assert_nonnull (kept);
  REFUSED (lb_rules_accept_caption (legacy, longer, &error), LB_ERROR_INVALID, "R63");
  REFUSED (lb_rules_accept_caption (legacy, " \n", &error), LB_ERROR_INVALID, "R63");
  REFUSED (lb_rules_accept_caption (fibo, "a fox", &error), LB_ERROR_INVALID, "R61");
  REFUSED (lb_rules_accept_caption (fibo, "{}", &error), LB_ERROR_INVALID, "R61");
  REFUSED (lb_rules_accept_caption (fibo, NULL, &error), LB_ERROR_INVALID, "R61");
}

/* R63: what is stored, and what is used, under a prefix. */
static void
test_caption_prefix (void)
{
  static const struct
  {
    const char *prefix;
    const char *given;
    const char *stored;
    const char *used;
  } cases[] = {
    { "A fox, ", "on the pier", "on the pier", "A fox, on the pier" },
    { "A fox, ", "A fox, on the pier", "on the pier", "A fox, on the pier" },
    { "A fox", "A fox on the pier", "on the pier", "A fox on the pier" },
    { "A fox", "A foxglove", "A foxglove", "A fox A foxglove" },
    { "A fox", "A fox, on the pier", ", on the pier", "A fox, on the pier" },
    { "A fox ", "A fox on the pier", "on the pier", "A fox on the pier" },
    { "", "on the pier", "on the pier", "on the pier" },
    { NULL, "on the pier", "on the pier", "on the pier" },
  };
  g_autoptr (LbDataset) bare =
    g_object_new (LB_TYPE_DATASET, "training-version", "max", "caption-prefix", "A fox, ", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbDataset) legacy = g_object_new (LB_TYPE_DATASET, "training-version", "max",
                                                   "caption-prefix", cases[i].prefix, NULL);
      g_autofree char *stored = lb_rules_accept_caption (legacy, cases[i].given, NULL);
      g_autofree char *used = lb_rules_full_caption (legacy, stored);

      g_assert_cmpstr (stored, ==, cases[i].stored);
      g_assert_cmpstr (used, ==, cases[i].used);
    }

  REFUSED (lb_rules_accept_caption (bare, "A fox, ", &error), LB_ERROR_INVALID, "R63");
}

/* Plain text is never taken for JSON, and a prompt has to be one before it is repaired. */
static void
test_caption_is_right (void)
{
  g_autoptr (LbDataset) fibo = g_object_new (LB_TYPE_DATASET, "training-version", "fibo", NULL);
  g_autoptr (LbDataset) unsaid = lb_dataset_new (1);
  g_autofree char *good = example ("structured-prompt.photo.json");
  g_autofree char *fenced = g_strconcat ("```json\n", good, "\n```\n", NULL);
  g_autofree char *longer = g_strnfill (LB_LIMIT_CAPTION_BYTES + 1, 'a');
  static const char *const versions[] = { "max", "light", "3.2", "2.3" };

  g_assert_true (lb_rules_caption_is_prompt (fibo));
  g_assert_true (lb_rules_caption_is_prompt (unsaid));
  g_assert_true (lb_rules_caption_is_prompt (NULL));
  g_assert_true (lb_rules_caption_is_right (fibo, good));
  g_assert_true (lb_rules_caption_is_right (NULL, good));
  g_assert_false (lb_rules_caption_is_right (fibo, fenced));
  g_assert_false (lb_rules_caption_is_right (fibo, "a fox"));
  g_assert_false (lb_rules_caption_is_right (fibo, "{}"));
  g_assert_false (lb_rules_caption_is_right (fibo, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (LbDataset) legacy =
        g_object_new (LB_TYPE_DATASET, "training-version", versions[i], NULL);

      g_assert_false (lb_rules_caption_is_prompt (legacy));
      g_assert_true (lb_rules_caption_is_right (legacy, "a fox"));
      g_assert_true (lb_rules_caption_is_right (legacy, "{ not JSON"));
      g_assert_false (lb_rules_caption_is_right (legacy, NULL));
      g_assert_false (lb_rules_caption_is_right (legacy, " \n"));
      g_assert_false (lb_rules_caption_is_right (legacy, "\xff"));
      g_assert_false (lb_rules_caption_is_right (legacy, longer));
    }
}

static void
test_error_text (void)
{
  static const char *const without[] = { "Rule", "R: x", "R47 x", "R47:x", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (without); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (LB_ERROR, LB_ERROR_INVALID, without[i]);

      g_assert_null (lb_rules_error_rule (error));
      g_assert_cmpstr (lb_rules_error_text (error), ==, without[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/rules/project", test_project);
  g_test_add_func ("/contract/rules/family", test_family);
  g_test_add_func ("/contract/rules/add", test_add);
  g_test_add_func ("/contract/rules/regenerate", test_regenerate);
  g_test_add_func ("/contract/rules/readiness", test_readiness);
  g_test_add_func ("/contract/rules/schema", test_schema);
  g_test_add_func ("/contract/rules/caption", test_caption);
  g_test_add_func ("/contract/rules/caption-prefix", test_caption_prefix);
  g_test_add_func ("/contract/rules/caption-is-right", test_caption_is_right);
  g_test_add_func ("/contract/rules/error-text", test_error_text);
  return g_test_run ();
}
