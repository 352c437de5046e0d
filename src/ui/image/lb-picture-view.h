#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LB_PICTURE_ZOOM_MIN 0.05
#define LB_PICTURE_ZOOM_MAX 8.0
#define LB_PICTURE_ZOOM_STEP 1.25

/* A picture with rounded corners. At first it is whole: in the middle, made smaller when it has to
 * be and never larger. Scrolling and pinching zoom, a double click goes to 100 % and back, and what
 * is larger than the view is dragged about. Its alternative text is its accessible label. */
#define LB_TYPE_PICTURE_VIEW (lb_picture_view_get_type ())
G_DECLARE_FINAL_TYPE (LbPictureView, lb_picture_view, LB, PICTURE_VIEW, GtkWidget)

/* @texture: (nullable): NULL shows nothing. Another one is whole at first. */
void lb_picture_view_set_texture (LbPictureView *self, GdkTexture *texture);
GdkTexture *lb_picture_view_get_texture (LbPictureView *self); /* (transfer none) (nullable) */
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
