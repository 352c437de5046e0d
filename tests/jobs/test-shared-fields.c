#include "jobs/lb-shared-fields.h"

/* What captions have in common. */

#define BROKEN "no JSON"

/* (transfer full): a valid caption that says @medium and @context alone otherwise than others. */
static char *
make_caption (const char *medium, const char *context)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "contract", "examples",
                                                 "structured-prompt.photo.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (LbPrompt) example = NULL;
  g_autoptr (LbPrompt) with_medium = NULL;
  g_autoptr (LbPrompt) caption = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  example = lb_prompt_new (text, NULL);
  with_medium = lb_prompt_set_string (example, "style_medium", medium, NULL);
  caption = lb_prompt_set_string (with_medium, "context", context, NULL);

  return g_strdup (lb_prompt_get_text (caption));
}

static void
assert_value (LbFrozenFields *fields, const char *path, const char *expected)
{
  g_autofree char *json = lb_frozen_fields_dup_value (fields, path);

  g_assert_cmpstr (json, ==, expected);
}

static void
test_find (void)
{
  g_autofree char *first = make_caption ("ink", "A harbour");
  g_autofree char *second = make_caption ("ink", "A harbour");
  g_autofree char *third = make_caption ("ink", "A forest");
  const char *const captions[] = { first, second, third, NULL };
  g_autoptr (LbFrozenFields) fields = lb_shared_fields_find (captions);

  assert_value (fields, "style_medium", "\"ink\"");
  assert_value (fields, "lighting.direction", "\"backlit\"");
  assert_value (fields, "context", NULL);
  assert_value (fields, "short_description", NULL);
}

/* Spelled otherwise it is another value. */
static void
test_spelling (void)
{
  g_autofree char *first = make_caption ("ink", "A harbour");
  g_autofree char *second = make_caption ("Ink", "A harbour");
  const char *const captions[] = { first, second, NULL };
  g_autoptr (LbFrozenFields) fields = lb_shared_fields_find (captions);

  assert_value (fields, "style_medium", NULL);
  assert_value (fields, "context", "\"A harbour\"");
}

/* One alone has nothing in common with others, nor has what is no caption. */
static void
test_nothing (void)
{
  g_autofree char *caption = make_caption ("ink", "A harbour");
  const char *const captions[][4] = { { NULL },
                                      { caption, NULL },
                                      { caption, caption, BROKEN, NULL },
                                      { BROKEN, caption, caption, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (captions); i++)
    {
      g_autoptr (LbFrozenFields) fields = lb_shared_fields_find (captions[i]);

      g_assert_cmpuint (lb_frozen_fields_get_n (fields), ==, 0);
    }
}

static void
test_common (void)
{
  static const char *const captions[] = {
    "{\"mood\":\"wild\"}", "{\"mood\":\"calm\"}",        BROKEN,
    "{\"mood\":\"calm\"}", "{\"style_medium\":\"ink\"}", NULL
  };
  g_autofree char *common = lb_shared_fields_dup_common (captions, "mood");
  g_autofree char *none = lb_shared_fields_dup_common (captions, "season");

  g_assert_cmpstr (common, ==, "\"calm\"");
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jobs/shared-fields/find", test_find);
  g_test_add_func ("/jobs/shared-fields/spelling", test_spelling);
  g_test_add_func ("/jobs/shared-fields/nothing", test_nothing);
  g_test_add_func ("/jobs/shared-fields/common", test_common);
  return g_test_run ();
}
