#include "decoder/decode.h"

#include <webp/decode.h>
#include <webp/demux.h>

static LbDecoderStatus
decode_rows (const guint8 *data,
             gsize length,
             const WebPBitstreamFeatures *features,
             PictureSink *sink)
{
  int channels = features->has_alpha ? 4 : 3;
  gsize stride = (gsize) features->width * channels;
  g_autofree guint8 *whole = NULL;
  guint8 *to;
  gsize to_stride = stride;
  gsize to_length;

  if (!picture_sink_plan (sink, features->width, features->height) ||
      !picture_sink_begin (sink, features->width, features->height, channels))
    return LB_DECODER_TOO_LARGE;

  to = picture_sink_get_direct (sink, features->width, features->height);
  if (to)
    to_stride = sink->stride;
  else if (!(to = whole = g_try_malloc_n ((gsize) features->height, stride)))
    return LB_DECODER_TOO_LARGE;

  to_length = to_stride * (gsize) features->height;
  if (features->has_alpha ? !WebPDecodeRGBAInto (data, length, to, to_length, (int) to_stride)
                          : !WebPDecodeRGBInto (data, length, to, to_length, (int) to_stride))
    return LB_DECODER_DAMAGED;

  if (whole)
    {
      for (int y = 0; y < features->height; y++)
        picture_sink_push (sink, whole + (gsize) y * stride);
    }
  return LB_DECODER_OK;
}

/* A file of the animated kind with one frame that covers all of it is a still picture. */
static LbDecoderStatus
decode_only_frame (const guint8 *data,
                   gsize length,
                   const WebPBitstreamFeatures *canvas,
                   PictureSink *sink)
{
  WebPData file = { .bytes = data, .size = length };
  WebPBitstreamFeatures features;
  WebPIterator frame = { 0 };
  WebPDemuxer *demuxer = WebPDemux (&file);
  LbDecoderStatus status = LB_DECODER_DAMAGED;

  if (!demuxer)
    return LB_DECODER_DAMAGED;

  if (WebPDemuxGetFrame (demuxer, 1, &frame) && frame.num_frames == 1 && frame.complete &&
      frame.width == canvas->width && frame.height == canvas->height &&
      WebPGetFeatures (frame.fragment.bytes, frame.fragment.size, &features) == VP8_STATUS_OK &&
      features.width == canvas->width && features.height == canvas->height)
    status = decode_rows (frame.fragment.bytes, frame.fragment.size, &features, sink);

  WebPDemuxReleaseIterator (&frame);
  WebPDemuxDelete (demuxer);
  return status;
}

LbDecoderStatus
decode_webp (const guint8 *data, gsize length, PictureSink *sink)
{
  WebPBitstreamFeatures features;

  if (WebPGetFeatures (data, length, &features) != VP8_STATUS_OK)
    return LB_DECODER_DAMAGED;
  if (features.has_animation)
    return decode_only_frame (data, length, &features, sink);
  return decode_rows (data, length, &features, sink);
}
