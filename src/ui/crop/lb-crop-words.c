#include "config.h"

#include "ui/crop/lb-crop-words.h"

#include <glib/gi18n.h>

#include "ui/widgets/lb-pixel-size.h"

char *
lb_crop_size_words (const LbCrop *crop)
{
  const LbAspectBucket *shape = lb_aspect_bucket_find_exact (crop->width, crop->height);
  g_autofree char *pixels = lb_pixel_size_words (crop->width, crop->height);

  if (shape == NULL)
    return g_steal_pointer (&pixels);

  /* Translators: the shape of a picture, such as 4:5, and its size in pixels */
  return g_strdup_printf (_ ("%s, %s"), shape->name, pixels);
}

char *
lb_cropped_words (const LbCrop *crop)
{
  g_autofree char *size = lb_crop_size_words (crop);

  /* Translators: %s is what is left of a picture, such as “4:5, 1024 × 1280” or “900 × 700” */
  return g_strdup_printf (_ ("Cropped to %s"), size);
}

char *
lb_crop_place_words (const LbCrop *crop)
{
  g_autofree char *size = lb_crop_size_words (crop);

  /* Translators: what a screen reader says of the frame around the part of a picture that is kept:
   * its size, and how many pixels it is away from the left and upper edge of the picture */
  return g_strdup_printf (_ ("%s, %d from the left, %d from the top"), size, crop->x, crop->y);
}
