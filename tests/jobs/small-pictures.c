#include "small-pictures.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <webp/encode.h>

#define SIDE 1024
#define HEAD_BYTES 12 /* of a RIFF file */

static const char *const endings[SMALL_PICTURE_N_FORMATS] = { "jpg", "png", "webp" };

const char *
small_picture_ending (guint number)
{
  return endings[number % SMALL_PICTURE_N_FORMATS];
}

static GByteArray *
encode_pixbuf (const char *format)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, SIDE, SIDE);
  g_autoptr (GError) error = NULL;
  char *buffer = NULL;
  gsize size = 0;

  gdk_pixbuf_fill (picture, 0x336699ff);
  gdk_pixbuf_save_to_buffer (picture, &buffer, &size, format, &error, NULL);
  g_assert_no_error (error);

  return g_byte_array_new_take ((guint8 *) buffer, size);
}

static GByteArray *
encode_webp (void)
{
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * 3);
  uint8_t *buffer = NULL;
  GByteArray *bytes = NULL;
  gsize size = 0;

  memset (pixels, 0x40, SIDE * SIDE * 3);
  size = WebPEncodeRGB (pixels, SIDE, SIDE, SIDE * 3, 75, &buffer);
  g_assert_cmpuint (size, >, HEAD_BYTES);
  bytes = g_byte_array_sized_new ((guint) size);
  g_byte_array_append (bytes, buffer, (guint) size);
  WebPFree (buffer);

  return bytes;
}

static void
insert (GByteArray *bytes, guint at, const guint8 *added, guint length)
{
  g_byte_array_set_size (bytes, bytes->len + length);
  memmove (bytes->data + at + length, bytes->data + at, bytes->len - length - at);
  memcpy (bytes->data + at, added, length);
}

static void
put_32_le (guint8 *to, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (to, &value, sizeof value);
}

static void
put_32_be (guint8 *to, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (to, &value, sizeof value);
}

static guint32
crc (const guint8 *data, gsize length)
{
  guint32 value = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      value ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320 : 0);
    }

  return ~value;
}

/* A comment after the first marker. */
static void
number_jpeg (GByteArray *bytes, guint number)
{
  guint8 comment[8] = { 0xff, 0xfe, 0, 6 };

  put_32_be (comment + 4, number);
  insert (bytes, 2, comment, sizeof comment);
}

/* A text after the header. */
static void
number_png (GByteArray *bytes, guint number)
{
  guint8 chunk[12 + 8] = { 0, 0, 0, 8, 't', 'E', 'X', 't', 'n', 'o', 0 };

  for (guint i = 0; i < 5; i++)
    chunk[11 + i] = (guint8) ('a' + ((number >> (4 * i)) & 15));
  put_32_be (chunk + 16, crc (chunk + 4, 12));
  insert (bytes, 33, chunk, sizeof chunk);
}

/* The long form, with a packet of metadata. */
static void
number_webp (GByteArray *bytes, guint number)
{
  guint8 head[18] = { 'V', 'P', '8', 'X', 10, 0, 0, 0, 4 };
  guint8 packet[16] = { 'X', 'M', 'P', ' ', 8, 0, 0, 0 };

  head[12] = (guint8) ((SIDE - 1) & 255);
  head[13] = (guint8) ((SIDE - 1) >> 8);
  head[15] = head[12];
  head[16] = head[13];
  insert (bytes, HEAD_BYTES, head, sizeof head);
  for (guint i = 0; i < 8; i++)
    packet[8 + i] = (guint8) ('a' + ((number >> (4 * i)) & 15));
  g_byte_array_append (bytes, packet, sizeof packet);
  put_32_le (bytes->data + 4, bytes->len - 8);
}

GBytes *
small_picture_new (guint number)
{
  static GByteArray *models[SMALL_PICTURE_N_FORMATS];
  const guint format = number % SMALL_PICTURE_N_FORMATS;
  GByteArray *copy = NULL;

  if (models[format] == NULL)
    models[format] = format == 0   ? encode_pixbuf ("jpeg")
                     : format == 1 ? encode_pixbuf ("png")
                                   : encode_webp ();

  copy = g_byte_array_sized_new (models[format]->len + 64);
  g_byte_array_append (copy, models[format]->data, models[format]->len);
  if (format == 0)
    number_jpeg (copy, number);
  else if (format == 1)
    number_png (copy, number);
  else
    number_webp (copy, number);

  return g_byte_array_free_to_bytes (copy);
}
