#include <string.h>

#include "model/lb-query-place.h"

/* What is written at the "|", and what of it would be replaced. */
static const struct
{
  const char *text;
  LbQueryPlaceKind kind;
  const char *typed;
  const char *replaced;
  const char *path;
} places[] = {
  { "|", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "li|", LB_QUERY_PLACE_WORD, "li", "li", NULL },
  { "li|ght", LB_QUERY_PLACE_WORD, "li", "light", NULL },
  { "|light", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "light |", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "(li|)", LB_QUERY_PLACE_WORD, "li", "li", NULL },
  { "(|", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "a AN|", LB_QUERY_PLACE_WORD, "AN", "AN", NULL },
  { "a AND|", LB_QUERY_PLACE_WORD, "AND", "AND", NULL },
  { "NOT objects[].cl|", LB_QUERY_PLACE_WORD, "objects[].cl", "objects[].cl", NULL },
  { "lighting.di|rection:back", LB_QUERY_PLACE_WORD, "lighting.di", "lighting.direction", NULL },
  { "direction:|", LB_QUERY_PLACE_VALUE, "", "", "direction" },
  { "a direction:ba|ck b", LB_QUERY_PLACE_VALUE, "ba", "back", "direction" },
  { "direction:\"so|ft da\" b", LB_QUERY_PLACE_VALUE, "so", "\"soft da\"", "direction" },
  { "direction:\"so|", LB_QUERY_PLACE_VALUE, "so", "\"so", "direction" },
  { "direction:|\"so", LB_QUERY_PLACE_VALUE, "", "\"so", "direction" },
  { "direction:ba*|", LB_QUERY_PLACE_VALUE, "ba*", "ba*", "direction" },
  { "\"red b|", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "score>=|", LB_QUERY_PLACE_VALUE, "", "", "score" },
  { "objects:(|", LB_QUERY_PLACE_WORD, "", "", NULL },
  { "objects:(a cl|", LB_QUERY_PLACE_WORD, "cl", "cl", NULL },
  { "objects:|(a)", LB_QUERY_PLACE_VALUE, "", "", "objects" },
  { "objects:(pose:si|)", LB_QUERY_PLACE_VALUE, "si", "si", "pose" },
  { "ö [\"a b\"]:x|", LB_QUERY_PLACE_VALUE, "x", "x", "[\"a b\"]" },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *mark = strchr (places[i].text, '|');
      g_autofree char *text =
        g_strdup_printf ("%.*s%s", (int) (mark - places[i].text), places[i].text, mark + 1);
      g_autoptr (LbQueryPlace) place = lb_query_place_new (text, mark - places[i].text);
      g_autofree char *replaced = g_strndup (text + place->start, place->end - place->start);

      g_test_message ("%s", places[i].text);
      g_assert_cmpint (place->kind, ==, places[i].kind);
      g_assert_cmpstr (place->typed, ==, places[i].typed);
      g_assert_cmpstr (replaced, ==, places[i].replaced);
      g_assert_cmpstr (place->path, ==, places[i].path);
    }
}

/* In whose parentheses something is written. */
static void
test_within (void)
{
  static const struct
  {
    const char *text;
    const char *within;
  } cases[] = {
    { "objects:(", "objects" },
    { "a OR objects[]:((x) cl", "objects[]" },
    { "objects:(parts:(n", "objects.parts" },
    { "objects:(parts:(n) cl", "objects" },
    { "objects:(a) cl", NULL },
    { "(cl", NULL },
    { "a) objects:(", "objects" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LbQueryPlace) place = lb_query_place_new (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (place->within, ==, cases[i].within);
    }
}

static void
test_fields (void)
{
  g_autoptr (LbQueryPlace) state = lb_query_place_new ("State:", 6);
  g_autoptr (LbQueryPlace) score = lb_query_place_new ("score<=h", 8);

  g_assert_cmpint (state->field, ==, LB_QUERY_STATE);
  g_assert_null (state->path);
  g_assert_false (state->by_order);
  g_assert_cmpint (score->field, ==, LB_QUERY_PATH);
  g_assert_true (score->by_order);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query-place/places", test_places);
  g_test_add_func ("/query-place/within", test_within);
  g_test_add_func ("/query-place/fields", test_fields);

  return g_test_run ();
}
