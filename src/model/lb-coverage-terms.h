#pragma once

#include "model/lb-coverage.h"

G_BEGIN_DECLS

/**
 * LbCoverageTerm:
 * @label: what it is called, in English; people are shown a translation
 * @phrases: what means it in a caption, with `|` between; of sizes and ratios: a query
 * @expected: a good set has some
 */
typedef struct
{
  const char *label;
  const char *phrases;
  gboolean expected;
} LbCoverageTerm;

/**
 * LbCoverageTerms:
 * @paths: (array zero-terminated=1): fields of the caption that say it, as queries spell them
 * @terms: the known words, up to one without a label
 * @terms_only: other values say nothing of it
 *
 * What a chart looks for.
 */
typedef struct
{
  const char *paths[4];
  const LbCoverageTerm *terms;
  gboolean terms_only;
} LbCoverageTerms;

const LbCoverageTerms *lb_coverage_terms_get (LbCoverageChart chart);

G_END_DECLS
