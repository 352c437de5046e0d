#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (nullable): why @name can't be that of a project or dataset, translated; NULL for a good one and
 * for one that is still to be entered. */
const char *lb_name_words (const char *name);

G_END_DECLS
