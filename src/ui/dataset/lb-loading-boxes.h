#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LbLoadingBoxes:
 *
 * Stands where the pictures of a dataset will be: their boxes, grey and empty, as many as there is
 * room for.
 */
#define LB_TYPE_LOADING_BOXES (lb_loading_boxes_get_type ())
G_DECLARE_FINAL_TYPE (LbLoadingBoxes, lb_loading_boxes, LB, LOADING_BOXES, GtkWidget)

G_END_DECLS
