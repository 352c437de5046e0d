#include "model/lb-caption-survey.h"
#include "model/lb-prompt.h"

#include <string.h>

#define OBJECT                                                                                     \
  "{\"description\":\"~\",\"location\":\"~\",\"relationship\":\"~\",\"relative_size\":\"~\"}"
#define PICTURE                                                                                    \
  "{\"short_description\":\"The same for all\",\"objects\":[" OBJECT "," OBJECT                    \
  "],\"background_setting\":\"~\",\"lighting\":{\"conditions\":\"~\",\"direction\":\"~\"},"        \
  "\"aesthetics\":{\"composition\":\"~\",\"color_scheme\":\"~\",\"mood_atmosphere\":\"~\","        \
  "\"preference_score\":\"high\"},\"context\":\"~\"}"
#define MAX_CAPTIONS 6

/* In each caption every field of PICTURE is a long sentence of its own, but for what is said here:
 * "path=value", with bars between. A broken one stands for itself. */
typedef struct
{
  const char *name;
  const char *captions[MAX_CAPTIONS];
  const char *shared; /* "path=value number", with bars between */
  const char *varied; /* "path=values: first 2, second 1" */
  guint n_captions;
  guint n_invalid;
} Case;

static const Case cases[] = {
  { "none", { NULL }, "", "", 0, 0 },
  { "one", { "style_medium=ink" }, "", "", 1, 0 },
  { "sentences", { "", "", "" }, "", "", 3, 0 },
  { "shared",
    { "style_medium=ink", "style_medium=ink", "style_medium=ink" },
    "style_medium=ink 3",
    "",
    3,
    0 },
  { "spelling",
    { "style_medium= Ink. ", "style_medium=ink", "style_medium=INK ." },
    "style_medium=Ink 3",
    "",
    3,
    0 },
  { "ellipsis",
    { "style_medium=ink...", "style_medium=ink" },
    "",
    "style_medium=2: ink... 1, ink 1",
    2,
    0 },
  { "sixty-of-hundred",
    { "style_medium=ink", "style_medium=oil", "style_medium=oil", "style_medium=ink",
      "style_medium=ink" },
    "style_medium=ink 3",
    "",
    5,
    0 },
  { "of-all-captions", { "style_medium=ink", "style_medium=ink", "", "" }, "", "", 4, 0 },
  { "below-sixty",
    { "style_medium=oil", "style_medium=ink", "style_medium=ink", "style_medium=pen" },
    "",
    "style_medium=3: ink 2, oil 1, pen 1",
    4,
    0 },
  { "lists",
    { "objects[0].clothing=Coat", "objects[1].clothing=coat.",
      "objects[0].clothing=coat|objects[1].clothing=Coat" },
    "objects[].clothing=Coat 3",
    "",
    3,
    0 },
  { "placement",
    { "objects[0].location=left|objects[1].location=right",
      "objects[0].location=right|objects[1].location=left" },
    "",
    "objects[].location=2: left 2, right 2",
    2,
    0 },
  { "one-caption-varies-alone", { "objects[0].pose=up|objects[1].pose=down", "" }, "", "", 2, 0 },
  { "order",
    { "context=a book|artistic_style=flat|style_medium=ink|objects[0].pose=up",
      "context=a book|artistic_style=flat|style_medium=pen|objects[0].pose=down",
      "context=a book|artistic_style=flat|style_medium=oil|objects[0].action=sits",
      "objects[0].texture=rough|objects[0].action=runs", "objects[0].texture=flat" },
    "context=a book 3|artistic_style=flat 3",
    "style_medium=3: ink 1, pen 1, oil 1|objects[].texture=2: rough 1, flat 1|"
    "objects[].pose=2: up 1, down 1|objects[].action=2: sits 1, runs 1",
    5,
    0 },
  { "invalid",
    { "style_medium=ink", "!{", "!{}", "!", "style_medium=ink" },
    "style_medium=ink 2",
    "",
    2,
    3 },
  { "free-text",
    { "style_medium=drawn in ink on a sheet of paper|objects[0].pose=up",
      "style_medium=painted with oil on a big canvas|objects[0].pose=down",
      "style_medium=carved with a knife in dark wood|objects[0].pose=aside",
      "style_medium=a photograph of a small object|objects[0].pose=out" },
    "",
    "objects[].pose=4: up 1, down 1, aside 1, out 1",
    4,
    0 },
  { "long-but-repeated",
    { "style_medium=drawn in ink on a sheet of paper",
      "style_medium=drawn in ink on a sheet of paper",
      "style_medium=painted with oil on a big canvas",
      "style_medium=a photograph of a small object" },
    "",
    "style_medium=3: drawn in ink on a sheet of paper 2, painted with oil on a big canvas 1, "
    "a photograph of a small object 1",
    4,
    0 },
  { "left-out",
    { "edit_instruction=brighter|aesthetics.aesthetic_score=high", "edit_instruction=brighter" },
    "",
    "",
    2,
    0 },
  { "unknown", { "x.y=1|a=b", "x.y=2|a=c" }, "", "x.y=2: 1 1, 2 1|a=2: b 1, c 1", 2, 0 },
};

/* PICTURE with a sentence of its own for each "~", and what @words say. */
static char *
make_caption (const char *words, guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (LbPrompt) prompt = NULL;
  g_auto (GStrv) settings = NULL;
  guint n = 0;

  if (*words == '!')
    return g_strdup (words + 1);

  for (const char *c = PICTURE; *c != '\0'; c++)
    if (*c == '~')
      g_string_append_printf (text, "A sentence that is so long that nobody says it twice, %u, %u",
                              number, n++);
    else
      g_string_append_c (text, *c);
  prompt = lb_prompt_new (text->str, NULL);
  g_assert_nonnull (prompt);

  settings = g_strsplit (words, "|", -1);
  for (guint i = 0; settings[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (settings[i], "=", 2);
      LbPrompt *next = lb_prompt_set_string (prompt, pair[0], pair[1], NULL);

      g_assert_nonnull (next);
      g_object_unref (prompt);
      prompt = next;
    }
  return g_strdup (lb_prompt_get_text (prompt));
}

static char *
shared_words (LbCaptionSurvey *survey)
{
  GPtrArray *fields = lb_caption_survey_get_shared (survey);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const LbSurveyField *field = g_ptr_array_index (fields, i);

      g_string_append_printf (words, "%s%s=%s %u", i > 0 ? "|" : "", field->path,
                              field->values[0].text, field->values[0].n_captions);
    }
  return g_string_free_and_steal (words);
}

static char *
varied_words (LbCaptionSurvey *survey)
{
  GPtrArray *fields = lb_caption_survey_get_varied (survey);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const LbSurveyField *field = g_ptr_array_index (fields, i);

      g_string_append_printf (words, "%s%s=%u:", i > 0 ? "|" : "", field->path, field->n_values);
      for (guint j = 0; j < field->n_listed; j++)
        g_string_append_printf (words, "%s %s %u", j > 0 ? "," : "", field->values[j].text,
                                field->values[j].n_captions);
    }
  return g_string_free_and_steal (words);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) captions = NULL;
  g_autoptr (LbCaptionSurvey) survey = NULL;
  g_autofree char *shared = NULL;
  g_autofree char *varied = NULL;

  for (guint i = 0; i < MAX_CAPTIONS && one->captions[i] != NULL; i++)
    g_strv_builder_take (builder, make_caption (one->captions[i], i));
  captions = g_strv_builder_end (builder);

  survey = lb_caption_survey_new ((const char *const *) captions, g_strv_length (captions));
  shared = shared_words (survey);
  varied = varied_words (survey);
  g_assert_cmpstr (shared, ==, one->shared);
  g_assert_cmpstr (varied, ==, one->varied);
  g_assert_cmpuint (lb_caption_survey_get_n_captions (survey), ==, one->n_captions);
  g_assert_cmpuint (lb_caption_survey_get_n_invalid (survey), ==, one->n_invalid);
}

static void
test_find (void)
{
  g_autofree char *first = make_caption ("objects[0].pose=up|objects[1].pose=down", 0);
  g_autofree char *second = make_caption ("objects[0].pose=up", 1);
  const char *captions[] = { first, second };
  g_autoptr (LbCaptionSurvey) survey = lb_caption_survey_new (captions, G_N_ELEMENTS (captions));
  const LbSurveyField *field = lb_caption_survey_find (survey, "objects[].pose");

  g_assert_nonnull (field);
  g_assert_cmpuint (field->n_captions, ==, 2);
  g_assert_cmpuint (field->n_values, ==, 2);
  g_assert_cmpstr (field->values[1].text, ==, "down");
  g_assert_cmpuint (lb_caption_survey_find (survey, "background_setting")->n_values, ==, 2);
  g_assert_null (lb_caption_survey_find (survey, "short_description"));
  g_assert_null (lb_caption_survey_find (survey, "aesthetics.preference_score"));
  g_assert_null (lb_caption_survey_find (survey, "objects[].clothing"));
}

/* The list of values has an end, their number has none; and it is fast enough. */
static void
test_many (void)
{
  enum
  {
    N_MANY = 5000
  };
  g_auto (GStrv) captions = g_new0 (char *, N_MANY + 1);
  g_autoptr (LbCaptionSurvey) survey = NULL;
  const LbSurveyField *field;
  gint64 started_us;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *words = g_strdup_printf ("style_medium=ink %u|artistic_style=flat", i / 2);

      captions[i] = make_caption (words, i);
    }

  started_us = g_get_monotonic_time ();
  survey = lb_caption_survey_new ((const char *const *) captions, N_MANY);
  g_test_minimized_result ((double) (g_get_monotonic_time () - started_us) / G_USEC_PER_SEC,
                           "a survey of %d captions", N_MANY);
  field = lb_caption_survey_find (survey, "style_medium");
  g_assert_cmpuint (field->n_values, ==, N_MANY / 2);
  g_assert_cmpuint (field->n_listed, ==, LB_SURVEY_MAX_VALUES);
  g_assert_cmpstr (field->values[0].text, ==, "ink 0");
  g_assert_cmpuint (field->values[0].n_captions, ==, 2);
  g_assert_cmpuint (lb_caption_survey_find (survey, "artistic_style")->values[0].n_captions, ==,
                    N_MANY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/model/caption-survey/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/model/caption-survey/find", test_find);
  g_test_add_func ("/model/caption-survey/many", test_many);

  return g_test_run ();
}
