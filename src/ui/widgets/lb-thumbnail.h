#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/**
 * LbThumbnail:
 *
 * A picture box that its picture fills, cropped in the middle. Grey until the picture is there.
 * Properties: aspect (double: width over height; 0 = as allocated), natural-width, minimum-width
 * (int), shows-long (boolean: a picture of which most would be cropped is shown whole), failed
 * (boolean, read only).
 */
#define LB_TYPE_THUMBNAIL (lb_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (LbThumbnail, lb_thumbnail, LB, THUMBNAIL, GtkWidget)

GtkWidget *lb_thumbnail_new (void);
/* @image: (nullable): NULL clears. */
void lb_thumbnail_set_image (LbThumbnail *self, LbSession *session, LbImage *image);
/* A picture that is not in a dataset yet; one of @file, @bytes. */
void lb_thumbnail_set_file (LbThumbnail *self, GFile *file, GBytes *bytes);
/* A picture that somebody else loads. @texture: (transfer full): a future of a GdkTexture */
void lb_thumbnail_set_future (LbThumbnail *self, DexFuture *texture);
/* For what is no picture: the sign of one that is missing. */
void lb_thumbnail_set_missing (LbThumbnail *self);

G_END_DECLS
