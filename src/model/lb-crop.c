#include "model/lb-crop.h"

gboolean
lb_crop_is_set (const LbCrop *self)
{
  return self->width > 0 && self->height > 0;
}

gboolean
lb_crop_equal (const LbCrop *a, const LbCrop *b)
{
  if (!lb_crop_is_set (a) || !lb_crop_is_set (b))
    return lb_crop_is_set (a) == lb_crop_is_set (b);

  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

gboolean
lb_crop_is_whole (const LbCrop *self, const LbCropRoom *room)
{
  return !lb_crop_is_set (self) || (self->width >= room->width && self->height >= room->height);
}

static int
clamp_side (int length, int side, int side_min)
{
  return CLAMP (length, MIN (MAX (side_min, 1), side), side);
}

void
lb_crop_fit (LbCrop *self, const LbCropRoom *room)
{
  self->width = clamp_side (self->width, room->width, room->side_min);
  self->height = clamp_side (self->height, room->height, room->side_min);
  self->x = CLAMP (self->x, 0, room->width - self->width);
  self->y = CLAMP (self->y, 0, room->height - self->height);
}

/* The shorter side that a crop of @shape has at least: the fewest pixels allowed, or all there are.
 */
static int
least_shorter (const LbAspectBucket *shape, const LbCropRoom *room)
{
  return MIN (MAX (room->side_min, 1),
              lb_aspect_bucket_get_largest (shape, room->width, room->height));
}

/* Of another size, around the same centre. */
static void
resize (LbCrop *self, int width, int height)
{
  self->x += (self->width - width) / 2;
  self->y += (self->height - height) / 2;
  self->width = width;
  self->height = height;
}

/* Into @bounds, without another size. */
static void
move_into (LbCrop *self, const LbCrop *bounds)
{
  self->x = CLAMP (self->x, bounds->x, bounds->x + MAX (bounds->width - self->width, 0));
  self->y = CLAMP (self->y, bounds->y, bounds->y + MAX (bounds->height - self->height, 0));
}

void
lb_crop_take_shape (LbCrop *self, const LbAspectBucket *shape, const LbCropRoom *room)
{
  const LbCrop bounds = { 0, 0, room->width, room->height };
  int shorter = lb_aspect_bucket_get_largest (shape, self->width, self->height);
  int width, height;

  lb_aspect_bucket_get_size (shape, MAX (shorter, least_shorter (shape, room)), &width, &height);
  resize (self, width, height);
  move_into (self, &bounds);
}

gboolean
lb_crop_grow (LbCrop *self, const LbAspectBucket *shape, const LbCrop *bounds, int side_min)
{
  int shorter = lb_aspect_bucket_get_smallest (shape, self->width, self->height);
  int width, height;

  lb_aspect_bucket_get_size (shape, MAX (shorter, side_min), &width, &height);
  if (width > bounds->width || height > bounds->height)
    return FALSE;

  resize (self, width, height);
  move_into (self, bounds);
  return TRUE;
}

static void
move (LbCrop *self, int dx, int dy, const LbCropRoom *room)
{
  const LbCrop bounds = { 0, 0, room->width, room->height };

  self->x += dx;
  self->y += dy;
  move_into (self, &bounds);
}

/* The room that a side has beyond its edge that stays, or around its middle when none is held. */
static int
find_space (int start, int length, int all, gboolean holds_start, gboolean holds_end)
{
  int end = start + length;

  if (holds_start)
    return end;
  if (holds_end)
    return all - start;

  return length + 2 * MIN (start, all - end);
}

/* Where a side begins once it has another length. */
static int
find_start (int start, int length, int new_length, gboolean holds_start, gboolean holds_end)
{
  if (holds_start)
    return start + length - new_length;
  if (holds_end)
    return start;

  return start + (length - new_length) / 2;
}

static void
pull_free (LbCrop *self, LbCropEdges edges, int dx, int dy, const LbCropRoom *room)
{
  int left = self->x, right = left + self->width, top = self->y, bottom = top + self->height;
  int across = MIN (MAX (room->side_min, 1), room->width);
  int down = MIN (MAX (room->side_min, 1), room->height);

  if ((edges & LB_CROP_EDGE_LEFT) != 0)
    left = CLAMP (left + dx, 0, MAX (right - across, 0));
  if ((edges & LB_CROP_EDGE_RIGHT) != 0)
    right = CLAMP (right + dx, MIN (left + across, room->width), room->width);
  if ((edges & LB_CROP_EDGE_TOP) != 0)
    top = CLAMP (top + dy, 0, MAX (bottom - down, 0));
  if ((edges & LB_CROP_EDGE_BOTTOM) != 0)
    bottom = CLAMP (bottom + dy, MIN (top + down, room->height), room->height);

  *self = (LbCrop) { left, top, right - left, bottom - top };
}

static void
pull_shape (LbCrop *self,
            LbCropEdges edges,
            int dx,
            int dy,
            const LbAspectBucket *shape,
            const LbCropRoom *room)
{
  const gboolean left = (edges & LB_CROP_EDGE_LEFT) != 0, right = (edges & LB_CROP_EDGE_RIGHT) != 0;
  const gboolean top = (edges & LB_CROP_EDGE_TOP) != 0, bottom = (edges & LB_CROP_EDGE_BOTTOM) != 0;
  const LbCrop before = *self;
  int width = before.width + (left ? -dx : right ? dx : 0);
  int height = before.height + (top ? -dy : bottom ? dy : 0);
  int across = find_space (before.x, before.width, room->width, left, right);
  int down = find_space (before.y, before.height, room->height, top, bottom);
  int shorter;

  /* A corner follows the pointer along whichever side that has gone further. */
  if (!top && !bottom)
    height = 1;
  else if (!left && !right)
    width = 1;
  shorter = lb_aspect_bucket_get_smallest (shape, MAX (width, 1), MAX (height, 1));
  shorter = MIN (shorter, lb_aspect_bucket_get_largest (shape, across, down));
  shorter = MAX (shorter, least_shorter (shape, room));

  lb_aspect_bucket_get_size (shape, shorter, &self->width, &self->height);
  self->x = find_start (before.x, before.width, self->width, left, right);
  self->y = find_start (before.y, before.height, self->height, top, bottom);
  move (self, 0, 0, room);
}

void
lb_crop_pull (LbCrop *self,
              LbCropEdges edges,
              int dx,
              int dy,
              const LbAspectBucket *shape,
              const LbCropRoom *room)
{
  if (edges == LB_CROP_EDGE_NONE)
    move (self, dx, dy, room);
  else if (shape != NULL)
    pull_shape (self, edges, dx, dy, shape, room);
  else
    pull_free (self, edges, dx, dy, room);
}

void
lb_crop_apply_to_probe (const LbCrop *self, LbProbeResult *probe)
{
  if (!lb_crop_is_set (self))
    return;

  probe->width = self->width;
  probe->height = self->height;
  probe->orientation = 1;
}
