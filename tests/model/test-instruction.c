#include "model/lb-instruction.h"

#include "base/lb-error.h"
#include "model/lb-prompt-node.h"
#include "model/lb-prompt-private.h"
#include "model/lb-prompt.h"

#include <string.h>

#define OBJECT(description, more)                                                                  \
  "    {\n"                                                                                        \
  "      \"description\": \"" description "\",\n"                                                  \
  "      \"location\": \"center\",\n"                                                              \
  "      \"relationship\": \"Rests on the chart.\"" more "\n"                                      \
  "    }"

#define REST                                                                                       \
  "  \"background_setting\": \"An oak table; a window.\",\n"                                       \
  "  \"lighting\": { \"conditions\": \"overcast\",   \"direction\": \"side\" },\n"                 \
  "  \"aesthetics\": {\n"                                                                          \
  "    \"composition\": \"rule of thirds\", \"color_scheme\": \"blues\",\n"                        \
  "    \"mood_atmosphere\": \"quiet\", \"preference_score\": \"high\"\n"                           \
  "  },\n"                                                                                         \
  "  \"photographic_characteristics\": {\"depth_of_field\": \"shallow\", \"focus\": \"sharp\",\n"  \
  "    \"camera_angle\": \"high\", \"lens_focal_length\": \"85mm\"},\n"                            \
  "  \"style_medium\": null,\n"                                                                    \
  "  \"text_render\": [{\"text\": \"TIDE\", \"location\": \"mug\", \"size\": \"small\",\n"         \
  "    \"color\": \"white\", \"font\": \"stencil\"}],\n"                                           \
  "  \"context\": \"Product picture for a shop page.\",\n"                                         \
  "  \"odd key\": 0.10,  \"flag\": true, \"tags\": [\"sea\", \"tea\"], \"x\": 1e400\n"             \
  "}\n"

/* A caption with odd blanks, an escape and numbers that must not be written anew. */
#define CAPTION                                                                                    \
  "{\n"                                                                                            \
  "  \"short_description\": \"A blue mug stands beside a folded chart, and steams. Mug\\u0073.\"," \
  "\n  \"objects\": [\n" OBJECT (                                                                  \
    "A dented mug.",                                                                               \
    ", \"number_of_objects\": 2, \"pose\": \"up\"") ",\n" OBJECT ("A folded chart",                \
                                                                  "") "\n  ],\n" REST

/* The same with one object only. */
#define SINGLE                                                                                     \
  "{\n  \"short_description\": \"A mug.\",\n  \"objects\": [\n" OBJECT (                           \
    "A dented mug.", ", \"pose\": \"up\"") "\n  ],\n" REST

#define SCHEMA                                                                                     \
  "{ \"style\": \"ink and gouache\", \"colors\": [\"teal\", \"rust\"],\n"                          \
  "  \"lighting\": {\"direction\": \"left\"}, \"palette\": {\"main\": \"teal\"} }"

typedef struct
{
  const char *document;
  const char *instruction;
  const char *paths[3];
  const char *values[3]; /* JSON; NULL for nothing there */
} Case;

/* clang-format off */
static const Case followed[] = {
  /* set */
  { CAPTION, "set lighting.direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "Set lighting.direction to backlit.", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "SET lighting.direction TO from the left", { "lighting.direction" }, { "\"from the left\"" } },
  { CAPTION, "change the lighting direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set lighting direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set the lighting's direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set the direction of the lighting to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set `lighting.direction` to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set Lighting > Direction to backlit", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "  please set lighting.direction to backlit, please.", { "lighting.direction" }, { "\"backlit\"" } },
  { CAPTION, "set objects[0].pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set object 1's pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set object 1’s pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set object one's pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set the pose of the first object to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set the 2nd object's location to left", { "objects[1].location" }, { "\"left\"" } },
  { CAPTION, "set the last object's location to left", { "objects[1].location" }, { "\"left\"" } },
  { CAPTION, "set objects 2 location to left", { "objects[1].location" }, { "\"left\"" } },
  { CAPTION, "set pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { CAPTION, "set object 2's shape and color to square", { "objects[1].shape_and_color" }, { "\"square\"" } },
  { CAPTION, "set object 2's shape and colour to square", { "objects[1].shape_and_color" }, { "\"square\"" } },
  { CAPTION, "set depth of field to deep", { "photographic_characteristics.depth_of_field" }, { "\"deep\"" } },
  { CAPTION, "set the depth of field of the photographic characteristics to deep", { "photographic_characteristics.depth_of_field" }, { "\"deep\"" } },
  { CAPTION, "set object 1's number of objects to 3", { "objects[0].number_of_objects" }, { "3" } },
  { CAPTION, "set object 2's number_of_objects to twelve", { "objects[1].number_of_objects" }, { "12" } },
  { CAPTION, "set lighting.shadows to long, soft ones", { "lighting.shadows" }, { "\"long, soft ones\"" } },
  { CAPTION, "set shadows to null", { "lighting.shadows" }, { "null" } },
  { CAPTION, "set style_medium to ink", { "style_medium" }, { "\"ink\"" } },
  { CAPTION, "set artistic style to calm", { "artistic_style" }, { "\"calm\"" } },
  { CAPTION, "set context to \"A page. Set by hand; twice.\"", { "context" }, { "\"A page. Set by hand; twice.\"" } },
  { CAPTION, "set context to “Ends here.”", { "context" }, { "\"Ends here.\"" } },
  { CAPTION, "set context to „so“", { "context" }, { "\"so\"" } },
  { CAPTION, "set context to «so»", { "context" }, { "\"so\"" } },
  { CAPTION, "set context to 'it's so'", { "context" }, { "\"it's so\"" } },
  { CAPTION, "set context to \"a \\\"b\\\"\"", { "context" }, { "\"a \\\"b\\\"\"" } },
  { CAPTION, "set context to \"\"", { "context" }, { "\"\"" } },
  { CAPTION, "set context to it's a page", { "context" }, { "\"it's a page\"" } },
  { CAPTION, "set context to 5\" tall", { "context" }, { "\"5\\\" tall\"" } },
  { CAPTION, "set context to v1.5 of it", { "context" }, { "\"v1.5 of it\"" } },
  { CAPTION, "set context to [sic", { "context" }, { "\"[sic\"" } },
  { CAPTION, "set context to wait...", { "context" }, { "\"wait...\"" } },
  { CAPTION, "set context to a road to nowhere", { "context" }, { "\"a road to nowhere\"" } },
  { CAPTION, "set context to gr\xc3\xbc\xc3\x9f dich", { "context" }, { "\"gr\xc3\xbc\xc3\x9f dich\"" } },
  { CAPTION, "set preference score to very low", { "aesthetics.preference_score" }, { "\"very low\"" } },
  { CAPTION, "set odd key to 7.5", { "[\"odd key\"]" }, { "7.5" } },
  { CAPTION, "set [\"odd key\"] to eight", { "[\"odd key\"]" }, { "8" } },
  { CAPTION, "set flag to false", { "flag" }, { "false" } },
  { CAPTION, "set tags to sun, sand", { "tags" }, { "[\"sun\", \"sand\"]" } },
  { CAPTION, "set tags to \"sun, sand\"", { "tags" }, { "[\"sun, sand\"]" } },
  { CAPTION, "set tags[1] to sand", { "tags[1]" }, { "\"sand\"" } },
  { CAPTION, "set lighting to {\"conditions\": \"dawn.\", \"direction\": \"left; up\"}", { "lighting" }, { "{\"conditions\": \"dawn.\", \"direction\": \"left; up\"}" } },
  { CAPTION, "set text render 1's color to red", { "text_render[0].color" }, { "\"red\"" } },
  { CAPTION, "set font to serif", { "text_render[0].font" }, { "\"serif\"" } },
  { SINGLE, "set the object's pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { SINGLE, "set objects.pose to tilted", { "objects[0].pose" }, { "\"tilted\"" } },
  { SINGLE, "set description to A new mug", { "objects[0].description" }, { "\"A new mug\"" } },
  { SCHEMA, "set style to charcoal", { "style" }, { "\"charcoal\"" } },
  { SCHEMA, "set colors to red", { "colors" }, { "[\"red\"]" } },
  { SCHEMA, "set the palette's main to red", { "palette.main" }, { "\"red\"" } },
  { SCHEMA, "set camera angle to low", { "photographic_characteristics.camera_angle" }, { "\"low\"" } },
  /* replace */
  { CAPTION, "replace blue with red", { "short_description" }, { "\"A red mug stands beside a folded chart, and steams. Mugs.\"" } },
  { CAPTION, "replace mug with cup", { "short_description", "objects[0].description", "text_render[0].location" }, { "\"A blue cup stands beside a folded chart, and steams. Mugs.\"", "\"A dented cup.\"", "\"cup\"" } },
  { CAPTION, "replace mug with cup everywhere", { "objects[0].description", "text_render[0].location" }, { "\"A dented cup.\"", "\"cup\"" } },
  { CAPTION, "replace mug with cup in object 1's description", { "objects[0].description", "text_render[0].location" }, { "\"A dented cup.\"", "\"mug\"" } },
  { CAPTION, "replace mug with cup in objects", { "objects[0].description", "text_render[0].location" }, { "\"A dented cup.\"", "\"mug\"" } },
  { CAPTION, "replace \"oak table\" with \"deck; wet.\" in background_setting", { "background_setting" }, { "\"An deck; wet.; a window.\"" } },
  { CAPTION, "replace center with hand in hand", { "objects[0].location", "objects[1].location" }, { "\"hand in hand\"", "\"hand in hand\"" } },
  { CAPTION, "replace a with the in objects[1].description", { "objects[1].description" }, { "\"The folded chart\"" } },
  { CAPTION, "replace mugs with cups", { "short_description" }, { "\"A blue mug stands beside a folded chart, and steams. Cups.\"" } },
  { CAPTION, "replace quiet with \"\"", { "aesthetics.mood_atmosphere" }, { "\"\"" } },
  /* remove */
  { CAPTION, "remove objects[0].pose", { "objects[0].pose" }, { NULL } },
  { CAPTION, "delete the pose of object 1", { "objects[0].pose" }, { NULL } },
  { CAPTION, "remove the pose from object 1", { "objects[0].pose" }, { NULL } },
  { CAPTION, "remove object 2", { "objects[1]", "objects[0].pose" }, { NULL, "\"up\"" } },
  { CAPTION, "remove the first object", { "objects[1]", "objects[0].description" }, { NULL, "\"A folded chart\"" } },
  { CAPTION, "remove photographic characteristics", { "photographic_characteristics" }, { NULL } },
  { CAPTION, "remove tags[0]", { "tags" }, { "[\"tea\"]" } },
  { SCHEMA, "remove palette", { "palette" }, { NULL } },
  /* add */
  { CAPTION, "add context: With a price tag", { "context" }, { "\"Product picture for a shop page. With a price tag.\"" } },
  { CAPTION, "add context: with a price tag.", { "context" }, { "\"Product picture for a shop page. With a price tag.\"" } },
  { CAPTION, "add lighting conditions: with fog", { "lighting.conditions" }, { "\"overcast, with fog\"" } },
  { CAPTION, "add with fog to the lighting conditions", { "lighting.conditions" }, { "\"overcast, with fog\"" } },
  { CAPTION, "add a way to go to context", { "context" }, { "\"Product picture for a shop page. A way to go.\"" } },
  { CAPTION, "add object 2's texture: smooth", { "objects[1].texture" }, { "\"smooth\"" } },
  { CAPTION, "add tags: rain", { "tags" }, { "[\"sea\", \"tea\", \"rain\"]" } },
  { CAPTION, "add objects: {\"description\": \"a\", \"location\": \"b\", \"relationship\": \"c\"}", { "objects[2]" }, { "{\"description\": \"a\", \"location\": \"b\", \"relationship\": \"c\"}" } },
  { CAPTION, "add season: winter", { "season" }, { "\"winter\"" } },
  { CAPTION, "add lighting.rim: from behind", { "lighting.rim" }, { "\"from behind\"" } },
  { SCHEMA, "add objects: a red buoy", { "objects[0].description" }, { "\"a red buoy\"" } },
  { SCHEMA, "add colors: bone white", { "colors[2]" }, { "\"bone white\"" } },
  { SCHEMA, "add style_medium: gouache", { "style_medium" }, { "\"gouache\"" } },
  { "{}", "add style: gouache", { "style" }, { "\"gouache\"" } },
  /* rename */
  { CAPTION, "rename odd key to even_key", { "[\"odd key\"]", "even_key" }, { NULL, "0.10" } },
  { CAPTION, "rename objects[0].pose to the stance", { "objects[0].pose", "objects[0].the_stance" }, { NULL, "\"up\"" } },
  { CAPTION, "rename tags to \"Other tags\"", { "tags", "[\"Other tags\"]" }, { NULL, "[\"sea\", \"tea\"]" } },
  { SCHEMA, "rename palette's main to base", { "palette.base" }, { "\"teal\"" } },
  /* shorten */
  { CAPTION, "shorten short_description to 8 words", { "short_description" }, { "\"A blue mug stands beside a folded chart.\"" } },
  { CAPTION, "shorten the short description to at most three words", { "short_description" }, { "\"A blue mug.\"" } },
  { CAPTION, "shorten context to 40 words", { "context" }, { "\"Product picture for a shop page.\"" } },
  { CAPTION, "shorten object 2's description to 1 word", { "objects[1].description" }, { "\"A\"" } },
  /* several */
  { CAPTION, "set direction to left. remove pose", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "set direction to left; remove pose;", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "- set direction to left\n- remove pose\n", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "1. Set direction to left.\r\n2. Remove pose.", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "set direction to left and then remove pose", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "set direction to left, then remove pose", { "lighting.direction", "objects[0].pose" }, { "\"left\"", NULL } },
  { CAPTION, "Set context to \"All of it.\" Remove pose.", { "context", "objects[0].pose" }, { "\"All of it.\"", NULL } },
  { CAPTION, "set direction to left. Also replace left with right. Finally, shorten context to two words", { "lighting.direction", "context" }, { "\"right\"", "\"Product picture.\"" } },
  { CAPTION, "rename context to setting. add context: new", { "setting", "context" }, { "\"Product picture for a shop page.\"", "\"new\"" } },
};

static const struct
{
  const char *document;
  const char *instruction;
  const char *said; /* in the message */
} refused[] = {
  { CAPTION, "", "nothing to do" },
  { CAPTION, " . ; \n", "nothing to do" },
  { CAPTION, "make it moodier", "“make it moodier” needs a model" },
  { CAPTION, "Please make it moodier!", "“make it moodier!” needs a model" },
  { CAPTION, "set direction to left. Add drama.", "“Add drama” cannot be followed" },
  { CAPTION, "set", "“set PATH to …”" },
  { CAPTION, "set to", "“set to”" },
  { CAPTION, "set lighting.direction", "“set PATH to …”" },
  { CAPTION, "set lighting.direction to", "nothing to put there" },
  { CAPTION, "settle lighting.direction to left", "needs a model" },
  { CAPTION, "set lightning to left", "“lightning” is no field" },
  { CAPTION, "set object 3's pose to left", "“object 3's pose” is no field" },
  { CAPTION, "set objects[2].pose to left", "is no field" },
  { CAPTION, "set location to left", "“location” may be “objects[0].location”, “objects[1].location” or “text_render[0].location”" },
  { CAPTION, "set lighting to bright", "“lighting” is not one text" },
  { CAPTION, "set objects to none", "“objects” is not one text" },
  { CAPTION, "set object 1's number of objects to many", "a whole number" },
  { CAPTION, "set object 1's number of objects to 1.5", "not be valid" },
  { CAPTION, "set preference score to great", "not be valid" },
  { CAPTION, "set context to null", "not be valid" },
  { CAPTION, "set context to {\"a\": 1}", "not be valid" },
  { CAPTION, "set context to [sic]", "not JSON" },
  { CAPTION, "set context to \"never closed", "never closed" },
  { CAPTION, "set context to “never closed", "never closed" },
  { CAPTION, "set direction to left and remove pose", "another sentence" },
  { CAPTION, "set direction to left, remove pose", "another sentence" },
  { CAPTION, "set context to A mug. It steams", "“It steams” needs a model" },
  { CAPTION, "replace mug", "“replace A with B [in PATH]”" },
  { CAPTION, "replace with cup", "“replace A with B [in PATH]”" },
  { CAPTION, "replace mug with", "“replace A with B [in PATH]”" },
  { CAPTION, "replace \"\" with cup", "“replace A with B [in PATH]”" },
  { CAPTION, "replace plate with cup", "“plate” is not written in any" },
  { CAPTION, "replace mug with cup in lighting", "“mug” is not written in “lighting”" },
  { CAPTION, "replace ug with up", "“ug” is not written" },
  { CAPTION, "replace mug with cup and remove pose", "another sentence" },
  { CAPTION, "replace high with great in preference score", "not be valid" },
  { CAPTION, "remove", "“remove PATH”" },
  { CAPTION, "remove the mug", "“the mug” is not in the document" },
  { CAPTION, "remove context", "not be valid" },
  { CAPTION, "remove object 2's pose", "not in the document" },
  { CAPTION, "remove pose and set context to X", "not in the document" },
  { CAPTION, "add a dog", "“add PATH: …”" },
  { CAPTION, "add a dog to the scene", "“the scene” is no field" },
  { CAPTION, "add more contrast: please", "is no field" },
  { CAPTION, "add objects: a dog", "not be valid" },
  { CAPTION, "add lighting: warm", "nothing can be added" },
  { CAPTION, "add object 1's number of objects: 2", "nothing can be added" },
  { CAPTION, "add context.more: text", "is no field" },
  { CAPTION, "rename context to setting", "not be valid" },
  { CAPTION, "rename tags to flag", "there is a “flag” already" },
  { CAPTION, "rename tags to a/b", "letters, digits" },
  { CAPTION, "rename tags[0] to first", "only a member of an object" },
  { CAPTION, "rename tags", "“rename PATH to …”" },
  { CAPTION, "shorten context", "“shorten PATH to N words”" },
  { CAPTION, "shorten context to be short", "“shorten PATH to N words”" },
  { CAPTION, "shorten context to 0 words", "“shorten PATH to N words”" },
  { CAPTION, "shorten context to -1 words", "“shorten PATH to N words”" },
  { CAPTION, "shorten lighting to 3 words", "“lighting” is not one text" },
  { SCHEMA, "remove style. remove colors. remove lighting. remove palette", "“remove palette” cannot be followed" },
  { SCHEMA, "add lighting.count: {\"a\": 1}", "not be valid" },
  { "{}", "remove it", "“it” is not in the document, which has: nothing" },
};
/* clang-format on */

/* What is put in is laid out like its surroundings. */
static gboolean
is_same (const char *json, const char *expected)
{
  g_autoptr (LbJsonDocument) a = NULL;
  g_autoptr (LbJsonDocument) b = NULL;

  if (!json || !expected)
    return json == expected;
  a = lb_json_document_new (json, -1, NULL);
  b = lb_json_document_new (expected, -1, NULL);

  return lb_prompt_node_equal (lb_json_document_get_root (a), lb_json_document_get_root (b));
}

static void
assert_values (const Case *row, LbPrompt *after)
{
  for (guint i = 0; i < G_N_ELEMENTS (row->paths) && row->paths[i]; i++)
    {
      g_autofree char *value = lb_prompt_get (after, row->paths[i]);

      if (!is_same (value, row->values[i]))
        g_test_fail_printf ("%s: %s is %s", row->instruction, row->paths[i], value);
    }
}

/* Around the only place that is named, each byte is what it was. */
static void
assert_nothing_else (const Case *row, LbPrompt *before, LbPrompt *after)
{
  const LbJsonNode *node = lb_prompt_node_find_path (lb_prompt_get_root (before), row->paths[0]);
  const char *text = lb_prompt_get_text (after);
  g_autofree char *start = NULL;

  if (row->paths[1] || !row->values[0] || !node)
    return;
  start = g_strndup (row->document, node->start);
  g_assert_true (g_str_has_prefix (text, start));
  g_assert_true (g_str_has_suffix (text + node->start, row->document + node->end));
}

static void
test_followed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    {
      const Case *row = &followed[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *text = lb_instruction_apply (row->document, row->instruction, &error);
      g_autoptr (LbPrompt) before = lb_prompt_new (row->document, NULL);
      g_autoptr (LbPrompt) after = NULL;

      if (error)
        {
          g_test_fail_printf ("%s: %s", row->instruction, error->message);
          continue;
        }
      after = lb_prompt_new (text, &error);
      g_assert_no_error (error);
      assert_values (row, after);
      assert_nothing_else (row, before, after);
      for (guint kind = LB_PROMPT_CAPTION; kind <= LB_PROMPT_SCHEMA; kind++)
        g_assert_true (!lb_prompt_is_valid (before, kind) || lb_prompt_is_valid (after, kind));
    }
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text =
        lb_instruction_apply (refused[i].document, refused[i].instruction, &error);

      if (text || !strstr (error->message, refused[i].said))
        {
          g_test_fail_printf ("%s: %s", refused[i].instruction, text ? text : error->message);
          continue;
        }
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Where the sentence that is not understood begins, and what would be. */
static void
test_refusal_tells (void)
{
  const char *instruction = "set direction to left.  Then, make it moodier; remove pose";
  g_autoptr (GError) error = NULL;
  g_autofree char *text = lb_instruction_apply (CAPTION, instruction, &error);
  gsize offset;

  g_assert_null (text);
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  g_assert_true (lb_error_get_offset (error, &offset));
  g_assert_true (g_str_has_prefix (instruction + offset, "make it moodier"));
  g_assert_nonnull (strstr (error->message, "“make it moodier”"));
  g_assert_nonnull (strstr (error->message, "“set PATH to …”"));
  g_assert_nonnull (strstr (error->message, "“shorten PATH to N words”"));
}

static void
test_not_a_document (void)
{
  static const char *const texts[] = { "", "[]", "{", "null", "\"text\"", "{\"a\": 1} x" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_instruction_apply (texts[i], "set a to b", &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *huge = g_strnfill (LB_INSTRUCTION_MAX_BYTES + 1, 'a');
  g_autofree char *deep = g_strnfill (LB_INSTRUCTION_MAX_BYTES / 2, '[');
  g_autofree char *done = NULL;
  const char *bad[] = { huge, deep, "set context to \xff", NULL };

  for (guint i = 0; bad[i]; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_instruction_apply (CAPTION, bad[i], &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_cmpuint (strlen (error->message), <, 2000);
    }

  for (guint i = 0; i < LB_INSTRUCTION_MAX_SENTENCES; i++)
    g_string_append (many, "set direction to left.\n");
  done = lb_instruction_apply (CAPTION, many->str, NULL);
  g_assert_nonnull (done);
  g_string_append (many, "set direction to left.");
  g_assert_null (lb_instruction_apply (CAPTION, many->str, NULL));
}

/* A few words of instruction must not make a document that fills the memory. */
static void
test_growth (void)
{
  g_autoptr (GString) doubling = g_string_new (NULL);
  g_autofree char *word = g_strnfill (LB_INSTRUCTION_MAX_BYTES / 2, 'b');
  g_autofree char *squaring = g_strdup_printf ("replace a with \"%s\"", word);
  g_autoptr (GString) document = g_string_new ("{\"a\":\"");

  for (guint i = 0; i < LB_INSTRUCTION_MAX_SENTENCES; i++)
    g_string_append (doubling, "replace a with \"a a\".\n");
  for (guint i = 0; i < 60000; i++)
    g_string_append (document, "a ");
  g_string_append (document, "\"}");
  const char *bad[] = { doubling->str, squaring, NULL };

  for (guint i = 0; bad[i]; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (lb_instruction_apply (document->str, bad[i], &error));
      g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "the document would become too long"));
    }
}

/* A byte changed, cut out or doubled, or a piece of one instruction put into another. */
static char *
mutate (GRand *random, const char *source, const char *other)
{
  GString *text = g_string_new (source);
  guint n = g_rand_int_range (random, 1, 5);

  while (n-- > 0 && text->len > 0)
    {
      const gsize at = g_rand_int_range (random, 0, text->len);
      const gsize from = g_rand_int_range (random, 0, strlen (other) + 1);

      switch (g_rand_int_range (random, 0, 5))
        {
        case 0: text->str[at] = g_rand_int_range (random, 1, 256); break;
        case 1: g_string_erase (text, at, 1); break;
        case 2:
          g_string_insert_c (text, at, "\"'“.;:[]{}\n "[g_rand_int_range (random, 0, 14)]);
          break;
        case 3:  g_string_truncate (text, at); break;
        default: g_string_insert (text, at, other + from); break;
        }
    }

  return g_string_free_and_steal (text);
}

/* Whatever is written: either a document of the same kind, or an error that can be shown. */
static void
test_mutated (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (87);
  guint n_followed = 0;

  for (guint i = 0; i < 10000; i++)
    {
      const Case *row = &followed[g_rand_int_range (random, 0, G_N_ELEMENTS (followed))];
      const char *other = refused[g_rand_int_range (random, 0, G_N_ELEMENTS (refused))].instruction;
      g_autofree char *instruction = mutate (random, row->instruction, other);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = lb_instruction_apply (row->document, instruction, &error);
      g_autoptr (LbPrompt) prompt = NULL;

      g_assert_true ((text != NULL) != (error != NULL));
      if (!text)
        {
          g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      n_followed++;
      prompt = lb_prompt_new (text, &error);
      g_assert_no_error (error);
      g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION) ||
                     lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA));
    }
  g_assert_cmpuint (n_followed, >, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/instruction/followed", test_followed);
  g_test_add_func ("/instruction/refused", test_refused);
  g_test_add_func ("/instruction/refusal-tells", test_refusal_tells);
  g_test_add_func ("/instruction/not-a-document", test_not_a_document);
  g_test_add_func ("/instruction/limits", test_limits);
  g_test_add_func ("/instruction/growth", test_growth);
  g_test_add_func ("/instruction/mutated", test_mutated);

  return g_test_run ();
}
