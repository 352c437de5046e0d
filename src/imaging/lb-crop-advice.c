#include "imaging/lb-crop-advice.h"

#include "imaging/lb-margins.h"
#include "imaging/lb-measures.h"
#include "imaging/lb-pixels.h"

#include <math.h>

#define MEASURED_SIDE 256 /* what lb_measures_take() is made for */
#define STRENGTH_MIN 0.25 /* of a region, to be taken for the subject */
#define SUBJECT_MARGIN 6  /* one part in so many of its longer side, on each side */
#define WORTH 20          /* one part in so many of the picture has to go */

/* The edge of @content, in pixels of the picture; one small line further in where it is a cut. */
static int
scale_start (int start, int small, int full)
{
  if (start == 0)
    return 0;

  return (int) (((gint64) (small == full ? start : start + 1) * full + small - 1) / small);
}

static int
scale_end (int end, int small, int full)
{
  if (end == small)
    return full;

  return (int) ((gint64) (small == full ? end : end - 1) * full / small);
}

static LbCrop
scale_content (const LbCrop *content, GdkPixbuf *pixels, const LbCropRoom *room)
{
  int width = gdk_pixbuf_get_width (pixels), height = gdk_pixbuf_get_height (pixels);
  int left = scale_start (content->x, width, room->width);
  int top = scale_start (content->y, height, room->height);

  return (LbCrop) { left, top,
                    MAX (scale_end (content->x + content->width, width, room->width) - left, 1),
                    MAX (scale_end (content->y + content->height, height, room->height) - top, 1) };
}

static gboolean
measure (GdkPixbuf *pixels, const LbCrop *content, LbMeasures *measures)
{
  g_autoptr (GdkPixbuf) part =
    gdk_pixbuf_new_subpixbuf (pixels, content->x, content->y, content->width, content->height);
  g_autoptr (GdkPixbuf) small = lb_pixels_fit (part, MEASURED_SIDE, NULL);

  if (small == NULL)
    return FALSE;

  lb_measures_take (small, measures);
  return measures->subject_strength >= STRENGTH_MIN && measures->subject_width > 0 &&
         measures->subject_height > 0;
}

static void
intersect (LbCrop *self, const LbCrop *bounds)
{
  int right = MIN (self->x + self->width, bounds->x + bounds->width);
  int bottom = MIN (self->y + self->height, bounds->y + bounds->height);

  self->x = MAX (self->x, bounds->x);
  self->y = MAX (self->y, bounds->y);
  self->width = MAX (right - self->x, 1);
  self->height = MAX (bottom - self->y, 1);
}

/* The subject with some space around it, or all of @bounds. */
static LbCrop
find_kept (GdkPixbuf *pixels, const LbCrop *content, const LbCrop *bounds)
{
  LbMeasures measures = { 0 };
  LbCrop kept;
  double width, height, space;

  if (!measure (pixels, content, &measures))
    return *bounds;

  width = measures.subject_width * bounds->width;
  height = measures.subject_height * bounds->height;
  space = MAX (width, height) / SUBJECT_MARGIN;
  kept = (LbCrop) {
    .x = bounds->x + (int) floor (measures.subject_left * bounds->width - space),
    .y = bounds->y + (int) floor (measures.subject_top * bounds->height - space),
    .width = (int) ceil (width + 2 * space),
    .height = (int) ceil (height + 2 * space),
  };
  intersect (&kept, bounds);

  return kept;
}

static double
get_distance (const LbAspectBucket *shape, const LbCrop *crop)
{
  return fabs (log ((double) crop->width / crop->height * shape->height / shape->width));
}

/* The shape nearest to @kept that has room for it within @bounds. */
static gboolean
grow_nearest (LbCrop *kept, const LbCrop *bounds, int side_min)
{
  gsize n_shapes = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n_shapes);
  const LbCrop box = *kept;
  double best = G_MAXDOUBLE;

  for (gsize i = 0; i < n_shapes; i++)
    {
      LbCrop grown = box;
      double distance = get_distance (&shapes[i], &box);

      if (distance < best && lb_crop_grow (&grown, &shapes[i], bounds, side_min))
        {
          best = distance;
          *kept = grown;
        }
    }

  return best < G_MAXDOUBLE;
}

/* The largest of the shape nearest to that of @bounds, as near to the middle of @kept as it can be.
 * A square is always possible. */
static void
cut_nearest (LbCrop *kept, const LbCrop *bounds, int side_min)
{
  gsize n_shapes = 0;
  const LbAspectBucket *shapes = lb_aspect_bucket_list (&n_shapes);
  double best = G_MAXDOUBLE;
  LbCrop cut = *bounds;

  for (gsize i = 0; i < n_shapes; i++)
    {
      int shorter = lb_aspect_bucket_get_largest (&shapes[i], bounds->width, bounds->height);
      double distance = get_distance (&shapes[i], bounds);

      if (distance < best && shorter >= side_min)
        {
          best = distance;
          lb_aspect_bucket_get_size (&shapes[i], shorter, &cut.width, &cut.height);
        }
    }

  cut.x = CLAMP (kept->x + (kept->width - cut.width) / 2, bounds->x,
                 bounds->x + bounds->width - cut.width);
  cut.y = CLAMP (kept->y + (kept->height - cut.height) / 2, bounds->y,
                 bounds->y + bounds->height - cut.height);
  *kept = cut;
}

static gboolean
is_worth (const LbCrop *crop, const LbCropRoom *room)
{
  gint64 all = (gint64) room->width * room->height;

  return (all - (gint64) crop->width * crop->height) * WORTH >= all;
}

/* The content, and around it as much of its margins as it takes to have @side_min pixels a side. */
static LbCrop
find_bounds (const LbCrop *content, const LbCropRoom *room, int side_min)
{
  const LbCropRoom wanted = { room->width, room->height, side_min };
  LbCrop bounds = *content;

  bounds.x -= MAX (side_min - bounds.width, 0) / 2;
  bounds.y -= MAX (side_min - bounds.height, 0) / 2;
  lb_crop_fit (&bounds, &wanted);

  return bounds;
}

void
lb_crop_advice_take (GdkPixbuf *pixels,
                     const LbCropRoom *room,
                     int side_target,
                     LbCropAdvice *advice)
{
  const int side = MIN (MAX (side_target, room->side_min), MIN (room->width, room->height));
  LbCrop small, content, trimmed, bounds, kept;

  g_return_if_fail (GDK_IS_PIXBUF (pixels));
  g_return_if_fail (room->width > 0 && room->height > 0);

  *advice = (LbCropAdvice) { 0 };
  lb_margins_find (pixels, &small);
  content = scale_content (&small, pixels, room);
  trimmed = find_bounds (&content, room, room->side_min);
  if (!lb_crop_is_whole (&trimmed, room))
    advice->trimmed = trimmed;

  bounds = find_bounds (&content, room, side);
  kept = find_kept (pixels, &small, &content);
  if (!grow_nearest (&kept, &bounds, side))
    cut_nearest (&kept, &bounds, side);
  if (is_worth (&kept, room))
    advice->suggested = kept;
}
