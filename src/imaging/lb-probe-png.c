#include "imaging/lb-probe-private.h"

#include <string.h>

#define MAX_CHUNKS 262144 /* image data may come in pieces of a kilobyte */

enum
{
  COLOR_GREY_ALPHA = 4,
  COLOR_RGB_ALPHA = 6
};

static gboolean
read_header (LbProbeSource *source, gint64 offset, LbProbeResult *result)
{
  guint8 header[13];
  guint32 width;
  guint32 height;

  if (!lb_probe_source_read_all (source, offset, header, sizeof header))
    return FALSE;

  width = lb_probe_be32 (header);
  height = lb_probe_be32 (header + 4);
  if (width == 0 || height == 0 || width > G_MAXINT32 || height > G_MAXINT32)
    return FALSE;

  result->width = (int) width;
  result->height = (int) height;
  result->has_alpha = header[9] == COLOR_GREY_ALPHA || header[9] == COLOR_RGB_ALPHA;
  return TRUE;
}

static void
read_exif (LbProbeSource *source, gint64 offset, gsize length, LbProbeResult *result)
{
  guint8 exif[LB_PROBE_EXIF_BYTES];
  gsize got = lb_probe_source_read (source, offset, exif, MIN (length, sizeof exif));

  result->orientation = lb_probe_exif_orientation (exif, got);
}

static void
read_frame_count (LbProbeSource *source, gint64 offset, LbProbeResult *result)
{
  guint8 bytes[4];

  if (lb_probe_source_read_all (source, offset, bytes, 4))
    result->frames = (int) CLAMP (lb_probe_be32 (bytes), 1, G_MAXINT32);
}

void
lb_probe_png (LbProbeSource *source, LbProbeResult *result)
{
  gboolean has_data = FALSE;
  gint64 offset = 8;

  result->truncated = TRUE;
  for (int i = 0; i < MAX_CHUNKS; i++)
    {
      guint8 head[8];
      gsize length;

      if (!lb_probe_source_read_all (source, offset, head, sizeof head))
        return;
      length = lb_probe_be32 (head);
      offset += 8;
      if (length > G_MAXINT32 || offset + (gint64) length + 4 > source->size_bytes)
        return;

      /* The header stands first, once, and has one length. */
      if ((i == 0) != (memcmp (head + 4, "IHDR", 4) == 0))
        return;
      if (i == 0 && (length != 13 || !read_header (source, offset, result)))
        return;

      if (memcmp (head + 4, "IDAT", 4) == 0)
        has_data = TRUE;
      else if (memcmp (head + 4, "tRNS", 4) == 0)
        result->has_alpha = TRUE;
      else if (memcmp (head + 4, "eXIf", 4) == 0)
        read_exif (source, offset, length, result);
      else if (memcmp (head + 4, "acTL", 4) == 0 && length == 8 && !has_data)
        read_frame_count (source, offset, result);
      else if (memcmp (head + 4, "IEND", 4) == 0)
        {
          result->truncated = !has_data;
          return;
        }

      offset += (gint64) length + 4;
    }
}
