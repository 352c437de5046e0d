#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* Catmull-Rom interpolation to a size that is shorter on no side. Alpha weighs the colours.
 * LB_ERROR_TOO_LARGE when there is no memory for it. */
GdkPixbuf *lb_cubic_enlarge (GdkPixbuf *pixels, int width, int height, GError **error);

G_END_DECLS
