#include "jobs/lb-crop-cut.h"

#include "base/lb-error.h"
#include "imaging/lb-color-profile.h"
#include "imaging/lb-pixels.h"
#include "imaging/lb-probe.h"

/* What is kept was told by places in a picture of that size. A file that is sent though it has
 * changed may be another one. */
static gboolean
has_checked_size (GdkPixbuf *pixels, const LbProbeResult *checked)
{
  int width = 0, height = 0;

  lb_probe_result_shown_size (checked, &width, &height);

  return width == gdk_pixbuf_get_width (pixels) && height == gdk_pixbuf_get_height (pixels);
}

GBytes *
lb_crop_cut (const LbCrop *crop,
             GBytes *whole,
             GdkPixbuf *pixels,
             const LbProbeResult *checked,
             GError **error)
{
  g_autoptr (GdkPixbuf) part = NULL;
  g_autoptr (GBytes) encoded = NULL;
  LbProbeResult probe;
  gsize length;
  const guint8 *data = g_bytes_get_data (whole, &length);

  if (!has_checked_size (pixels, checked))
    {
      g_set_error_literal (error, LB_ERROR, LB_ERROR_INVALID,
                           "The picture has another size than the one that was cropped");
      return NULL;
    }

  lb_probe_bytes (data, length, &probe);
  part = gdk_pixbuf_new_subpixbuf (pixels, crop->x, crop->y, crop->width, crop->height);
  if (!(encoded = lb_pixels_encode (part, probe.format, error)))
    return NULL;

  return lb_color_profile_carry (whole, encoded, probe.format);
}
