#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the user's language, from the catalogues that were installed or, where it is set, from the
 * folder LOOKBOOK_LOCALE_DIR. To be called before anything else, and before there are threads. */
void lb_locale_begin (void);

G_END_DECLS
