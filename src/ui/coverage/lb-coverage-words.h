#pragma once

#include "model/lb-thin-spot.h"

G_BEGIN_DECLS

/* (transfer none): what a chart is called. */
const char *lb_coverage_chart_words (LbCoverageChart chart);
/* (transfer full): what a bar is called. */
char *lb_coverage_group_words (const LbCoverageGroup *group);
/* (transfer full): what is thin, and what can be done about it. */
char *lb_thin_spot_words (const LbThinSpot *spot);
char *lb_thin_spot_advice (const LbThinSpot *spot);

G_END_DECLS
