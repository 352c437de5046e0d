#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): a digest of what a caption says. All spellings of one prompt have the same one:
 * blanks, the order of keys, escapes and whatever the service repairs make no difference, so that
 * it is the same before and after the way to the service. Of a text that is no prompt every letter
 * counts, except for blanks around it. */
char *lb_caption_digest (const char *caption);

G_END_DECLS
