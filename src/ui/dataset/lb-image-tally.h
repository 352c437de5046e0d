#pragma once

#include "ui/dataset/lb-image-state.h"

G_BEGIN_DECLS

/**
 * LbImageTally:
 *
 * Counts a dataset's images by what they need, and follows every change of them. Signal "changed"
 * comes once for any number of changes in a turn of the main loop, and also when an image's state
 * changes without changing a count.
 */
#define LB_TYPE_IMAGE_TALLY (lb_image_tally_get_type ())
G_DECLARE_FINAL_TYPE (LbImageTally, lb_image_tally, LB, IMAGE_TALLY, GObject)

/* @session: (nullable): for drafts; @images: (element-type LbImage) */
LbImageTally *lb_image_tally_new (LbSession *session, LbDataset *dataset, GListModel *images);
guint lb_image_tally_get_shown (LbImageTally *self, LbImageShow show);
/* Whether an image of this dataset can ever be such: plain words are not made under a schema. */
gboolean lb_image_tally_knows (LbImageTally *self, LbImageShow show);
guint lb_image_tally_get_ready (LbImageTally *self);
/* Those that are approved and still as they were then. */
guint lb_image_tally_get_reviewed (LbImageTally *self);

G_END_DECLS
