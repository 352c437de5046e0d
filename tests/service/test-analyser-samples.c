#include <string.h>

#include "model/lb-prompt.h"
#include "service/lb-analyser-captioner.h"

/* What a person sees in each of the sample drawings. */
typedef struct
{
  const char *name;
  const char *light;       /* of the whole */
  const char *temperature; /* (nullable): neither warm nor cool */
  const char *direction;
  const char *color; /* one of those that cover much */
  const char *place; /* of the fox, with his boat where he is in one */
  const char *place_or;
} Sight;

static const Sight sights[] = {
  { "boat0", "bright", "cool", "towards the top", "pale aqua", "in the lower middle", NULL },
  { "boat1", "bright", NULL, "towards the top", "peach", "in the centre", "in the lower middle" },
  { "gull0", "bright", "warm", "towards the top", "pale peach", "in the lower middle",
    "in the centre" },
  { "gull1", "bright", "cool", "towards the top", "pale aqua", "in the lower middle",
    "in the centre" },
  { "lighthouse0", "mid-toned", NULL, "even", "dusty purple", "in the lower left", NULL },
  { "lighthouse1", "bright", "cool", "towards the top", "green", "in the lower left", NULL },
  { "market0", "bright", "warm", "towards the top", "cream", "in the centre", "at the left" },
  { "market1", "bright", "warm", "towards the top", "pale peach", "in the centre", "at the right" },
  { "night0", "dark", "cool", "towards the bottom", "navy", "in the lower middle", NULL },
  { "night1", "dark", "cool", "towards the bottom", "navy", "in the lower middle", NULL },
  { "pier0", "bright", "warm", "towards the top", "peach", "in the lower middle", "in the centre" },
  { "pier1", "bright", "cool", "towards the top", "pale aqua", "in the lower middle",
    "in the centre" },
  { "rain0", "mid-toned", "cool", "even", "grey", "in the lower middle", "in the centre" },
  { "rain1", "mid-toned", "cool", "even", "grey", "in the lower middle", "in the centre" },
  { "rope0", "bright", NULL, "towards the top", "caramel", "in the lower right",
    "in the lower middle" },
  { "rope1", "mid-toned", NULL, "even", "caramel", "in the lower middle", NULL },
  { "storm0", "dark", "cool", "in the centre", "dark slate", "in the lower middle", NULL },
  { "storm1", "dark", "cool", "in the centre", "dark slate", "in the lower middle", NULL },
  { "tea0", "mid-toned", "warm", "towards the top", "brown", "in the centre", NULL },
  { "tea1", "mid-toned", NULL, "towards the top", "sage green", "in the centre", NULL },
};

static GBytes *
load (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "service", file, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* @type: as gdk-pixbuf has it */
static GBytes *
encode (GdkPixbuf *pixels, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  if (g_str_equal (type, "jpeg"))
    gdk_pixbuf_save_to_buffer (pixels, &data, &length, type, &error, "quality", "80", NULL);
  else
    gdk_pixbuf_save_to_buffer (pixels, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static char *
wait_for_text (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;
  char *text;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  text = g_value_dup_string (value);
  g_test_message ("%s", text);
  dex_unref (future);
  return text;
}

static char *
caption (GBytes *bytes, const char *schema)
{
  g_autoptr (LbCaptioner) captioner = lb_analyser_captioner_new ();
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (bytes, NULL, schema);
  char *text = wait_for_text (lb_captioner_caption (captioner, request));
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  g_assert_nonnull (prompt);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
  return text;
}

static char *
caption_sample (const char *name)
{
  g_autoptr (GBytes) bytes = load (name);

  return caption (bytes, NULL);
}

/* Of the pictures in @pictures, a list of GBytes. */
static char *
make_schema (GPtrArray *pictures)
{
  g_autoptr (LbCaptioner) captioner = lb_analyser_captioner_new ();
  g_autoptr (GPtrArray) requests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  g_autoptr (LbPrompt) prompt = NULL;
  char *text;

  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add (requests,
                     lb_caption_request_new (g_ptr_array_index (pictures, i), NULL, NULL));
  text = wait_for_text (lb_captioner_generate_schema (captioner, requests));
  prompt = lb_prompt_new (text, NULL);
  g_assert_nonnull (prompt);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA));
  return text;
}

static char *
make_sample_schema (const char *const *names)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; names[i]; i++)
    g_ptr_array_add (pictures, load (names[i]));
  return make_schema (pictures);
}

static char *
get (const char *text, const char *path)
{
  g_autoptr (LbPrompt) prompt = lb_prompt_new (text, NULL);

  return lb_prompt_get_string (prompt, path);
}

static void
assert_says (const char *text, const char *path, const char *words)
{
  g_autofree char *value = get (text, path);

  if (!value || !strstr (value, words))
    g_error ("%s says “%s”, not “%s”", path, value, words);
}

static void
assert_silent (const char *text, const char *words)
{
  if (strstr (text, words))
    g_error ("“%s” is claimed in %s", words, text);
}

static void
check_sight (gconstpointer data)
{
  const Sight *sight = data;
  g_autofree char *text = caption_sample (sight->name);
  g_autofree char *again = caption_sample (sight->name);
  g_autofree char *description = get (text, "short_description");
  g_autofree char *mood = get (text, "aesthetics.mood_atmosphere");
  g_autofree char *object = get (text, "objects[0].description");

  g_assert_cmpstr (text, ==, again);
  assert_says (text, "short_description", " landscape illustration in flat colours, mostly ");
  assert_says (text, "short_description", sight->color);
  assert_says (text, "style_medium", "illustration in flat colours");
  assert_says (text, "lighting.conditions", sight->light);
  assert_says (text, "lighting.direction", sight->direction);
  assert_says (text, "aesthetics.color_scheme", "with accents in ");
  assert_says (text, "background_setting", "large plain areas");
  assert_silent (text, "photograph");

  for (gsize i = 0; i < 2; i++)
    {
      const char *temperature = i == 0 ? "warm" : "cool";

      g_assert_true ((strstr (mood, temperature) != NULL) ==
                     (g_strcmp0 (sight->temperature, temperature) == 0));
    }
  g_assert_true (strstr (description, sight->place) ||
                 (sight->place_or && strstr (description, sight->place_or)));
  /* The fox, his oilskins or his boat. */
  g_assert_true (strstr (object, "red") || strstr (object, "golden yellow"));
}

static void
test_all_shared (gconstpointer data)
{
  const char *variant = data;
  static const char *const scenes[] = { "boat", "gull", "lighthouse", "market", "night",
                                        "pier", "rain", "rope",       "storm",  "tea" };
  static const char *const varying[] = { "brighter", "warm",  "cool",  "navy",       "peach",
                                         "aqua",     "brown", "green", "photograph", "set of" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (scenes); i++)
    g_strv_builder_take (builder, g_strconcat (scenes[i], variant, NULL));
  names = g_strv_builder_end (builder);
  text = make_sample_schema ((const char *const *) names);

  assert_says (text, "style_medium", "illustration in flat colours with clean edges");
  assert_says (text, "artistic_style", "flat, clean-edged");
  assert_says (text, "background_setting", "large plain areas");
  assert_says (text, "lighting.conditions", "mid-toned to bright overall");
  assert_says (text, "lighting.shadows", "no deep shadow");
  assert_says (text, "aesthetics.composition", "landscape format");
  assert_says (text, "aesthetics.composition", "an area in ");
  assert_says (text, "aesthetics.composition", "rust red");
  assert_says (text, "aesthetics.composition", "stands out in the lower half of the frame");
  assert_says (text, "aesthetics.color_scheme", "rust red (#c");
  assert_says (text, "aesthetics.color_scheme", "golden yellow (#e");
  assert_says (text, "aesthetics.color_scheme", "muted overall");
  for (gsize i = 0; i < G_N_ELEMENTS (varying); i++)
    assert_silent (text, varying[i]);
}

/* Four of five are nearly all, three of five are not. */
static void
test_how_many (void)
{
  static const char *const four[] = { "night0", "night1", "storm0", "storm1", "gull0", NULL };
  static const char *const three[] = { "night0", "night1", "storm0", "gull1", "gull0", NULL };
  g_autofree char *dark = make_sample_schema (four);
  g_autofree char *mixed = make_sample_schema (three);

  assert_says (dark, "lighting.conditions", "dark overall");
  assert_says (dark, "aesthetics.mood_atmosphere", "cool");
  assert_silent (mixed, "dark overall");
  assert_says (mixed, "style_medium", "illustration");
}

static void
test_warm (void)
{
  static const char *const warm[] = { "gull0", "market0", "market1", "pier0", "tea0", NULL };
  static const char *const mixed[] = { "gull0", "market0", "market1", "pier1", "gull1", NULL };
  g_autofree char *text = make_sample_schema (warm);
  g_autofree char *dropped = make_sample_schema (mixed);

  assert_says (text, "aesthetics.mood_atmosphere", "warm");
  assert_silent (dropped, "warm");
  assert_silent (dropped, "cool");
}

static void
test_order (void)
{
  static const char *const names[] = { "tea0", "rope1", "boat0", "night1", "rain0", NULL };
  static const char *const reversed[] = { "rain0", "night1", "boat0", "rope1", "tea0", NULL };
  g_autofree char *text = make_sample_schema (names);
  g_autofree char *other = make_sample_schema (reversed);

  g_assert_cmpstr (text, ==, other);
}

static char *
make_whole_schema (void)
{
  static const char *const names[] = { "boat0",  "gull0", "lighthouse0", "market0",
                                       "night0", "pier0", "rain0",       "rope0",
                                       "storm0", "tea0",  NULL };

  return make_sample_schema (names);
}

/* What was measured of the set gives way to what is so in the picture, so that a picture unlike
 * most of them is not told wrong. */
static void
test_caption_with_schema (void)
{
  g_autofree char *schema = make_whole_schema ();

  for (gsize i = 0; i < G_N_ELEMENTS (sights); i++)
    {
      g_autoptr (GBytes) picture = load (sights[i].name);
      g_autofree char *text = caption (picture, schema);
      g_autofree char *plain = caption (picture, NULL);
      g_autofree char *conditions = get (text, "lighting.conditions");
      g_autofree char *colors = get (text, "aesthetics.color_scheme");

      g_assert_true (g_str_has_prefix (conditions, sights[i].light));
      assert_silent (conditions, "here");
      g_assert_cmpstr (text, ==, plain);
      g_assert_nonnull (strstr (colors, "golden yellow (#e"));
    }
}

/* What a person has put into the schema is carried, and never given up for a measurement. */
static void
test_caption_with_words (void)
{
  static const char schema[] = "{\"lighting\":{\"conditions\":\"candle light, dark overall\"},"
                               "\"aesthetics\":{\"color_scheme\":\"hot pink (#ee3f96) "
                               "throughout\",\"mood_atmosphere\":\"warm\"},"
                               "\"style_medium\":\"linocut\",\"artistic_style\":\"naive\"}";
  g_autoptr (GBytes) picture = load ("boat0");
  g_autofree char *text = caption (picture, schema);

  assert_says (text, "lighting.conditions", "candle light, dark overall; here bright overall");
  assert_says (text, "aesthetics.color_scheme", "hot pink (#ee3f96) throughout; here pale aqua (#");
  assert_says (text, "aesthetics.mood_atmosphere", "warm; here cool");
  assert_says (text, "style_medium", "linocut");
  assert_says (text, "artistic_style", "naive");
}

/* Compression must not make a drawing look like a photograph. */
static void
test_jpeg (void)
{
  static const char *const names[] = { "pier0", "night0", "rain1", "lighthouse0" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".png", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "service", file, NULL);
      g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new_from_file (path, NULL);
      g_autoptr (GBytes) bytes = encode (pixels, "jpeg");
      g_autofree char *text = caption (bytes, NULL);

      assert_says (text, "style_medium", "illustration in flat colours");
    }
}

static int
next_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 24;
}

/* Soft light over a ground, a round thing in the middle, and the grain of a sensor over all. */
static GdkPixbuf *
take_photograph (guint32 seed, int red, int green, int blue)
{
  const int side = 512;
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, side, side);
  guint32 state = seed;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        guint8 *rgb =
          gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3;
        int dx = x - side / 2, dy = y - side * 3 / 5;
        double ball = 1 - (dx * dx + dy * dy) / (150.0 * 150.0);
        double light = 0.5 + 0.4 * y / side + (ball > 0 ? 0.35 * ball : 0);
        int grain = (next_random (&state) + next_random (&state) - 255) / 7;
        int weave = ball > 0 ? 0 : ((x / 3 + y / 5 + (int) seed) % 7) * 6;

        rgb[0] = CLAMP ((int) (red * light) + grain + weave, 0, 255);
        rgb[1] = CLAMP ((int) (green * light) + grain + weave, 0, 255);
        rgb[2] = CLAMP ((int) (blue * light * (ball > 0 ? 0.6 : 1)) + grain + weave, 0, 255);
      }

  return pixels;
}

static void
add_photographs (GPtrArray *pictures, int n_photographs)
{
  for (int i = 0; i < n_photographs; i++)
    {
      g_autoptr (GdkPixbuf) pixels = take_photograph (7 + i, 120 + 9 * i, 110 + 5 * i, 96);

      g_ptr_array_add (pictures, encode (pixels, i % 2 ? "jpeg" : "png"));
    }
}

static void
test_photographs (void)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *schema = NULL;
  g_autofree char *text = NULL;

  add_photographs (pictures, 5);
  schema = make_schema (pictures);
  text = caption (g_ptr_array_index (pictures, 0), NULL);

  assert_says (text, "style_medium", "continuous tones and fine texture");
  assert_silent (text, "illustration");
  assert_silent (text, "flat colours");
  assert_says (schema, "style_medium", "continuous tones and fine texture");
  assert_says (schema, "aesthetics.composition", "square format");
  assert_silent (schema, "illustration");
}

/* Drawings and photographs in one set: neither is said of the set. */
static void
test_mixed_media (void)
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *schema = NULL;

  add_photographs (pictures, 3);
  g_ptr_array_add (pictures, load ("boat0"));
  g_ptr_array_add (pictures, load ("night0"));
  schema = make_schema (pictures);

  assert_silent (schema, "style_medium");
  assert_silent (schema, "artistic_style");
  assert_silent (schema, "photograph");
  assert_silent (schema, "format");
  assert_silent (schema, "golden yellow");
}

/* No edge, or hardly any tone: neither drawn nor photographed, as far as one can measure. */
static void
test_undecided (void)
{
  g_autoptr (GdkPixbuf) pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 300, 300);
  g_autoptr (GBytes) plain = NULL;
  g_autofree char *text = NULL;

  gdk_pixbuf_fill (pixels, 0x3050a0ff);
  plain = encode (pixels, "png");
  text = caption (plain, NULL);
  assert_silent (text, "style_medium");
  assert_silent (text, "illustration");
  assert_silent (text, "photograph");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  for (gsize i = 0; i < G_N_ELEMENTS (sights); i++)
    {
      g_autofree char *path = g_strconcat ("/analyser/samples/", sights[i].name, NULL);

      g_test_add_data_func (path, &sights[i], check_sight);
    }
  g_test_add_data_func ("/analyser/samples/schema-first", "0", test_all_shared);
  g_test_add_data_func ("/analyser/samples/schema-second", "1", test_all_shared);
  g_test_add_func ("/analyser/samples/how-many", test_how_many);
  g_test_add_func ("/analyser/samples/warm", test_warm);
  g_test_add_func ("/analyser/samples/order", test_order);
  g_test_add_func ("/analyser/samples/caption-with-schema", test_caption_with_schema);
  g_test_add_func ("/analyser/samples/caption-with-words", test_caption_with_words);
  g_test_add_func ("/analyser/samples/jpeg", test_jpeg);
  g_test_add_func ("/analyser/samples/photographs", test_photographs);
  g_test_add_func ("/analyser/samples/mixed-media", test_mixed_media);
  g_test_add_func ("/analyser/samples/undecided", test_undecided);

  return g_test_run ();
}
