#pragma once

#include <gtk/gtk.h>

#include "session/lb-deletion.h"

G_BEGIN_DECLS

/* Says that something was deleted, over the window that @from is in, and offers to bring it back:
 * when the toast has closed without that, the deletion is meant. @words: plain text. It goes on
 * when
 * @from is gone; without a window the deletion is meant at once. */
void lb_deletion_toast_show (GtkWidget *from, LbDeletion *deletion, const char *words);

G_END_DECLS
