#include "imaging/lb-color-profile.h"

#include "imaging/lb-probe-private.h"

#include <string.h>

#define JPEG_APP0 0xe0
#define JPEG_APP2 0xe2
#define JPEG_SOS 0xda
#define JPEG_MARK "ICC_PROFILE\0"
#define JPEG_MARK_BYTES 12
#define JPEG_HEAD_BYTES (JPEG_MARK_BYTES + 2) /* number of the part, and of how many */
#define SPACE_AT 16                           /* in a profile: four letters */
#define PNG_START 8
#define PNG_FRAME_BYTES 12
#define PNG_HEADER_END (PNG_START + PNG_FRAME_BYTES + 13)
#define PNG_COLOR_AT 25
#define PNG_COLOR_FLAG 2
#define WEBP_START 12
#define WEBP_CHUNK_BYTES 8
#define WEBP_EXTENDED_BYTES 10
#define WEBP_HAS_PROFILE 0x20
#define WEBP_HAS_ALPHA 0x10

static gboolean
is_rgb (const guint8 *profile, gsize length)
{
  return length >= SPACE_AT + 4 && memcmp (profile + SPACE_AT, "RGB ", 4) == 0;
}

static GBytes *
insert (GBytes *to, gsize at, const GByteArray *part)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (to, &length);
  GByteArray *out = g_byte_array_sized_new ((guint) (length + part->len));

  g_byte_array_append (out, data, (guint) at);
  g_byte_array_append (out, part->data, part->len);
  g_byte_array_append (out, data + at, (guint) (length - at));

  return g_byte_array_free_to_bytes (out);
}

/* The segments before the pixels that hold a profile, as they are. */
static void
collect_jpeg (const guint8 *data, gsize length, GByteArray *part)
{
  gsize at = 2;

  while (length - at >= 4 && data[at] == 0xff && data[at + 1] != JPEG_SOS)
    {
      gsize size = (gsize) data[at + 2] << 8 | data[at + 3];
      const guint8 *body = data + at + 4;

      if (size < 2 || size > length - at - 2)
        return;
      if (data[at + 1] == JPEG_APP2 && size - 2 >= JPEG_HEAD_BYTES &&
          memcmp (body, JPEG_MARK, JPEG_MARK_BYTES) == 0)
        {
          if (part->len == 0 && !is_rgb (body + JPEG_HEAD_BYTES, size - 2 - JPEG_HEAD_BYTES))
            return;
          g_byte_array_append (part, data + at, (guint) (size + 2));
        }
      at += size + 2;
    }
}

static GBytes *
carry_jpeg (const guint8 *data, gsize length, GBytes *to)
{
  g_autoptr (GByteArray) part = g_byte_array_new ();
  gsize size;
  const guint8 *out = g_bytes_get_data (to, &size);
  gsize at = 2;

  collect_jpeg (data, length, part);
  if (part->len == 0 || size < 6)
    return g_bytes_ref (to);

  if (out[3] == JPEG_APP0)
    at += 2 + ((gsize) out[4] << 8 | out[5]);
  return insert (to, MIN (at, size), part);
}

/* Chunks before the pixels, as they are. */
static void
collect_png (const guint8 *data, gsize length, GByteArray *part)
{
  static const char *const kept[] = { "iCCP", "sRGB", "gAMA", "cHRM", "cICP" };
  const gboolean is_color = (data[PNG_COLOR_AT] & PNG_COLOR_FLAG) != 0;
  gsize at = PNG_START;

  while (length - at >= PNG_FRAME_BYTES && memcmp (data + at + 4, "IDAT", 4) != 0)
    {
      gsize size = lb_probe_be32 (data + at);

      if (size > length - at - PNG_FRAME_BYTES)
        return;
      for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
        if (memcmp (data + at + 4, kept[i], 4) == 0 && (is_color || i > 0))
          g_byte_array_append (part, data + at, (guint) (size + PNG_FRAME_BYTES));
      at += size + PNG_FRAME_BYTES;
    }
}

static GBytes *
carry_png (const guint8 *data, gsize length, GBytes *to)
{
  g_autoptr (GByteArray) part = g_byte_array_new ();

  if (length < PNG_HEADER_END || g_bytes_get_size (to) < PNG_HEADER_END)
    return g_bytes_ref (to);

  collect_png (data, length, part);
  return part->len > 0 ? insert (to, PNG_HEADER_END, part) : g_bytes_ref (to);
}

static void
put_le (GByteArray *out, guint32 value, int n_bytes)
{
  for (int i = 0; i < n_bytes; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (out, &byte, 1);
    }
}

/* (nullable): the chunk with the profile, with its head and padding. */
static const guint8 *
find_webp (const guint8 *data, gsize length, gsize *size)
{
  gsize at = WEBP_START;

  while (length >= WEBP_START && length - at >= WEBP_CHUNK_BYTES)
    {
      gsize body = lb_probe_le32 (data + at + 4);

      if (body > length - at - WEBP_CHUNK_BYTES)
        return NULL;
      *size = WEBP_CHUNK_BYTES + body + (body & 1);
      if (*size > length - at)
        return NULL;
      if (memcmp (data + at, "ICCP", 4) == 0)
        return is_rgb (data + at + WEBP_CHUNK_BYTES, body) ? data + at : NULL;
      at += *size;
    }

  return NULL;
}

/* A simple file without loss becomes an extended one. */
static GBytes *
carry_webp (const guint8 *data, gsize length, GBytes *to)
{
  gsize size, profile_size = 0;
  const guint8 *out = g_bytes_get_data (to, &size);
  const guint8 *profile = find_webp (data, length, &profile_size);
  g_autoptr (GByteArray) part = NULL;
  guint32 bits;
  gsize all;

  if (profile == NULL || size < WEBP_START + WEBP_CHUNK_BYTES + 5 ||
      memcmp (out + WEBP_START, "VP8L", 4) != 0)
    return g_bytes_ref (to);

  /* Behind its mark: width and height less one in 14 bits each, then whether it has alpha. */
  bits = lb_probe_le32 (out + WEBP_START + WEBP_CHUNK_BYTES + 1);
  all = size + WEBP_CHUNK_BYTES + WEBP_EXTENDED_BYTES + profile_size;
  part = g_byte_array_new ();
  g_byte_array_append (part, (const guint8 *) "RIFF", 4);
  put_le (part, (guint32) (all - 8), 4);
  g_byte_array_append (part, (const guint8 *) "WEBPVP8X", 8);
  put_le (part, WEBP_EXTENDED_BYTES, 4);
  put_le (part, WEBP_HAS_PROFILE | ((bits >> 28 & 1) != 0 ? WEBP_HAS_ALPHA : 0), 4);
  put_le (part, bits & 0x3fff, 3);
  put_le (part, bits >> 14 & 0x3fff, 3);
  g_byte_array_append (part, profile, (guint) profile_size);
  g_byte_array_append (part, out + WEBP_START, (guint) (size - WEBP_START));

  return g_byte_array_free_to_bytes (g_steal_pointer (&part));
}

GBytes *
lb_color_profile_carry (GBytes *from, GBytes *to, LbFormat format)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (from, &length);

  switch (format)
    {
    case LB_FORMAT_JPEG: return length > 4 ? carry_jpeg (data, length, to) : g_bytes_ref (to);
    case LB_FORMAT_PNG:  return carry_png (data, length, to);
    case LB_FORMAT_WEBP: return carry_webp (data, length, to);
    default:             return g_bytes_ref (to);
    }
}
