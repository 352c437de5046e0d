#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LB_PICTURE_ZOOM_MIN 0.05
#define LB_PICTURE_ZOOM_MAX 8.0
#define LB_PICTURE_ZOOM_STEP 1.25

/**
 * LbPictureView:
 *
 * A picture with rounded corners. At first it is whole: in the middle, made smaller when it has to
 * be and never larger. Scrolling and pinching zoom, a double click goes to 100 % and back, and what
 * is larger than the view is dragged about. Its alternative text is its accessible label. The
 * texture may have fewer pixels than the picture: it then stands in its place, and signal
 * "needs-pixels" says that it is seen so large that more of them would show. Properties: max-height
 * (int): where the width is given the view asks for the height that the whole picture has there, up
 * to so much, and scrolling with a wheel is not for it; 0 = as high as it is made.
 */
#define LB_TYPE_PICTURE_VIEW (lb_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (LbPictureView, lb_picture_view, LB, PICTURE_VIEW, GtkWidget)

/* @texture: (nullable): what there is of it to show; @width, @height: of the picture, 0 for those
 * of the texture. The picture is whole at first. */
void lb_picture_view_set_picture (LbPictureView *self, GdkTexture *texture, int width, int height);
/* More of the same picture: it stays where it is. */
void lb_picture_view_set_texture (LbPictureView *self, GdkTexture *texture);
GdkTexture *lb_picture_view_get_texture (LbPictureView *self); /* (transfer none) (nullable) */
void lb_picture_view_set_max_height (LbPictureView *self, int max_height);
void lb_picture_view_set_alternative_text (LbPictureView *self, const char *text);
const char *lb_picture_view_get_alternative_text (LbPictureView *self); /* (nullable) */
/* Logical pixels for each of the picture's; within the limits. Around the middle of the view. */
void lb_picture_view_set_zoom (LbPictureView *self, double zoom);
/* The one that it is shown with, 1 without a picture. */
double lb_picture_view_get_zoom (LbPictureView *self);
void lb_picture_view_zoom_to_fit (LbPictureView *self);
gboolean lb_picture_view_is_fit (LbPictureView *self);
/* Where the picture is now, in the coordinates of the view. */
void lb_picture_view_get_place (LbPictureView *self, graphene_rect_t *place);
/* Where a whole picture of that size goes in a box of @width x @height, in logical pixels. */
void lb_picture_view_fit (
  int picture_width, int picture_height, int width, int height, graphene_rect_t *place);

G_END_DECLS
