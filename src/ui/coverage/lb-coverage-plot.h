#pragma once

#include <adwaita.h>

#include "model/lb-coverage.h"

G_BEGIN_DECLS

/**
 * LbCoveragePlot:
 *
 * One chart of what a set covers: bars that lie, or for sizes and formats stand where there is
 * room. Signal: show-query (string): the user wants to see the images that the query finds.
 */
#define LB_TYPE_COVERAGE_PLOT (lb_coverage_plot_get_type ())
G_DECLARE_FINAL_TYPE (LbCoveragePlot, lb_coverage_plot, LB, COVERAGE_PLOT, AdwBin)

LbCoveragePlot *lb_coverage_plot_new (LbCoverageChart chart);
/* Bars that are there stay, and so does the focus. */
void lb_coverage_plot_show (LbCoveragePlot *self, LbCoverage *coverage);
void lb_coverage_plot_set_compact (LbCoveragePlot *self, gboolean compact);

G_END_DECLS
