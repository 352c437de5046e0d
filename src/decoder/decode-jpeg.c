#include "decoder/decode.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#define MAX_SCANS 200 /* a progressive file has about ten; a thousand tiny ones cost minutes */

typedef struct
{
  struct jpeg_error_mgr base;
  jmp_buf jump;
  gboolean damaged;
} JpegErrors;

typedef struct
{
  struct jpeg_progress_mgr base;
} JpegProgress;

static void
failed_cb (j_common_ptr cinfo)
{
  longjmp (((JpegErrors *) cinfo->err)->jump, 1);
}

static void
message_cb (j_common_ptr cinfo)
{
}

/* Many warnings are about oddities that show no harm; these mean missing or wrong pixels. */
static void
warned_cb (j_common_ptr cinfo, int level)
{
  JpegErrors *errors = (JpegErrors *) cinfo->err;

  if (level >= 0)
    return;

  switch (errors->base.msg_code)
    {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:    errors->damaged = TRUE; break;
    default:                  break;
    }
}

static void
progress_cb (j_common_ptr cinfo)
{
  if (cinfo->is_decompressor && ((j_decompress_ptr) cinfo)->input_scan_number > MAX_SCANS)
    failed_cb (cinfo);
}

/* Adobe programs store CMYK inverted, and nearly all such files come from them. */
static void
convert_cmyk (const guint8 *from, guint8 *to, int width, gboolean inverted)
{
  for (int x = 0; x < width; x++, from += 4, to += 3)
    {
      for (int c = 0; c < 3; c++)
        {
          int ink = inverted ? from[c] : 255 - from[c];
          int key = inverted ? from[3] : 255 - from[3];

          to[c] = (guint8) ((ink * key + 127) / 255);
        }
    }
}

/* An eighth, a quarter or a half, while that leaves enough pixels for the size that is wanted. */
static void
choose_scale (struct jpeg_decompress_struct *cinfo, const PictureSink *sink)
{
  cinfo->scale_denom = 8;
  for (cinfo->scale_num = 1; cinfo->scale_num < 8; cinfo->scale_num *= 2)
    {
      jpeg_calc_output_dimensions (cinfo);
      if ((int) cinfo->output_width >= sink->to_width &&
          (int) cinfo->output_height >= sink->to_height)
        return;
    }
}

static gboolean
read_rows (struct jpeg_decompress_struct *cinfo, PictureSink *sink)
{
  const int width = (int) cinfo->output_width;
  gboolean is_cmyk = cinfo->out_color_space == JCS_CMYK;
  JSAMPARRAY rows = cinfo->mem->alloc_sarray ((j_common_ptr) cinfo, JPOOL_IMAGE,
                                              (JDIMENSION) (width * cinfo->output_components), 1);
  JSAMPARRAY rgb =
    cinfo->mem->alloc_sarray ((j_common_ptr) cinfo, JPOOL_IMAGE, (JDIMENSION) (width * 3), 1);

  while (cinfo->output_scanline < cinfo->output_height)
    {
      if (jpeg_read_scanlines (cinfo, rows, 1) != 1)
        return FALSE;
      if (is_cmyk)
        convert_cmyk (rows[0], rgb[0], width, cinfo->saw_Adobe_marker);
      picture_sink_push (sink, is_cmyk ? rgb[0] : rows[0]);
    }
  return TRUE;
}

LbDecoderStatus
decode_jpeg (const guint8 *data, gsize length, PictureSink *sink)
{
  struct jpeg_decompress_struct cinfo = { 0 };
  JpegProgress progress = { .base.progress_monitor = progress_cb };
  JpegErrors errors = { 0 };

  cinfo.err = jpeg_std_error (&errors.base);
  errors.base.error_exit = failed_cb;
  errors.base.output_message = message_cb;
  errors.base.emit_message = warned_cb;
  if (setjmp (errors.jump))
    {
      gboolean no_memory = errors.base.msg_code == JERR_OUT_OF_MEMORY;

      jpeg_destroy_decompress (&cinfo);
      return no_memory ? LB_DECODER_TOO_LARGE : LB_DECODER_DAMAGED;
    }

  jpeg_create_decompress (&cinfo);
  cinfo.progress = &progress.base;
  jpeg_mem_src (&cinfo, data, length);
  jpeg_read_header (&cinfo, TRUE);
  if (!picture_sink_plan (sink, (int) cinfo.image_width, (int) cinfo.image_height))
    {
      jpeg_destroy_decompress (&cinfo);
      return LB_DECODER_TOO_LARGE;
    }

  if (cinfo.jpeg_color_space == JCS_CMYK || cinfo.jpeg_color_space == JCS_YCCK)
    cinfo.out_color_space = JCS_CMYK;
  else
    cinfo.out_color_space = JCS_RGB;
  choose_scale (&cinfo, sink);
  jpeg_start_decompress (&cinfo);
  if (!picture_sink_begin (sink, (int) cinfo.output_width, (int) cinfo.output_height, 3))
    {
      jpeg_destroy_decompress (&cinfo);
      return LB_DECODER_TOO_LARGE;
    }

  if (!read_rows (&cinfo, sink))
    errors.damaged = TRUE;
  else
    jpeg_finish_decompress (&cinfo);
  jpeg_destroy_decompress (&cinfo);
  return errors.damaged ? LB_DECODER_DAMAGED : LB_DECODER_OK;
}
