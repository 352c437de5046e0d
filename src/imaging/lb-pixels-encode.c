#include "imaging/lb-pixels.h"

#include "base/lb-error.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#define QUALITY 95 /* R49 */
#define QUALITY_THUMBNAIL 85
#define WEBP_EFFORT 3 /* of 9: seconds are worth more here than a few per cent */

typedef struct
{
  struct jpeg_error_mgr base;
  jmp_buf jump;
} JpegErrors;

static void
jpeg_failed_cb (j_common_ptr cinfo)
{
  longjmp (((JpegErrors *) cinfo->err)->jump, 1);
}

static void
jpeg_message_cb (j_common_ptr cinfo)
{
}

static gboolean
compress_jpeg (GdkPixbuf *pixels, int quality, gboolean full_color, guint8 **data, gulong *length)
{
  const int stride = gdk_pixbuf_get_rowstride (pixels);
  const guint8 *rows = gdk_pixbuf_read_pixels (pixels);
  struct jpeg_compress_struct cinfo = { 0 };
  JpegErrors errors;

  cinfo.err = jpeg_std_error (&errors.base);
  errors.base.error_exit = jpeg_failed_cb;
  errors.base.output_message = jpeg_message_cb;
  if (setjmp (errors.jump))
    {
      jpeg_destroy_compress (&cinfo);
      return FALSE;
    }

  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, data, length);
  cinfo.image_width = (JDIMENSION) gdk_pixbuf_get_width (pixels);
  cinfo.image_height = (JDIMENSION) gdk_pixbuf_get_height (pixels);
  cinfo.input_components = 3;
  cinfo.in_color_space = JCS_RGB;
  jpeg_set_defaults (&cinfo);
  jpeg_set_quality (&cinfo, quality, TRUE);
  if (full_color)
    {
      cinfo.comp_info[0].h_samp_factor = 1;
      cinfo.comp_info[0].v_samp_factor = 1;
    }

  jpeg_start_compress (&cinfo, TRUE);
  while (cinfo.next_scanline < cinfo.image_height)
    {
      JSAMPROW row = (JSAMPROW) rows + (gsize) cinfo.next_scanline * stride;

      jpeg_write_scanlines (&cinfo, &row, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  return TRUE;
}

static GBytes *
encode_jpeg (GdkPixbuf *pixels, int quality, gboolean full_color, GError **error)
{
  g_autoptr (GdkPixbuf) flat = lb_pixels_flatten (pixels, error);
  guint8 *data = NULL;
  gulong length = 0;

  if (!flat)
    return NULL;
  if (!compress_jpeg (flat, quality, full_color, &data, &length))
    {
      free (data);
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The picture can't be a JPEG file");
      return NULL;
    }

  return g_bytes_new_with_free_func (data, length, free, data);
}

/* Not by gdk-pixbuf, which may start a sandbox for each file that it saves. */

static void
png_failed_cb (png_structp png, png_const_charp message)
{
  png_longjmp (png, 1);
}

static void
png_message_cb (png_structp png, png_const_charp message)
{
}

static void
png_written_cb (png_structp png, png_bytep bytes, size_t length)
{
  GByteArray *file = png_get_io_ptr (png);

  if (length > G_MAXUINT - file->len)
    png_error (png, "too long");
  g_byte_array_append (file, bytes, (guint) length);
}

static gboolean
compress_png (GdkPixbuf *pixels, GByteArray *file)
{
  const int stride = gdk_pixbuf_get_rowstride (pixels);
  const int height = gdk_pixbuf_get_height (pixels);
  const int type = gdk_pixbuf_get_has_alpha (pixels) ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_RGB;
  const guint8 *rows = gdk_pixbuf_read_pixels (pixels);
  png_structp png =
    png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, png_failed_cb, png_message_cb);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;

  if (info == NULL || setjmp (png_jmpbuf (png)))
    {
      png_destroy_write_struct (&png, &info);
      return FALSE;
    }

  png_set_write_fn (png, file, png_written_cb, NULL);
  png_set_IHDR (png, info, (png_uint_32) gdk_pixbuf_get_width (pixels), (png_uint_32) height, 8,
                type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  for (int y = 0; y < height; y++)
    png_write_row (png, rows + (gsize) y * stride);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return TRUE;
}

static GBytes *
encode_png (GdkPixbuf *pixels, GError **error)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  if (!compress_png (pixels, file))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The picture can't be a PNG file");
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

static GBytes *
encode_webp (GdkPixbuf *pixels, GError **error)
{
  const int stride = gdk_pixbuf_get_rowstride (pixels);
  const guint8 *rows = gdk_pixbuf_read_pixels (pixels);
  WebPMemoryWriter writer;
  WebPPicture picture;
  WebPConfig config;
  gboolean ok;

  if (!WebPPictureInit (&picture) || !WebPConfigInit (&config) ||
      !WebPConfigLosslessPreset (&config, WEBP_EFFORT))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                           "Another version of libwebp runs");
      return NULL;
    }

  WebPMemoryWriterInit (&writer);
  config.exact = 1;
  picture.use_argb = 1;
  picture.width = gdk_pixbuf_get_width (pixels);
  picture.height = gdk_pixbuf_get_height (pixels);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;

  if (gdk_pixbuf_get_has_alpha (pixels))
    ok = WebPPictureImportRGBA (&picture, rows, stride);
  else
    ok = WebPPictureImportRGB (&picture, rows, stride);
  ok = ok && WebPEncode (&config, &picture);
  WebPPictureFree (&picture);

  if (!ok)
    {
      WebPMemoryWriterClear (&writer);
      g_set_error_literal (error, LB_ERROR, LB_ERROR_TOO_LARGE, "The picture can't be a WebP file");
      return NULL;
    }
  return g_bytes_new_with_free_func (writer.mem, writer.size, WebPFree, writer.mem);
}

/**
 * lb_pixels_encode:
 * @pixels: RGB or RGBA
 * @format: %LB_FORMAT_JPEG (quality 95, colours at full size, alpha over black), %LB_FORMAT_PNG or
 *   %LB_FORMAT_WEBP (lossless)
 * @error: %LB_ERROR_TOO_LARGE for a side that the format has no room for, %LB_ERROR_UNSUPPORTED for
 *   any other format
 *
 * Returns: (transfer full) (nullable): a file without metadata
 */
GBytes *
lb_pixels_encode (GdkPixbuf *pixels, LbFormat format, GError **error)
{
  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), NULL);

  switch (format)
    {
    case LB_FORMAT_JPEG: return encode_jpeg (pixels, QUALITY, TRUE, error);
    case LB_FORMAT_PNG:  return encode_png (pixels, error);
    case LB_FORMAT_WEBP: return encode_webp (pixels, error);
    default:
      g_set_error_literal (error, LB_ERROR, LB_ERROR_UNSUPPORTED,
                           "Only JPEG, PNG and WebP are written");
      return NULL;
    }
}

GBytes *
lb_pixels_thumbnail (GdkPixbuf *pixels, int max_side, GError **error)
{
  g_autoptr (GdkPixbuf) small = NULL;

  g_return_val_if_fail (GDK_IS_PIXBUF (pixels), NULL);
  g_return_val_if_fail (max_side > 0, NULL);

  small = lb_pixels_fit (pixels, max_side, error);
  if (!small)
    return NULL;

  return encode_jpeg (small, QUALITY_THUMBNAIL, FALSE, error);
}
