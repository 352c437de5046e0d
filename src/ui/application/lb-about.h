#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What Lookbook is, who made it and, for a report of a fault, what it runs on. @data_dir: named in
 * the latter, and no other place of this computer is. */
AdwDialog *lb_about_new (const char *data_dir);
/* (transfer full): the versions of the program and of what it uses, one a line; not translated, as
 * it is read by those who mend. */
char *lb_about_debug_info (const char *data_dir);
/* (transfer full): @path with the user's home folder as ~. */
char *lb_about_short_path (const char *path);

G_END_DECLS
