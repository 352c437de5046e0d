#pragma once

#include "model/lb-query-set.h"

G_BEGIN_DECLS

/* What a chart is about, in the order in which they are shown. */
typedef enum
{
  LB_COVERAGE_SHOT,
  LB_COVERAGE_ANGLE,
  LB_COVERAGE_VIEW, /* from where things are seen */
  LB_COVERAGE_COMPOSITION,
  LB_COVERAGE_DEPTH,
  LB_COVERAGE_LOCATION,
  LB_COVERAGE_RELATIVE_SIZE,
  LB_COVERAGE_CONDITIONS, /* of the light */
  LB_COVERAGE_DIRECTION,
  LB_COVERAGE_COLORS,
  LB_COVERAGE_MOOD,
  LB_COVERAGE_MEDIUM,
  LB_COVERAGE_STYLE,
  LB_COVERAGE_SIZE, /* from here on not what captions say, but the pictures themselves */
  LB_COVERAGE_ASPECT
} LbCoverageChart;

#define LB_COVERAGE_N_CHARTS (LB_COVERAGE_ASPECT + 1)

typedef enum
{
  LB_COVERAGE_TERM,  /* known words; they are called in English */
  LB_COVERAGE_VALUE, /* what captions say, in their own words */
  LB_COVERAGE_OTHER, /* all values that have no group of their own */
  LB_COVERAGE_UNSAID /* a caption that says nothing of it */
} LbCoverageGroupKind;

/**
 * LbCoverageGroup:
 * @kind: what it holds
 * @label: (nullable): a known word in English, of which people are shown a translation, or the
 *   value; %NULL for the other two kinds
 * @query: finds its images, and no others
 * @n_images: how many that are
 * @n_values: of %LB_COVERAGE_OTHER: how many values it holds; else 0
 * @expected: a good set has some
 *
 * The images that a chart shows as one bar. One image can be in several.
 */
typedef struct
{
  LbCoverageGroupKind kind;
  char *label;
  char *query;
  guint n_images;
  guint n_values;
  gboolean expected;
} LbCoverageGroup;

/**
 * LbCoverage:
 *
 * What a set of images covers. Immutable: may be made on any thread and handed to another.
 *
 * Captions are free text. A value belongs to each known term of which it has a word or phrase;
 * several phrases can mean one term ("low angle", "from below"). Other values that differ in case,
 * in hyphens, in an article before or in punctuation behind them only are one; at most six of them,
 * each of two images or more, have a group, and what is said once only when there are no more than
 * three such values. The rest is folded into one group. The number of a group is counted with its
 * own query, so that the filter finds as many.
 */
#define LB_TYPE_COVERAGE (lb_coverage_get_type ())
G_DECLARE_FINAL_TYPE (LbCoverage, lb_coverage, LB, COVERAGE, GObject)

/* Takes some 20 microseconds an image: many are for another thread. */
LbCoverage *lb_coverage_new (LbQuerySet *set);
guint lb_coverage_get_n_images (LbCoverage *self);
/* Those that have a caption. */
guint lb_coverage_get_n_captions (LbCoverage *self);
/* (transfer none) (element-type LbCoverageGroup): most images first, then what is folded, then what
 * is not said; sizes and ratios in their order. Empty when nothing is known. */
GPtrArray *lb_coverage_get_groups (LbCoverage *self, LbCoverageChart chart);
/* How many images say or have something of it. */
guint lb_coverage_get_n_said (LbCoverage *self, LbCoverageChart chart);

G_END_DECLS
