#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* R81: which text belongs to which picture: NAME.txt beside NAME.png, in the same folder. */

/* (transfer full): the same for a picture and its text, as some file systems see their names. */
char *lb_bulk_text_stem (const char *name);
/* Whether a legacy dataset can take it for a caption (R63): text, not empty, not too long. */
gboolean lb_bulk_text_is_usable (GBytes *bytes);
/* (transfer full): the name of the text beside the picture called @name. */
char *lb_bulk_text_name (const char *name);

G_END_DECLS
