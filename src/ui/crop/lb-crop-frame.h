#pragma once

#include <gtk/gtk.h>

#include "model/lb-crop.h"

G_BEGIN_DECLS

/**
 * LbCropFrame:
 *
 * A whole picture with a frame around what is kept of it; the rest is dimmed. The frame is moved
 * and pulled with the pointer, by the arrow keys, and with Shift its right and lower edge; with
 * Ctrl by one pixel. One that only shows has neither handles nor focus.
 *
 * Properties: interactive (boolean, construct only). Signals: changed, when a person has changed
 * the crop.
 */
#define LB_TYPE_CROP_FRAME (lb_crop_frame_get_type ())
G_DECLARE_FINAL_TYPE (LbCropFrame, lb_crop_frame, LB, CROP_FRAME, GtkWidget)

/* The picture: one of @file, @bytes, or neither. Loaded where it is seen. @room: its pixels, and
 * how many have to be left. */
void lb_crop_frame_set_file (LbCropFrame *self, GFile *file, GBytes *bytes, const LbCropRoom *room);
/* Always set; the whole picture at first. */
const LbCrop *lb_crop_frame_get_crop (LbCropFrame *self);
/* Not set: the whole picture. */
void lb_crop_frame_set_crop (LbCropFrame *self, const LbCrop *crop);
/* @shape: (nullable): what a person pulls keeps that shape from now on. */
void lb_crop_frame_set_shape (LbCropFrame *self, const LbAspectBucket *shape);

G_END_DECLS
