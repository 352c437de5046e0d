#pragma once

#include <gtk/gtk.h>

#include "session/lb-session.h"

G_BEGIN_DECLS

/* What a cell says of its image. */
typedef enum
{
  LB_IMAGE_CELL_PICTURE, /* the picture, the caption over the name */
  LB_IMAGE_CELL_STATE,
  LB_IMAGE_CELL_SOURCE,
  LB_IMAGE_CELL_SIZE,
  LB_IMAGE_CELL_CHANGED
} LbImageCellKind;

/**
 * LbImageCell:
 *
 * One cell of the list of images. Recycled. Properties: compact (boolean: an icon stands without
 * its word).
 */
#define LB_TYPE_IMAGE_CELL (lb_image_cell_get_type ())
G_DECLARE_FINAL_TYPE (LbImageCell, lb_image_cell, LB, IMAGE_CELL, GtkWidget)

GtkWidget *lb_image_cell_new (LbImageCellKind kind);
/* @session: (nullable); @image: (nullable): NULL unbinds. */
void lb_image_cell_bind (LbImageCell *self, LbSession *session, LbDataset *dataset, LbImage *image);
/* Says it again: time has passed. */
void lb_image_cell_refresh (LbImageCell *self);
LbImage *lb_image_cell_get_image (LbImageCell *self);     /* (nullable) */
const char *lb_image_cell_get_words (LbImageCell *self);  /* of the first line */
const char *lb_image_cell_get_detail (LbImageCell *self); /* of the second; "" without one */
/* (transfer full): a moment as the list says it at @now, both in the same time zone. */
char *lb_image_cell_date_words (GDateTime *moment, GDateTime *now);

G_END_DECLS
