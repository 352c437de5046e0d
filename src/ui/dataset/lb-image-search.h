#pragma once

#include "model/lb-dataset.h"
#include "model/lb-image.h"

G_BEGIN_DECLS

/* Whether the name of @image or the words of its caption hold @folded, which is case-folded; what a
 * structured prompt calls its fields is not searched. */
gboolean lb_image_search_matches (LbDataset *dataset, LbImage *image, const char *folded);
/* Whether @line, or a word in it, begins with @folded. @words: any word, not only the first. */
gboolean lb_image_search_begins (const char *line, const char *folded, gboolean words);

G_END_DECLS
