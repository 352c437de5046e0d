#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @said, of a visual schema, is made of the analyser's own phrases alone. */
gboolean lb_analyser_is_measured (const char *said, const char *own);

G_END_DECLS
