#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/*
 * Pictures for the views: fetched by the session, decoded in another process, kept as textures by
 * recent use. @max_side is in device pixels; 0 = full size. The futures resolve to a GdkTexture on
 * the main thread and are shared by all who ask for the same picture at once.
 */
DexFuture *lb_picture_loader_load_thumbnail (LbSession *session, LbImage *image, int max_side);
DexFuture *lb_picture_loader_load_picture (LbSession *session, LbImage *image, int max_side);
/* One of @file, @bytes: a picture that is not in a dataset yet. Not kept. */
DexFuture *lb_picture_loader_load_file (GFile *file, GBytes *bytes, int max_side);
/* (transfer none) (nullable): what is at hand now, without waiting. */
GdkTexture *lb_picture_loader_peek_thumbnail (LbImage *image, int max_side);
/* (transfer none) (nullable): the largest of @image that is at hand, thumbnail or picture. */
GdkTexture *lb_picture_loader_peek_largest (LbImage *image);
/* Whether nothing is on its way: a program that ends meanwhile leaves fibers behind. */
gboolean lb_picture_loader_is_idle (void);

G_END_DECLS
