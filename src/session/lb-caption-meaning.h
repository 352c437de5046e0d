#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether two captions say the same. All spellings of one prompt do: blanks, the order of keys,
 * escapes and whatever the service repairs make no difference, so that a caption means the same
 * before and after the way to the service. Of a text that is no prompt every letter counts, except
 * for blanks around it. */
gboolean lb_caption_means_same (const char *caption, const char *other);
/* Whether both are JSON and differ in spelling and order alone. */
gboolean lb_json_means_same (const char *text, const char *other);

G_END_DECLS
