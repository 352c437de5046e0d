#include <string.h>

#include "model/lb-coverage.h"
#include "model/lb-query.h"
#include "model/lb-thin-spot.h"

typedef struct
{
  LbQueryPaths *paths;
  LbQuerySet *set;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->paths = lb_query_paths_new ();
  self->set = lb_query_set_new (self->paths);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  lb_query_set_unref (self->set);
  lb_query_paths_unref (self->paths);
}

static void
add_sized (Fixture *self, const char *caption, int width, int height)
{
  g_autoptr (LbQueryRecord) record =
    lb_query_record_new (self->paths, "pier.png", caption, caption != NULL);
  const LbQueryFacts facts = { .source_width = width, .source_height = height };

  lb_query_set_add (self->set, record, &facts);
}

static void
add (Fixture *self, guint n, const char *caption)
{
  for (guint i = 0; i < n; i++)
    add_sized (self, caption, 1600, 1200);
}

/* (transfer none) (nullable) */
static const LbCoverageGroup *
find (LbCoverage *coverage, LbCoverageChart chart, LbCoverageGroupKind kind, const char *label)
{
  GPtrArray *groups = lb_coverage_get_groups (coverage, chart);

  for (guint i = 0; i < groups->len; i++)
    {
      const LbCoverageGroup *group = g_ptr_array_index (groups, i);

      if (group->kind == kind && g_strcmp0 (group->label, label) == 0)
        return group;
    }

  return NULL;
}

static void
assert_group (LbCoverage *coverage,
              LbCoverageChart chart,
              LbCoverageGroupKind kind,
              const char *label,
              guint n_images,
              const char *query)
{
  const LbCoverageGroup *group = find (coverage, chart, kind, label);

  if (group == NULL)
    g_error ("There is no group “%s”", label != NULL ? label : "");
  g_assert_cmpuint (group->n_images, ==, n_images);
  if (query != NULL)
    g_assert_cmpstr (group->query, ==, query);
}

/* Several words mean one thing; one value can mean two. */
static void
test_terms (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = NULL;

  add (self, 3, "{\"lighting\": {\"direction\": \"Backlit\"}}");
  add (self, 2, "{\"lighting\": {\"direction\": \"warm, from behind the tower\"}}");
  add (self, 1, "{\"lighting\": {\"direction\": \"even, from above\"}}");
  add (self, 1, "{\"lighting\": {\"direction\": \"through the aisle\"}}");
  add (self, 1, "{\"lighting\": {\"direction\": \"leftover\"}}");
  add (self, 1, "{\"lighting\": {}}");
  add (self, 1, NULL);
  coverage = lb_coverage_new (self->set);

  g_assert_cmpuint (lb_coverage_get_n_images (coverage), ==, 10);
  g_assert_cmpuint (lb_coverage_get_n_captions (coverage), ==, 8);
  g_assert_cmpuint (lb_coverage_get_n_said (coverage, LB_COVERAGE_DIRECTION), ==, 8);
  assert_group (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_TERM, "backlit", 5,
                "lighting.direction:\"backlit\" OR lighting.direction:\"behind\"");
  assert_group (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_TERM, "lit from above", 1,
                "lighting.direction:\"above\"");
  assert_group (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_TERM, "lit evenly", 1, NULL);
  assert_group (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_VALUE, "leftover", 1,
                "lighting.direction=leftover");
  /* A good set has some. */
  assert_group (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_TERM, "lit from the left", 0, NULL);
  g_assert_null (find (coverage, LB_COVERAGE_DIRECTION, LB_COVERAGE_TERM, "lit from below"));
  g_assert_cmpuint (lb_coverage_get_groups (coverage, LB_COVERAGE_ANGLE)->len, ==, 0);
}

/* Spellings of a value are one; what is rare is folded. */
static void
test_values (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = NULL;
  const LbCoverageGroup *other = NULL;

  add (self, 3, "{\"style_medium\": \"Digital illustration\"}");
  add (self, 2, "{\"style_medium\": \"A digital-illustration.\"}");
  add (self, 2, "{\"style_medium\": \"oil painting\"}");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *caption = g_strdup_printf ("{\"style_medium\": \"medium %u\"}", i);

      add (self, 1, caption);
    }
  add (self, 4, "{\"context\": \"page art\"}");
  coverage = lb_coverage_new (self->set);

  assert_group (coverage, LB_COVERAGE_MEDIUM, LB_COVERAGE_VALUE, "digital illustration", 5, NULL);
  assert_group (coverage, LB_COVERAGE_MEDIUM, LB_COVERAGE_VALUE, "oil painting", 2,
                "style_medium=\"oil painting\"");
  assert_group (coverage, LB_COVERAGE_MEDIUM, LB_COVERAGE_UNSAID, NULL, 4, NULL);
  other = find (coverage, LB_COVERAGE_MEDIUM, LB_COVERAGE_OTHER, NULL);
  g_assert_nonnull (other);
  g_assert_cmpuint (other->n_images, ==, 5);
  g_assert_cmpuint (other->n_values, ==, 5);
  /* What is folded and what is not said come last. */
  g_assert_true (g_ptr_array_index (lb_coverage_get_groups (coverage, LB_COVERAGE_MEDIUM), 2) ==
                 other);
}

/* A value is found in all of its spellings, however many there are. */
static void
test_spellings (Fixture *self, gconstpointer data)
{
  static const char *const spellings[] = { "ink drawing",    "an ink drawing",  "ink-drawing",
                                           "an ink-drawing", "the ink drawing", "ink_drawing",
                                           "ink drawing.",   "ink drawing!",    "ink-drawing." };
  const LbCoverageGroup *group = NULL;
  g_autoptr (LbCoverage) coverage = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autofree char *caption = g_strdup_printf ("{\"style_medium\": \"%s\"}", spellings[i]);

      add (self, 2, caption);
    }
  coverage = lb_coverage_new (self->set);
  group = g_ptr_array_index (lb_coverage_get_groups (coverage, LB_COVERAGE_MEDIUM), 0);
  g_assert_cmpuint (group->n_images, ==, 2 * G_N_ELEMENTS (spellings));
  g_assert_cmpuint (lb_query_set_count (self->set, group->query), ==, group->n_images);
}

/* Every bar finds as many images as it says. */
static void
test_queries (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = NULL;
  guint n_groups = 0;

  add (
    self, 2,
    "{\"short_description\": \"A wide shot of \\\"a\\\" pier (old)\", \"objects\": [{\"location\": "
    "\"top-left\", \"relative_size\": \"tiny\", \"orientation\": \"facing left\"}, "
    "{\"location\": \"center\"}], \"aesthetics\": {\"color_scheme\": \"teal and \\\\ rust\", "
    "\"mood_atmosphere\": \"OR AND (odd)\", \"composition\": \"centred*\"}}");
  add (self, 1, "{\"aesthetics\": {\"mood_atmosphere\": \"calm\", \"composition\": \"strange\"}}");
  add (self, 1, "plain words");
  coverage = lb_coverage_new (self->set);

  for (guint chart = 0; chart < LB_COVERAGE_N_CHARTS; chart++)
    {
      GPtrArray *groups = lb_coverage_get_groups (coverage, chart);

      for (guint i = 0; i < groups->len; i++)
        {
          const LbCoverageGroup *group = g_ptr_array_index (groups, i);

          g_assert_true (group->n_images > 0 || group->kind == LB_COVERAGE_TERM);
          if (group->query != NULL)
            {
              g_autoptr (LbQuery) query = lb_query_new (group->query, NULL);

              g_assert_nonnull (query);
              g_assert_cmpuint (lb_query_set_count (self->set, group->query), ==, group->n_images);
              n_groups++;
            }
        }
    }
  g_assert_cmpuint (n_groups, >, 20);
}

static void
test_sizes (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = NULL;

  add_sized (self, NULL, 400, 2000);
  add_sized (self, NULL, 1023, 4000);
  add_sized (self, NULL, 1024, 1024);
  add_sized (self, NULL, 3000, 2048);
  add_sized (self, NULL, 0, 0);
  coverage = lb_coverage_new (self->set);

  g_assert_cmpuint (lb_coverage_get_n_said (coverage, LB_COVERAGE_SIZE), ==, 4);
  assert_group (coverage, LB_COVERAGE_SIZE, LB_COVERAGE_TERM, "< 512", 1, NULL);
  assert_group (coverage, LB_COVERAGE_SIZE, LB_COVERAGE_TERM, "512", 0, NULL);
  assert_group (coverage, LB_COVERAGE_SIZE, LB_COVERAGE_TERM, "768", 1, NULL);
  assert_group (coverage, LB_COVERAGE_SIZE, LB_COVERAGE_TERM, "1024", 1, NULL);
  assert_group (coverage, LB_COVERAGE_SIZE, LB_COVERAGE_TERM, "≥ 2048", 1, NULL);
  assert_group (coverage, LB_COVERAGE_ASPECT, LB_COVERAGE_TERM, "very tall", 2, NULL);
  assert_group (coverage, LB_COVERAGE_ASPECT, LB_COVERAGE_TERM, "square", 1, NULL);
  assert_group (coverage, LB_COVERAGE_ASPECT, LB_COVERAGE_TERM, "landscape", 1, NULL);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = lb_coverage_new (self->set);
  g_autoptr (GPtrArray) spots = lb_thin_spots_find (coverage);

  g_assert_cmpuint (lb_coverage_get_n_images (coverage), ==, 0);
  g_assert_cmpuint (spots->len, ==, 0);
  for (guint chart = 0; chart < LB_COVERAGE_N_CHARTS; chart++)
    g_assert_cmpuint (lb_coverage_get_groups (coverage, chart)->len, ==, 0);
}

/* So many captions with one value, so many with another, and what is thin about them. */
static const struct
{
  guint n_one;
  const char *one;
  guint n_other;
  const char *other;
  int kind; /* -1: nothing */
  const char *label;
  guint n_images;
  const char *missing; /* joined with commas */
} spots_of_angle[] = {
  { 4, "eye-level", 0, NULL, -1, NULL, 0, NULL }, /* too few to judge */
  { 5, "eye-level", 0, NULL, LB_THIN_ALL, "eye-level", 5, "from below,from above" },
  { 24, "eye level", 6, "high angle", LB_THIN_MOST, "eye-level", 24, "from below" },
  { 23, "eye level", 7, "high angle", LB_THIN_NONE, NULL, 0, "from below" },
  { 12, "unusual", 2, "odd", LB_THIN_MOST, "unusual", 12, "eye-level,from below,from above" },
  { 7, "eye level, from below", 3, "from above", -1, NULL, 0, NULL },
  { 7, "eye level", 4, "from above", LB_THIN_NONE, NULL, 0, "from below" },
  { 7, "eye level and from below", 1, "from above", LB_THIN_MOST, "eye-level", 7, "" },
  { 5, "overhead", 4, "tilted", -1, NULL, 0, NULL },
};

static void
test_spots (Fixture *self, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spots_of_angle); i++)
    {
      g_autoptr (LbQuerySet) set = lb_query_set_new (self->paths);
      Fixture fixture = { self->paths, set };
      g_autoptr (LbCoverage) coverage = NULL;
      g_autoptr (GPtrArray) spots = NULL;
      LbThinSpot *spot = NULL;
      const char *const values[] = { spots_of_angle[i].one, spots_of_angle[i].other };
      const guint numbers[] = { spots_of_angle[i].n_one, spots_of_angle[i].n_other };

      for (guint v = 0; v < 2; v++)
        {
          g_autofree char *caption = g_strdup_printf (
            "{\"photographic_characteristics\": {\"camera_angle\": \"%s\"}}", values[v]);

          for (guint n = 0; n < numbers[v]; n++)
            add_sized (&fixture, caption, 0, 0);
        }
      coverage = lb_coverage_new (set);
      spots = lb_thin_spots_find (coverage);
      g_test_message ("%s", spots_of_angle[i].one);
      g_assert_cmpuint (spots->len, ==, spots_of_angle[i].kind >= 0);
      if (spots->len == 0)
        continue;
      spot = g_ptr_array_index (spots, 0);
      g_assert_cmpint (spot->kind, ==, spots_of_angle[i].kind);
      g_assert_cmpint (spot->chart, ==, LB_COVERAGE_ANGLE);
      g_assert_cmpstr (spot->label, ==, spots_of_angle[i].label);
      g_assert_cmpuint (spot->n_images, ==, spots_of_angle[i].n_images);
      g_ptr_array_add (spot->missing, NULL);
      {
        g_autofree char *missing = g_strjoinv (",", (char **) spot->missing->pdata);

        g_assert_cmpstr (missing, ==, spots_of_angle[i].missing);
      }
    }
}

/* What a set may well have one of is not called thin; a single portrait is, and small pictures. */
static void
test_spots_of_pictures (Fixture *self, gconstpointer data)
{
  g_autoptr (LbCoverage) coverage = NULL;
  g_autoptr (GPtrArray) spots = NULL;
  LbThinSpot *spot = NULL;

  for (guint i = 0; i < 7; i++)
    add_sized (self, "{\"style_medium\": \"photograph\"}", 1600, 1200);
  for (guint i = 0; i < 3; i++)
    add_sized (self, "{\"style_medium\": \"photograph\"}", 900, 900);
  add_sized (self, NULL, 1200, 1600);
  coverage = lb_coverage_new (self->set);
  spots = lb_thin_spots_find (coverage);

  g_assert_cmpuint (spots->len, ==, 2);
  spot = g_ptr_array_index (spots, 0);
  g_assert_cmpint (spot->kind, ==, LB_THIN_SINGLE);
  g_assert_cmpint (spot->chart, ==, LB_COVERAGE_ASPECT);
  g_assert_cmpstr (spot->label, ==, "portrait");
  spot = g_ptr_array_index (spots, 1);
  g_assert_cmpint (spot->kind, ==, LB_THIN_SMALL);
  g_assert_cmpuint (spot->n_images, ==, 3);
  g_assert_cmpuint (lb_query_set_count (self->set, spot->query), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/coverage/terms", Fixture, NULL, set_up, test_terms, tear_down);
  g_test_add ("/coverage/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/coverage/spellings", Fixture, NULL, set_up, test_spellings, tear_down);
  g_test_add ("/coverage/queries", Fixture, NULL, set_up, test_queries, tear_down);
  g_test_add ("/coverage/sizes", Fixture, NULL, set_up, test_sizes, tear_down);
  g_test_add ("/coverage/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/coverage/spots", Fixture, NULL, set_up, test_spots, tear_down);
  g_test_add ("/coverage/spots-of-pictures", Fixture, NULL, set_up, test_spots_of_pictures,
              tear_down);

  return g_test_run ();
}
