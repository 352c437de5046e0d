#include "config.h"

#include "ui/widgets/lb-picture-texture.h"

#include "base/lb-error.h"
#include "base/lb-threads.h"
#include "imaging/lb-shared-memory.h"

static DexFuture *
make_fiber (gpointer data)
{
  GdkPixbuf *pixels = data;
  const int width = gdk_pixbuf_get_width (pixels);
  const int height = gdk_pixbuf_get_height (pixels);
  const gsize stride = (gsize) width * 4;
  g_autoptr (GBytes) plain_bytes = gdk_pixbuf_read_pixel_bytes (pixels);
  g_autoptr (GdkTexture) plain = gdk_memory_texture_new (
    width, height, gdk_pixbuf_get_has_alpha (pixels) ? GDK_MEMORY_R8G8B8A8 : GDK_MEMORY_R8G8B8,
    plain_bytes, gdk_pixbuf_get_rowstride (pixels));
  g_autoptr (GBytes) bytes = lb_shared_memory_reserve (stride * (gsize) height);

  if (bytes == NULL)
    return dex_future_new_reject (LB_ERROR, LB_ERROR_TOO_LARGE,
                                  "No memory for a picture of %d by %d pixels", width, height);

  /* Its form is GDK_MEMORY_DEFAULT. */
  gdk_texture_download (plain, (guchar *) g_bytes_get_data (bytes, NULL), stride);

  return dex_future_new_take_object (
    gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride));
}

DexFuture *
lb_picture_texture_make (GdkPixbuf *pixels)
{
  dex_return_error_if_fail (GDK_IS_PIXBUF (pixels));

  return lb_threads_run (make_fiber, g_object_ref (pixels), g_object_unref);
}
