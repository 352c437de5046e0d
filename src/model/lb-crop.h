#pragma once

#include "model/lb-aspect-bucket.h"
#include "model/lb-probe-result.h"

G_BEGIN_DECLS

/**
 * LbCrop:
 *
 * The part of a picture that is kept, in pixels of the picture as it is shown (orientation
 * applied). Of no width: the whole picture. A plain value: copy by assignment.
 */
typedef struct
{
  int x;
  int y;
  int width;
  int height;
} LbCrop;

/* The room that a crop has: a picture's pixels, and how many of a side have to be left. A side that
 * has fewer is kept whole. */
typedef struct
{
  int width;
  int height;
  int side_min;
} LbCropRoom;

/* What is held of a crop; none: all of it. */
typedef enum
{
  LB_CROP_EDGE_NONE = 0,
  LB_CROP_EDGE_LEFT = 1 << 0,
  LB_CROP_EDGE_RIGHT = 1 << 1,
  LB_CROP_EDGE_TOP = 1 << 2,
  LB_CROP_EDGE_BOTTOM = 1 << 3
} LbCropEdges;

gboolean lb_crop_is_set (const LbCrop *self);
gboolean lb_crop_equal (const LbCrop *a, const LbCrop *b);
/* Whether it leaves nothing away. */
gboolean lb_crop_is_whole (const LbCrop *self, const LbCropRoom *room);
/* Moves it into the picture, and cuts or enlarges it to what is allowed. */
void lb_crop_fit (LbCrop *self, const LbCropRoom *room);
/* The largest of that shape within the crop, around its centre; larger only where it would have too
 * few pixels. */
void lb_crop_take_shape (LbCrop *self, const LbAspectBucket *shape, const LbCropRoom *room);
/* The smallest of that shape that holds @self and lies within @bounds, with @side_min pixels a side
 * at least. FALSE when there is none. */
gboolean
lb_crop_grow (LbCrop *self, const LbAspectBucket *shape, const LbCrop *bounds, int side_min);
/* Pulls @edges by so many pixels, the opposite ones staying where they are; without edges it is
 * moved. @shape: (nullable): kept, by a crop that has it. */
void lb_crop_pull (LbCrop *self,
                   LbCropEdges edges,
                   int dx,
                   int dy,
                   const LbAspectBucket *shape,
                   const LbCropRoom *room);
/* What a header would say of the cropped picture; its size in bytes is that of the whole one. */
void lb_crop_apply_to_probe (const LbCrop *self, LbProbeResult *probe);

G_END_DECLS
