#include "imaging/lb-probe-private.h"

#include <string.h>

#define MAX_SEGMENTS 65536 /* a picture has some dozens; more is an attack */
#define TAIL_BYTES (64 * 1024)

enum
{
  MARKER_TEM = 0x01,
  MARKER_SOF0 = 0xc0,
  MARKER_DHT = 0xc4,
  MARKER_JPG = 0xc8,
  MARKER_DAC = 0xcc,
  MARKER_SOF15 = 0xcf,
  MARKER_RST0 = 0xd0,
  MARKER_SOI = 0xd8,
  MARKER_EOI = 0xd9,
  MARKER_SOS = 0xda,
  MARKER_APP1 = 0xe1
};

static gboolean
is_frame_header (guint8 marker)
{
  return marker >= MARKER_SOF0 && marker <= MARKER_SOF15 && marker != MARKER_DHT &&
         marker != MARKER_JPG && marker != MARKER_DAC;
}

/* Finds an end marker in [start, end), block by block. */
static gboolean
find_end (LbProbeSource *source, gint64 start, gint64 end)
{
  g_autofree guint8 *block = g_malloc (TAIL_BYTES);
  gboolean after_ff = FALSE;

  while (start < end)
    {
      gsize length =
        lb_probe_source_read (source, start, block, (gsize) MIN (TAIL_BYTES, end - start));

      if (length == 0)
        return FALSE;
      for (gsize i = 0; i < length; i++)
        {
          if (after_ff && block[i] == MARKER_EOI)
            return TRUE;
          after_ff = block[i] == 0xff;
        }
      start += (gint64) length;
    }

  return FALSE;
}

/* Coded data never holds FF D9, so one found behind the scan's start is the end of the picture, and
 * what follows is someone's trailer. Nearly all files end with it. The tail is tried next; only
 * when the marker is not there either, as in a truncated file or one with a long trailer, is the
 * rest looked at. */
static gboolean
has_end (LbProbeSource *source, gint64 scan)
{
  gint64 tail = MAX (scan, source->size_bytes - TAIL_BYTES);
  guint8 last[2];

  if (source->size_bytes - 2 >= scan &&
      lb_probe_source_read_all (source, source->size_bytes - 2, last, 2) && last[0] == 0xff &&
      last[1] == MARKER_EOI)
    return TRUE;

  return find_end (source, tail, source->size_bytes) || find_end (source, scan, tail + 1);
}

static void
read_exif (LbProbeSource *source, gint64 offset, gsize length, LbProbeResult *result)
{
  guint8 exif[LB_PROBE_EXIF_BYTES];
  gsize got = lb_probe_source_read (source, offset, exif, MIN (length, sizeof exif));

  if (result->orientation == 1 && got > 6 && memcmp (exif, "Exif\0\0", 6) == 0)
    result->orientation = lb_probe_exif_orientation (exif, got);
}

void
lb_probe_jpeg (LbProbeSource *source, LbProbeResult *result)
{
  gint64 offset = 2;

  result->truncated = TRUE;
  for (int i = 0; i < MAX_SEGMENTS; i++)
    {
      guint8 bytes[9];
      guint8 marker;
      gsize length;

      if (!lb_probe_source_read_all (source, offset, bytes, 2) || bytes[0] != 0xff)
        return;

      marker = bytes[1];
      if (marker == 0xff) /* a fill byte */
        {
          offset++;
          continue;
        }

      offset += 2;
      if (marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_SOI))
        continue;
      if (marker == MARKER_EOI || !lb_probe_source_read_all (source, offset, bytes, 2))
        return;

      length = (gsize) (bytes[0] << 8 | bytes[1]);
      if (length < 2 || offset + (gint64) length > source->size_bytes)
        return;

      if (is_frame_header (marker))
        {
          if (length < 8 || !lb_probe_source_read_all (source, offset, bytes, 8))
            return;
          result->height = bytes[3] << 8 | bytes[4];
          result->width = bytes[5] << 8 | bytes[6];
          if (result->width == 0 || result->height == 0)
            return;
        }
      else if (marker == MARKER_APP1)
        {
          read_exif (source, offset + 2, length - 2, result);
        }
      else if (marker == MARKER_SOS)
        {
          result->truncated = result->width == 0 || !has_end (source, offset + (gint64) length);
          return;
        }

      offset += (gint64) length;
    }
}
