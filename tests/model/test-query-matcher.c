#include <string.h>

#include "model/lb-query-matcher.h"

static const char *const caption =
  "{\"short_description\": \"A Fox in a  red\\nboat at the Möwe café.\", \"objects\": ["
  "{\"description\": \"fox\", \"clothing\": \"Yellow oilskin coat\", \"number_of_objects\": 3},"
  "{\"description\": \"gull\", \"pose\": \"\", \"location\": null}],"
  "\"lighting\": {\"direction\": \"Backlit\", \"conditions\": \"soft dawn light\"},"
  "\"aesthetics\": {\"aesthetic_score\": \"high\", \"preference_score\": \"very low\"},"
  "\"name\": \"of the caption\", \"odd key\": [[true, 2.5]], \"empty\": [], \"text_render\": []}";

static const LbQueryFacts facts = {
  .states = LB_QUERY_STATE_STALE | LB_QUERY_STATE_READY,
  .source = LB_QUERY_SOURCE_MANUAL,
  .source_width = 1600,
  .source_height = 900,
  .width = 1024,
  .height = 576,
  .size_bytes = 2000000,
};

static gboolean
match (const char *text, const char *name, const char *words, gboolean is_prompt)
{
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQuery) query = lb_query_new (text, NULL);
  g_autoptr (LbQueryRecord) record = NULL;
  g_autoptr (LbQueryMatcher) matcher = NULL;

  if (query == NULL)
    g_error ("“%s” is refused", text);
  matcher = lb_query_matcher_new (query, paths);
  record = lb_query_record_new (paths, name, words, is_prompt);
  return lb_query_matcher_matches (matcher, record, &facts);
}

static const struct
{
  const char *text;
  gboolean expected;
} questions[] = {
  { "", TRUE },
  { "fox", TRUE },
  { "FOX", TRUE },
  { "oilsk", TRUE },
  { "möwe", TRUE },
  { "MÖWE", TRUE },
  { "mo\u0308we", TRUE }, /* in another spelling of the same */
  { "cafe", FALSE },
  { "pier-01", TRUE },
  { "short_description", FALSE }, /* what fields are called is not searched */
  { "clothing", FALSE },
  { "\"red boat\"", TRUE },
  { "\"red  boat\"", TRUE },
  { "\"red boa\"", FALSE },
  { "\"red boa\"*", TRUE },
  { "\"ed boat\"", FALSE },
  { "oil*", TRUE },
  { "skin*", FALSE },
  { "caf*", TRUE },
  { "\"caf\"", FALSE },
  { "\"(fox\"", FALSE },
  { "\"boat at\"", TRUE },
  { "\"coat 3\"", FALSE }, /* of two values */
  { "fox gull", TRUE },
  { "fox AND whale", FALSE },
  { "whale OR gull", TRUE },
  { "whale OR fox AND shark", FALSE },
  { "(whale OR fox) AND NOT shark", TRUE },
  { "NOT fox", FALSE },
  { "NOT NOT fox", TRUE },
  { "name:pier", TRUE },
  { "name:fox", FALSE },
  { "name=pier-01.PNG", TRUE },
  { "name=pier-01", FALSE },
  { "name!=pier-01", TRUE },
  { "name:*", TRUE },
  { "caption:*", TRUE },
  { "caption:pier", FALSE },
  { "caption=gull", TRUE },
  { "lighting.direction:backlit", TRUE },
  { "lighting.direction:dawn", FALSE },
  { "lighting:dawn", TRUE },
  { "direction=backlit", TRUE },
  { "Lighting.Direction=backlit", TRUE },
  { "direction=back", FALSE },
  { "direction!=back", TRUE },
  { "light:*", FALSE },
  { "objects[].clothing:oilskin", TRUE },
  { "objects.clothing:oilskin", TRUE },
  { "objects[]:oilskin", TRUE },
  { "clothing:\"yellow coat\"", FALSE },
  { "objects[].pose:*", FALSE }, /* there, and empty */
  { "NOT objects[].location:*", TRUE },
  { "objects[].clothing:* AND NOT objects[].action:*", TRUE },
  { "[\"name\"]:caption", TRUE },
  { "[\"odd key\"]=true", TRUE },
  { "[\"odd key\"]>2", TRUE },
  { "[\"odd key\"]>2.5", FALSE },
  { "empty:*", FALSE },
  { "nowhere!=x", TRUE },
  { "number_of_objects>=3", TRUE },
  { "number_of_objects>3", FALSE },
  { "number_of_objects=3", TRUE },
  { "clothing>3", FALSE },
  { "aesthetic_score>=medium", TRUE },
  { "aesthetic_score>high", FALSE },
  { "preference_score<low", TRUE },
  { "aesthetic_score>=\"very high\"", FALSE },
  { "clothing>=low", FALSE },
  { "aesthetic_score<9", FALSE },
  { "state:stale", TRUE },
  { "state:ready", TRUE },
  { "state:approved", FALSE },
  { "state!=approved", TRUE },
  { "source:manual", TRUE },
  { "source:automatic", FALSE },
  { "source!=manual", FALSE },
  { "source_width<1600", FALSE },
  { "source_width<=1600", TRUE },
  { "source_width>1599.5", TRUE },
  { "source_height=900", TRUE },
  { "width:1024 height<577", TRUE },
  { "megapixels=1.44", TRUE },
  { "aspect=16:9", TRUE },
  { "aspect>16/9", FALSE },
  { "bytes>=2MB", TRUE },
  { "bytes<2MiB", TRUE },
  { "bytes=2000kb", TRUE },
  { "lighting.direction:backlit AND NOT objects[].skin_tone_and_texture:* AND source_width>1024 "
    "AND source:manual AND state:stale",
    TRUE },
};

/* What has to be true of one and the same object. */
static const char *const crew =
  "{\"objects\": [{\"clothing\": \"red coat\", \"pose\": \"sitting\"}, {},"
  "{\"clothing\": \"blue coat\", \"pose\": \"standing\", \"parts\": [{}, {\"name\": \"hook\"}]},"
  "{\"clothing\": \"green\", \"parts\": [{\"name\": \"lamp\", \"made_of\": \"brass\"},"
  "{\"name\": \"rope\"}]}],"
  "\"lighting\": {\"direction\": \"backlit\", \"conditions\": \"dawn\"},"
  "\"colors\": [\"deep red\", \"pale blue\"], \"style\": \"ink\"}";

static const struct
{
  const char *text;
  gboolean expected;
} same_questions[] = {
  { "clothing:red AND pose:standing", TRUE },
  { "objects:(clothing:red AND pose:standing)", FALSE },
  { "objects:(clothing:red pose:sitting)", TRUE },
  { "objects[]:(objects[].clothing:blue AND pose=standing)", TRUE },
  { "objects:(red sitting)", TRUE },
  { "objects:(red standing)", FALSE },
  { "objects:(\"red coat\" OR whale)", TRUE },
  { "objects:(clothing:coat AND NOT pose:*)", FALSE },
  { "objects:(clothing:* AND NOT pose:*)", TRUE },
  { "objects:(NOT clothing:*)", TRUE }, /* the one that says nothing */
  { "NOT objects:(clothing:red)", FALSE },
  { "objects:(clothing!=red AND NOT parts:*)", TRUE },
  { "objects:(parts:(lamp brass))", TRUE },
  { "objects:(parts:([\"name\"]:rope made_of:brass))", FALSE },
  { "objects:(clothing:green parts:(rope))", TRUE },
  { "objects:(clothing:blue parts:(rope))", FALSE },
  { "objects:(clothing:green parts:(NOT [\"name\"]:*))", FALSE },
  { "objects:(clothing:blue parts:(NOT [\"name\"]:*))", TRUE },
  { "parts:(lamp brass)", TRUE },
  { "parts:(hook brass)", FALSE },
  { "objects.parts:(lamp)", TRUE },
  { "lighting:(backlit dawn)", TRUE },
  { "lighting:(direction:backlit conditions:dawn)", TRUE },
  { "lighting:(ink)", FALSE },
  { "direction:(backlit OR side*)", TRUE },
  { "colors:(deep red)", TRUE },
  { "colors:(deep blue)", FALSE },
  { "nothing:(a OR NOT a)", FALSE },
  { "objects:(clothing:red) AND objects:(pose:standing)", TRUE },
  { "objects:(a) OR style:(ink)", TRUE },
};

static void
test_same (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (same_questions); i++)
    if (match (same_questions[i].text, "pier", crew, TRUE) != same_questions[i].expected)
      g_error ("“%s” is answered wrongly", same_questions[i].text);
}

static void
test_questions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    if (match (questions[i].text, "pier-01.png", caption, TRUE) != questions[i].expected)
      g_error ("“%s” is answered wrongly", questions[i].text);
}

/* Plain words have no fields, and neither has a prompt that is broken. */
static void
test_plain_words (void)
{
  const char *const broken = "{\"lighting\": ";

  g_assert_true (match ("caption:boat", NULL, "A red boat.", FALSE));
  g_assert_true (match ("caption=\"a red boat.\"", NULL, "A red boat.", FALSE));
  g_assert_false (match ("lighting:boat", NULL, "A red boat.", FALSE));
  g_assert_false (match ("lighting.direction:*", NULL, caption, FALSE));
  g_assert_true (match ("lighting", NULL, caption, FALSE));
  g_assert_true (match ("lighting", NULL, broken, TRUE));
  g_assert_false (match ("lighting:*", NULL, broken, TRUE));
  g_assert_true (match ("caption:*", NULL, broken, TRUE));
  g_assert_true (match ("gr\u00fcn", NULL, "Gr\xfcn \xc3\xbc gr\u00dcn", FALSE));
}

static void
test_nothing (void)
{
  g_assert_true (match ("", NULL, NULL, TRUE));
  g_assert_true (match ("NOT caption:*", NULL, NULL, TRUE));
  g_assert_true (match ("NOT name:*", NULL, "", TRUE));
  g_assert_false (match ("a", NULL, NULL, TRUE));
  g_assert_false (match ("\"a\"", NULL, NULL, TRUE));
  g_assert_false (match ("caption:*", NULL, " \n", FALSE));
}

/* What is not known is neither less nor more. */
static void
test_unknown_numbers (void)
{
  const LbQueryFacts nothing = { .source = LB_QUERY_SOURCE_NONE, .width = 2000, .height = 1000 };
  const char *const questions_of[] = { "source_width<1",   "source_width>1", "source_width=0",
                                       "source_width:*",   "bytes<9",        "source:unknown",
                                       "source:automatic", "state:stale",    "width<2000" };
  const char *const answers[] = { "source_width!=5", "NOT bytes:*", "aspect=2", "megapixels=2",
                                  "width=2000" };
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQueryRecord) record = lb_query_record_new (paths, NULL, NULL, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (questions_of) + G_N_ELEMENTS (answers); i++)
    {
      const gboolean expected = i >= G_N_ELEMENTS (questions_of);
      const char *text = expected ? answers[i - G_N_ELEMENTS (questions_of)] : questions_of[i];
      g_autoptr (LbQuery) query = lb_query_new (text, NULL);
      g_autoptr (LbQueryMatcher) matcher = lb_query_matcher_new (query, paths);

      if (lb_query_matcher_matches (matcher, record, &nothing) != expected)
        g_error ("“%s” is answered wrongly", text);
    }
}

/* One matcher for records that came before and after it, with fields that it has not seen. */
static void
test_fields_that_come_later (void)
{
  g_autoptr (LbQueryPaths) paths = lb_query_paths_new ();
  g_autoptr (LbQueryRecord) before = lb_query_record_new (paths, NULL, "{\"a\": \"x\"}", TRUE);
  g_autoptr (LbQuery) query = lb_query_new ("mood:calm", NULL);
  g_autoptr (LbQueryMatcher) matcher = lb_query_matcher_new (query, paths);
  g_autoptr (LbQueryRecord) after = NULL;
  g_autofree char *path = NULL;

  g_assert_false (lb_query_matcher_matches (matcher, before, &facts));
  after = lb_query_record_new (paths, NULL, "{\"b\": [{\"mood\": \"Calm\"}]}", TRUE);
  g_assert_true (lb_query_matcher_matches (matcher, after, &facts));
  /* The object has a number as well, after what is in it. */
  g_assert_cmpuint (lb_query_paths_get_length (paths), ==, 3);
  path = lb_query_paths_dup (paths, 1);
  g_assert_cmpstr (path, ==, "b[].mood");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/query-matcher/questions", test_questions);
  g_test_add_func ("/query-matcher/same", test_same);
  g_test_add_func ("/query-matcher/plain-words", test_plain_words);
  g_test_add_func ("/query-matcher/nothing", test_nothing);
  g_test_add_func ("/query-matcher/unknown-numbers", test_unknown_numbers);
  g_test_add_func ("/query-matcher/fields-that-come-later", test_fields_that_come_later);

  return g_test_run ();
}
