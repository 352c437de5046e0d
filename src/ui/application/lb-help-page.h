#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The page of the help, as in "help:lookbook/PAGE", for where the person is in @window: by what has
 * the focus, or by what is shown. "index" where nothing is said. */
const char *lb_help_page_find (GtkWindow *window);

G_END_DECLS
