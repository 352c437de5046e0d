#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* Resolves to the GFile that @image (nullable) was added from, if this computer knows it and it is
 * still there; fails with LB_ERROR_NOT_FOUND. */
DexFuture *lb_image_origin_find (LbSession *session, LbImage *image);
/* Shows that file in its folder, in the file manager; a toast over the window that @from is in says
 * when that does not work. */
void lb_image_origin_show (GtkWidget *from, LbSession *session, LbImage *image);

G_END_DECLS
