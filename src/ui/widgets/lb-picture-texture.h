#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Makes of RGB or RGBA @pixels, on a thread, what is drawn without a change of its form, which
 * would else be made again in each frame. Four bytes a pixel, given back to the system when they
 * are freed. Resolves to a GdkTexture; fails with LB_ERROR_TOO_LARGE. */
DexFuture *lb_picture_texture_make (GdkPixbuf *pixels);

G_END_DECLS
