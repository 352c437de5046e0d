#include "imaging/lb-pixels.h"

#include "base/lb-error.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
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

static GBytes *
encode_png (GdkPixbuf *pixels, GError **error)
{
  /* Whoever saves a pixbuf asks for pixels to write to, which copies those that are shared; it only
   * reads them. */
  g_autoptr (GdkPixbuf) view = gdk_pixbuf_new_from_data (
    gdk_pixbuf_read_pixels (pixels), GDK_COLORSPACE_RGB, gdk_pixbuf_get_has_alpha (pixels), 8,
    gdk_pixbuf_get_width (pixels), gdk_pixbuf_get_height (pixels),
    gdk_pixbuf_get_rowstride (pixels), NULL, NULL);
  char *data = NULL;
  gsize length = 0;

  if (!gdk_pixbuf_save_to_buffer (view, &data, &length, "png", error, NULL))
    return NULL;
  return g_bytes_new_take (data, length);
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
