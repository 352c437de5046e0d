#pragma once

#include "ui/check/lb-check-row.h"

G_BEGIN_DECLS

typedef void (*LbCropMenuFunc) (LbCheckRow *row);

/* Gives a row of a check what opens the crop of its picture: a menu, and a click on @thumbnail in
 * it. @crop: asks what is kept; @uncrop: has all of it again. */
void lb_crop_menu_add (LbCheckRow *row,
                       GtkWidget *thumbnail,
                       LbCropMenuFunc crop,
                       LbCropMenuFunc uncrop);
/* @can_crop: whether there is anything to be cut away now. */
void lb_crop_menu_update (LbCheckRow *row, gboolean can_crop, gboolean cropped);

G_END_DECLS
