#include "decoder/decode.h"

#include <webp/decode.h>
#include <webp/demux.h>

/* The library scales down itself, with averages as well, and then makes colours of fewer pixels. */
static gboolean
decode_into (const guint8 *data,
             gsize length,
             const PictureSink *sink,
             const WebPBitstreamFeatures *features,
             guint8 *to,
             gsize stride)
{
  WebPDecoderConfig config;

  if (!WebPInitDecoderConfig (&config))
    return FALSE;

  config.options.use_scaling =
    sink->to_width != features->width || sink->to_height != features->height;
  config.options.scaled_width = sink->to_width;
  config.options.scaled_height = sink->to_height;
  config.output.colorspace = features->has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = to;
  config.output.u.RGBA.stride = (int) stride;
  config.output.u.RGBA.size = stride * (gsize) sink->to_height;
  return WebPDecode (data, length, &config) == VP8_STATUS_OK;
}

static LbDecoderStatus
decode_rows (const guint8 *data,
             gsize length,
             const WebPBitstreamFeatures *features,
             PictureSink *sink)
{
  const int channels = features->has_alpha ? 4 : 3;
  g_autofree guint8 *whole = NULL;
  gsize stride;
  guint8 *to;

  if (!picture_sink_plan (sink, features->width, features->height) ||
      !picture_sink_begin (sink, sink->to_width, sink->to_height, channels))
    return LB_DECODER_TOO_LARGE;

  stride = (gsize) sink->to_width * channels;
  to = picture_sink_get_direct (sink, sink->to_width, sink->to_height);
  if (to != NULL)
    stride = sink->stride;
  else if ((to = whole = g_try_malloc_n ((gsize) sink->to_height, stride)) == NULL)
    return LB_DECODER_TOO_LARGE;

  if (!decode_into (data, length, sink, features, to, stride))
    return LB_DECODER_DAMAGED;

  for (int y = 0; whole != NULL && y < sink->to_height; y++)
    picture_sink_push (sink, whole + (gsize) y * stride);
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
