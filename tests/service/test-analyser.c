#include <string.h>

#include "base/lb-error.h"
#include "model/lb-prompt.h"
#include "service/lb-analyser-caption.h"
#include "service/lb-analyser-captioner.h"
#include "service/lb-analyser-schema.h"

typedef void (*PaintFunc) (int x, int y, int width, int height, guint8 *rgb);

static const char *const hue_words[] = { "red",  "green",  "blue",   "yellow", "orange", "pink",
                                         "teal", "purple", "violet", "brown",  "cyan",   "beige",
                                         "warm", "cool",   "vivid",  "rust",   "slate",  NULL };

static GdkPixbuf *
paint (int width, int height, PaintFunc func)
{
  GdkPixbuf *pixels = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      func (x, y, width, height,
            gdk_pixbuf_get_pixels (pixels) + y * gdk_pixbuf_get_rowstride (pixels) + x * 3);
  return pixels;
}

static void
set_grey (guint8 *rgb, int level)
{
  rgb[0] = rgb[1] = rgb[2] = CLAMP (level, 0, 255);
}

static void
paint_grey_left_bright (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 240 - 200 * x / width);
}

static void
paint_black (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 0);
}

static void
paint_white (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 255);
}

static void
paint_red_square (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, 110 + 20 * x / width + 15 * y / height);
  if (ABS (x - width / 3) < width / 10 && ABS (y - height / 3) < height / 10)
    {
      rgb[0] = 181;
      rgb[1] = 71;
      rgb[2] = 42;
    }
}

static void
paint_mirrored (int x, int y, int width, int height, guint8 *rgb)
{
  set_grey (rgb, (ABS (2 * x + 1 - width) / 24) % 2 ? 200 : 60);
}

/* Rust red and cream, with the cream where @place says: five composed in five ways. */
static int warm_place;

static void
paint_warm (int x, int y, int width, int height, guint8 *rgb)
{
  int left = (warm_place % 2) * width / 2, top = (warm_place / 2) * height / 4;
  gboolean inside = x >= left && x < left + width * 2 / 5 && y >= top && y < top + height * 2 / 5;

  rgb[0] = inside ? 246 : 181;
  rgb[1] = inside ? 236 : 71;
  rgb[2] = inside ? 212 : 42;
}

static char *
caption_full (int width,
              int height,
              PaintFunc func,
              const LbPictureExif *exif,
              LbProject *project,
              const char *schema)
{
  g_autoptr (GdkPixbuf) pixels = paint (width, height, func);
  g_autoptr (LbPrompt) prompt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;
  g_autofree char *formatted = NULL;
  LbMeasures measures;
  char *caption;

  lb_measures_take (pixels, &measures);
  caption = lb_analyser_write_caption (&measures, exif, width, height, project, schema);
  again = lb_analyser_write_caption (&measures, exif, width, height, project, schema);
  g_test_message ("%s", caption);
  g_assert_cmpstr (caption, ==, again);

  prompt = lb_prompt_new (caption, &error);
  g_assert_no_error (error);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_CAPTION));
  formatted = lb_prompt_format (prompt);
  g_assert_cmpstr (g_strchomp (formatted), ==, g_strchomp (again));
  return caption;
}

static char *
caption (int width, int height, PaintFunc func)
{
  return caption_full (width, height, func, NULL, NULL, NULL);
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

  g_assert_nonnull (value);
  if (!strstr (value, words))
    g_error ("%s says “%s”, not “%s”", path, value, words);
}

static void
assert_silent (const char *text, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  if (strstr (folded, word))
    g_error ("“%s” is claimed in %s", word, text);
}

static LbProject *
make_project (const char *medium)
{
  LbProject *project = lb_project_new (7);

  g_object_set (project, "project-name", "Harbour fox", "project-description",
                "Storybook scenes from a small harbour.", "ip-name", "Rusty", "ip-description",
                "a red fox in oilskins", "ip-medium", medium, "ip-type", "defined_character", NULL);
  return project;
}

static void
test_grey (void)
{
  g_autofree char *text = caption (256, 170, paint_grey_left_bright);

  for (gsize i = 0; hue_words[i]; i++)
    if (g_strcmp0 (hue_words[i], "red") != 0)
      assert_silent (text, hue_words[i]);
  assert_says (text, "lighting.direction", "brighter towards the left");
  assert_says (text, "aesthetics.color_scheme", "colourless");
  assert_says (text, "aesthetics.composition", "no single area stands out");
  assert_says (text, "aesthetics.composition", "landscape format");
  assert_silent (text, "photographic_characteristics");
  assert_silent (text, "text_render");
  assert_silent (text, "artistic_style");
  assert_silent (text, "photograph");
}

static void
test_plain (void)
{
  g_autofree char *black = caption (64, 64, paint_black);
  g_autofree char *white = caption (64, 64, paint_white);

  assert_says (black, "short_description", "very dark square picture, all in black.");
  assert_says (black, "lighting.shadows", "deep shadow in all of the frame");
  assert_says (black, "lighting.direction", "even across the frame");
  assert_silent (black, "mirror");
  assert_says (white, "lighting.conditions", "very bright overall");
  assert_says (white, "lighting.shadows", "no deep shadow");
  assert_silent (white, "area in");
}

static void
test_region (void)
{
  g_autofree char *text = caption (256, 256, paint_red_square);

  assert_says (text, "short_description", "An area in rust red stands out in the upper left");
  assert_says (text, "objects[0].location", "top-left");
  assert_says (text, "objects[0].shape_and_color", "#b5472a");
  assert_says (text, "aesthetics.composition", "near a point of thirds");
  assert_says (text, "aesthetics.color_scheme", "rust red");
}

static void
test_symmetry (void)
{
  g_autofree char *mirrored = caption (256, 200, paint_mirrored);
  g_autofree char *other = caption (256, 200, paint_grey_left_bright);

  assert_says (mirrored, "aesthetics.composition", "left and right nearly mirror each other");
  assert_silent (other, "mirror");
}

/* Even colours without grain, yet soft from one to the other: no drawing with clean edges, and no
 * photograph either. */
static void
paint_soft (int x, int y, int width, int height, guint8 *rgb)
{
  double dx = x - width / 2.0, dy = y - height / 2.0;
  double inside = CLAMP ((8000 - dx * dx - dy * dy) / 1300, 0, 1);

  rgb[0] = 40 + 190 * inside;
  rgb[1] = 90 + 80 * inside;
  rgb[2] = 150 - 100 * inside;
}

static void
paint_sharp (int x, int y, int width, int height, guint8 *rgb)
{
  paint_soft (x, y, width, height, rgb);
  rgb[0] = rgb[0] < 135 ? 40 : 230;
  rgb[1] = rgb[1] < 130 ? 90 : 170;
  rgb[2] = rgb[2] < 100 ? 50 : 150;
}

static void
test_look (void)
{
  g_autofree char *soft = caption (256, 256, paint_soft);
  g_autofree char *sharp = caption (256, 256, paint_sharp);

  assert_silent (soft, "style_medium");
  assert_silent (soft, "illustration");
  assert_silent (soft, "artistic_style");
  assert_says (sharp, "style_medium", "illustration in flat colours with clean edges");
  assert_says (sharp, "artistic_style", "flat, clean-edged");
}

static void
test_odd_sizes (void)
{
  g_autofree char *dot = caption (1, 1, paint_red_square);
  g_autofree char *strip = caption (2, 300, paint_black);

  assert_silent (dot, "area in");
  assert_says (strip, "short_description", "very tall");
}

static void
test_exif (void)
{
  const LbPictureExif exif = { .focal_length_mm = 85,
                               .exposure_s = 0.005,
                               .f_number = 1.8,
                               .iso = 400,
                               .lens = (char *) "Portrait 85" };
  const LbPictureExif like = { .focal_length_mm = 5.5, .focal_length_35mm = 26 };
  const LbPictureExif nothing = { 0 };
  g_autofree char *text = caption_full (256, 256, paint_red_square, &exif, NULL, NULL);
  g_autofree char *phone = caption_full (256, 256, paint_red_square, &like, NULL, NULL);
  g_autofree char *plain = caption_full (256, 256, paint_red_square, &nothing, NULL, NULL);

  assert_says (text, "photographic_characteristics.lens_focal_length",
               "85mm at f/1.8, 1/200 s, ISO 400, with Portrait 85");
  assert_says (text, "photographic_characteristics.depth_of_field", "small part of the frame");
  assert_says (text, "photographic_characteristics.camera_angle", "not determined");
  assert_says (text, "style_medium", "photograph");
  assert_says (phone, "photographic_characteristics.lens_focal_length",
               "5.5mm (like 26mm on full frame)");
  assert_silent (plain, "photograph");
}

static void
test_project (void)
{
  g_autoptr (LbProject) drawn = make_project ("illustration");
  g_autoptr (LbProject) taken = make_project ("photography");
  g_autofree char *text = caption_full (256, 256, paint_black, NULL, drawn, NULL);
  g_autofree char *photo = caption_full (256, 256, paint_black, NULL, taken, NULL);

  assert_says (text, "short_description", "illustration of Rusty, a red fox in oilskins");
  assert_says (text, "objects[0].description", "Rusty");
  assert_says (text, "objects[0].location", "not determined");
  assert_says (text, "style_medium", "illustration");
  assert_says (text, "context", "Harbour fox");
  assert_says (text, "context", "Storybook scenes from a small harbour.");
  assert_silent (text, "photograph");
  assert_says (photo, "photographic_characteristics.lens_focal_length", "not recorded");

  g_object_set (drawn, "ip-type", "stylized_scene", NULL);
  g_clear_pointer (&text, g_free);
  text = caption_full (256, 256, paint_black, NULL, drawn, NULL);
  assert_silent (text, "rusty");
}

static void
test_schema_carried (void)
{
  static const char schema[] =
    "{\"style\":\"inked linework\",\"colors\":[\"navy\",\"off-white\"],\"era\":\"1950s\","
    "\"objects\":[{\"description\":\"Rusty the fox\",\"clothing\":\"Yellow coat\","
    "\"number_of_objects\":1}],\"lighting\":{\"conditions\":\"dawn\",\"haze\":\"thin\"},"
    "\"aesthetics\":{\"mood_atmosphere\":\"cheerful\",\"aesthetic_score\":\"odd\"},"
    "\"photographic_characteristics\":null,\"artistic_style\":\"storybook\",\"count\":3,"
    "\"style_medium\":\"gouache\",\"context\":\"Page art\","
    "\"short_description\":\"Rusty at work. \"}";
  g_autoptr (LbProject) project = make_project ("illustration");
  g_autofree char *text = caption_full (256, 256, paint_red_square, NULL, project, schema);
  g_autofree char *broken = caption_full (64, 64, paint_black, NULL, NULL, "{\"style\":");
  g_autofree char *list = caption_full (64, 64, paint_black, NULL, NULL, "[1]");

  assert_says (text, "short_description", "Rusty at work. A");
  assert_says (text, "style_medium", "gouache; inked linework; illustration");
  assert_says (text, "aesthetics.color_scheme", "navy, off-white; here mid grey");
  assert_says (text, "aesthetics.mood_atmosphere", "cheerful; here ");
  assert_says (text, "lighting.conditions", "dawn; here mid-toned overall");
  assert_says (text, "lighting.haze", "thin");
  assert_says (text, "objects[0].description", "Rusty the fox");
  assert_says (text, "objects[0].clothing", "Yellow coat");
  assert_says (text, "objects[1].description", "An area in rust red");
  assert_says (text, "artistic_style", "storybook");
  assert_says (text, "context", "Page art. ");
  assert_says (text, "era", "1950s");
  assert_silent (text, "odd");
  assert_silent (text, "photographic");
  assert_says (broken, "short_description", "black");
  assert_says (list, "short_description", "black");
}

static char *
schema_of (LbAnalyserPicture *pictures, guint n_pictures, LbProject *project)
{
  g_autoptr (LbPrompt) prompt = NULL;
  g_autofree char *reversed_text = NULL;
  g_autofree LbAnalyserPicture *reversed = g_new0 (LbAnalyserPicture, n_pictures);
  char *text = lb_analyser_write_schema (pictures, n_pictures, project);

  g_test_message ("%s", text);
  prompt = lb_prompt_new (text, NULL);
  g_assert_nonnull (prompt);
  g_assert_true (lb_prompt_is_valid (prompt, LB_PROMPT_SCHEMA));
  g_assert_cmpuint (lb_prompt_get_length (prompt, ""), >, 0);

  for (guint i = 0; i < n_pictures; i++)
    reversed[i] = pictures[(n_pictures - 1 - i + n_pictures / 2) % n_pictures];
  reversed_text = lb_analyser_write_schema (reversed, n_pictures, project);
  g_assert_cmpstr (text, ==, reversed_text);
  return text;
}

static void
fill (LbAnalyserPicture *picture, int width, int height, PaintFunc func)
{
  g_autoptr (GdkPixbuf) pixels = paint (width, height, func);

  *picture = (LbAnalyserPicture) { .width = width, .height = height };
  lb_measures_take (pixels, &picture->measures);
}

static void
test_schema_shared (void)
{
  LbAnalyserPicture pictures[5];
  g_autoptr (LbProject) project = make_project ("illustration");
  g_autofree char *text = NULL;
  g_autofree char *caption_text = NULL;

  for (warm_place = 0; warm_place < 5; warm_place++)
    fill (&pictures[warm_place], 200 + 60 * warm_place, 240, paint_warm);
  text = schema_of (pictures, 5, project);

  assert_says (text, "aesthetics.color_scheme", "rust red (#b5472a)");
  assert_says (text, "aesthetics.color_scheme", "cream");
  assert_says (text, "aesthetics.mood_atmosphere", "warm");
  assert_says (text, "style_medium", "illustration");
  assert_says (text, "objects[0].description", "Rusty, a red fox in oilskins");
  assert_says (text, "context", "Harbour fox");
  assert_says (text, "aesthetics.composition", "an area in cream stands out");
  assert_silent (text, "stands out in");
  assert_silent (text, "format");
  assert_silent (text, "direction");

  caption_text = caption_full (200, 240, paint_red_square, NULL, project, text);
  assert_says (caption_text, "objects[0].description", "Rusty, a red fox in oilskins");
}

static void
test_schema_nothing_shared (void)
{
  LbAnalyserPicture pictures[5];
  g_autofree char *text = NULL;

  fill (&pictures[0], 256, 256, paint_black);
  fill (&pictures[1], 256, 100, paint_white);
  fill (&pictures[2], 100, 256, paint_red_square);
  fill (&pictures[3], 200, 150, paint_mirrored);
  warm_place = 1;
  fill (&pictures[4], 300, 100, paint_warm);
  text = schema_of (pictures, 5, NULL);

  assert_silent (text, "color_scheme");
  assert_silent (text, "conditions");
  assert_silent (text, "format");
  assert_silent (text, "mood");
  assert_silent (text, "style_medium");
  assert_silent (text, "context");
}

/* Leaves of unlike greens: no one colour is shared, yet they are all green. */
static int leaf_shade;

static void
paint_leaf (int x, int y, int width, int height, guint8 *rgb)
{
  static const guint8 shades[5][3] = {
    { 124, 206, 20 }, { 66, 110, 40 }, { 18, 74, 30 }, { 190, 226, 160 }, { 60, 160, 90 },
  };
  gboolean sky = y < height * (1 + leaf_shade % 3) / 10;

  rgb[0] = sky ? 40 * leaf_shade : shades[leaf_shade][0];
  rgb[1] = sky ? 90 + 20 * leaf_shade : shades[leaf_shade][1];
  rgb[2] = sky ? 230 - 40 * leaf_shade : shades[leaf_shade][2];
}

static void
test_schema_family (void)
{
  LbAnalyserPicture pictures[5];
  g_autofree char *text = NULL;
  g_autofree char *caption_text = NULL;

  for (leaf_shade = 0; leaf_shade < 5; leaf_shade++)
    fill (&pictures[leaf_shade], 240, 240, paint_leaf);
  text = schema_of (pictures, 5, NULL);
  assert_says (text, "aesthetics.color_scheme", "mostly greens");
  assert_silent (text, "(#");

  leaf_shade = 0;
  caption_text = caption_full (240, 240, paint_leaf, NULL, NULL, text);
  assert_silent (caption_text, "mostly greens");
  assert_says (caption_text, "aesthetics.color_scheme", "lime green (#");
}

/* A schema must say something: then that nothing was found. */
static void
test_schema_empty (void)
{
  LbAnalyserPicture pictures[5];
  g_autofree char *text = NULL;
  g_autofree char *context = NULL;

  for (int i = 0; i < 5; i++)
    {
      pictures[i] = (LbAnalyserPicture) { .width = 100 + 60 * i, .height = 240 };
      pictures[i].measures.lightness = 0.05 + 0.22 * i;
      pictures[i].measures.contrast = 0.03 + 0.2 * i;
      pictures[i].measures.calm_share = i % 2 ? 0.1 : 0.4;
      pictures[i].measures.shadow_share = 0.05 + 0.15 * i;
      pictures[i].measures.chroma = i < 2 ? 60 : 30;
      pictures[i].measures.n_palette = 1;
      pictures[i].measures.palette[0] = (LbPaletteColor) { 50 * i, 255 - 60 * i, 90 * (i % 3), 1 };
    }
  text = schema_of (pictures, 5, NULL);
  context = get (text, "context");
  g_assert_cmpstr (context, ==, "A set of pictures that vary in colour, light and composition.");
  assert_silent (text, "lighting");
  assert_silent (text, "aesthetics");
  assert_silent (text, "background");
}

static char *
wait_for_text (DexFuture *future, GError **error)
{
  const GValue *value;
  char *text;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, error);
  text = value ? g_value_dup_string (value) : NULL;
  dex_unref (future);
  return text;
}

static GBytes *
encode (int width, int height, PaintFunc func)
{
  g_autoptr (GdkPixbuf) pixels = paint (width, height, func);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  gdk_pixbuf_save_to_buffer (pixels, &data, &length, "png", &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static void
test_captioner (void)
{
  g_autoptr (LbCaptioner) captioner = lb_analyser_captioner_new ();
  g_autoptr (GBytes) picture = encode (1024, 1024, paint_red_square);
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = wait_for_text (lb_captioner_caption (captioner, request), &error);
  g_autofree char *second = NULL;

  g_assert_no_error (error);
  second = wait_for_text (lb_captioner_caption (captioner, request), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, second);
  assert_says (first, "short_description", "An area in rust red");
}

static void
test_captioner_damaged (void)
{
  g_autoptr (LbCaptioner) captioner = lb_analyser_captioner_new ();
  g_autoptr (GBytes) picture = g_bytes_new_static ("no picture", 10);
  g_autoptr (LbCaptionRequest) request = lb_caption_request_new (picture, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = wait_for_text (lb_captioner_caption (captioner, request), &error);

  g_assert_null (text);
  g_assert_nonnull (error);
  g_assert_true (error->domain == LB_ERROR);
}

static void
test_captioner_schema (void)
{
  g_autoptr (LbCaptioner) captioner = lb_analyser_captioner_new ();
  g_autoptr (GPtrArray) requests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) lb_caption_request_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *text = NULL;

  for (warm_place = 0; warm_place < 4; warm_place++)
    {
      g_autoptr (GBytes) picture = encode (300, 300, paint_warm);

      g_ptr_array_add (requests, lb_caption_request_new (picture, NULL, NULL));
    }
  refused = wait_for_text (lb_captioner_generate_schema (captioner, requests), &error);
  g_assert_null (refused);
  g_assert_error (error, LB_ERROR, LB_ERROR_INVALID);
  g_clear_error (&error);

  g_ptr_array_add (requests, lb_caption_request_copy (g_ptr_array_index (requests, 0)));
  text = wait_for_text (lb_captioner_generate_schema (captioner, requests), &error);
  g_assert_no_error (error);
  assert_says (text, "aesthetics.color_scheme", "rust red");
  assert_says (text, "aesthetics.composition", "square format");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/analyser/grey", test_grey);
  g_test_add_func ("/analyser/plain", test_plain);
  g_test_add_func ("/analyser/region", test_region);
  g_test_add_func ("/analyser/symmetry", test_symmetry);
  g_test_add_func ("/analyser/look", test_look);
  g_test_add_func ("/analyser/odd-sizes", test_odd_sizes);
  g_test_add_func ("/analyser/exif", test_exif);
  g_test_add_func ("/analyser/project", test_project);
  g_test_add_func ("/analyser/schema-carried", test_schema_carried);
  g_test_add_func ("/analyser/schema-shared", test_schema_shared);
  g_test_add_func ("/analyser/schema-nothing-shared", test_schema_nothing_shared);
  g_test_add_func ("/analyser/schema-family", test_schema_family);
  g_test_add_func ("/analyser/schema-empty", test_schema_empty);
  g_test_add_func ("/analyser/captioner", test_captioner);
  g_test_add_func ("/analyser/captioner-damaged", test_captioner_damaged);
  g_test_add_func ("/analyser/captioner-schema", test_captioner_schema);

  return g_test_run ();
}
