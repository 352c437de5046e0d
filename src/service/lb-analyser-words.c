#include "service/lb-analyser-words.h"
#include "imaging/lb-palette.h"

#include <math.h>
#include <string.h>

#define VIVID_CHROMA 42.0       /* median, in Lab */
#define MUTED_CHROMA 26.0       /* median, where some spots are vivid */
#define MUTED_CHROMA_PLAIN 18.0 /* median, where none is */
#define LOOK_DRAWN "illustration in flat colours with clean edges"
#define LOOK_PHOTOGRAPHIC "continuous tones and fine texture, as in a photograph"
#define LOOK_ARTISTIC "flat, clean-edged"
#define MUTED_WITH_ACCENTS "muted with vivid accents"
#define ACCENTS_MIN 0.015 /* of the pixels */
#define ACCENTS_MAX 0.25
#define FAMILY_SHARE 0.5      /* of the picture */
#define TEMPERATURE_SHARE 0.5 /* of the pixels, and twice as much as of the other */
#define COLUMN_EDGE 0.36      /* of the width: what is nearer to a side lies "at the left" */
#define ROW_EDGE 0.4
#define MAIN_SHARE_MIN 0.02 /* of the picture */
#define N_MAIN_COLORS 4     /* to be listed, accents aside */
#define ACCENT_CHROMA 42.0  /* of a colour, to be an accent */
#define ACCENT_LEAD 15.0    /* in Lab, over the mean of the main colours */
#define ACCENT_LIGHTNESS 42.0
#define ACCENT_SHARE 0.12 /* of the picture: more than that is a main colour */

/* The text of a step is used for values below its limit. */
typedef struct
{
  double limit;
  const char *words;
} Step;

static const char *
pick_step (const Step *steps, double value)
{
  while (value >= steps->limit)
    steps++;
  return steps->words;
}

const char *
lb_analyser_format_words (int width, int height)
{
  static const Step steps[] = { { 0.4, "very tall" },
                                { 0.91, "portrait" },
                                { 1.1, "square" },
                                { 2.2, "landscape" },
                                { G_MAXDOUBLE, "very wide" } };

  return pick_step (steps, (double) width / MAX (height, 1));
}

const char *
lb_analyser_light_words (const LbMeasures *measures)
{
  static const Step steps[] = { { 0.13, "very dark" },
                                { 0.4, "dark" },
                                { 0.65, "mid-toned" },
                                { 0.84, "bright" },
                                { G_MAXDOUBLE, "very bright" } };

  return pick_step (steps, measures->lightness);
}

const char *
lb_analyser_contrast_words (const LbMeasures *measures)
{
  static const Step steps[] = { { 0.06, "hardly any contrast" },
                                { 0.28, "low contrast" },
                                { 0.55, "moderate contrast" },
                                { G_MAXDOUBLE, "strong contrast" } };

  return pick_step (steps, measures->contrast);
}

const char *
lb_analyser_direction_words (const LbMeasures *measures)
{
  static const char *words[3][3] = {
    { "brighter towards the upper left", "brighter towards the top",
      "brighter towards the upper right" },
    { "brighter towards the left", NULL, "brighter towards the right" },
    { "brighter towards the lower left", "brighter towards the bottom",
      "brighter towards the lower right" },
  };
  double strongest = MAX (ABS (measures->light_x), ABS (measures->light_y));
  double least = MAX (0.15, strongest * 0.45);
  int column = 1 + (measures->light_x > least) - (measures->light_x < -least);
  int row = 1 + (measures->light_y > least) - (measures->light_y < -least);

  if (words[row][column] && strongest >= ABS (measures->light_center) * 0.5)
    return words[row][column];
  if (measures->light_center > 0.2)
    return "brighter in the centre than towards the edges";
  if (measures->light_center < -0.2)
    return "darker in the centre than towards the edges";
  return words[row][column];
}

gboolean
lb_analyser_is_colorless (const LbMeasures *measures)
{
  for (int i = 0; i < measures->n_palette; i++)
    if (!lb_palette_color_is_neutral (&measures->palette[i]))
      return FALSE;
  return TRUE;
}

/* A few vivid spots on a muted ground are seen as such; vivid everywhere is another thing. */
const char *
lb_analyser_vividness_words (const LbMeasures *measures)
{
  if (lb_analyser_is_colorless (measures))
    return "colourless";
  if (measures->chroma >= VIVID_CHROMA)
    return "vivid";
  if (measures->chroma >= MUTED_CHROMA)
    return NULL;
  if (measures->accent_share >= ACCENTS_MIN)
    return measures->accent_share < ACCENTS_MAX ? MUTED_WITH_ACCENTS : NULL;
  return measures->chroma < MUTED_CHROMA_PLAIN ? "muted" : NULL;
}

const char *
lb_analyser_family_words (const LbMeasures *measures)
{
  for (int i = 0; i < measures->n_palette; i++)
    {
      const char *family = lb_palette_color_family (&measures->palette[i]);
      double share = 0;

      for (int j = 0; j < measures->n_palette; j++)
        if (g_str_equal (lb_palette_color_family (&measures->palette[j]), family))
          share += measures->palette[j].share;
      if (share >= FAMILY_SHARE)
        return family;
    }

  return NULL;
}

const char *
lb_analyser_warmth_words (const LbMeasures *measures)
{
  if (lb_analyser_is_colorless (measures))
    return NULL;
  if (measures->warm_share >= MAX (TEMPERATURE_SHARE, 2 * measures->cool_share))
    return "warm";
  if (measures->cool_share >= MAX (TEMPERATURE_SHARE, 2 * measures->warm_share))
    return "cool";
  return NULL;
}

/* Even areas of a few colours, without any grain, and hard edges between them: no camera gives
 * that.
 */
gboolean
lb_analyser_looks_drawn (const LbMeasures *measures)
{
  return measures->flatness >= 0.15 && measures->edge_hardness >= 0.25 &&
         measures->cleanness >= 0.85 && measures->concentration >= 0.6 &&
         measures->edge_share >= 0.002;
}

gboolean
lb_analyser_looks_photographic (const LbMeasures *measures)
{
  return measures->flatness < 0.1 && measures->edge_hardness < 0.12 &&
         measures->edge_share >= 0.02 && measures->cleanness < 0.95;
}

const char *
lb_analyser_look_words (const LbMeasures *measures)
{
  if (lb_analyser_looks_drawn (measures))
    return LOOK_DRAWN;
  if (lb_analyser_looks_photographic (measures))
    return LOOK_PHOTOGRAPHIC;
  return NULL;
}

gboolean
lb_analyser_is_look (const char *text)
{
  return g_str_equal (text, LOOK_DRAWN) || g_str_equal (text, LOOK_PHOTOGRAPHIC) ||
         g_str_equal (text, LOOK_ARTISTIC);
}

const char *
lb_analyser_artistic_words (const LbMeasures *measures)
{
  return lb_analyser_looks_drawn (measures) ? LOOK_ARTISTIC : NULL;
}

const char *
lb_analyser_ground_words (const LbMeasures *measures)
{
  if (measures->calm_share >= 0.5 && measures->cleanness >= 0.85)
    return "large plain areas";
  return measures->calm_share < 0.2 ? "texture or detail nearly everywhere" : NULL;
}

const char *
lb_analyser_sharpness_words (const LbMeasures *measures)
{
  static const Step steps[] = { { 0.005, "no fine detail anywhere in the frame" },
                                { 0.3, "fine detail in a small part of the frame only" },
                                { 0.7, "fine detail in part of the frame" },
                                { G_MAXDOUBLE, "fine detail across most of the frame" } };

  return pick_step (steps, measures->sharp_share);
}

const char *
lb_analyser_symmetry_words (const LbMeasures *measures)
{
  /* A picture without any contrast is like itself mirrored, yet not composed that way. */
  if (measures->contrast < 0.06 && measures->n_palette < 2)
    return NULL;
  return measures->symmetry > 0.85 ? "left and right nearly mirror each other" : NULL;
}

const char *
lb_analyser_share_words (double share)
{
  static const Step steps[] = { { 0.01, NULL },
                                { 0.075, "a small part" },
                                { 0.15, "about a tenth" },
                                { 0.225, "about a fifth" },
                                { 0.29, "about a quarter" },
                                { 0.415, "about a third" },
                                { 0.58, "about half" },
                                { 0.71, "about two thirds" },
                                { 0.85, "about three quarters" },
                                { 0.985, "almost all" },
                                { G_MAXDOUBLE, "all" } };

  return pick_step (steps, share);
}

char *
lb_analyser_shadow_words (const LbMeasures *measures)
{
  const char *share = lb_analyser_share_words (measures->shadow_share);

  return share ? g_strdup_printf ("deep shadow in %s of the frame", share)
               : g_strdup ("no deep shadow");
}

gboolean
lb_analyser_has_subject (const LbMeasures *measures)
{
  return measures->subject_strength >= LB_ANALYSER_STRENGTH_MIN;
}

/* @edge: how far from each side the middle part begins */
static int
find_part (double position, double edge)
{
  return position < edge ? 0 : position > 1 - edge ? 2 : 1;
}

const char *
lb_analyser_place_words (const LbMeasures *measures)
{
  static const char *words[3][3] = {
    { "in the upper left", "in the upper middle", "in the upper right" },
    { "at the left", "in the centre", "at the right" },
    { "in the lower left", "in the lower middle", "in the lower right" },
  };

  return words[find_part (measures->subject_y, ROW_EDGE)]
              [find_part (measures->subject_x, COLUMN_EDGE)];
}

const char *
lb_analyser_place_label (const LbMeasures *measures)
{
  static const char *labels[3][3] = {
    { "top-left", "top-center", "top-right" },
    { "center-left", "center", "center-right" },
    { "bottom-left", "bottom-center", "bottom-right" },
  };

  return labels[find_part (measures->subject_y, ROW_EDGE)]
               [find_part (measures->subject_x, COLUMN_EDGE)];
}

static gboolean
has_exposure (const LbPictureExif *exif)
{
  return exif && (exif->focal_length_mm > 0 || exif->exposure_s > 0 || exif->f_number > 0 ||
                  exif->iso > 0 || (exif->lens && *exif->lens));
}

gboolean
lb_analyser_is_photograph (LbProject *project, const LbPictureExif *exif)
{
  const char *medium = project ? lb_project_get_ip_medium (project) : NULL;

  return g_strcmp0 (medium, "photography") == 0 || has_exposure (exif);
}

char *
lb_analyser_medium (LbProject *project, const LbPictureExif *exif)
{
  const char *medium = project ? lb_project_get_ip_medium (project) : NULL;

  if (g_strcmp0 (medium, "photography") == 0)
    return g_strdup ("photograph");
  if (medium && *medium)
    return g_strdup (medium);
  return has_exposure (exif) ? g_strdup ("photograph") : NULL;
}

char *
lb_analyser_subject (LbProject *project)
{
  static const char *const types[] = { "defined_character", "object_variants", "character_variants",
                                       NULL };
  const char *name, *description;

  if (!project || !lb_project_get_ip_type (project) ||
      !g_strv_contains (types, lb_project_get_ip_type (project)))
    return NULL;

  name = lb_project_get_ip_name (project);
  description = lb_project_get_ip_description (project);
  if (name && *name && description && *description)
    return g_strdup_printf ("%s, %s", name, description);
  if (name && *name)
    return g_strdup (name);
  return description && *description ? g_strdup (description) : NULL;
}

/* Numbers are spelled with a point in every locale, and without needless zeros. */
static void
append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, "%g", round (value * 10) / 10));
}

static void
append_exposure_time (GString *out, double seconds)
{
  if (seconds >= 0.3)
    append_number (out, seconds);
  else
    g_string_append_printf (out, "1/%ld", lround (1 / seconds));
  g_string_append (out, " s");
}

char *
lb_analyser_lens_words (const LbPictureExif *exif)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!has_exposure (exif))
    return NULL;

  if (exif->focal_length_mm > 0)
    {
      append_number (out, exif->focal_length_mm);
      g_string_append (out, "mm");
    }
  if (exif->focal_length_35mm > 0)
    {
      g_string_append (out, out->len ? " (like " : "like ");
      append_number (out, exif->focal_length_35mm);
      g_string_append (out, out->str[out->len - 1] && strchr (out->str, '(') ? "mm on full frame)"
                                                                             : "mm on full frame");
    }
  if (exif->f_number > 0)
    {
      g_string_append (out, out->len ? " at f/" : "f/");
      append_number (out, exif->f_number);
    }
  if (exif->exposure_s > 0)
    {
      g_string_append (out, out->len ? ", " : "");
      append_exposure_time (out, exif->exposure_s);
    }
  if (exif->iso > 0)
    g_string_append_printf (out, "%sISO %d", out->len ? ", " : "", exif->iso);
  if (exif->lens && *exif->lens)
    g_string_append_printf (out, out->len ? ", with %s" : "%s", exif->lens);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
append_list_item (GString *out, guint index, guint length, const char *text)
{
  if (index > 0)
    g_string_append (out, index + 1 == length ? " and " : ", ");
  g_string_append (out, text);
}

static char *
join_items (GPtrArray *items)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    append_list_item (out, i, items->len, g_ptr_array_index (items, i));
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Colours that have the same name are one to the reader. */
static void
add_color (GPtrArray *names, GPtrArray *items, const LbPaletteColor *color, gboolean with_hex)
{
  g_autofree char *name = lb_palette_color_name (color);
  g_autofree char *hex = lb_palette_color_hex (color);

  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    return;
  g_ptr_array_add (items, with_hex ? g_strdup_printf ("%s (%s)", name, hex) : g_strdup (name));
  g_ptr_array_add (names, g_steal_pointer (&name));
}

char *
lb_analyser_palette_words (const LbPaletteColor *colors,
                           int n_colors,
                           gboolean with_hex,
                           const char *except)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup (except ? except : ""));
  for (int i = 0; i < n_colors; i++)
    add_color (names, items, &colors[i], with_hex);
  return join_items (items);
}

/* Small, neither dark nor dull, and more vivid than the rest. */
static gboolean
is_accent (const LbPaletteColor *color, double mean_chroma)
{
  return color->share < ACCENT_SHARE && lb_palette_color_lightness (color) >= ACCENT_LIGHTNESS &&
         lb_palette_color_chroma (color) >= MAX (ACCENT_CHROMA, mean_chroma + ACCENT_LEAD);
}

/* Of the colours that cover much, by how much they cover. */
static double
find_mean_chroma (const LbPaletteColor *colors, int n_colors)
{
  double sum = 0, share = 0;

  for (int i = 0; i < n_colors; i++)
    if (colors[i].share >= ACCENT_SHARE)
      {
        sum += lb_palette_color_chroma (&colors[i]) * colors[i].share;
        share += colors[i].share;
      }
  return share > 0 ? sum / share : 0;
}

char *
lb_analyser_scheme_words (const LbPaletteColor *colors, int n_colors)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) main_items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) accent_items = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *main_words = NULL;
  g_autofree char *accent_words = NULL;
  double mean_chroma = find_mean_chroma (colors, n_colors);

  for (int i = 0; i < n_colors; i++)
    if (is_accent (&colors[i], mean_chroma))
      add_color (names, accent_items, &colors[i], TRUE);
    else if (main_items->len == 0 ||
             (main_items->len < N_MAIN_COLORS && colors[i].share >= MAIN_SHARE_MIN))
      add_color (names, main_items, &colors[i], TRUE);
  main_words = join_items (main_items);
  accent_words = join_items (accent_items);
  if (accent_items->len == 0)
    return g_steal_pointer (&main_words);
  return g_strdup_printf (main_items->len ? "%s, with accents in %s" : "%saccents in %s",
                          main_words, accent_words);
}

const char *
lb_analyser_tone_words (const char *scheme, const char *vividness)
{
  if (strstr (scheme, "accents in") && g_strcmp0 (vividness, MUTED_WITH_ACCENTS) == 0)
    return "muted overall";
  return vividness;
}

char *
lb_analyser_subject_colors (const LbMeasures *measures)
{
  const LbPaletteColor colors[] = { measures->subject_color, measures->subject_second };

  if (!lb_analyser_has_subject (measures))
    return NULL;
  return lb_analyser_palette_words (colors, measures->subject_second.share > 0 ? 2 : 1, FALSE,
                                    NULL);
}
