#include "service/lb-analyser-words.h"
#include "imaging/lb-palette.h"

#include <math.h>
#include <string.h>

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
  static const Step steps[] = { { 0.12, "very dark" },
                                { 0.32, "dark" },
                                { 0.58, "mid-toned" },
                                { 0.82, "bright" },
                                { G_MAXDOUBLE, "very bright" } };

  return pick_step (steps, measures->brightness);
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

const char *
lb_analyser_vividness_words (const LbMeasures *measures)
{
  static const Step steps[] = { { 0.16, "muted" }, { 0.42, NULL }, { G_MAXDOUBLE, "vivid" } };

  if (lb_analyser_is_colorless (measures))
    return "colourless";
  return pick_step (steps, measures->saturation);
}

const char *
lb_analyser_warmth_words (const LbMeasures *measures)
{
  static const Step steps[] = { { -0.12, "cool" }, { 0.16, NULL }, { G_MAXDOUBLE, "warm" } };

  if (lb_analyser_is_colorless (measures))
    return NULL;
  return pick_step (steps, measures->warmth);
}

const char *
lb_analyser_surface_words (const LbMeasures *measures)
{
  static const Step steps[] = { { 0.12, "continuous tones" },
                                { 0.55, NULL },
                                { G_MAXDOUBLE, "large flat areas of colour" } };

  if (measures->flatness >= 0.55 && lb_analyser_is_colorless (measures))
    return "large flat areas";
  return pick_step (steps, measures->flatness);
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

gboolean
lb_analyser_has_subject (const LbMeasures *measures)
{
  return measures->subject_strength >= LB_ANALYSER_STRENGTH_MIN;
}

static int
find_third (double position)
{
  return position < 0.4 ? 0 : position > 0.6 ? 2 : 1;
}

const char *
lb_analyser_place_words (const LbMeasures *measures)
{
  static const char *words[3][3] = {
    { "in the upper left", "in the upper middle", "in the upper right" },
    { "at the left", "in the centre", "at the right" },
    { "in the lower left", "in the lower middle", "in the lower right" },
  };

  return words[find_third (measures->subject_y)][find_third (measures->subject_x)];
}

const char *
lb_analyser_place_label (const LbMeasures *measures)
{
  static const char *labels[3][3] = {
    { "top-left", "top-center", "top-right" },
    { "center-left", "center", "center-right" },
    { "bottom-left", "bottom-center", "bottom-right" },
  };

  return labels[find_third (measures->subject_y)][find_third (measures->subject_x)];
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

char *
lb_analyser_palette_words (const LbPaletteColor *colors,
                           int n_colors,
                           gboolean with_hex,
                           const char *except)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);

  for (int i = 0; i < n_colors; i++)
    {
      g_autofree char *name = lb_palette_color_name (&colors[i]);
      g_autofree char *hex = lb_palette_color_hex (&colors[i]);

      if (g_strcmp0 (name, except) == 0 ||
          g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        continue;
      g_ptr_array_add (items, with_hex ? g_strdup_printf ("%s (%s)", name, hex) : g_strdup (name));
      g_ptr_array_add (names, g_steal_pointer (&name));
    }

  for (guint i = 0; i < items->len; i++)
    append_list_item (out, i, items->len, g_ptr_array_index (items, i));
  return g_string_free (g_steal_pointer (&out), FALSE);
}
