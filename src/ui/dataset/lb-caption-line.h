#pragma once

#include "model/lb-dataset.h"
#include "model/lb-image.h"

G_BEGIN_DECLS

/* (transfer none): the caption of @image as one line that is safe to show, "" without one: the
 * summary of a structured prompt, or the words of a legacy dataset as they are, also where they
 * look like JSON. Valid until the caption changes. @dataset: (nullable): one that is not known
 * holds prompts. */
const char *lb_caption_line (LbDataset *dataset, LbImage *image);

G_END_DECLS
