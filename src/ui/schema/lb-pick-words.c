#include "config.h"

#include "ui/schema/lb-pick-words.h"

#include <glib/gi18n.h>

/* The families of lb_palette_color_family(). */
static const struct
{
  const char *family;
  const char *words;
} only_colors[] = {
  /* Translators: of all pictures, this is the one with that colour in it */
  { "blues", N_ ("Only one with blue") },     { "blue greens", N_ ("Only one with teal") },
  { "greens", N_ ("Only one with green") },   { "yellows", N_ ("Only one with yellow") },
  { "oranges", N_ ("Only one with orange") }, { "reds", N_ ("Only one with red") },
  { "pinks", N_ ("Only one with pink") },     { "purples", N_ ("Only one with purple") },
  { "browns", N_ ("Only one with brown") },   { "creams", N_ ("Only one with cream") },
  { "blacks", N_ ("Only one with black") },   { "greys", N_ ("Only one with gray") },
  { "whites", N_ ("Only one with white") },
};

static const char *
only_color_words (const char *family)
{
  for (gsize i = 0; i < G_N_ELEMENTS (only_colors); i++)
    if (g_strcmp0 (only_colors[i].family, family) == 0)
      return _ (only_colors[i].words);

  return _ ("Other colors");
}

const char *
lb_pick_words (const LbPick *pick)
{
  switch (pick->reason)
    {
    case LB_PICK_ONLY_COLOR:     return only_color_words (pick->family);
    case LB_PICK_DARKEST:        return _ ("Darkest");
    case LB_PICK_BRIGHTEST:      return _ ("Brightest");
    case LB_PICK_MOST_COLORFUL:  return _ ("Most colorful");
    case LB_PICK_LEAST_COLORFUL: return _ ("Least colorful");
    case LB_PICK_COOLEST:        return _ ("Coolest colors");
    case LB_PICK_WARMEST:        return _ ("Warmest colors");
    case LB_PICK_MOST_CONTRAST:  return _ ("Most contrast");
    case LB_PICK_LEAST_CONTRAST: return _ ("Least contrast");
    case LB_PICK_OTHER_SHAPES:   return _ ("Other shapes");
    case LB_PICK_OTHER_COLORS:   return _ ("Other colors");
    case LB_PICK_ALIKE:          return _ ("Much like another");
    case LB_PICK_TYPICAL:
    case LB_PICK_N_REASONS:
    default:                     return _ ("Most typical");
    }
}
