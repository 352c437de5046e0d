#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LbAspectBucket:
 * @name: "4:5"
 * @width: of the ratio, not pixels
 * @height: the same
 *
 * One of the shapes that pictures of a set are best cut to. Trainers put pictures of one shape into
 * one batch, and cut what lies between two shapes by themselves: 1:1, 4:5, 3:4, 2:3 and 9:16,
 * upright and lying. Static.
 */
typedef struct
{
  const char *name;
  int width;
  int height;
} LbAspectBucket;

/* From the tallest to the widest. */
const LbAspectBucket *lb_aspect_bucket_list (gsize *n_buckets);
/* The one whose ratio is nearest to that of a picture, as a factor. @width, @height: positive */
const LbAspectBucket *lb_aspect_bucket_find_nearest (int width, int height);
/* (nullable): by its name. */
const LbAspectBucket *lb_aspect_bucket_find (const char *name);
/* (nullable): the one that a picture of so many pixels has, but for rounding to whole pixels. */
const LbAspectBucket *lb_aspect_bucket_find_exact (int width, int height);
/* The pixels of a picture of that shape with a shorter side of @shorter. */
void lb_aspect_bucket_get_size (const LbAspectBucket *self, int shorter, int *width, int *height);
/* The shorter side of the largest picture of that shape within @width and @height. */
int lb_aspect_bucket_get_largest (const LbAspectBucket *self, int width, int height);
/* The shorter side of the smallest one that covers both. */
int lb_aspect_bucket_get_smallest (const LbAspectBucket *self, int width, int height);

G_END_DECLS
