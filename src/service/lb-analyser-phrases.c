#include "service/lb-analyser-phrases.h"
#include "imaging/lb-palette.h"

#include <string.h>

#define LIGHT "(very dark|dark|mid-toned|bright|very bright)"
#define CONTRAST "(hardly any|low|moderate|strong)"
#define CORNER "(upper |lower )?(left|right)|top|bottom"
#define SAME_COLOR_DISTANCE 18.0 /* in Lab: a shade of the same colour */
#define COLOR "^[a-z][a-z -]* \\(#[0-9a-f]{6}\\)$"

/* What can only have been measured; all match whole clauses, in lower case. */
static const char *const phrases[] = {
  "^" LIGHT "( to " LIGHT ")? overall$",
  "^" CONTRAST "( contrast)?( to " CONTRAST ")? contrast$",
  "^no deep shadow$",
  "^deep shadow in [a-z ]+ of the frame$",
  "^near-white highlights in [a-z ]+ of the frame$",
  "^brighter towards the (" CORNER ")$",
  "^(brighter|darker) in the centre than towards the edges$",
  "^even across the frame$",
  "^(very tall|portrait|square|landscape|very wide) format$",
  "^an area in [a-z ]+ stands out( [a-z ]+)?$",
  "^the area that stands out lies [a-z ]+$",
  "^no single area stands out$",
  "^near a point of thirds$",
  "^left and right nearly mirror each other$",
  "^(no )?fine detail (anywhere in the frame|in a small part of the frame only|in part of the "
  "frame|"
  "across most of the frame)$",
  "^muted with vivid accents$",
  "^muted overall$",
  "^mostly (blacks|whites|greys|browns|creams|reds|pinks|oranges|yellows|greens|blue greens|blues|"
  "purples)$",
  "^a background with (large plain areas|texture or detail nearly everywhere)\\.$",
};

/* These are anybody's words: they count beside a measured phrase only. */
static const char *const plain_words[] = { "warm", "cool", "muted", "vivid", "colourless", NULL };

static gboolean
is_phrase (const char *clause)
{
  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (g_regex_match_simple (phrases[i], clause, 0, 0))
      return TRUE;
  return FALSE;
}

static LbPaletteColor
read_color (const char *digits)
{
  guint rgb = g_ascii_strtoull (digits, NULL, 16);

  return (LbPaletteColor) { .red = rgb >> 16, .green = rgb >> 8 & 0xff, .blue = rgb & 0xff };
}

static gboolean
has_color (const char *own, const LbPaletteColor *color)
{
  for (const char *at = strstr (own, "(#"); at; at = strstr (at + 2, "(#"))
    {
      LbPaletteColor other = read_color (at + 2);

      if (lb_palette_color_distance (color, &other) <= SAME_COLOR_DISTANCE)
        return TRUE;
    }
  return FALSE;
}

/* Colours that @own has too, in the shades of this picture. */
static gboolean
are_own_colors (const char *clause, const char *own)
{
  g_autoptr (GRegex) before = g_regex_new ("^(with )?(accents in )?", 0, 0, NULL);
  g_autofree char *list = g_regex_replace_literal (before, clause, -1, 0, "", 0, NULL);
  g_auto (GStrv) colors = g_strsplit (list, " and ", -1);

  for (guint i = 0; colors[i]; i++)
    {
      LbPaletteColor color;

      if (!g_regex_match_simple (COLOR, colors[i], 0, 0))
        return FALSE;
      color = read_color (strchr (colors[i], '#') + 1);
      if (!has_color (own, &color))
        return FALSE;
    }

  return TRUE;
}

/**
 * lb_analyser_is_measured:
 * @said: a text of a visual schema
 * @own: what was measured of the same in one picture
 *
 * A schema that was measured from a set speaks of most of its pictures. What it says of this one
 * was measured better in itself, and may be otherwise: so it need not be repeated. What a person
 * has written is.
 */
gboolean
lb_analyser_is_measured (const char *said, const char *own)
{
  g_autofree char *folded = g_ascii_strdown (said, -1);
  g_auto (GStrv) clauses = g_strsplit (folded, ", ", -1);
  guint n_phrases = 0;

  for (guint i = 0; clauses[i]; i++)
    if (is_phrase (clauses[i]) || are_own_colors (clauses[i], own))
      n_phrases++;
    else if (!g_strv_contains (plain_words, clauses[i]))
      return FALSE;
  return n_phrases > 0;
}
