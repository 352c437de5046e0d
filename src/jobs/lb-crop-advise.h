#pragma once

#include <libdex.h>

#include "imaging/lb-crop-advice.h"
#include "jobs/lb-candidate.h"

G_BEGIN_DECLS

#define LB_TYPE_CROP_ADVICE (lb_crop_advice_get_type ())
GType lb_crop_advice_get_type (void);
LbCropAdvice *lb_crop_advice_copy (const LbCropAdvice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LbCropAdvice, g_free)

/* What lb_crop_advice_take() says of one of @file and @bytes, which is decoded small for it; no
 * crop makes a picture be enlarged more than it is. Resolves to a boxed LbCropAdvice; rejects as
 * lb_decoder_decode() does. */
DexFuture *lb_crop_advise (GFile *file, GBytes *bytes, const LbCropRoom *room);

G_END_DECLS
