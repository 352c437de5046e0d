#pragma once

#include "session/lb-session.h"

G_BEGIN_DECLS

/* How @a stands to @b under @sort: "name", "caption", "size", "source", "state", "changed"; 0 under
 * any other word, which leaves the order of the list: oldest first. @session: (nullable). */
int
lb_image_compare (LbSession *session, LbDataset *dataset, LbImage *a, LbImage *b, const char *sort);
/* (transfer full): what @sort (nullable) is called in menus. */
char *lb_image_sort_words (const char *sort);

G_END_DECLS
