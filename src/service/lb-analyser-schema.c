#include "service/lb-analyser-schema.h"
#include "imaging/lb-palette.h"
#include "service/lb-analyser-words.h"
#include "service/lb-analyser-writer.h"

#include <math.h>
#include <string.h>

#define SHARED_PERCENT 80        /* of the pictures must agree */
#define SAME_COLOR_DISTANCE 13.0 /* in Lab: taken for the same colour */
#define OTHER_COLOR_DISTANCE 20.0
#define COLOR_SHARE_MIN 0.03  /* of a picture, for a colour to count as in it */
#define ACCENT_SHARE_MIN 0.01 /* the same, for a vivid colour: less of it is seen */
#define ACCENT_CHROMA 42.0    /* in Lab */
#define HALF_MARGIN 0.04      /* from the middle, for what stands out to lie in one half */

typedef const char *(*WordsFunc) (const LbMeasures *measures);

typedef struct
{
  const LbAnalyserPicture *pictures;
  guint n_pictures;
  LbProject *project;
} Set;

void
lb_analyser_picture_clear (LbAnalyserPicture *self)
{
  g_clear_pointer (&self->exif, lb_picture_exif_free);
}

static gboolean
is_shared (const Set *set, guint n_agreeing)
{
  return n_agreeing * 100 >= set->n_pictures * SHARED_PERCENT;
}

/* The word that most pictures have; at 80 % only one word can have it, so order does not matter. */
static const char *
find_shared_word (const Set *set, const char *const *words)
{
  for (guint i = 0; i < set->n_pictures; i++)
    {
      guint n_agreeing = 0;

      if (!words[i])
        continue;
      for (guint j = 0; j < set->n_pictures; j++)
        n_agreeing += g_strcmp0 (words[i], words[j]) == 0;
      if (is_shared (set, n_agreeing))
        return words[i];
    }

  return NULL;
}

static const char *
find_shared (const Set *set, WordsFunc func)
{
  g_autofree const char **words = g_new0 (const char *, set->n_pictures);

  for (guint i = 0; i < set->n_pictures; i++)
    words[i] = func (&set->pictures[i].measures);
  return find_shared_word (set, words);
}

static const char *
find_shared_format (const Set *set)
{
  g_autofree const char **words = g_new0 (const char *, set->n_pictures);

  for (guint i = 0; i < set->n_pictures; i++)
    words[i] = lb_analyser_format_words (set->pictures[i].width, set->pictures[i].height);
  return find_shared_word (set, words);
}

/* One word of @scale, or two neighbours with all that lies between: "mid-toned to bright".
 * Returns: (transfer full) (nullable) */
static char *
find_shared_range (const Set *set, WordsFunc func, const char *const *scale)
{
  const char *word = find_shared (set, func);

  if (word)
    return g_strdup (word);

  for (guint step = 0; scale[step + 1]; step++)
    {
      guint n_agreeing = 0;

      for (guint i = 0; i < set->n_pictures; i++)
        {
          word = func (&set->pictures[i].measures);
          n_agreeing += g_str_equal (word, scale[step]) || g_str_equal (word, scale[step + 1]);
        }
      if (is_shared (set, n_agreeing))
        {
          const char *noun = strchr (scale[step], ' ');
          gboolean same_noun = noun && g_str_has_suffix (scale[step + 1], noun);
          gsize length = same_noun ? (gsize) (noun - scale[step]) : strlen (scale[step]);
          g_autofree char *from = g_strndup (scale[step], length);

          return g_strdup_printf ("%s to %s", from, scale[step + 1]);
        }
    }

  return NULL;
}

static char *
find_shared_shadows (const Set *set)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < set->n_pictures; i++)
    g_ptr_array_add (texts, lb_analyser_shadow_words (&set->pictures[i].measures));
  return g_strdup (find_shared_word (set, (const char *const *) texts->pdata));
}

static const char *
find_place (const LbMeasures *measures)
{
  return lb_analyser_has_subject (measures) ? lb_analyser_place_words (measures) : NULL;
}

static const char *
find_height (const LbMeasures *measures)
{
  if (!lb_analyser_has_subject (measures) || ABS (measures->subject_y - 0.5) < HALF_MARGIN)
    return NULL;
  return measures->subject_y > 0.5 ? "in the lower half of the frame"
                                   : "in the upper half of the frame";
}

static const char *
find_side (const LbMeasures *measures)
{
  if (!lb_analyser_has_subject (measures))
    return NULL;
  if (ABS (measures->subject_x - 0.5) <= 0.125)
    return "midway between left and right";
  return measures->subject_x > 0.5 ? "in the right half of the frame"
                                   : "in the left half of the frame";
}

static char *
find_shared_lens (const Set *set)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < set->n_pictures; i++)
    {
      const LbPictureExif *exif = set->pictures[i].exif;
      LbPictureExif lens = { .focal_length_mm = exif ? exif->focal_length_mm : 0 };

      g_ptr_array_add (texts, lb_analyser_lens_words (&lens));
    }
  return g_strdup (find_shared_word (set, (const char *const *) texts->pdata));
}

static gboolean
are_photographs (const Set *set)
{
  guint n_photographs = 0;

  for (guint i = 0; i < set->n_pictures; i++)
    n_photographs += lb_analyser_is_photograph (set->project, set->pictures[i].exif);
  return n_photographs == set->n_pictures;
}

static int
compare_colors (gconstpointer a, gconstpointer b)
{
  const LbPaletteColor *one = a, *other = b;

  if (one->red != other->red)
    return one->red - other->red;
  if (one->green != other->green)
    return one->green - other->green;
  if (one->blue != other->blue)
    return one->blue - other->blue;
  return (one->share > other->share) - (one->share < other->share);
}

/* The colours of one picture that are compared with those of the others. */
typedef struct
{
  LbPaletteColor colors[LB_MEASURES_PALETTE];
  int n_colors;
} Palette;

static void
take_prominent_colors (const LbMeasures *measures, Palette *palette)
{
  for (int i = 0; i < measures->n_palette; i++)
    {
      const LbPaletteColor *color = &measures->palette[i];
      gboolean vivid = lb_palette_color_chroma (color) >= ACCENT_CHROMA;

      if (color->share >= (vivid ? ACCENT_SHARE_MIN : COLOR_SHARE_MIN))
        palette->colors[palette->n_colors++] = *color;
    }
}

static void
take_subject_colors (const LbMeasures *measures, Palette *palette)
{
  if (!lb_analyser_has_subject (measures))
    return;
  palette->colors[palette->n_colors++] = measures->subject_color;
  if (measures->subject_second.share > 0)
    palette->colors[palette->n_colors++] = measures->subject_second;
}

static const LbPaletteColor *
find_in_palette (const Palette *palette, const LbPaletteColor *color)
{
  const LbPaletteColor *nearest = NULL;
  double least = SAME_COLOR_DISTANCE;

  for (int i = 0; i < palette->n_colors; i++)
    {
      double distance = lb_palette_color_distance (&palette->colors[i], color);

      if (distance <= least)
        {
          least = distance;
          nearest = &palette->colors[i];
        }
    }
  return nearest;
}

/* @mean: (out): of what the palettes have of @color; summed as integers, so in any order the same.
 * Returns: how many palettes have it */
static guint
count_color (const Palette *palettes,
             guint n_palettes,
             const LbPaletteColor *color,
             LbPaletteColor *mean)
{
  guint n_with = 0;
  guint red = 0, green = 0, blue = 0;
  gint64 share = 0;

  for (guint i = 0; i < n_palettes; i++)
    {
      const LbPaletteColor *found = find_in_palette (&palettes[i], color);

      if (!found)
        continue;
      n_with++;
      red += found->red;
      green += found->green;
      blue += found->blue;
      share += llround (found->share * 1e6);
    }
  if (n_with > 0)
    *mean = (LbPaletteColor) { red / n_with, green / n_with, blue / n_with, share / 1e6 / n_with };
  return n_with;
}

static gboolean
is_near_any (const LbPaletteColor *colors, int n_colors, const LbPaletteColor *color)
{
  for (int i = 0; i < n_colors; i++)
    if (lb_palette_color_distance (&colors[i], color) < OTHER_COLOR_DISTANCE)
      return TRUE;
  return FALSE;
}

/* The colours that most palettes have: those in most of them first, then the largest. */
static int
find_shared_colors (const Set *set,
                    void (*take) (const LbMeasures *, Palette *),
                    LbPaletteColor *shared)
{
  g_autofree Palette *palettes = g_new0 (Palette, set->n_pictures);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (LbPaletteColor));
  int n_shared = 0;

  for (guint i = 0; i < set->n_pictures; i++)
    {
      take (&set->pictures[i].measures, &palettes[i]);
      g_array_append_vals (candidates, palettes[i].colors, palettes[i].n_colors);
    }
  g_array_sort (candidates, compare_colors);

  while (n_shared < LB_MEASURES_PALETTE)
    {
      LbPaletteColor best = { 0 };
      guint best_count = 0;

      for (guint i = 0; i < candidates->len; i++)
        {
          const LbPaletteColor *color = &g_array_index (candidates, LbPaletteColor, i);
          LbPaletteColor mean;
          guint count = count_color (palettes, set->n_pictures, color, &mean);

          if (is_shared (set, count) && !is_near_any (shared, n_shared, &mean) &&
              (count > best_count || (count == best_count && mean.share > best.share)))
            {
              best = mean;
              best_count = count;
            }
        }
      if (best_count == 0)
        break;
      shared[n_shared++] = best;
    }

  return n_shared;
}

static void
add_objects (const Set *set, LbAnalyserWriter *writer)
{
  g_autofree char *subject = lb_analyser_subject (set->project);

  if (!subject)
    return;
  lb_analyser_writer_open (writer, "objects", '[');
  lb_analyser_writer_open (writer, NULL, '{');
  lb_analyser_writer_add_text (writer, "description", subject);
  lb_analyser_writer_close (writer, '}');
  lb_analyser_writer_close (writer, ']');
}

static void
add_background (const Set *set, LbAnalyserWriter *writer)
{
  const char *ground = find_shared (set, lb_analyser_ground_words);
  g_autofree char *sentence = ground ? g_strdup_printf ("A background with %s.", ground) : NULL;

  lb_analyser_writer_add_text (writer, "background_setting", sentence);
}

static void
add_lighting (const Set *set, LbAnalyserWriter *writer)
{
  static const char *const light_scale[] = { "very dark", "dark",        "mid-toned",
                                             "bright",    "very bright", NULL };
  static const char *const contrast_scale[] = { "low contrast", "moderate contrast",
                                                "strong contrast", NULL };
  const char *direction = find_shared (set, lb_analyser_direction_words);
  g_autofree char *light = find_shared_range (set, lb_analyser_light_words, light_scale);
  g_autofree char *overall = light ? g_strdup_printf ("%s overall", light) : NULL;
  g_autofree char *contrast = find_shared_range (set, lb_analyser_contrast_words, contrast_scale);
  g_autofree char *shadows = find_shared_shadows (set);
  g_autofree char *conditions = lb_analyser_join (NULL, (const char *[]) { overall, contrast }, 2);

  if (!*conditions && !direction && !shadows)
    return;
  lb_analyser_writer_open (writer, "lighting", '{');
  lb_analyser_writer_add_text (writer, "conditions", conditions);
  lb_analyser_writer_add_text (writer, "direction", direction);
  lb_analyser_writer_add_text (writer, "shadows", shadows);
  lb_analyser_writer_close (writer, '}');
}

/* What is shared of the area that stands out: its colours, its place, both or neither. */
static char *
describe_shared_area (const Set *set)
{
  LbPaletteColor colors[LB_MEASURES_PALETTE];
  int n_colors = find_shared_colors (set, take_subject_colors, colors);
  const char *place = find_shared (set, find_place);
  g_autofree char *names = lb_analyser_palette_words (colors, n_colors, FALSE, NULL);

  if (!place)
    place = find_shared (set, find_height);
  if (!place)
    place = find_shared (set, find_side);
  if (n_colors > 0)
    return g_strdup_printf ("an area in %s stands out%s%s", names, place ? " " : "",
                            place ? place : "");
  return place ? g_strdup_printf ("the area that stands out lies %s", place) : NULL;
}

static void
add_aesthetics (const Set *set, LbAnalyserWriter *writer)
{
  LbPaletteColor colors[LB_MEASURES_PALETTE];
  int n_colors = find_shared_colors (set, take_prominent_colors, colors);
  const char *format = find_shared_format (set);
  const char *vividness = find_shared (set, lb_analyser_vividness_words);
  const char *warmth = find_shared (set, lb_analyser_warmth_words);
  const char *family = find_shared (set, lb_analyser_family_words);
  g_autofree char *mostly = family ? g_strdup_printf ("mostly %s", family) : NULL;
  g_autofree char *palette = lb_analyser_scheme_words (colors, n_colors);
  g_autofree char *shape = format ? g_strdup_printf ("%s format", format) : NULL;
  g_autofree char *area = describe_shared_area (set);
  g_autofree char *composition = lb_analyser_join (
    NULL, (const char *[]) { shape, area, find_shared (set, lb_analyser_symmetry_words) }, 3);
  g_autofree char *scheme = lb_analyser_join (
    NULL, (const char *[]) { mostly, palette, lb_analyser_tone_words (palette, vividness) }, 3);
  g_autofree char *mood = lb_analyser_join (NULL, (const char *[]) { warmth, vividness }, 2);

  if (!*scheme && !*composition && !*mood)
    return;
  lb_analyser_writer_open (writer, "aesthetics", '{');
  lb_analyser_writer_add_text (writer, "composition", composition);
  lb_analyser_writer_add_text (writer, "color_scheme", scheme);
  lb_analyser_writer_add_text (writer, "mood_atmosphere", mood);
  lb_analyser_writer_close (writer, '}');
}

static gboolean
look_photographic (const Set *set)
{
  guint n_photographic = 0;

  for (guint i = 0; i < set->n_pictures; i++)
    n_photographic += lb_analyser_looks_photographic (&set->pictures[i].measures);
  return is_shared (set, n_photographic);
}

static void
add_photographic (const Set *set, LbAnalyserWriter *writer)
{
  const char *sharpness = find_shared (set, lb_analyser_sharpness_words);
  g_autofree char *lens = find_shared_lens (set);

  if ((!are_photographs (set) && !look_photographic (set)) || (!sharpness && !lens))
    return;
  lb_analyser_writer_open (writer, "photographic_characteristics", '{');
  lb_analyser_writer_add_text (writer, "depth_of_field", sharpness);
  lb_analyser_writer_add_text (writer, "lens_focal_length", lens);
  lb_analyser_writer_close (writer, '}');
}

/* @alone: nothing was found that the pictures share, and a schema is never empty */
static void
add_context (const Set *set, LbAnalyserWriter *writer, gboolean alone)
{
  const char *name = set->project ? lb_project_get_project_name (set->project) : NULL;
  const char *about = set->project ? lb_project_get_project_description (set->project) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (name && *name)
    g_string_append_printf (out, "Pictures for the project “%s”.", name);
  if (about && *about)
    g_string_append_printf (out, "%s%s", out->len ? " " : "", about);
  if (out->len == 0 && alone)
    g_string_append (out, "A set of pictures that vary in colour, light and composition.");
  lb_analyser_writer_add_text (writer, "context", out->str);
}

/**
 * lb_analyser_write_schema:
 * @pictures: (array length=n_pictures): what was measured
 * @n_pictures: at least one
 * @project: (nullable): what the pictures belong to
 *
 * Writes a visual schema of what at least 80 % of the pictures share; what varies is left out.
 * A trait is shared when the same word was found for it in so many pictures: of light and contrast,
 * which are steps of a scale, two neighbouring words may stand together. A colour is shared when so
 * many pictures have it, or one that looks the same, among their prominent ones.
 *
 * Returns: (transfer full): JSON text of an object with members, the same for any order of
 * @pictures
 */
char *
lb_analyser_write_schema (const LbAnalyserPicture *pictures, guint n_pictures, LbProject *project)
{
  const Set set = { pictures, n_pictures, project };
  g_autofree char *medium = NULL;
  LbAnalyserWriter writer;

  g_return_val_if_fail (n_pictures > 0, NULL);

  medium = lb_analyser_medium (project, are_photographs (&set) ? pictures[0].exif : NULL);
  lb_analyser_writer_init (&writer);
  lb_analyser_writer_open (&writer, NULL, '{');
  add_objects (&set, &writer);
  add_background (&set, &writer);
  add_lighting (&set, &writer);
  add_aesthetics (&set, &writer);
  add_photographic (&set, &writer);
  lb_analyser_writer_add_text (&writer, "style_medium",
                               medium ? medium : find_shared (&set, lb_analyser_look_words));
  add_context (&set, &writer, writer.first);
  lb_analyser_writer_add_text (&writer, "artistic_style",
                               find_shared (&set, lb_analyser_artistic_words));
  lb_analyser_writer_close (&writer, '}');
  return lb_analyser_writer_end (&writer);
}
