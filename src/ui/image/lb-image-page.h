#pragma once

#include <adwaita.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* One image with its caption beside it. Edits are kept as they are typed. Pushed on the window's
 * outer navigation view. */
#define LB_TYPE_IMAGE_PAGE (lb_image_page_get_type ())
G_DECLARE_FINAL_TYPE (LbImagePage, lb_image_page, LB, IMAGE_PAGE, AdwNavigationPage)

/* @images: (element-type LbImage): the order that next and previous follow, as it is now: a filter
 * that lets go of an image while it is mended does not end the review. @current: one of them. */
LbImagePage *
lb_image_page_new (LbSession *session, LbDataset *dataset, GListModel *images, LbImage *current);
/* @images: (element-type LbImage): selected where the page was opened from; to refine them too is
 * offered when they are several. */
void lb_image_page_set_chosen (LbImagePage *self, GPtrArray *images);
/* (transfer none) (nullable): the image shown now, to be selected again when the page is left. */
LbImage *lb_image_page_get_image (LbImagePage *self);

G_END_DECLS
