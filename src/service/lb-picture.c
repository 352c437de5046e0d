#include "service/lb-picture.h"

G_DEFINE_BOXED_TYPE (LbPicture, lb_picture, lb_picture_copy, lb_picture_free)

LbPicture *
lb_picture_new (void)
{
  return g_new0 (LbPicture, 1);
}

LbPicture *
lb_picture_copy (const LbPicture *self)
{
  LbPicture *copy = g_memdup2 (self, sizeof *self);

  copy->blob = g_strdup (self->blob);
  copy->thumbnail = g_strdup (self->thumbnail);
  copy->format = g_strdup (self->format);
  copy->source_url = g_strdup (self->source_url);
  copy->source_sha256 = g_strdup (self->source_sha256);
  if (self->bytes != NULL)
    g_bytes_ref (self->bytes);
  if (self->blob_hold != NULL)
    lb_blob_hold_ref (self->blob_hold);
  if (self->thumbnail_hold != NULL)
    lb_blob_hold_ref (self->thumbnail_hold);

  return copy;
}

void
lb_picture_free (LbPicture *self)
{
  if (self == NULL)
    return;

  g_free (self->blob);
  g_free (self->thumbnail);
  g_free (self->format);
  g_free (self->source_url);
  g_free (self->source_sha256);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->blob_hold, lb_blob_hold_unref);
  g_clear_pointer (&self->thumbnail_hold, lb_blob_hold_unref);
  g_free (self);
}
