#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer full) (floating): a toast of plain text, without markup. */
AdwToast *lb_toast_new (const char *words);
/* Shows @toast (transfer full) over the window that @from is in. There is one overlay a window, so
 * that no toast hides the button of another; from a page that has gone nothing is shown. */
void lb_toast_show (GtkWidget *from, AdwToast *toast);

G_END_DECLS
