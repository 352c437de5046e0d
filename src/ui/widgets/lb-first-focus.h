#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives @widget the focus whenever @dialog, which it is in, comes up, and until the first key or
 * button. The toolkit's own focus-widget holds only when nothing had the focus before. */
void lb_first_focus_set (AdwDialog *dialog, GtkWidget *widget);
/* The dialog goes on, whatever made it: the focus is where it puts it. */
void lb_first_focus_end (AdwDialog *dialog);

G_END_DECLS
