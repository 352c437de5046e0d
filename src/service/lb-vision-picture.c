#include "service/lb-vision-picture.h"

#include "base/lb-threads.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"

typedef struct
{
  GBytes *picture;   /* (owned) */
  GdkPixbuf *pixels; /* (owned) (nullable) */
  int max_side;
} Making;

static void
making_free (gpointer data)
{
  Making *self = data;

  g_clear_pointer (&self->picture, g_bytes_unref);
  g_clear_object (&self->pixels);
  g_free (self);
}

static DexFuture *
encode_fiber (gpointer data)
{
  Making *self = data;
  GError *error = NULL;
  g_autoptr (GdkPixbuf) flat = lb_pixels_flatten (self->pixels, &error);
  GBytes *jpeg = flat != NULL ? lb_pixels_thumbnail (flat, self->max_side, &error) : NULL;

  if (jpeg == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (G_TYPE_BYTES, jpeg);
}

static DexFuture *
make_fiber (gpointer data)
{
  Making *self = data;
  GError *error = NULL;
  Making *encoding;

  self->pixels = dex_await_object (
    lb_decoder_decode (lb_decoder_get_default (), self->picture, self->max_side), &error);
  if (self->pixels == NULL)
    return dex_future_new_for_error (error);

  encoding = g_new0 (Making, 1);
  encoding->pixels = g_steal_pointer (&self->pixels);
  encoding->max_side = self->max_side;

  return lb_threads_run (encode_fiber, encoding, making_free);
}

DexFuture *
lb_vision_picture_make (GBytes *picture, int max_side)
{
  Making *self = g_new0 (Making, 1);

  self->picture = g_bytes_ref (picture);
  self->max_side = max_side;

  return dex_scheduler_spawn (NULL, 256 * 1024, make_fiber, self, making_free);
}
