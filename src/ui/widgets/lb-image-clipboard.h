#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Puts the picture of @image on the clipboard of @from, as it is stored and in formats that any
 * program reads. A toast over the window that @from is in says when it is there, or why not. */
void lb_image_clipboard_copy_picture (GtkWidget *from, LbSession *session, LbImage *image);
/* Puts the captions of @images (element-type LbImage) on the clipboard, as they are edited here,
 * with an empty line between; those without one are left out. */
void lb_image_clipboard_copy_captions (GtkWidget *from, LbSession *session, GPtrArray *images);

G_END_DECLS
