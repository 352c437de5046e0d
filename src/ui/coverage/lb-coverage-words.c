#include "config.h"

#include "ui/coverage/lb-coverage-words.h"

#include <glib/gi18n.h>

#include "base/lb-visible-text.h"

const char *
lb_coverage_chart_words (LbCoverageChart chart)
{
  switch (chart)
    {
    /* Translators: how much of a scene a picture shows, such as close-ups and wide shots */
    case LB_COVERAGE_SHOT:          return C_ ("chart", "Shot");
    case LB_COVERAGE_ANGLE:         return _ ("Camera angle");
    case LB_COVERAGE_VIEW:          return _ ("View of the objects");
    case LB_COVERAGE_COMPOSITION:   return _ ("Composition");
    case LB_COVERAGE_DEPTH:         return _ ("Depth of field");
    case LB_COVERAGE_LOCATION:      return _ ("Place in the picture");
    case LB_COVERAGE_RELATIVE_SIZE: return _ ("Size in the picture");
    case LB_COVERAGE_CONDITIONS:    return C_ ("chart", "Light");
    case LB_COVERAGE_DIRECTION:     return _ ("Direction of the light");
    case LB_COVERAGE_COLORS:        return _ ("Colors");
    case LB_COVERAGE_MOOD:          return C_ ("chart", "Mood");
    case LB_COVERAGE_MEDIUM:        return _ ("Style medium");
    case LB_COVERAGE_STYLE:         return _ ("Artistic style");
    case LB_COVERAGE_SIZE:          return _ ("Shorter side, in pixels");
    /* Translators: whether pictures are upright, square or lying */
    case LB_COVERAGE_ASPECT: return C_ ("chart", "Format");
    default:                 g_return_val_if_reached ("");
    }
}

/* Translators: these stand alone beside a bar, and behind “are” or “is” in sentences such as
 * “24 of 30 are eye-level”. */
static const char *const terms[] = {
  NC_ ("coverage", "close-ups"),
  NC_ ("coverage", "medium shots"),
  NC_ ("coverage", "full figures"),
  NC_ ("coverage", "wide shots"),
  NC_ ("coverage", "eye-level"),
  NC_ ("coverage", "from below"),
  NC_ ("coverage", "from above"),
  NC_ ("coverage", "straight from overhead"),
  NC_ ("coverage", "tilted"),
  NC_ ("coverage", "seen from the front"),
  NC_ ("coverage", "seen at an angle"),
  NC_ ("coverage", "seen from the side"),
  NC_ ("coverage", "seen from behind"),
  NC_ ("coverage", "centered"),
  NC_ ("coverage", "at a point of thirds"),
  NC_ ("coverage", "symmetrical"),
  NC_ ("coverage", "diagonal"),
  NC_ ("coverage", "led by lines"),
  NC_ ("coverage", "framed"),
  NC_ ("coverage", "balanced"),
  NC_ ("coverage", "on an empty ground"),
  NC_ ("coverage", "shallow"),
  NC_ ("coverage", "moderate"),
  NC_ ("coverage", "deep"),
  NC_ ("coverage", "at the left"),
  NC_ ("coverage", "in the center"),
  NC_ ("coverage", "at the right"),
  NC_ ("coverage", "at the top"),
  NC_ ("coverage", "at the bottom"),
  NC_ ("coverage", "in the foreground"),
  NC_ ("coverage", "in the background"),
  NC_ ("coverage", "large"),
  NC_ ("coverage", "medium-sized"),
  NC_ ("coverage", "small"),
  NC_ ("coverage", "in daylight"),
  NC_ ("coverage", "in a low sun"),
  NC_ ("coverage", "at dusk or dawn"),
  NC_ ("coverage", "at night"),
  NC_ ("coverage", "under clouds"),
  NC_ ("coverage", "in artificial light"),
  NC_ ("coverage", "in soft light"),
  NC_ ("coverage", "in hard light"),
  NC_ ("coverage", "lit from the left"),
  NC_ ("coverage", "lit from the right"),
  NC_ ("coverage", "lit from the front"),
  NC_ ("coverage", "backlit"),
  NC_ ("coverage", "lit from above"),
  NC_ ("coverage", "lit from below"),
  NC_ ("coverage", "lit evenly"),
  NC_ ("coverage", "red"),
  NC_ ("coverage", "orange"),
  NC_ ("coverage", "yellow"),
  NC_ ("coverage", "green"),
  NC_ ("coverage", "teal"),
  NC_ ("coverage", "blue"),
  NC_ ("coverage", "violet"),
  NC_ ("coverage", "pink"),
  NC_ ("coverage", "brown"),
  NC_ ("coverage", "gray or black"),
  NC_ ("coverage", "white"),
  NC_ ("coverage", "calm"),
  NC_ ("coverage", "cheerful"),
  NC_ ("coverage", "cozy"),
  NC_ ("coverage", "lively"),
  NC_ ("coverage", "dramatic"),
  NC_ ("coverage", "mysterious"),
  NC_ ("coverage", "sad"),
  NC_ ("coverage", "sober"),
  NC_ ("coverage", "very tall"),
  NC_ ("coverage", "portrait"),
  NC_ ("coverage", "square"),
  NC_ ("coverage", "landscape"),
  NC_ ("coverage", "very wide"),
};

/* (transfer none): what the model calls @term is shown as it is, if it is a number. */
static const char *
term_words (const char *term)
{
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (g_str_equal (terms[i], term))
      return g_dpgettext2 (NULL, "coverage", terms[i]);

  return term;
}

/* (transfer full) */
static char *
name (const char *label, gboolean is_term)
{
  return is_term ? g_strdup (term_words (label)) : lb_visible_text (label);
}

char *
lb_coverage_group_words (const LbCoverageGroup *group)
{
  switch (group->kind)
    {
    case LB_COVERAGE_TERM:
    case LB_COVERAGE_VALUE: return name (group->label, group->kind == LB_COVERAGE_TERM);
    case LB_COVERAGE_OTHER:
      return g_strdup_printf (ngettext ("%'u other value", "%'u other values", group->n_values),
                              group->n_values);
    case LB_COVERAGE_UNSAID:
    default:
      /* Translators: captions that say nothing of it */
      return g_strdup (C_ ("coverage", "not said"));
    }
}

/* (transfer full): what there is none of. */
static char *
join_missing (const LbThinSpot *spot)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < spot->missing->len; i++)
    g_strv_builder_take (names, name (g_ptr_array_index (spot->missing, i), TRUE));
  all = g_strv_builder_end (names);

  /* Translators: between the words in a list of what a set has none of */
  return g_strjoinv (C_ ("coverage", ", "), all);
}

char *
lb_thin_spot_words (const LbThinSpot *spot)
{
  const char *chart = lb_coverage_chart_words (spot->chart);
  g_autofree char *missing = join_missing (spot);
  g_autofree char *plain = spot->label != NULL ? name (spot->label, spot->is_term) : NULL;
  g_autofree char *label =
    spot->is_term || plain == NULL ? g_strdup (plain) : g_strdup_printf (_ ("“%s”"), plain);

  switch (spot->kind)
    {
    case LB_THIN_ALL:
      /* Translators: what is looked at, how many images, and what they all are, as in “Camera
       * angle: all 12 are eye-level” */
      return g_strdup_printf (
        ngettext ("%s: the only one of %'u is %s", "%s: all %'u are %s", spot->n_of), chart,
        spot->n_of, label);
    case LB_THIN_MOST:
      /* Translators: as in “Camera angle: 24 of 30 are eye-level” */
      return g_strdup_printf (
        ngettext ("%s: %'u of %'u is %s", "%s: %'u of %'u are %s", spot->n_images), chart,
        spot->n_images, spot->n_of, label);
    case LB_THIN_SINGLE:
      /* Translators: as in “Format: only 1 of 30 is portrait” */
      return g_strdup_printf (_ ("%s: only 1 of %'u is %s"), chart, spot->n_of, label);
    case LB_THIN_NONE:
      /* Translators: as in “View of the objects: of 30 none is seen from behind” */
      return g_strdup_printf (_ ("%s: of %'u none is %s"), chart, spot->n_of, missing);
    case LB_THIN_SMALL:
    default:
      return g_strdup_printf (ngettext ("%'u image is smaller than 1024 pixels",
                                        "%'u images are smaller than 1024 pixels", spot->n_images),
                              spot->n_images);
    }
}

char *
lb_thin_spot_advice (const LbThinSpot *spot)
{
  g_autofree char *missing = join_missing (spot);

  if (spot->kind == LB_THIN_SMALL)
    return g_strdup (_ ("On the shorter side; larger originals give more detail"));
  if (spot->kind == LB_THIN_SINGLE)
    return g_strdup (_ ("Add more of these, or leave it out"));
  if (spot->missing->len == 0)
    return g_strdup (_ ("Add pictures that are different"));

  /* Translators: what pictures should show, as in “Worth adding: from below, from above” */
  return g_strdup_printf (_ ("Worth adding: %s"), missing);
}
