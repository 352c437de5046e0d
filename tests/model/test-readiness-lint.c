#include <string.h>

#include "model/lb-readiness-lint.h"

#define FOX                                                                                        \
  "{\"short_description\": \"Rusty hauls a rope.\", \"style_medium\": \"ink\","                    \
  " \"objects\": [{\"description\": \"Rusty\", \"clothing\": \"Yellow coat.\"}]}"
#define NAMELESS "{\"short_description\": \"A fox, rustyish.\", \"style_medium\": \"ink drawing\"}"
#define SCHEMA                                                                                     \
  "{\"style_medium\": \"Ink.\", \"objects\": [{\"description\": \"Rusty, a fox\","                 \
  " \"clothing\": \"A yellow-coat and hat\"}]}"

static const struct
{
  const char *what;
  guint n_one;
  const char *one;
  guint n_other;
  const char *other;
  LbLintSubject subject;
  LbLintKind kind; /* is looked for */
  guint n_findings;
  guint n_images; /* of the first */
  guint n_of;
  const char *text;
} rows[] = {
  { "nothing is not few",
    0,
    NULL,
    0,
    NULL,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_FEW,
    0,
    0,
    0,
    NULL },
  { "few of a character",
    19,
    FOX,
    0,
    NULL,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_FEW,
    1,
    19,
    20,
    NULL },
  { "enough of a character",
    20,
    FOX,
    0,
    NULL,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_FEW,
    0,
    0,
    0,
    NULL },
  { "few of a style",
    9,
    FOX,
    0,
    NULL,
    { "stylized_scene", NULL, NULL, NULL, TRUE },
    LB_LINT_FEW,
    1,
    9,
    10,
    NULL },
  { "enough of anything",
    10,
    FOX,
    0,
    NULL,
    { NULL, NULL, NULL, NULL, TRUE },
    LB_LINT_FEW,
    0,
    0,
    0,
    NULL },
  { "the name is missing",
    5,
    FOX,
    2,
    NAMELESS,
    { NULL, "Rusty", NULL, NULL, TRUE },
    LB_LINT_NO_NAME,
    1,
    2,
    7,
    "Rusty" },
  { "the name is there",
    5,
    FOX,
    0,
    NULL,
    { NULL, " RUSTY ", NULL, NULL, TRUE },
    LB_LINT_NO_NAME,
    0,
    0,
    0,
    NULL },
  { "there is no name",
    5,
    FOX,
    0,
    NULL,
    { NULL, "", NULL, NULL, TRUE },
    LB_LINT_NO_NAME,
    0,
    0,
    0,
    NULL },
  { "an image without a caption does not count",
    5,
    FOX,
    2,
    NULL,
    { NULL, "Rusty", NULL, NULL, TRUE },
    LB_LINT_NO_NAME,
    0,
    0,
    0,
    NULL },
  { "the prefix has the name",
    5,
    "A fox",
    0,
    NULL,
    { NULL, "Rusty", NULL, "Of rusty, ", FALSE },
    LB_LINT_NO_NAME,
    0,
    0,
    0,
    NULL },
  { "another prefix",
    5,
    "A fox",
    0,
    NULL,
    { NULL, "Rusty", NULL, "Of a fox, ", FALSE },
    LB_LINT_NO_NAME,
    1,
    5,
    5,
    "Rusty" },
  { "the medium is missing",
    5,
    FOX,
    2,
    "{\"style_medium\": \"oil\"}",
    { NULL, NULL, SCHEMA, NULL, TRUE },
    LB_LINT_SCHEMA_WORD,
    1,
    2,
    7,
    "Ink" },
  { "the medium is among others",
    5,
    FOX,
    2,
    NAMELESS,
    { NULL, NULL, SCHEMA, NULL, TRUE },
    LB_LINT_SCHEMA_WORD,
    0,
    0,
    0,
    NULL },
  { "a schema without one",
    5,
    FOX,
    0,
    NULL,
    { NULL, NULL, "{\"style\": 3}", NULL, TRUE },
    LB_LINT_SCHEMA_WORD,
    0,
    0,
    0,
    NULL },
  { "a schema that is none",
    5,
    FOX,
    0,
    NULL,
    { NULL, NULL, "[", NULL, TRUE },
    LB_LINT_SCHEMA_WORD,
    0,
    0,
    0,
    NULL },
  { "always described",
    4,
    FOX,
    1,
    NAMELESS,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_IDENTITY,
    2,
    4,
    5,
    "rusty" },
  { "seldom described",
    7,
    FOX,
    2,
    NAMELESS,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_IDENTITY,
    0,
    0,
    0,
    NULL },
  { "too few to say",
    4,
    FOX,
    0,
    NULL,
    { "defined_character", NULL, NULL, NULL, TRUE },
    LB_LINT_IDENTITY,
    0,
    0,
    0,
    NULL },
  { "the schema says it",
    9,
    FOX,
    0,
    NULL,
    { "character_variants", NULL, SCHEMA, NULL, TRUE },
    LB_LINT_IDENTITY,
    0,
    0,
    0,
    NULL },
  { "of a style",
    9,
    FOX,
    0,
    NULL,
    { "icons", NULL, NULL, NULL, TRUE },
    LB_LINT_IDENTITY,
    1,
    9,
    9,
    "ink" },
  { "of nothing in particular",
    9,
    FOX,
    0,
    NULL,
    { "other", NULL, NULL, NULL, TRUE },
    LB_LINT_IDENTITY,
    0,
    0,
    0,
    NULL },
};

static void
add (LbQuerySet *set, guint n, const char *caption, gboolean is_prompt)
{
  const LbQueryFacts facts = { 0 };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LbQueryRecord) record =
        lb_query_record_new (lb_query_set_get_paths (set), "pier", caption, is_prompt);

      lb_query_set_add (set, record, &facts);
    }
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
      g_autoptr (LbQuerySet) set = lb_query_set_new (paths);
      g_autoptr (GPtrArray) findings = NULL;
      const LbLintFinding *first = NULL;
      guint n_findings = 0;

      g_test_message ("%s", rows[i].what);
      add (set, rows[i].n_one, rows[i].one, rows[i].subject.is_prompt);
      add (set, rows[i].n_other, rows[i].other, rows[i].subject.is_prompt);
      findings = lb_readiness_lint_find (set, &rows[i].subject);
      for (guint j = 0; j < findings->len; j++)
        {
          const LbLintFinding *finding = g_ptr_array_index (findings, j);

          if (finding->kind != rows[i].kind)
            continue;
          if (n_findings++ == 0)
            first = finding;
          /* The row leads to as many as it says. */
          if (finding->query != NULL)
            g_assert_cmpuint (lb_query_set_count (set, finding->query), ==, finding->n_images);
        }
      g_assert_cmpuint (n_findings, ==, rows[i].n_findings);
      if (first == NULL)
        continue;
      g_assert_cmpuint (first->n_images, ==, rows[i].n_images);
      g_assert_cmpuint (first->n_of, ==, rows[i].n_of);
      g_assert_cmpstr (first->text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/readiness-lint/rows", test_rows);

  return g_test_run ();
}
