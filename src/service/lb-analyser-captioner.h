#pragma once

#include "imaging/lb-decoder.h"
#include "imaging/lb-measures.h"
#include "service/lb-captioner.h"

G_BEGIN_DECLS

/* The built-in captioner: says only what it measured in the picture or read from EXIF, the project
 * and the visual schema. */
#define LB_TYPE_ANALYSER_CAPTIONER (lb_analyser_captioner_get_type ())
G_DECLARE_FINAL_TYPE (LbAnalyserCaptioner, lb_analyser_captioner, LB, ANALYSER_CAPTIONER, GObject)

LbCaptioner *lb_analyser_captioner_new (void);

G_END_DECLS
