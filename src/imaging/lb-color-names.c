#include "imaging/lb-lab.h"
#include "imaging/lb-palette.h"

#include <math.h>

/* Below this chroma a colour is seen as a grey; dark colours need more of it to be told apart. */
#define NEUTRAL_CHROMA 6.0
#define NEUTRAL_CHROMA_DARK 9.0
#define DARK_LIGHTNESS 22.0
#define WHITE_LIGHTNESS 92.0

typedef struct
{
  const char *name;
  guint32 rgb;
} ColorName;

static const ColorName neutral_names[] = {
  { "black", 0x0a0a0a },     { "charcoal", 0x2f2f2f },  { "dark grey", 0x505050 },
  { "mid grey", 0x7a7a7a },  { "grey", 0x969696 },      { "light grey", 0xbcbcbc },
  { "pale grey", 0xdcdcdc }, { "off-white", 0xf0f0f0 }, { "white", 0xfdfdfd },
};

static const ColorName hue_names[] = {
  { "red", 0xd8232a },           { "bright red", 0xff1a1a },
  { "dark red", 0x8b1a1a },      { "crimson", 0xb3123b },
  { "maroon", 0x5e1520 },        { "rust red", 0xb5472a },
  { "brick red", 0x9c4a3c },     { "coral", 0xf2785c },
  { "salmon", 0xe8968a },        { "pale pink", 0xf2d3d3 },
  { "pink", 0xf0a0b8 },          { "dusty pink", 0xc4949a },
  { "hot pink", 0xee3f96 },      { "magenta", 0xd016b4 },
  { "raspberry", 0xa82a62 },     { "plum", 0x6c2f5c },
  { "mauve", 0xa888a4 },         { "lilac", 0xcdb4dc },
  { "lavender", 0xdcd8f2 },      { "violet", 0x7f3fc4 },
  { "purple", 0x5c2a86 },        { "dark purple", 0x33204a },
  { "indigo", 0x3c34a0 },        { "dusky purple", 0x6a5a80 },
  { "navy", 0x14234f },          { "midnight blue", 0x10182c },
  { "dark blue", 0x1f3a86 },     { "deep blue", 0x0a2ed0 },
  { "blue", 0x2a66d8 },          { "bright blue", 0x2f8cff },
  { "sky blue", 0x82bdee },      { "pale blue", 0xc8def0 },
  { "ice blue", 0xe0eef6 },      { "steel blue", 0x4f7ba6 },
  { "powder blue", 0xa4bccf },   { "slate blue", 0x5c6f84 },
  { "blue grey", 0x8797a6 },     { "dark slate", 0x2c3a46 },
  { "cyan", 0x2fd2e6 },          { "turquoise", 0x35bcb4 },
  { "teal", 0x127a7e },          { "dark teal", 0x124a50 },
  { "aqua", 0x9fe2de },          { "mint green", 0xb4e6c8 },
  { "sea green", 0x3a9a76 },     { "emerald green", 0x109a56 },
  { "green", 0x2c9030 },         { "bright green", 0x3ad83a },
  { "dark green", 0x184a22 },    { "forest green", 0x2c5c3a },
  { "grass green", 0x6aa83a },   { "lime green", 0xa6dc34 },
  { "pale green", 0xd0e6c0 },    { "sage green", 0x94a684 },
  { "moss green", 0x66703a },    { "olive green", 0x7e7c2c },
  { "dark olive", 0x3c3e22 },    { "grey green", 0x708070 },
  { "yellow", 0xf6da2a },        { "lemon yellow", 0xfaf06a },
  { "pale yellow", 0xf8f0b8 },   { "mustard yellow", 0xcca22c },
  { "golden yellow", 0xf2b42c }, { "ochre", 0xb8822e },
  { "amber", 0xf09618 },         { "orange", 0xf07a1c },
  { "burnt orange", 0xc85a1c },  { "peach", 0xf8c8a4 },
  { "apricot", 0xf0ac78 },       { "cream", 0xf6ecd4 },
  { "ivory", 0xf8f4e6 },         { "beige", 0xdccbae },
  { "sand", 0xcab48c },          { "tan", 0xb8946a },
  { "caramel", 0xa86c38 },       { "brown", 0x77492a },
  { "reddish brown", 0x6e3426 }, { "chestnut brown", 0x864430 },
  { "dark brown", 0x3e281a },    { "walnut brown", 0x5a4230 },
  { "taupe", 0x867668 },         { "warm grey", 0xa89e94 },
  { "stone", 0xbcb2a2 },         { "brownish black", 0x22170f },
  { "slate blue", 0x3e4c6c },    { "dark slate blue", 0x2c3656 },
  { "pale aqua", 0xd0e6e4 },     { "pale aqua", 0xc4e0de },
  { "pale peach", 0xf6dcc6 },    { "pale peach", 0xf8e0cc },
  { "peach", 0xf5c8b1 },         { "blue grey", 0x9aaab2 },
  { "blue grey", 0x728f97 },     { "pale sage", 0xd2d6b8 },
  { "vermilion", 0xd83a14 },     { "dark teal", 0x2d626d },
  { "teal", 0x4c8a90 },          { "dusty purple", 0x6a6484 },
  { "slate grey", 0x5c686e },    { "slate grey", 0x767c84 },
  { "rosewood", 0x8a4438 },      { "light green", 0xb4d282 },
  { "forest green", 0x3c6c2b },  { "red", 0xc83a30 },
  { "rust red", 0xc5532f },      { "golden yellow", 0xeebb4a },
  { "navy", 0x1c2746 },          { "muted green", 0x537f57 },
  { "pale teal", 0x86bcb8 },     { "greenish black", 0x06180a },
  { "dark blue", 0x14467a },
};

static LbLab neutral_labs[G_N_ELEMENTS (neutral_names)];
static LbLab hue_labs[G_N_ELEMENTS (hue_names)];

static void
fill_labs (const ColorName *names, LbLab *labs, gsize n_names)
{
  for (gsize i = 0; i < n_names; i++)
    labs[i] = lb_lab_from_rgb (names[i].rgb >> 16, (names[i].rgb >> 8) & 0xff, names[i].rgb & 0xff);
}

static void
ensure_labs (void)
{
  static gsize ready = 0;

  if (!g_once_init_enter (&ready))
    return;

  fill_labs (neutral_names, neutral_labs, G_N_ELEMENTS (neutral_names));
  fill_labs (hue_names, hue_labs, G_N_ELEMENTS (hue_names));
  g_once_init_leave (&ready, 1);
}

static const char *
find_nearest (const LbLab *lab, const ColorName *names, const LbLab *labs, gsize n_names)
{
  gsize nearest = 0;

  for (gsize i = 1; i < n_names; i++)
    if (lb_lab_distance (lab, &labs[i]) < lb_lab_distance (lab, &labs[nearest]))
      nearest = i;

  return names[nearest].name;
}

static gboolean
is_neutral (const LbLab *lab)
{
  return lb_lab_chroma (lab) < (lab->l < DARK_LIGHTNESS ? NEUTRAL_CHROMA_DARK : NEUTRAL_CHROMA);
}

gboolean
lb_palette_color_is_neutral (const LbPaletteColor *color)
{
  LbLab lab = lb_lab_from_rgb (color->red, color->green, color->blue);

  return is_neutral (&lab);
}

/* By the angle of the hue in Lab; what is dull or dark between red and yellow is brown. */
const char *
lb_palette_color_family (const LbPaletteColor *color)
{
  static const struct
  {
    double to;
    const char *name;
  } families[] = { { -65, "blues" },  { -15, "purples" }, { 45, "reds" },        { 72, "oranges" },
                   { 98, "yellows" }, { 165, "greens" },  { 225, "blue greens" } };
  LbLab lab = lb_lab_from_rgb (color->red, color->green, color->blue);
  double hue = atan2 (lab.b, lab.a) * 180 / G_PI;
  double chroma = lb_lab_chroma (&lab);

  if (is_neutral (&lab))
    return lab.l < DARK_LIGHTNESS ? "blacks" : lab.l > WHITE_LIGHTNESS ? "whites" : "greys";
  if (hue < -135)
    hue += 360;
  if ((hue > 30 && hue < 100 && chroma < 35) || (hue > 45 && hue < 90 && lab.l < 45))
    return lab.l < 75 ? "browns" : "creams";
  if (hue > -15 && hue <= 45 && lab.l > 65)
    return "pinks";

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (hue < families[i].to)
      return families[i].name;
  return "blues";
}

/**
 * lb_palette_color_name:
 * @color: a colour
 *
 * A colour without a hue that one could see never gets the name of a hue.
 *
 * Returns: (transfer full): the nearest everyday name in English
 */
char *
lb_palette_color_name (const LbPaletteColor *color)
{
  LbLab lab = lb_lab_from_rgb (color->red, color->green, color->blue);

  ensure_labs ();

  if (is_neutral (&lab))
    return g_strdup (
      find_nearest (&lab, neutral_names, neutral_labs, G_N_ELEMENTS (neutral_names)));
  return g_strdup (find_nearest (&lab, hue_names, hue_labs, G_N_ELEMENTS (hue_names)));
}

char *
lb_palette_color_hex (const LbPaletteColor *color)
{
  return g_strdup_printf ("#%02x%02x%02x", color->red, color->green, color->blue);
}
