#pragma once

#include "imaging/lb-measures.h"
#include "imaging/lb-raster.h"

G_BEGIN_DECLS

/* Fills in flatness, cleanness, edge_hardness and concentration: what tells a drawing in flat
 * colours from a photograph. */
void lb_measures_take_surface (const LbRaster *raster, LbMeasures *measures);

G_END_DECLS
