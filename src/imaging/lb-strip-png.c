#include "imaging/lb-strip-private.h"

#include <string.h>

#include "imaging/lb-probe-private.h"

#define SIGNATURE_BYTES 8
#define FRAME_BYTES 12 /* length, name and checksum of a chunk */

/* What pixels and their colours are made of. Everything else is words about the picture. */
static const char *const kept[] = {
  "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT",
  "bKGD", "pHYs", "cICP", "mDCV", "mDCv", "cLLI", "cLLi", "acTL", "fcTL", "fdAT",
};

static gboolean
stays (const guint8 *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (memcmp (name, kept[i], 4) == 0)
      return TRUE;

  return FALSE;
}

static guint32
checksum (const guint8 *bytes, gsize length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }

  return ~crc;
}

static void
put_be32 (GByteArray *out, guint32 value)
{
  const guint8 bytes[4] = { (guint8) (value >> 24), (guint8) (value >> 16), (guint8) (value >> 8),
                            (guint8) value };

  g_byte_array_append (out, bytes, sizeof bytes);
}

/* Whether it is as it was. */
static gboolean
put_exif (GByteArray *out, const guint8 *body, gsize length)
{
  g_autoptr (GByteArray) exif = lb_strip_exif (body, length);
  guint start = 0;

  if (exif == NULL)
    return FALSE;

  put_be32 (out, exif->len);
  start = out->len;
  g_byte_array_append (out, (const guint8 *) "eXIf", 4);
  g_byte_array_append (out, exif->data, exif->len);
  put_be32 (out, checksum (out->data + start, out->len - start));

  return exif->len == length && memcmp (exif->data, body, length) == 0;
}

gboolean
lb_strip_png (const guint8 *data, gsize length, GByteArray *out, gboolean *changed)
{
  gsize at = SIGNATURE_BYTES;
  gboolean had_exif = FALSE;

  if (length < SIGNATURE_BYTES)
    return FALSE;

  g_byte_array_append (out, data, SIGNATURE_BYTES);
  while (length - at >= FRAME_BYTES)
    {
      gsize body = lb_probe_be32 (data + at);
      const guint8 *name = data + at + 4;

      if (body > length - at - FRAME_BYTES)
        return FALSE;
      if (stays (name))
        g_byte_array_append (out, data + at, (guint) (body + FRAME_BYTES));
      else if (memcmp (name, "eXIf", 4) == 0 && !had_exif)
        {
          *changed |= !put_exif (out, name + 4, body);
          had_exif = TRUE;
        }
      else
        *changed = TRUE;
      at += body + FRAME_BYTES;
      if (memcmp (name, "IEND", 4) == 0)
        {
          *changed |= at < length;
          return TRUE;
        }
    }

  return FALSE;
}
