#include "imaging/lb-probe-private.h"

#include <string.h>

static gboolean
starts_with (const guint8 *data, gsize length, gsize at, const void *magic, gsize magic_length)
{
  return length >= at + magic_length && memcmp (data + at, magic, magic_length) == 0;
}

static gboolean
is_bmp (const guint8 *data, gsize length)
{
  static const guint header_sizes[] = { 12, 40, 52, 56, 64, 108, 124 };

  if (length < 18 || memcmp (data, "BM", 2) != 0)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (header_sizes); i++)
    {
      if (lb_probe_le32 (data + 14) == header_sizes[i])
        return TRUE;
    }
  return FALSE;
}

/* The box that tells the kind of an ISO media file: a major brand, a version, then other brands. */
static LbFormat
media_brand (const guint8 *data, gsize length)
{
  static const char heic[][5] = { "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1" };
  LbFormat format = LB_FORMAT_UNKNOWN;
  gsize end;

  if (!starts_with (data, length, 4, "ftyp", 4))
    return LB_FORMAT_UNKNOWN;

  end = MIN (length, lb_probe_be32 (data));
  for (gsize at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
    {
      if (memcmp (data + at, "avif", 4) == 0 || memcmp (data + at, "avis", 4) == 0)
        return LB_FORMAT_AVIF;
      for (guint i = 0; i < G_N_ELEMENTS (heic); i++)
        {
          if (memcmp (data + at, heic[i], 4) == 0)
            format = LB_FORMAT_HEIC;
        }
    }
  return format;
}

static gboolean
is_svg (const guint8 *data, gsize length)
{
  gsize at = starts_with (data, length, 0, "\xef\xbb\xbf", 3) ? 3 : 0;

  while (at < length && g_ascii_isspace (data[at]))
    at++;
  if (at >= length || data[at] != '<')
    return FALSE;

  return memmem (data + at, length - at, "<svg", 4) != NULL;
}

LbFormat
lb_probe_signature (const guint8 *data, gsize length)
{
  if (starts_with (data, length, 0, "\xff\xd8\xff", 3))
    return LB_FORMAT_JPEG;
  if (starts_with (data, length, 0, "\x89PNG\r\n\x1a\n", 8))
    return LB_FORMAT_PNG;
  if (starts_with (data, length, 0, "RIFF", 4) && starts_with (data, length, 8, "WEBP", 4))
    return LB_FORMAT_WEBP;
  if (starts_with (data, length, 0, "GIF87a", 6) || starts_with (data, length, 0, "GIF89a", 6))
    return LB_FORMAT_GIF;
  if (starts_with (data, length, 0, "II*\0", 4) || starts_with (data, length, 0, "MM\0*", 4) ||
      starts_with (data, length, 0, "II+\0", 4) || starts_with (data, length, 0, "MM\0+", 4))
    return LB_FORMAT_TIFF;
  if (starts_with (data, length, 0, "\xff\x0a", 2) ||
      starts_with (data, length, 0, "\0\0\0\x0cJXL \r\n\x87\n", 12))
    return LB_FORMAT_JXL;
  if (is_bmp (data, length))
    return LB_FORMAT_BMP;
  if (is_svg (data, length))
    return LB_FORMAT_SVG;

  return media_brand (data, length);
}
