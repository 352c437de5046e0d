#include "contract/lb-rules.h"

#include "base/lb-error.h"

#define MIB (1024 * 1024)

typedef struct
{
  LbProbeResult probe;
  gboolean increase;
  LbVerdict verdict;
  const char *rule; /* NULL: taken */
  LbError code;
} Case;

#define PICTURE(w, h) { LB_FORMAT_PNG, w, h, 1, FALSE, 1, FALSE, 1000 }

static const Case cases[] = {
  { PICTURE (255, 255), TRUE, LB_VERDICT_TOO_SMALL, "R47", LB_ERROR_TOO_SMALL },
  { PICTURE (2000, 255), TRUE, LB_VERDICT_TOO_SMALL, "R47", LB_ERROR_TOO_SMALL },
  { PICTURE (256, 256), TRUE, LB_VERDICT_ENLARGE },
  { PICTURE (257, 257), TRUE, LB_VERDICT_ENLARGE },
  { PICTURE (1023, 3000), TRUE, LB_VERDICT_ENLARGE },
  { PICTURE (1024, 1024), TRUE, LB_VERDICT_READY },
  { PICTURE (1023, 3000), FALSE, LB_VERDICT_TOO_SMALL, "R48", LB_ERROR_TOO_SMALL },
  { PICTURE (1024, 1024), FALSE, LB_VERDICT_READY },
  { PICTURE (1025, 1025), FALSE, LB_VERDICT_READY },
  { PICTURE (1025, 1025), TRUE, LB_VERDICT_READY },
  { PICTURE (16383, 1024), TRUE, LB_VERDICT_READY },
  { PICTURE (16384, 1024), TRUE, LB_VERDICT_READY },
  { PICTURE (16385, 1024), TRUE, LB_VERDICT_TOO_LARGE, "R57", LB_ERROR_TOO_LARGE },
  { PICTURE (1024, 16385), FALSE, LB_VERDICT_TOO_LARGE, "R57", LB_ERROR_TOO_LARGE },
  { PICTURE (10000, 9999), TRUE, LB_VERDICT_READY },
  { PICTURE (10000, 10000), TRUE, LB_VERDICT_READY },
  { PICTURE (10000, 10001), TRUE, LB_VERDICT_TOO_LARGE, "R57", LB_ERROR_TOO_LARGE },
  { PICTURE (256, 4095), TRUE, LB_VERDICT_ENLARGE },
  { PICTURE (256, 4096), TRUE, LB_VERDICT_ENLARGE }, /* becomes 1024 x 16384 */
  { PICTURE (256, 4097), TRUE, LB_VERDICT_TOO_LARGE, "R57", LB_ERROR_TOO_LARGE },
  { PICTURE (0, 0), TRUE, LB_VERDICT_DAMAGED, "R46", LB_ERROR_UNSUPPORTED },
  { { LB_FORMAT_JPEG, 2000, 2000, 1, FALSE, 1, FALSE, 50 * MIB - 1 }, TRUE, LB_VERDICT_READY },
  { { LB_FORMAT_JPEG, 2000, 2000, 1, FALSE, 1, FALSE, 50 * MIB }, TRUE, LB_VERDICT_READY },
  { { LB_FORMAT_JPEG, 2000, 2000, 1, FALSE, 1, FALSE, 50 * MIB + 1 },
    TRUE,
    LB_VERDICT_TOO_LARGE,
    "R57",
    LB_ERROR_TOO_LARGE },
  { { LB_FORMAT_WEBP, 2000, 2000, 1, TRUE, 1, FALSE, 9 }, TRUE, LB_VERDICT_FLATTEN },
  { { LB_FORMAT_WEBP, 500, 500, 1, TRUE, 1, FALSE, 9 }, TRUE, LB_VERDICT_FLATTEN },
  { { LB_FORMAT_WEBP, 500, 500, 1, TRUE, 1, FALSE, 9 },
    FALSE,
    LB_VERDICT_TOO_SMALL,
    "R48",
    LB_ERROR_TOO_SMALL },
  { { LB_FORMAT_WEBP, 2000, 2000, 1, FALSE, 2, FALSE, 9 },
    TRUE,
    LB_VERDICT_UNSUPPORTED,
    "R46",
    LB_ERROR_UNSUPPORTED },
  { { LB_FORMAT_GIF, 2000, 2000, 1, FALSE, 1, FALSE, 9 },
    TRUE,
    LB_VERDICT_UNSUPPORTED,
    "R46",
    LB_ERROR_UNSUPPORTED },
  { { LB_FORMAT_UNKNOWN }, TRUE, LB_VERDICT_UNSUPPORTED, "R46", LB_ERROR_UNSUPPORTED },
  { { LB_FORMAT_JPEG, 2000, 2000, 1, FALSE, 1, TRUE, 9 },
    TRUE,
    LB_VERDICT_DAMAGED,
    "R46",
    LB_ERROR_UNSUPPORTED },
  /* R58: 413 before 415 before 412. */
  { { LB_FORMAT_GIF, 20000, 20, 1, FALSE, 1, FALSE, 9 },
    TRUE,
    LB_VERDICT_TOO_LARGE,
    "R57",
    LB_ERROR_TOO_LARGE },
  { { LB_FORMAT_GIF, 20, 20, 1, FALSE, 1, FALSE, 9 },
    TRUE,
    LB_VERDICT_UNSUPPORTED,
    "R46",
    LB_ERROR_UNSUPPORTED },
};

static void
test_verdicts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *rule = NULL;
      gboolean taken = lb_rules_check_picture (&c->probe, c->increase, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (lb_rules_judge_picture (&c->probe, c->increase), ==, c->verdict);
      g_assert_cmpint (lb_verdict_is_addable (c->verdict), ==, taken);
      g_assert_cmpint (taken, ==, c->rule == NULL);
      if (taken)
        continue;
      rule = lb_rules_error_rule (error);
      g_assert_error (error, LB_ERROR, (int) c->code);
      g_assert_cmpstr (rule, ==, c->rule);
      g_assert_false (g_str_has_prefix (lb_rules_error_text (error), "R"));
    }
}

static void
assert_stored (int width, int height, gboolean increase, int to_width, int to_height)
{
  int out_width, out_height;

  lb_rules_stored_size (width, height, increase, &out_width, &out_height);
  g_assert_cmpint (out_width, ==, to_width);
  g_assert_cmpint (out_height, ==, to_height);
}

static void
test_stored_size (void)
{
  assert_stored (256, 256, TRUE, 1024, 1024);
  assert_stored (512, 768, TRUE, 1024, 1536);
  assert_stored (768, 512, TRUE, 1536, 1024);
  assert_stored (1023, 1025, TRUE, 1024, 1026);
  assert_stored (1024, 5000, TRUE, 1024, 5000);
  assert_stored (512, 768, FALSE, 512, 768);
  assert_stored (0, 9, TRUE, 0, 9);
  assert_stored (1, G_MAXINT, TRUE, 1024, G_MAXINT);
}

static void
test_orientation (void)
{
  LbProbeResult probe = PICTURE (300, 200);
  int width, height;

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      probe.orientation = orientation;
      lb_probe_result_shown_size (&probe, &width, &height);
      g_assert_cmpint (width, ==, orientation >= 5 ? 200 : 300);
      g_assert_cmpint (height, ==, orientation >= 5 ? 300 : 200);
    }
}

static void
test_formats (void)
{
  g_assert_cmpstr (lb_format_word (LB_FORMAT_JPEG), ==, "jpeg");
  g_assert_cmpstr (lb_format_name (LB_FORMAT_WEBP), ==, "WebP");
  g_assert_null (lb_format_word (LB_FORMAT_GIF));
  g_assert_cmpstr (lb_format_name (LB_FORMAT_JXL), ==, "JPEG XL");
  g_assert_null (lb_format_name (LB_FORMAT_UNKNOWN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contract/rules/picture/verdicts", test_verdicts);
  g_test_add_func ("/contract/rules/picture/stored-size", test_stored_size);
  g_test_add_func ("/contract/rules/picture/orientation", test_orientation);
  g_test_add_func ("/contract/rules/picture/formats", test_formats);
  return g_test_run ();
}
