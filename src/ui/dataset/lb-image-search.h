#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @line, or a word in it, begins with @folded, which is case-folded. @words: any word, not
 * only the first. */
gboolean lb_image_search_begins (const char *line, const char *folded, gboolean words);

G_END_DECLS
