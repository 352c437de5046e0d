#pragma once

#include <gtk/gtk.h>

#include "ui/dataset/lb-image-state.h"

G_BEGIN_DECLS

/**
 * LbImageTile:
 *
 * One image in the grid: picture, badge for what needs work, one line of caption. Recycled.
 * Properties: selecting (boolean: shows the mark), compact (boolean: the badge is a sign
 * alone), words (string, read only: what a screen reader
 * says). Signals: toggled (the mark was pressed).
 */
#define LB_TYPE_IMAGE_TILE (lb_image_tile_get_type ())
G_DECLARE_FINAL_TYPE (LbImageTile, lb_image_tile, LB, IMAGE_TILE, GtkWidget)

GtkWidget *lb_image_tile_new (void);
/* @session: (nullable); @image: (nullable): NULL unbinds. */
void lb_image_tile_bind (LbImageTile *self, LbSession *session, LbDataset *dataset, LbImage *image);
LbImage *lb_image_tile_get_image (LbImageTile *self); /* (nullable) */
LbImageState lb_image_tile_get_state (LbImageTile *self);
const char *lb_image_tile_get_words (LbImageTile *self);

G_END_DECLS
