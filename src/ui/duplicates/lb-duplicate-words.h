#pragma once

#include "jobs/lb-duplicate-group.h"

G_BEGIN_DECLS

/* All are translated. */

/* "3 images · Nearly the same". (transfer full) */
char *lb_duplicate_group_words (LbDuplicateGroup *group);
/* On a button: "Keep 12, Delete 17". (transfer full) */
char *lb_duplicate_keep_words (guint n_kept, guint n_deleted);
/* What counts as alike. */
const char *lb_duplicate_likeness_words (LbLikeness likeness);
/* Of the member at @position, compared with the others: "1800 × 1650 · Largest" and "Sharpest",
 * NULL where that makes no difference; "14 fields · By hand". (transfer full) (nullable) */
char *lb_duplicate_size_words (LbDuplicateGroup *group, guint position);
char *lb_duplicate_sharpness_words (LbDuplicateGroup *group, guint position);
/* @structured: whether captions are structured prompts. (transfer full) */
char *lb_duplicate_caption_words (LbDuplicateGroup *group, guint position, gboolean structured);

G_END_DECLS
