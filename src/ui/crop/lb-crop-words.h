#pragma once

#include "model/lb-crop.h"

G_BEGIN_DECLS

/* (transfer full): "4:5, 1024 × 1280", without the shape where it has none. */
char *lb_crop_size_words (const LbCrop *crop);
/* (transfer full): "Cropped to 4:5, 1024 × 1280". */
char *lb_cropped_words (const LbCrop *crop);
/* (transfer full): where it lies in the picture, for who can't see it. */
char *lb_crop_place_words (const LbCrop *crop);

G_END_DECLS
