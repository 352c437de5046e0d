#include "decoder/decode.h"

#include <setjmp.h>
#include <string.h>

#include <png.h>

#define CHUNK_BYTES_MAX (8 * 1024 * 1024) /* of text and profiles, unpacked */
#define CHUNKS_MAX 1000

typedef struct
{
  const guint8 *data;
  gsize length;
  gsize at;
} PngInput;

static void
read_cb (png_structp png, png_bytep to, size_t length)
{
  PngInput *input = png_get_io_ptr (png);

  if (length > input->length - input->at)
    png_error (png, "The file ends too early");

  memcpy (to, input->data + input->at, length);
  input->at += length;
}

static void
failed_cb (png_structp png, png_const_charp message)
{
  png_longjmp (png, 1);
}

static void
warned_cb (png_structp png, png_const_charp message)
{
}

/* Any PNG to 8 bits of RGB or RGBA, the numbers left as they are stored. */
static void
set_transforms (png_structp png, png_infop info)
{
  int color = png_get_color_type (png, info);

  png_set_expand (png);
  png_set_scale_16 (png);
  if (color == PNG_COLOR_TYPE_GRAY || color == PNG_COLOR_TYPE_GRAY_ALPHA)
    png_set_gray_to_rgb (png);
}

/* What must be freed when libpng jumps out stands here, not in locals. */
typedef struct
{
  png_structp png;
  png_infop info;
  guint8 *whole; /* (owned): an interlaced picture, which comes in passes */
  PictureSink *sink;
  LbDecoderStatus status;
} PngDecode;

static LbDecoderStatus
read_picture (PngDecode *self)
{
  png_uint_32 width = png_get_image_width (self->png, self->info);
  png_uint_32 height = png_get_image_height (self->png, self->info);
  gsize stride = png_get_rowbytes (self->png, self->info);
  int channels = png_get_channels (self->png, self->info);
  gboolean interlaced = png_get_interlace_type (self->png, self->info) != PNG_INTERLACE_NONE;
  guint8 *row;

  if (!picture_sink_begin (self->sink, (int) width, (int) height, channels))
    return LB_DECODER_TOO_LARGE;

  self->whole = g_try_malloc_n (interlaced ? height : 1, stride);
  if (!self->whole)
    return LB_DECODER_TOO_LARGE;

  if (!interlaced)
    {
      for (png_uint_32 y = 0; y < height; y++)
        {
          png_read_row (self->png, self->whole, NULL);
          picture_sink_push (self->sink, self->whole);
        }
    }
  else
    {
      for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
        {
          for (png_uint_32 y = 0; y < height; y++)
            {
              row = self->whole + y * stride;
              png_read_row (self->png, row, NULL);
            }
        }
      for (png_uint_32 y = 0; y < height; y++)
        picture_sink_push (self->sink, self->whole + y * stride);
    }

  png_read_end (self->png, NULL);
  return LB_DECODER_OK;
}

static void
run_decode (PngDecode *self)
{
  int width;
  int height;

  self->status = LB_DECODER_DAMAGED;
  if (setjmp (png_jmpbuf (self->png)))
    return;

  png_read_info (self->png, self->info);
  width = (int) png_get_image_width (self->png, self->info);
  height = (int) png_get_image_height (self->png, self->info);
  if (!picture_sink_plan (self->sink, width, height))
    {
      self->status = LB_DECODER_TOO_LARGE;
      return;
    }

  set_transforms (self->png, self->info);
  png_set_interlace_handling (self->png);
  png_read_update_info (self->png, self->info);
  if (png_get_channels (self->png, self->info) < 3)
    return;
  self->status = read_picture (self);
}

LbDecoderStatus
decode_png (const guint8 *data, gsize length, PictureSink *sink)
{
  PngInput input = { .data = data, .length = length };
  PngDecode decode = { .sink = sink };

  decode.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, NULL, failed_cb, warned_cb);
  if (!decode.png)
    return LB_DECODER_TOO_LARGE;
  decode.info = png_create_info_struct (decode.png);
  if (!decode.info)
    {
      png_destroy_read_struct (&decode.png, NULL, NULL);
      return LB_DECODER_TOO_LARGE;
    }

  png_set_read_fn (decode.png, &input, read_cb);
  png_set_user_limits (decode.png, LB_DECODER_SIDE_MAX, LB_DECODER_SIDE_MAX);
  png_set_chunk_malloc_max (decode.png, CHUNK_BYTES_MAX);
  png_set_chunk_cache_max (decode.png, CHUNKS_MAX);
  run_decode (&decode);

  g_free (decode.whole);
  png_destroy_read_struct (&decode.png, &decode.info, NULL);
  return decode.status;
}
