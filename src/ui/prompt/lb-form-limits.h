#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the document @text, which parses, is one that a form is good for: no more than 32 KiB, in
 * which no text is longer than 5,000 bytes, all of them together no longer than 20,000, and no list
 * or object has more than 100 members. A caption by a model has about a tenth of that; what is
 * larger would not open or take a key at once, as each row is laid out whole. */
gboolean lb_form_limits_allow (const char *text);

G_END_DECLS
