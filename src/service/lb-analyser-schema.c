#include "service/lb-analyser-schema.h"
#include "imaging/lb-palette.h"
#include "service/lb-analyser-words.h"
#include "service/lb-analyser-writer.h"

#include <math.h>

#define SHARED_PERCENT 80        /* of the pictures must agree */
#define SAME_COLOR_DISTANCE 13.0 /* in Lab: taken for the same colour */
#define OTHER_COLOR_DISTANCE 20.0
#define COLOR_SHARE_MIN 0.03 /* of a picture, for a colour to count as in it */

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

static const char *
find_place (const LbMeasures *measures)
{
  return lb_analyser_has_subject (measures) ? lb_analyser_place_words (measures) : NULL;
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

static const LbPaletteColor *
find_in_picture (const LbMeasures *measures, const LbPaletteColor *color)
{
  const LbPaletteColor *nearest = NULL;

  for (int i = 0; i < measures->n_palette; i++)
    if (measures->palette[i].share >= COLOR_SHARE_MIN &&
        lb_palette_color_distance (&measures->palette[i], color) <= SAME_COLOR_DISTANCE &&
        (!nearest || lb_palette_color_distance (&measures->palette[i], color) <
                       lb_palette_color_distance (nearest, color)))
      nearest = &measures->palette[i];
  return nearest;
}

/* @mean: (out): of what the pictures have of @color; summed as integers, so in any order the same.
 * Returns: how many pictures have it */
static guint
count_color (const Set *set, const LbPaletteColor *color, LbPaletteColor *mean)
{
  guint n_with = 0;
  guint red = 0, green = 0, blue = 0;
  gint64 share = 0;

  for (guint i = 0; i < set->n_pictures; i++)
    {
      const LbPaletteColor *found = find_in_picture (&set->pictures[i].measures, color);

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

/* The colours that most pictures have: those in most of them first, then the largest. */
static int
find_shared_colors (const Set *set, LbPaletteColor *shared)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (LbPaletteColor));
  int n_shared = 0;

  for (guint i = 0; i < set->n_pictures; i++)
    g_array_append_vals (candidates, set->pictures[i].measures.palette,
                         set->pictures[i].measures.n_palette);
  g_array_sort (candidates, compare_colors);

  while (n_shared < LB_MEASURES_PALETTE)
    {
      LbPaletteColor best = { 0 };
      guint best_count = 0;

      for (guint i = 0; i < candidates->len; i++)
        {
          const LbPaletteColor *color = &g_array_index (candidates, LbPaletteColor, i);
          LbPaletteColor mean;
          guint count = count_color (set, color, &mean);

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
add_lighting (const Set *set, LbAnalyserWriter *writer)
{
  const char *light = find_shared (set, lb_analyser_light_words);
  const char *direction = find_shared (set, lb_analyser_direction_words);
  g_autofree char *overall = light ? g_strdup_printf ("%s overall", light) : NULL;
  g_autofree char *conditions = lb_analyser_join (
    NULL, (const char *[]) { overall, find_shared (set, lb_analyser_contrast_words) }, 2);

  if (!*conditions && !direction)
    return;
  lb_analyser_writer_open (writer, "lighting", '{');
  lb_analyser_writer_add_text (writer, "conditions", conditions);
  lb_analyser_writer_add_text (writer, "direction", direction);
  lb_analyser_writer_close (writer, '}');
}

static void
add_aesthetics (const Set *set, LbAnalyserWriter *writer)
{
  LbPaletteColor colors[LB_MEASURES_PALETTE];
  int n_colors = find_shared_colors (set, colors);
  const char *place = find_shared (set, find_place);
  const char *format = find_shared_format (set);
  g_autofree char *palette = lb_analyser_palette_words (colors, n_colors, TRUE, NULL);
  g_autofree char *shape = format ? g_strdup_printf ("%s format", format) : NULL;
  g_autofree char *region =
    place ? g_strdup_printf ("the region that stands out lies %s", place) : NULL;
  g_autofree char *composition = lb_analyser_join (
    NULL, (const char *[]) { shape, region, find_shared (set, lb_analyser_symmetry_words) }, 3);
  g_autofree char *mood =
    lb_analyser_join (NULL,
                      (const char *[]) { find_shared (set, lb_analyser_warmth_words),
                                         find_shared (set, lb_analyser_vividness_words) },
                      2);

  if (!*palette && !*composition && !*mood)
    return;
  lb_analyser_writer_open (writer, "aesthetics", '{');
  lb_analyser_writer_add_text (writer, "composition", composition);
  lb_analyser_writer_add_text (writer, "color_scheme", palette);
  lb_analyser_writer_add_text (writer, "mood_atmosphere", mood);
  lb_analyser_writer_close (writer, '}');
}

static void
add_photographic (const Set *set, LbAnalyserWriter *writer)
{
  const char *sharpness = find_shared (set, lb_analyser_sharpness_words);
  g_autofree char *lens = find_shared_lens (set);

  if (!are_photographs (set) || (!sharpness && !lens))
    return;
  lb_analyser_writer_open (writer, "photographic_characteristics", '{');
  lb_analyser_writer_add_text (writer, "depth_of_field", sharpness);
  lb_analyser_writer_add_text (writer, "lens_focal_length", lens);
  lb_analyser_writer_close (writer, '}');
}

/* What is true of all the pictures in any case, so that a schema is never empty. */
static void
add_context (const Set *set, LbAnalyserWriter *writer)
{
  const char *name = set->project ? lb_project_get_project_name (set->project) : NULL;
  const char *about = set->project ? lb_project_get_project_description (set->project) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (name && *name)
    g_string_append_printf (out, "Pictures for the project “%s”.", name);
  if (about && *about)
    g_string_append_printf (out, "%s%s", out->len ? " " : "", about);
  if (out->len == 0)
    g_string_append (out, "One picture of a set.");
  lb_analyser_writer_add_text (writer, "context", out->str);
}

/**
 * lb_analyser_write_schema:
 * @pictures: (array length=n_pictures): what was measured
 * @n_pictures: at least one
 * @project: (nullable): what the pictures belong to
 *
 * Writes a visual schema of what at least 80 % of the pictures share; what varies is left out.
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
  add_lighting (&set, &writer);
  add_aesthetics (&set, &writer);
  add_photographic (&set, &writer);
  lb_analyser_writer_add_text (&writer, "style_medium",
                               medium ? medium : find_shared (&set, lb_analyser_surface_words));
  add_context (&set, &writer);
  lb_analyser_writer_close (&writer, '}');
  return lb_analyser_writer_end (&writer);
}
