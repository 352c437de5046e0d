#pragma once

#include "imaging/lb-decoder.h"
#include "imaging/lb-measures.h"
#include "model/lb-project.h"

G_BEGIN_DECLS

/* English words for what was measured. Each is constant text or NULL when there is nothing to say,
 * unless marked (transfer full). */

#define LB_ANALYSER_STRENGTH_MIN 0.4 /* a region that stands out less is not mentioned */

const char *lb_analyser_format_words (int width, int height);
const char *lb_analyser_light_words (const LbMeasures *measures);
const char *lb_analyser_contrast_words (const LbMeasures *measures);
const char *lb_analyser_direction_words (const LbMeasures *measures);
const char *lb_analyser_vividness_words (const LbMeasures *measures);
/* "greens", when they cover at least half of the picture */
const char *lb_analyser_family_words (const LbMeasures *measures);
const char *lb_analyser_warmth_words (const LbMeasures *measures);
/* What the surface looks like: drawn in flat colours, or with the tones of a photograph */
const char *lb_analyser_look_words (const LbMeasures *measures);
gboolean lb_analyser_is_look (const char *text); /* one of them, or of the artistic ones */
const char *lb_analyser_artistic_words (const LbMeasures *measures);
gboolean lb_analyser_looks_drawn (const LbMeasures *measures);
gboolean lb_analyser_looks_photographic (const LbMeasures *measures);
const char *lb_analyser_ground_words (const LbMeasures *measures);
const char *lb_analyser_sharpness_words (const LbMeasures *measures);
const char *lb_analyser_symmetry_words (const LbMeasures *measures);
const char *lb_analyser_share_words (double share);
char *lb_analyser_shadow_words (const LbMeasures *measures); /* (transfer full) */
gboolean lb_analyser_is_colorless (const LbMeasures *measures);
gboolean lb_analyser_has_subject (const LbMeasures *measures);
const char *lb_analyser_place_words (const LbMeasures *measures); /* "in the upper left" */
const char *lb_analyser_place_label (const LbMeasures *measures); /* "top-left" */

/* (transfer full) (nullable): "photograph", from the project or EXIF */
char *lb_analyser_medium (LbProject *project, const LbPictureExif *exif);
gboolean lb_analyser_is_photograph (LbProject *project, const LbPictureExif *exif);
/* (transfer full) (nullable): "Rusty, a red fox in oilskins" when each picture shows it */
char *lb_analyser_subject (LbProject *project);
/* (transfer full) (nullable): "85mm at f/1.8, 1/200 s, ISO 400 (name of the lens)" */
char *lb_analyser_lens_words (const LbPictureExif *exif);
/* (transfer full): "rust red (#b5472a), black and cream"; @except: (nullable): a name left out */
char *lb_analyser_palette_words (const LbPaletteColor *colors,
                                 int n_colors,
                                 gboolean with_hex,
                                 const char *except);
/* (transfer full): "grey (#96a2a4), with accents in rust red (#b5472a)": the small vivid ones last
 */
char *lb_analyser_scheme_words (const LbPaletteColor *colors, int n_colors);
/* @vividness as it is said beside @scheme, which may name the accents already */
const char *lb_analyser_tone_words (const char *scheme, const char *vividness);
/* (transfer full) (nullable): "rust red and golden yellow", when a region stands out */
char *lb_analyser_subject_colors (const LbMeasures *measures);

G_END_DECLS
