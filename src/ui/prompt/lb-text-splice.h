#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes @text the text of @buffer by replacing only what differs, so that the cursor keeps its
 * place; one undo takes it back. FALSE if it was the same. */
gboolean lb_text_splice (GtkTextBuffer *buffer, const char *text);

G_END_DECLS
