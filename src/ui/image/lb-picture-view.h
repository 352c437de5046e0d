#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A whole picture with rounded corners in the size that it is shown in: in the middle, made smaller
 * when it has to be and never larger. Its alternative text is its accessible label. */
#define LB_TYPE_PICTURE_VIEW (lb_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (LbPictureView, lb_picture_view, LB, PICTURE_VIEW, GtkWidget)

GtkWidget *lb_picture_view_new (void);
/* @texture: (nullable): NULL shows nothing. */
void lb_picture_view_set_texture (LbPictureView *self, GdkTexture *texture);
GdkTexture *lb_picture_view_get_texture (LbPictureView *self); /* (transfer none) (nullable) */
void lb_picture_view_set_alternative_text (LbPictureView *self, const char *text);
const char *lb_picture_view_get_alternative_text (LbPictureView *self); /* (nullable) */
/* Where a picture of that size goes in a box of @width x @height, in logical pixels. */
void lb_picture_view_fit (
  int picture_width, int picture_height, int width, int height, graphene_rect_t *place);

G_END_DECLS
