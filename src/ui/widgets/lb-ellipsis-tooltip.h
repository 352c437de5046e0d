#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the whole text of @label as its tooltip while it is cut short. */
void lb_ellipsis_tooltip_add (GtkLabel *label);

G_END_DECLS
