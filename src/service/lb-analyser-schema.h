#pragma once

#include "imaging/lb-decoder.h"
#include "imaging/lb-measures.h"
#include "model/lb-project.h"

G_BEGIN_DECLS

/* One measured picture of those a visual schema is made from. */
typedef struct
{
  LbMeasures measures;
  LbPictureExif *exif; /* (owned) (nullable) */
  int width, height;
} LbAnalyserPicture;

void lb_analyser_picture_clear (LbAnalyserPicture *self);

char *
lb_analyser_write_schema (const LbAnalyserPicture *pictures, guint n_pictures, LbProject *project);

G_END_DECLS
