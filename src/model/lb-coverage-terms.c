#include "model/lb-coverage-terms.h"

/* The words are those of the examples in the contract's schema, of the local captioner and of
 * captions that vision models write. What a term is called stands behind “are” in sentences. */

static const LbCoverageTerm shots[] = {
  { "close-ups",
    "close-up|close up|closeup|extreme close-up|headshot|head shot|macro|tight shot|portrait shot",
    TRUE },
  { "medium shots",
    "medium shot|mid shot|mid-shot|waist-up|waist up|half-length|half length|medium close-up|"
    "three-quarter length",
    TRUE },
  { "full figures",
    "full shot|full-body|full body|full figure|full-figure|full length|full-length|head to toe",
    FALSE },
  { "wide shots",
    "wide shot|wide-shot|wide-angle|wide angle|long shot|establishing shot|panorama|panoramic|"
    "wide view|far away",
    TRUE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm angles[] = {
  { "eye-level", "eye-level|eye level|straight-on|straight on|at eye height|level", TRUE },
  { "from below", "low angle|low-angle|from below|worm's-eye|worm's eye|looking up|low viewpoint",
    TRUE },
  { "from above",
    "high angle|high-angle|from above|looking down|elevated|slightly above|high viewpoint", TRUE },
  { "straight from overhead",
    "overhead|top-down|top down|bird's-eye|bird's eye|aerial|flat lay|flat-lay", FALSE },
  { "tilted", "dutch angle|dutch|tilted|canted", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm views[] = {
  { "seen from the front",
    "facing the viewer|facing viewer|facing forward|facing forwards|facing the camera|"
    "facing camera|front view|front-facing|front facing|from the front|frontal|front",
    TRUE },
  { "seen at an angle",
    "three-quarter|three quarter|three-quarters|3/4|angled|at an angle|turned slightly", FALSE },
  { "seen from the side",
    "side view|from the side|profile|in profile|facing left|facing right|sideways|side-on|side on",
    TRUE },
  { "seen from behind",
    "from behind|back view|rear view|rear|facing away|back to the viewer|from the back|backwards",
    TRUE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm compositions[] = {
  { "centered", "centered|centred|centre|center|central|in the middle|middle|centrally", FALSE },
  { "at a point of thirds", "rule of thirds|thirds|off-center|off-centre", FALSE },
  { "symmetrical", "symmetrical|symmetric|symmetry|mirrored", FALSE },
  { "diagonal", "diagonal|diagonals|diagonally", FALSE },
  { "led by lines", "leading lines|leading line|lines|converging", FALSE },
  { "framed", "framed|framing|frame within a frame|frieze", FALSE },
  { "balanced", "balanced|balance", FALSE },
  { "on an empty ground", "negative space|minimal|minimalist|isolated", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm depths[] = {
  { "shallow", "shallow|bokeh|blurred background|narrow", FALSE },
  { "moderate", "moderate|medium", FALSE },
  { "deep", "deep|everything in focus|large|infinite", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm locations[] = {
  { "at the left", "left|center-left|top-left|bottom-left|left-center", TRUE },
  { "in the center", "center|centre|central|middle|in the middle|centered|centred", TRUE },
  { "at the right", "right|center-right|top-right|bottom-right", TRUE },
  { "at the top", "top|upper|above", FALSE },
  { "at the bottom", "bottom|lower|below", FALSE },
  { "in the foreground", "foreground|front", FALSE },
  { "in the background", "background|distance|distant|behind", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm relative_sizes[] = {
  { "large", "large|big|huge|dominant|fills the frame|full frame", TRUE },
  { "medium-sized", "medium|medium-sized|moderate|mid-sized|about half", TRUE },
  { "small", "small|tiny|little|minor", TRUE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm conditions[] = {
  { "in daylight", "daylight|midday|noon|sunny|sunlight|bright day|day|morning|afternoon", TRUE },
  { "in a low sun", "golden hour|sunset|sunrise|late afternoon|low sun|evening sun", FALSE },
  { "at dusk or dawn", "dusk|dawn|twilight|blue hour", FALSE },
  { "at night", "night|moonlight|moonlit|midnight|starlight", FALSE },
  { "under clouds", "overcast|cloudy|clouded|rainy|rain|storm|stormy|fog|foggy|mist|misty|hazy",
    FALSE },
  { "in artificial light",
    "studio|artificial|lamp|lamps|lamplight|candle|candlelight|neon|fluorescent|indoor|"
    "window light|lantern",
    FALSE },
  { "in soft light", "soft|diffuse|diffused|even|gentle|ambient", FALSE },
  { "in hard light", "hard|harsh|dramatic|strong|high contrast", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm directions[] = {
  { "lit from the left",
    "from the left|left|left side|upper left|towards the left|side-lit from left", TRUE },
  { "lit from the right", "from the right|right|right side|upper right|towards the right", TRUE },
  { "lit from the front", "front-lit|frontlit|front lit|frontal|from the front|front", FALSE },
  { "backlit", "backlit|back-lit|back lit|backlight|from behind|behind|rim light|rim-lit", TRUE },
  { "lit from above", "from above|above|overhead|top-down|top down|top-lit|towards the top",
    FALSE },
  { "lit from below", "from below|below|underlit|uplit", FALSE },
  { "lit evenly",
    "even|evenly|ambient|diffuse|diffused|omnidirectional|all around|no clear direction", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm colors[] = {
  { "red", "red|crimson|scarlet|rust|burgundy|maroon", FALSE },
  { "orange", "orange|amber|peach|coral|copper|terracotta", FALSE },
  { "yellow", "yellow|gold|golden|mustard|ochre", FALSE },
  { "green", "green|greens|olive|emerald|sage", FALSE },
  { "teal", "teal|turquoise|cyan|aqua", FALSE },
  { "blue", "blue|blues|navy|indigo|azure", FALSE },
  { "violet", "violet|purple|lavender|lilac|mauve", FALSE },
  { "pink", "pink|rose|magenta", FALSE },
  { "brown", "brown|browns|beige|tan|sepia|walnut|cream", FALSE },
  { "gray or black",
    "grey|gray|greys|grays|black|silver|monochrome|monochromatic|charcoal|colourless|colorless",
    FALSE },
  { "white", "white|off-white|ivory", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm moods[] = {
  { "calm", "calm|serene|peaceful|quiet|tranquil|gentle|relaxed|restful|still|contemplative",
    FALSE },
  { "cheerful",
    "cheerful|joyful|happy|playful|sunny|carefree|friendly|lighthearted|whimsical|fun|festive",
    FALSE },
  { "cozy", "cosy|cozy|warm|homely|intimate|inviting|welcoming", FALSE },
  { "lively", "lively|energetic|dynamic|vibrant|busy|bustling|exciting|adventurous", FALSE },
  { "dramatic", "dramatic|tense|intense|epic|powerful|moody", FALSE },
  { "mysterious", "mysterious|eerie|dark|ominous|spooky|dreamy|magical", FALSE },
  { "sad", "sad|lonely|melancholic|melancholy|wistful|somber|sombre|gloomy", FALSE },
  { "sober", "sober|serious|neutral|professional|formal|dutiful|steady", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm no_terms[] = { { NULL, NULL, FALSE } };

/* The shorter side, against R47 and R48. */
static const LbCoverageTerm sizes[] = {
  { "< 512", "(source_width<512 OR source_height<512) AND source_width>0 AND source_height>0",
    FALSE },
  { "512", "(source_width<768 OR source_height<768) AND source_width>=512 AND source_height>=512",
    FALSE },
  { "768", "(source_width<1024 OR source_height<1024) AND source_width>=768 AND source_height>=768",
    FALSE },
  { "1024",
    "(source_width<1536 OR source_height<1536) AND source_width>=1024 AND source_height>=1024",
    FALSE },
  { "1536",
    "(source_width<2048 OR source_height<2048) AND source_width>=1536 AND source_height>=1536",
    FALSE },
  { "≥ 2048", "source_width>=2048 AND source_height>=2048", FALSE },
  { NULL, NULL, FALSE },
};

static const LbCoverageTerm aspects[] = {
  { "very tall", "aspect<0.6", FALSE },
  { "portrait", "aspect>=0.6 AND aspect<0.95", TRUE },
  { "square", "aspect>=0.95 AND aspect<=1.05", FALSE },
  { "landscape", "aspect>1.05 AND aspect<=1.6", TRUE },
  { "very wide", "aspect>1.6", FALSE },
  { NULL, NULL, FALSE },
};

const LbCoverageTerms *
lb_coverage_terms_get (LbCoverageChart chart)
{
  static const LbCoverageTerms terms[LB_COVERAGE_N_CHARTS] = {
    [LB_COVERAGE_SHOT] = { { "composition", "photographic_characteristics", "short_description" },
                           shots,
                           TRUE },
    [LB_COVERAGE_ANGLE] = { { "camera_angle" }, angles, FALSE },
    [LB_COVERAGE_VIEW] = { { "objects[].orientation" }, views, FALSE },
    [LB_COVERAGE_COMPOSITION] = { { "composition" }, compositions, FALSE },
    [LB_COVERAGE_DEPTH] = { { "depth_of_field" }, depths, FALSE },
    [LB_COVERAGE_LOCATION] = { { "objects[].location" }, locations, FALSE },
    [LB_COVERAGE_RELATIVE_SIZE] = { { "objects[].relative_size" }, relative_sizes, FALSE },
    [LB_COVERAGE_CONDITIONS] = { { "lighting.conditions" }, conditions, FALSE },
    [LB_COVERAGE_DIRECTION] = { { "lighting.direction" }, directions, FALSE },
    [LB_COVERAGE_COLORS] = { { "color_scheme" }, colors, FALSE },
    [LB_COVERAGE_MOOD] = { { "mood_atmosphere" }, moods, FALSE },
    [LB_COVERAGE_MEDIUM] = { { "style_medium" }, no_terms, FALSE },
    [LB_COVERAGE_STYLE] = { { "artistic_style" }, no_terms, FALSE },
    [LB_COVERAGE_SIZE] = { { NULL }, sizes, TRUE },
    [LB_COVERAGE_ASPECT] = { { NULL }, aspects, TRUE },
  };

  g_return_val_if_fail ((guint) chart < LB_COVERAGE_N_CHARTS, NULL);

  return &terms[chart];
}
