#include "model/lb-aspect-bucket.h"

#include <string.h>

static const LbAspectBucket buckets[] = {
  { "9:16", 9, 16 }, { "2:3", 2, 3 }, { "3:4", 3, 4 }, { "4:5", 4, 5 },   { "1:1", 1, 1 },
  { "5:4", 5, 4 },   { "4:3", 4, 3 }, { "3:2", 3, 2 }, { "16:9", 16, 9 },
};

const LbAspectBucket *
lb_aspect_bucket_list (gsize *n_buckets)
{
  *n_buckets = G_N_ELEMENTS (buckets);

  return buckets;
}

const LbAspectBucket *
lb_aspect_bucket_find_nearest (int width, int height)
{
  const LbAspectBucket *nearest = &buckets[0];
  double best = G_MAXDOUBLE;

  g_return_val_if_fail (width > 0 && height > 0, nearest);

  for (gsize i = 0; i < G_N_ELEMENTS (buckets); i++)
    {
      double factor = (double) width / height * buckets[i].height / buckets[i].width;
      double distance = MAX (factor, 1 / factor);

      if (distance < best)
        {
          best = distance;
          nearest = &buckets[i];
        }
    }

  return nearest;
}

const LbAspectBucket *
lb_aspect_bucket_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (buckets); i++)
    if (strcmp (buckets[i].name, name) == 0)
      return &buckets[i];

  return NULL;
}

const LbAspectBucket *
lb_aspect_bucket_find_exact (int width, int height)
{
  const LbAspectBucket *bucket = lb_aspect_bucket_find_nearest (width, height);
  int exact_width, exact_height;

  lb_aspect_bucket_get_size (bucket, MIN (width, height), &exact_width, &exact_height);

  return exact_width == width && exact_height == height ? bucket : NULL;
}

/* @part / @of of @length, to the nearest pixel. */
static int
scale (int length, int part, int of)
{
  return (int) (((gint64) length * part * 2 + of) / (2 * of));
}

void
lb_aspect_bucket_get_size (const LbAspectBucket *self, int shorter, int *width, int *height)
{
  *width = self->width <= self->height ? shorter : scale (shorter, self->width, self->height);
  *height = self->height <= self->width ? shorter : scale (shorter, self->height, self->width);
}

int
lb_aspect_bucket_get_largest (const LbAspectBucket *self, int width, int height)
{
  int shorter = MIN (width, height);
  int got_width, got_height;

  if (self->width < self->height)
    shorter = MIN (shorter, scale (height, self->width, self->height));
  else
    shorter = MIN (shorter, scale (width, self->height, self->width));

  lb_aspect_bucket_get_size (self, shorter, &got_width, &got_height);
  return got_width > width || got_height > height ? shorter - 1 : shorter;
}

int
lb_aspect_bucket_get_smallest (const LbAspectBucket *self, int width, int height)
{
  int shorter = self->width < self->height ? MAX (width, scale (height, self->width, self->height))
                                           : MAX (height, scale (width, self->height, self->width));
  int got_width, got_height;

  lb_aspect_bucket_get_size (self, shorter, &got_width, &got_height);
  return got_width < width || got_height < height ? shorter + 1 : shorter;
}
