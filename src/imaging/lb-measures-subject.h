#pragma once

#include "imaging/lb-measures.h"
#include "imaging/lb-raster.h"

G_BEGIN_DECLS

/* Fills in sharp_share, subject_* and thirds. */
void lb_measures_take_subject (const LbRaster *raster, LbMeasures *measures);

G_END_DECLS
