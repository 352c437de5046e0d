#pragma once

#include "imaging/lb-decoder.h"
#include "imaging/lb-measures.h"
#include "model/lb-project.h"

G_BEGIN_DECLS

char *lb_analyser_write_caption (const LbMeasures *measures,
                                 const LbPictureExif *exif,
                                 int width,
                                 int height,
                                 LbProject *project,
                                 const char *visual_schema);

G_END_DECLS
