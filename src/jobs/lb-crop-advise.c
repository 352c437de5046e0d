#include "jobs/lb-crop-advise.h"

#include "base/lb-threads.h"
#include "contract/lb-limits.h"
#include "imaging/lb-decoder.h"
#include "imaging/lb-pixels.h"

LbCropAdvice *
lb_crop_advice_copy (const LbCropAdvice *self)
{
  return g_memdup2 (self, sizeof *self);
}

G_DEFINE_BOXED_TYPE (LbCropAdvice, lb_crop_advice, lb_crop_advice_copy, g_free)

typedef struct
{
  GdkPixbuf *pixels; /* (owned) */
  LbCropRoom room;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_object_unref (self->pixels);
  g_free (self);
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) opaque = lb_pixels_flatten (look->pixels, &error);
  LbCropAdvice advice;

  if (opaque == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  lb_crop_advice_take (opaque, &look->room, LB_LIMIT_SIDE_TARGET, &advice);
  return dex_future_new_take_boxed (LB_TYPE_CROP_ADVICE, lb_crop_advice_copy (&advice));
}

static DexFuture *
decoded_cb (DexFuture *future, gpointer data)
{
  const LbCropRoom *room = data;
  Look *look = g_new0 (Look, 1);

  look->pixels = g_value_dup_object (dex_future_get_value (future, NULL));
  look->room = *room;

  return lb_threads_run (look_fiber, look, look_free);
}

DexFuture *
lb_crop_advise (GFile *file, GBytes *bytes, const LbCropRoom *room)
{
  LbDecoder *decoder = lb_decoder_get_default ();
  DexFuture *decoded = NULL;

  dex_return_error_if_fail ((file != NULL) != (bytes != NULL));
  dex_return_error_if_fail (room->width > 0 && room->height > 0);

  decoded = bytes != NULL ? lb_decoder_decode (decoder, bytes, LB_CROP_ADVICE_SIDE)
                          : lb_decoder_decode_file (decoder, file, LB_CROP_ADVICE_SIDE);

  return dex_future_then (decoded, decoded_cb, g_memdup2 (room, sizeof *room), g_free);
}
