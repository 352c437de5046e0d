#include "imaging/lb-decoder.h"

G_DEFINE_BOXED_TYPE (LbPictureExif, lb_picture_exif, lb_picture_exif_copy, lb_picture_exif_free)

LbPictureExif *
lb_picture_exif_copy (const LbPictureExif *self)
{
  LbPictureExif *copy = g_memdup2 (self, sizeof *self);

  copy->lens = g_strdup (self->lens);
  return copy;
}

void
lb_picture_exif_free (LbPictureExif *self)
{
  g_free (self->lens);
  g_free (self);
}
