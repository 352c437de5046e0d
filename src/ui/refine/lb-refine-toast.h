#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Says over the window that @from is in that @n captions were just refined in one step of the
 * history, and offers to undo that. */
void lb_refine_toast_show (GtkWidget *from, LbSession *session, guint n);
/* The same in other words, of captions that were changed otherwise in one step. */
void lb_refine_toast_show_words (GtkWidget *from, LbSession *session, const char *words);

G_END_DECLS
